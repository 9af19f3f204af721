"""New people and their assignments in one file: the sheet of assignments has the last word."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.members.models import Assignment, Member
from partyhub.organizations.models import Organization
from partyhub.registers.importing.results import Result, State
from partyhub.registers.importing.undo.service import undo_run
from partyhub.registers.reference_columns import Naming
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories, stages
from tests.catalog import CATALOG
from tests.factories import OWNER
from tests.registers.importing.workbooks import Desk, counts, group_of, said

pytestmark = pytest.mark.long

PEOPLE = ("编号", "姓名", "所在党支部", "党小组", "申请入党日期", "组织关系转入日期")
STAYS = ("姓名", "党组织", "党小组", "开始日期", "增加原因", "结束日期", "减少原因")
D = date
BRANCH, GROUP = "所在党支部", "党小组"


@pytest.fixture(autouse=True)
def branches(desk: Desk) -> None:
    """Two branches below the committee, the first one with two groups."""
    for name in ("First", "Second"):
        factories.make_branch(name=name)
    first = db.session.scalars(select(Organization).where(Organization.name == "First")).one()
    for name in ("One", "Two"):
        factories.make_group(first, name=name)


def book(people: Sequence[Any], stays: Sequence[Any]) -> dict[str, Any]:
    return {"members": [PEOPLE, *people], "assignments": [STAYS, *stays]}


def bring(desk: Desk, people: Sequence[Any], stays: Sequence[Any]) -> Result:
    """Import what must be right, and is then nothing to do."""
    file = desk.book(book(people, stays))
    result = desk.apply(file, None)
    assert said(result) == []
    before = stages.digest()
    again = desk.apply(file, None)
    assert (said(again), counts(again)[:2], again.group_id) == ([], (0, 0), None)
    assert stages.digest() == before
    return result


def refused(desk: Desk, people: Sequence[Any], stays: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What is said at which cell of which sheet; nothing is kept."""
    before = stages.digest()
    result = desk.apply(desk.book(book(people, stays)), None)
    assert result.group_id is None
    assert stages.digest() == before
    return [(p.place.sheet, p.place.row, p.place.header, p.message) for p in result.errors]


def stays_of(number: str = "A1") -> list[tuple[Any, ...]]:
    query = select(Assignment).join(Assignment.member).where(Member.number == number)
    found = [factories.find(item) for item in db.session.scalars(query)]
    rows = (
        (
            item.organization.name,
            item.party_group and item.party_group.name,
            item.started_on,
            item.in_reason.value,
            item.ended_on,
            item.out_reason and item.out_reason.value,
        )
        for item in found
        if item.archived_at is None
    )
    return sorted(rows, key=lambda row: (row[0], row[2]))


def test_who_left_has_no_branch_and_is_where_the_other_sheet_says(desk: Desk) -> None:
    result = bring(
        desk,
        [("A1", "Zhang", "", "", D(2015, 3, 1), "")],
        [("Zhang", "First", "One", D(2016, 1, 1), "转入", D(2019, 5, 1), "撤回")],
    )
    assert counts(result) == (2, 0, 0, 0, 0)
    left = ("First", "One", D(2016, 1, 1), "transfer_in", D(2019, 5, 1), "withdrawn")
    assert stays_of() == [left]


@pytest.mark.parametrize(
    ("applied", "joined"),
    [("", ""), (D(2015, 3, 1), ""), (D(2015, 3, 1), D(2017, 1, 1)), (D(2021, 1, 1), "")],
    ids=["from today", "from the application", "from the transfer", "after all of them"],
)
def test_no_assignment_is_made_beside_those_of_the_sheet(
    desk: Desk, applied: Any, joined: Any
) -> None:
    """Whether or not the automatic one would overlap, and in whatever order the rows come."""
    bring(
        desk,
        [("A1", "Zhang", "Second", "", applied, joined)],
        [
            ("Zhang", "Second", "", D(2020, 6, 1), "恢复", "", ""),
            ("Zhang", "Second", "", D(2012, 1, 1), "发展", D(2014, 1, 1), "内部调整"),
            ("Zhang", "First", "", D(2014, 1, 1), "内部调整", D(2018, 1, 1), "撤回"),
        ],
    )
    assert [(name, since) for name, _, since, *_ in stays_of()] == [
        ("First", D(2014, 1, 1)),
        ("Second", D(2012, 1, 1)),
        ("Second", D(2020, 6, 1)),
    ]


