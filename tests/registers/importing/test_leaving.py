"""Who leaves by an import leaves everything, and taking it back opens everything again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.members.holdings import find_holdings
from partyhub.members.models import OutReason
from partyhub.registers.importing.undo.service import undo_run
from tests import factories
from tests.factories import OWNER
from tests.registers.importing.workbooks import Desk, group_of, said, warned

pytestmark = pytest.mark.long

HEAD = ("姓名", "党组织", "开始日期", "增加原因", "结束日期", "减少原因")
DAY = date(2023, 6, 20)


def row(member: Any, **typed: Any) -> tuple[Any, ...]:
    stay = factories.find(member).assignments[0]
    first = member.name, stay.organization.name, stay.started_on, stay.in_reason.label
    return (*first, typed.get("ended", ""), typed.get("why", ""))


def ends(*records: Any) -> set[Any]:
    return {factories.find(record).ended_on for record in records}


@pytest.fixture
def holder(database_of_test: None) -> tuple[Any, Any, Any]:
    branch = factories.make_branch(name="First branch")
    member = factories.make_member(name="Wang", organization=branch)
    post = factories.make_party_post(member=member, organization=branch)
    commissar = factories.make_commissar(member=member, organization=branch)
    return member, post, commissar


def test_the_last_end_ends_all_and_is_taken_back_as_a_whole(desk: Desk, holder: Any) -> None:
    member, post, commissar = holder
    result = desk.take("assignments", HEAD, row(member, ended=DAY, why="转出"))
    assert ends(post, commissar) == {DAY}
    assert any("ended too" in note.message or "同时结束" in note.message for note in result.notes)
    group = group_of(result)
    logged = db.session.scalars(
        select(HistoryEntry.register).where(HistoryEntry.group_id == group.id)
    )
    assert {"assignments", "party_posts", "commissars"} <= set(logged)
    undo_run(OWNER, group)
    db.session.commit()
    db.session.expire_all()
    assert ends(post, commissar) == {None}
    assert factories.find(member).assignments[0].ended_too is None
    assert len(find_holdings(factories.find(member), DAY)) == 2


def test_a_move_in_two_rows_ends_only_what_the_old_branch_gave(desk: Desk, holder: Any) -> None:
    member, post, commissar = holder
    other = factories.make_branch(name="Second branch")
    moved = (member.name, other.name, DAY, "内部调整", "", "")
    desk.take("assignments", HEAD, row(member, ended=DAY, why="内部调整"), moved)
    assert ends(post) == {DAY}
    assert ends(commissar) == {None}


def test_a_reason_that_does_not_fit_is_an_error_of_the_row(desk: Desk, holder: Any) -> None:
    member, post, _ = holder
    sheet = desk.sheet("assignments", [HEAD, row(member, ended=DAY, why="撤回")])
    result = desk.apply(sheet, "assignments")
    assert [problem.key for line in result.rows for problem in line.problems] == ["out_reason"]
    db.session.rollback()
    assert ends(post) == {None}


def test_what_began_after_the_end_is_an_error_of_the_row(desk: Desk, holder: Any) -> None:
    member, post, _ = holder
    second = factories.find(post)
    factories.make_party_post(
        member=member,
        organization=second.organization,
        post="publicity_commissioner",
        started_on=date(2023, 6, 25),
    )
    sheet = desk.sheet("assignments", [HEAD, row(member, ended=DAY, why="转出")])
    result = desk.apply(sheet, "assignments")
    assert not result.is_applicable
    ((at, header, sentence),) = said(result)
    assert (at, header) == (2, "结束日期")
    assert "began on that day or later" in sentence


def test_a_reason_alone_is_corrected_beside_what_began_after_the_end(
    desk: Desk, holder: Any
) -> None:
    member, post, _ = holder
    later = {"post": "publicity_commissioner", "started_on": date(2023, 6, 25)}
    factories.make_party_post(
        member=member, organization=factories.find(post).organization, **later
    )
    stay = factories.find(member).assignments[0]
    stay.ended_on, stay.out_reason = DAY, "transfer_out"
    db.session.commit()
    result = desk.take("assignments", HEAD, row(member, ended=DAY, why="去世"))
    assert said(result) == []
    assert factories.find(stay).out_reason is OutReason.DECEASED


def test_what_began_after_a_move_is_none(desk: Desk, holder: Any) -> None:
    member, _, _ = holder
    other = factories.make_branch(name="Second branch")
    moved = (member.name, other.name, DAY, "内部调整", "", "")
    sheet = [HEAD, row(member, ended=DAY, why="内部调整"), moved]
    desk.take("assignments", *sheet)


def test_a_group_of_another_branch_is_warned_of(desk: Desk, holder: Any) -> None:
    member, _, _ = holder
    other = factories.make_branch(name="Second branch")
    factories.make_group(name="Group of the second", parent=other)
    first = row(member)[:4]
    result = desk.judge("assignments", (*HEAD[:4], "党小组"), (*first, "Group of the second"))
    assert [sentence for _, _, sentence in warned(result) if "is no Party group of" in sentence]


def test_what_older_versions_left_open_comes_in_and_out_unchanged(desk: Desk, holder: Any) -> None:
    member, post, _ = holder
    stay = factories.find(member).assignments[0]
    stay.ended_on, stay.out_reason = DAY, "withdrawn"
    db.session.commit()
    result = desk.take("assignments", HEAD, row(member, ended=DAY, why="撤回"))
    assert [line.state for line in result.rows] == ["unchanged"]
    assert ends(post) == {None}
