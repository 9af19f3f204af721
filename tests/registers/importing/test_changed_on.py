"""The column 变更日期: a day, the word for a correction, or nothing, which a warning explains."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.vanguards.models import Team
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.test_over_time import there_and_back
from tests.registers.importing.test_round_trip import exported
from tests.registers.importing.test_taking_back import undo
from tests.registers.importing.workbooks import Desk, counts, said

pytestmark = pytest.mark.long

D = date
HEADERS = ("编码", "名称", "类别", "上级", "变更日期", "设支委会", "成立日期")
TEAM = ("编号", "名称", "类型", "所属党组织", "成立日期", "队员", "变更日期")


@pytest.fixture
def branch(desk: Desk) -> Any:
    factories.make_organization(code="G", name="General", kind="general_branch")
    return factories.make_organization(code="B", name="Branch", established_on="2015-01-01")


def row(day: Any, parent: str = "General", has_committee: str = "否") -> tuple[Any, ...]:
    return ("B", "Branch", "党支部", parent, day, has_committee, D(2015, 1, 1))


def placements() -> list[tuple[Any, ...]]:
    query = select(Organization).where(Organization.code == "B")
    found = factories.find(db.session.scalars(query).one())
    return [(p.parent.name, p.started_on, p.ended_on) for p in found.placements]


@pytest.mark.parametrize("day", [D(2022, 3, 1), "2022-03-01", "2022年3月1日", "2022.3.1"])
def test_a_day_is_the_first_of_the_change(desk: Desk, branch: Any, day: Any) -> None:
    desk.take("organizations", HEADERS, row(day))
    assert placements() == [
        ("Committee", D(2015, 1, 1), D(2022, 3, 1)),
        ("General", D(2022, 3, 1), None),
    ]
    assert counts(desk.judge("organizations", HEADERS, row(day))) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize("word", ["更正", "Correction", "correct", "录错"])
def test_a_correction_was_never_otherwise(desk: Desk, branch: Any, word: str) -> None:
    desk.take("organizations", HEADERS, row(word))
    assert placements() == [("General", D(2015, 1, 1), None)]


def test_nothing_means_today_and_is_said(desk: Desk, branch: Any) -> None:
    result = desk.take("organizations", HEADERS, row(None))
    assert [(warning.place.row, warning.message) for warning in result.warnings] == [
        (
            2,
            (
                "“Changed on” is empty, so “Superior” counts as changed from the day of import,"
                " 30 June 2023."
            ),
        )
    ]
    assert placements()[-1] == ("General", D(2023, 6, 30), None)


def test_without_a_change_it_says_nothing(desk: Desk, branch: Any) -> None:
    same = row(D(2022, 3, 1), parent="Committee")
    assert counts(desk.judge("organizations", HEADERS, same)) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize("day", ["someday", D(2023, 7, 1), D(2014, 12, 31)])
def test_what_is_no_day_of_a_change_is_refused(desk: Desk, branch: Any, day: Any) -> None:
    found = said(desk.judge("organizations", HEADERS, row(day)))
    assert [(at, header) for at, header, _ in found] == [(2, "变更日期")]


def test_a_list_of_people_is_corrected_too(desk: Desk) -> None:
    ann, bo = factories.make_member(name="Ann"), factories.make_member(name="Bo")
    team = factories.make_team(code="T1", name="Team", established_on=D(2022, 1, 4), members=[ann])
    typed = ("T1", "Team", "志愿服务队", team.organization.name, D(2022, 1, 4), "Bo")
    desk.take("teams", TEAM, (*typed, "更正"))
    found = factories.find(db.session.scalars(select(Team)).one())
    assert [(p.member.name, p.started_on, p.ended_on) for p in found.people] == [
        ("Bo", D(2022, 1, 4), None)
    ]
    assert bo.name == "Bo"


def test_former_values_come_back_with_the_record(desk: Desk) -> None:
    member = factories.make_member(number="M1", name="Ann", employment="on_post")
    factories.change(member, employment="retired", changed_on=D(2022, 5, 1))
    factories.change(member, is_floating=True, changed_on=D(2023, 1, 1))
    file = there_and_back(desk, "members", member)
    query = select(Member).where(Member.number == "M1", Member.archived_at.is_(None))
    found = factories.find(db.session.scalars(query).one())
    assert found.value_on("employment", D(2022, 4, 30)) == "on_post"
    assert found.value_on("employment", D(2022, 5, 1)) == "retired"
    assert found.value_on("is_floating", D(2022, 12, 31)) is False
    assert found.is_floating is True
    assert file.exists()


def test_an_export_comes_back_unchanged(desk: Desk, branch: Any) -> None:
    factories.change(branch, has_committee=True, changed_on=D(2022, 5, 1))
    file = exported(desk, CATALOG.by_name["organizations"])
    result = desk.preview(file, "organizations")
    assert (said(result), result.does_nothing, result.warnings) == ([], True, [])


def test_taking_an_import_back_brings_the_former_values_back(desk: Desk, branch: Any) -> None:
    factories.change(branch, has_committee=True, changed_on=D(2022, 5, 1))
    result = desk.take("organizations", HEADERS, row("更正", "Committee", "否"))
    assert factories.find(branch).former_values == []
    undo(result)
    found = factories.find(branch)
    assert (found.has_committee, found.change_days("has_committee")) == (True, [D(2022, 5, 1)])


def test_a_new_record_has_no_change_behind_it(desk: Desk, branch: Any) -> None:
    new = ("N", "New", "党支部", "General", D(2022, 3, 1), "否", D(2015, 1, 1))
    result = desk.take("organizations", HEADERS, new)
    assert [warning.message for warning in result.warnings] == [
        "A new record's values count from its first day; leave this empty."
    ]