def test_a_row_like_the_automatic_one_confirms_and_completes_it(desk: Desk) -> None:
    """What its blank cells leave open, the person's own row says."""
    bring(
        desk,
        [
            ("A1", "Zhang", "First", "One", D(2015, 3, 1), D(2017, 1, 1)),
            ("A2", "Li", "First", "Two", D(2015, 3, 1), ""),
            ("A3", "Wang", "First", "Two", "", ""),
        ],
        [
            ("Zhang", "First", "", D(2017, 1, 1), "", "", ""),
            ("Li", "First", "", D(2015, 3, 1), "转入", "", ""),
        ],
    )
    assert stays_of("A1") == [("First", "One", D(2017, 1, 1), "transfer_in", None, None)]
    assert stays_of("A2") == [("First", "Two", D(2015, 3, 1), "transfer_in", None, None)]
    assert stays_of("A3") == [("First", "Two", D(2023, 6, 30), "admitted", None, None)]


def test_another_row_needs_its_reason(desk: Desk) -> None:
    errors = refused(
        desk,
        [("A1", "Zhang", "First", "", D(2015, 3, 1), "")],
        [("Zhang", "First", "", D(2015, 3, 2), "", "", "")],
    )
    assert [error[:3] for error in errors] == [("assignments", 2, "增加原因")]


def test_the_group_is_that_of_today(desk: Desk) -> None:
    bring(
        desk,
        [("A1", "Zhang", "First", "Two", "", "")],
        [
            ("Zhang", "First", "", D(2012, 1, 1), "发展", D(2014, 1, 1), "停止党籍"),
            ("Zhang", "First", "", D(2016, 1, 1), "恢复", "", ""),
        ],
    )
    assert [(group, since.year) for _, group, since, *_ in stays_of()] == [
        (None, 2012),
        ("Two", 2016),
    ]


def test_rows_must_not_overlap_each_other(desk: Desk) -> None:
    rows = [
        ("Zhang", "First", "", D(2012, 1, 1), "发展", D(2014, 1, 2), "内部调整"),
        ("Zhang", "Second", "", D(2014, 1, 1), "内部调整", "", ""),
    ]
    for stays in (rows, rows[::-1]):
        errors = refused(desk, [("A1", "Zhang", "", "", "", "")], stays)
        assert [error[:3] for error in errors] == [("assignments", 3, "开始日期")]


def test_the_same_row_twice_is_one_too_many(desk: Desk) -> None:
    row = ("Zhang", "First", "", D(2015, 3, 1), "发展", "", "")
    errors = refused(desk, [("A1", "Zhang", "First", "", D(2015, 3, 1), "")], [row, row])
    assert [error[:3] for error in errors] == [("assignments", 3, "姓名")]
    assert "Row 2" in errors[0][3]


def test_no_branch_and_no_row_is_an_error_that_names_the_sheet(desk: Desk) -> None:
    """Nor is a row that is wrong one that says where the person was; the others are right."""
    errors = refused(
        desk,
        [("A1", "Zhang", "", "", "", ""), ("A2", "Li", "", "", "", ""), ("A3", "Wu", "First")],
        [("Li", "Nowhere", "", D(2015, 3, 1), "发展", "", "")],
    )
    assert {error[:3] for error in errors} == {
        ("members", 2, BRANCH),
        ("members", 3, BRANCH),
        ("assignments", 2, "党组织"),
    }
    sentences = [error[3] for error in errors if error[0] == "members"]
    assert all(s.startswith("Choose the branch.") and "Assignments" in s for s in sentences)


def test_without_the_other_sheet_the_error_says_so(desk: Desk) -> None:
    result = desk.judge("members", PEOPLE, ("A1", "Zhang", "", "", "", ""))
    ((row, header, sentence),) = said(result)
    assert (row, header) == (2, BRANCH)
    assert "Assignments" in sentence
    assert sentence.startswith("Choose the branch.")


