"""Columns of what a dated list was over time: told by exports, read in rows of new records."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask_babel import force_locale
from sqlalchemy import select

from partyhub.database import db
from partyhub.forms.dated_names import Span, read_span, split_dated_names
from partyhub.organizations.models import Organization
from partyhub.vanguards.models import Team
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.test_round_trip import exported, note
from tests.registers.importing.workbooks import Desk, counts, said

pytestmark = pytest.mark.long

D = date
PEOPLE, SUPERIORS = "People over time", "Superiors over time"
TEAM = ("编号", "名称", "类型", "所属党组织", "成立日期", "解散日期", "队长", "队员", PEOPLE)
ORGANIZATION = ("编码", "名称", "类别", "上级", "成立日期", SUPERIORS)

SPANS = [
    Span("王平", "队长", D(2021, 7, 12), D(2022, 8, 15)),
    Span("王平（CG01）", "Executive leader", D(2021, 7, 12)),
    Span("党总支", "", D(2004, 6, 28), D(2022, 12, 30)),
    Span("党委（DW）", "", D(2022, 12, 30)),
]


@pytest.mark.parametrize("span", SPANS, ids=str)
def test_what_is_written_is_read(span: Span) -> None:
    assert [read_span(*noted) for noted in split_dated_names(str(span))] == [span]


def test_several_stand_side_by_side() -> None:
    text = "、".join(map(str, SPANS))
    assert [read_span(*noted) for noted in split_dated_names(text)] == SPANS


@pytest.mark.parametrize("note", ["队长", "队长 2021", "2022-08-15—2021-07-12", "—2021-07-12"])
def test_what_names_no_days_is_refused(database_of_test: None, note: str) -> None:
    with force_locale("en"), pytest.raises(ValueError, match=r"days|first day"):
        read_span("王平", note)


@pytest.fixture
def people(desk: Desk) -> dict[str, Any]:
    branch = factories.make_branch(name="First")
    return {
        name: factories.make_member(organization=branch, name=name) for name in ("Ann", "Bo", "Cy")
    }


def rows_of_the_team() -> list[tuple[Any, ...]]:
    team = factories.find(db.session.scalars(select(Team).where(Team.archived_at.is_(None))).one())
    return sorted(
        (row.role, row.member.name, row.started_on, row.ended_on or "") for row in team.people
    )


def there_and_back(desk: Desk, register: str, record: Any) -> Path:
    """Export the record, take it away, and have the export bring it back as a new one."""
    found = CATALOG.by_name[register]
    file = exported(desk, found)
    note(file, "partyhub:instance", "another")
    factories.archive(record)
    result = desk.apply(file, register)
    assert said(result) == []
    assert counts(result)[0] == 1
    assert counts(desk.preview(file, register))[:2] == (0, 0)
    return file


def headers() -> set[str]:
    """Of the column of people over time, in both languages."""
    teams = CATALOG.by_name["teams"]
    column = teams.column("people_over_time")
    assert column is not None
    found = set()
    for language in ("zh_Hans_CN", "en"):
        with force_locale(language):
            found.add(teams.header(column))
    return found


@pytest.mark.parametrize("ended", [None, D(2023, 1, 1)], ids=["open", "disbanded"])
def test_a_list_of_people_comes_back_with_all_its_days(
    desk: Desk, people: dict[str, Any], ended: Any
) -> None:
    ann, bo, cy = people.values()
    team = factories.make_team(
        name="Team", established_on=D(2021, 1, 4), leader=ann, members=[bo, cy]
    )
    factories.change(team, leader=bo, changed_on=D(2021, 5, 6))
    factories.change(team, members=[ann, cy], changed_on=D(2022, 7, 8))
    if ended:
        factories.change(team, disbanded_on=ended)
    before = rows_of_the_team()
    assert len(before) == 5

    file = there_and_back(desk, "teams", team)

    assert rows_of_the_team() == before
    sheet = openpyxl.load_workbook(file).worksheets[0]
    (told,) = (cells[1].value for cells in sheet.iter_cols() if cells[0].value in headers())
    assert "Cy" not in told  # there from the first day on, which the column of names tells


def test_an_unchanged_list_says_nothing(desk: Desk, people: dict[str, Any]) -> None:
    factories.make_team(leader=people["Ann"], members=[people["Bo"]])
    column = CATALOG.by_name["teams"].column("people_over_time")
    assert column is not None
    team = factories.find(db.session.scalars(select(Team)).one())
    assert column.value(team, D(2023, 6, 30)) == []


@pytest.mark.parametrize(
    "told",
    [
        "Ann（队长 2021-05-06—2022-01-01）",  # the column of leaders says that Ann is it
        "Bo（队长 2021-05-06—）",
        "Ann（队员 2021-05-06—）",
        "Nobody（队长 2021-05-06—2022-01-01）",
        "Bo（书记 2021-05-06—2022-01-01）",
        "Bo（队长）",
        "Bo",
        "Ann（队长 2021-02-01—2022-01-01）、Ann（队长 2021-12-01—）",
    ],
)
def test_what_contradicts_is_said(desk: Desk, people: dict[str, Any], told: str) -> None:
    row = ("T1", "Team", "志愿服务队", "First", D(2021, 1, 4), "", "Ann", "Cy", told)
    found = said(desk.judge("teams", TEAM, row))
    assert {(row, header) for row, header, _ in found} == {(2, PEOPLE)}


def test_of_a_record_that_is_there_it_stays_as_it_is(desk: Desk, people: dict[str, Any]) -> None:
    row = ("T1", "Team", "志愿服务队", "First", D(2021, 1, 4), "", "Ann", "Cy")
    desk.take("teams", TEAM, (*row, "Bo（队长 2021-01-04—2021-05-06）、Ann（队长 2021-05-06—）"))
    for told, wrong in (
        ("Ann（队长 2021-05-06—）、Bo（队长 2021-01-04—2021-05-06）", 0),
        ("Ann（队长 2021-05-07—）、Bo（队长 2021-01-04—2021-05-06）", 1),
    ):
        result = desk.judge("teams", TEAM, (*row, told))
        assert (counts(result)[1], len(said(result))) == (0, wrong)


def test_a_list_that_changed_here_since_stays_and_is_no_error(
    desk: Desk, people: dict[str, Any]
) -> None:
    """The file says what was exported: nobody typed that, so it undoes nothing."""
    team = factories.make_team(name="Team", members=[people["Ann"]])
    file = exported(desk, CATALOG.by_name["teams"])
    factories.change(team, members=[people["Bo"]])
    result = desk.preview(file, "teams")
    assert (said(result), result.conflicts, result.does_nothing) == ([], [], True)


def placements(code: str) -> list[tuple[Any, ...]]:
    query = select(Organization).where(
        Organization.code == code, Organization.archived_at.is_(None)
    )
    found = factories.find(db.session.scalars(query).one())
    return [(p.parent.name, p.started_on, p.ended_on) for p in found.placements]


def test_the_tree_of_earlier_days_comes_back(desk: Desk) -> None:
    """A superior of the past may stand further down in the same sheet."""
    rows: list[tuple[Any, ...]] = [
        ORGANIZATION,
        (
            *("B1", "Branch", "党支部", "Committee", D(2004, 6, 28)),
            "General（2004-06-28—2022-12-30）、Committee（2022-12-30—）",
        ),
        ("G1", "General", "党总支", "Committee", D(2004, 1, 1), ""),
        ("DW", "Committee", "党委", "", D(2000, 1, 1), ""),
    ]
    desk.take("organizations", *rows)
    assert placements("B1") == [
        ("General", D(2004, 6, 28), D(2022, 12, 30)),
        ("Committee", D(2022, 12, 30), None),
    ]
    assert counts(desk.judge("organizations", *rows)) == (0, 0, 3, 0, 0)
    branch = db.session.scalars(select(Organization).where(Organization.code == "B1")).one()
    there_and_back(desk, "organizations", branch)
    assert len(placements("B1")) == 2


@pytest.mark.parametrize(
    "told",
    [
        "General（2004-06-28—）",
        "General（2004-06-28—2022-12-30）、Committee（2022-11-30—）",
        "General（2003-06-28—2022-12-30）、Committee（2022-12-30—）",
        "Nowhere（2004-06-28—2022-12-30）、Committee（2022-12-30—）",
    ],
    ids=["other than the superior", "overlapping", "before it was", "unknown"],
)
def test_a_tree_that_cannot_be_is_refused(desk: Desk, told: str) -> None:
    factories.committee()
    factories.make_organization(code="G1", name="General", kind="general_branch")
    row = ("B1", "Branch", "党支部", "Committee", D(2004, 6, 28), told)
    found = said(desk.judge("organizations", ORGANIZATION, row))
    assert {(row, header) for row, header, _ in found} == {(2, SUPERIORS)}