@pytest.mark.parametrize(
    ("branch", "group", "stay", "header", "word"),
    [
        ("First", "", ("Second", "", "", ""), BRANCH, "“Second”"),
        ("First", "", ("First", "", D(2019, 1, 1), "转出"), BRANCH, "nowhere today"),
        ("First", "One", ("First", "Two", "", ""), GROUP, "“Two”"),
        ("", "One", ("First", "One", D(2019, 1, 1), "转出"), GROUP, "nowhere today"),
    ],
    ids=["branch", "left", "group", "left the group"],
)
def test_what_the_own_row_says_of_today_must_agree(
    desk: Desk, branch: str, group: str, stay: Any, header: str, word: str
) -> None:
    where, grouped, ended, reason = stay
    errors = refused(
        desk,
        [("A1", "Zhang", branch, group, "", "")],
        [("Zhang", where, grouped, D(2015, 3, 1), "发展", ended, reason)],
    )
    ((*place, sentence),) = errors
    assert place == ["members", 2, header]
    assert word in sentence


def test_a_wrong_row_is_said_alone(desk: Desk) -> None:
    """Without it the other rows say little of today: that would be a second error for one."""
    errors = refused(
        desk,
        [("A1", "Zhang", "First", "", "", "")],
        [
            ("Zhang", "Second", "", D(2012, 1, 1), "发展", D(2016, 1, 1), "内部调整"),
            ("Zhang", "First", "", D(2016, 1, 1), "nonsense", "", ""),
        ],
    )
    assert [error[:3] for error in errors] == [("assignments", 3, "增加原因")]


def test_who_was_on_record_before_keeps_the_rules_of_before(desk: Desk) -> None:
    old = factories.make_branch(name="Third")
    factories.make_member(number="A1", name="Zhang", organization=old, applied_on=D(2014, 3, 1))
    errors = refused(
        desk,
        [("A1", "Zhang", "", "", "", ""), ("A2", "Li", "First", "", "", "")],
        [
            ("Zhang", "First", "", D(2016, 1, 1), "转入", "", ""),
            ("Li", "First", "", D(2016, 1, 1), "转入", "", ""),
        ],
    )
    assert [error[:3] for error in errors] == [("assignments", 2, "开始日期")]


def test_the_sheets_may_stand_in_either_order(desk: Desk) -> None:
    sheets = book(
        [("A1", "Zhang", "", "", "", "")],
        [("Zhang", "First", "", D(2016, 1, 1), "转入", "", "")],
    )
    result = desk.apply(desk.book(dict(reversed(sheets.items()))), None)
    assert said(result) == []
    assert counts(result)[0] == 2


def test_what_completes_is_judged_before_what_builds_upon_both(desk: Desk) -> None:
    known = CATALOG.registers
    for registers in (known, known[::-1]):
        names = [register.name for register in Naming(OWNER).in_order(registers)]
        at = names.index("members")
        assert names[at + 1] == "assignments"
        assert at < min(names.index(name) for name in ("activities", "party_posts", "teams"))


def test_a_preview_counts_the_same_and_writes_nothing(desk: Desk) -> None:
    file = desk.book(
        book(
            [("A1", "Zhang", "First", "", D(2015, 3, 1), ""), ("A2", "Li", "", "", "", "")],
            [
                ("Zhang", "First", "", D(2015, 3, 1), "发展", "", ""),
                ("Li", "First", "", D(2016, 1, 1), "转入", D(2017, 1, 1), "去世"),
            ],
        )
    )
    before = stages.digest()
    preview = desk.preview(file, None)
    assert (said(preview), counts(preview)) == ([], (4, 0, 0, 0, 0))
    assert stages.digest() == before
    applied = desk.apply(file, None)
    assert (counts(applied), applied.digest) == (counts(preview), preview.digest)
    assert group_of(applied).new_count == 4


def test_history_tells_what_was_entered_and_nothing_twice(desk: Desk) -> None:
    result = bring(
        desk,
        [("A1", "Zhang", "First", "One", D(2015, 3, 1), ""), ("A2", "Li", "Second", "", "", "")],
        [("Zhang", "First", "", D(2016, 1, 1), "转入", "", "")],
    )
    query = select(HistoryEntry).where(HistoryEntry.group_id == group_of(result).id)
    entries = db.session.scalars(query.order_by(HistoryEntry.id)).all()
    told = [(e.register, e.action.value, e.record_title) for e in entries]
    assert told == [
        ("members", "created", "Zhang"),
        ("members", "created", "Li"),
        ("assignments", "created", "Zhang · First"),
        ("assignments", "created", "Li · Second"),
    ]
    values = {change["field"]: change["new"] for change in entries[0].changes}
    assert (values["organization"], values["party_group"]) == ("First", "One")
    stay = {change["field"]: change["new"] for change in entries[2].changes}
    assert (stay["started_on"], stay["party_group"]) == ("2016-01-01", "One")


def test_it_is_taken_back_as_a_whole(desk: Desk) -> None:
    result = bring(
        desk,
        [("A1", "Zhang", "First", "", D(2015, 3, 1), ""), ("A2", "Li", "Second", "", "", "")],
        [("Zhang", "First", "", D(2016, 1, 1), "转入", "", "")],
    )
    assert undo_run(OWNER, group_of(result)) == 4
    db.session.commit()
    for name in ("members", "assignments"):
        register = CATALOG.by_name[name]
        query = register.load().where(register.model.archived_at.is_(None))
        assert db.session.scalars(query).all() == []
    again = desk.apply(desk.book(book([("A1", "Zhang", "First")], [])), None)
    assert (said(again), counts(again)[0]) == ([], 1)


def secretary(branch: str) -> Viewer:
    found = db.session.scalars(select(Organization).where(Organization.name == branch)).one()
    return Viewer("Secretary", role=Role.BRANCH_SECRETARY, organization_id=found.id)


def test_a_branch_secretary_brings_in_the_own_people(desk: Desk) -> None:
    """Also those who have left, whom no query of theirs finds before the rows are read."""
    other = db.session.scalars(select(Organization).where(Organization.name == "Second")).one()
    factories.make_member(number="B1", name="Zhang", organization=other)
    bring(
        desk.as_viewer(secretary("First")),
        [
            ("A1", "Zhang", "", "", "", ""),
            ("A2", "Li", "First", "One", "", ""),
            ("A3", "Wang", "", "", "", ""),
            ("A4", "Wang", "", "", "", ""),
        ],
        [
            ("Zhang", "First", "", D(2016, 1, 1), "转入", D(2017, 1, 1), "去世"),
            ("Wang（A3）", "First", "", D(2016, 1, 1), "转入", D(2017, 1, 1), "去世"),
            ("A4", "First", "", D(2018, 1, 1), "转入", "", ""),
        ],
    )
    assert [len(stays_of(number)) for number in ("A1", "A2", "A3", "A4")] == [1, 1, 1, 1]


def test_a_branch_secretary_brings_nobody_in_elsewhere(desk: Desk) -> None:
    errors = refused(
        desk.as_viewer(secretary("First")),
        [("A1", "Zhang", "", "", "", ""), ("A2", "Li", "Second", "", "", "")],
        [("Zhang", "Second", "", D(2016, 1, 1), "转入", "", "")],
    )
    assert {error[:3] for error in errors} == {
        ("assignments", 2, "党组织"),
        ("members", 2, BRANCH),
        ("members", 3, "所在党支部"),
    }


def test_namesakes_who_are_new_are_told_apart_by_number(desk: Desk) -> None:
    errors = refused(
        desk.as_viewer(secretary("First")),
        [("A1", "Zhang", "", "", "", ""), ("A2", "Zhang", "", "", "", "")],
        [("Zhang", "First", "", D(2016, 1, 1), "转入", "", "")],
    )
    assert errors[0][:3] == ("members", 2, BRANCH) or errors[0][:3] == ("assignments", 2, "姓名")
    assert any("A1" in error[3] and "A2" in error[3] for error in errors)


def test_rows_of_a_wrong_person_are_all_said(desk: Desk) -> None:
    result = desk.preview(
        desk.book(
            book(
                [("A1", "", "First", "", "", ""), ("A2", "Li", "First", "", "", "")],
                [("Li", "First", "", D(2016, 1, 1), "转入", "", "")],
            )
        ),
        None,
    )
    assert [p.place[:2] for p in result.errors] == [("members", 2)]
    assert result.count(State.NEW) == 2
