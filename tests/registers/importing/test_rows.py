"""What rows do: enter, change, leave alone, refuse, and how their records are found."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.activities.models import Activity
from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.history.models import HistoryEntry, ImportRun, ImportSnapshot
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.registers.importing.importer import PORTION
from tests import factories, stages
from tests.registers.importing.workbooks import (
    STAGES,
    Desk,
    changes,
    counts,
    group_of,
    one,
    said,
    warned,
)
from tests.registers.samples import counted_queries, history_of, stored

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")


def campaign(code: str) -> Campaign:
    query = select(Campaign).where(Campaign.code == code)
    return factories.find(db.session.scalars(query).one())


def test_new_changed_and_unchanged(desk: Desk) -> None:
    factories.make_campaign(code="C1", name="One", started_on=DAY, goal="Old")
    factories.make_campaign(code="C2", name="Two", started_on=DAY)
    rows = HEAD, ("C1", "One", DAY, "New"), ("C2", "Two", DAY, ""), ("C3", "Three", DAY, "")

    result = desk.judge("campaigns", *rows)

    assert counts(result) == (1, 1, 1, 0, 0)
    assert changes(result) == [("Goal", "Old", "New")]
    assert [row.title for row in result.rows] == ["One", "Two", "Three"]
    assert stored(Campaign) == 2

    applied = desk.take("campaigns", *rows)

    assert counts(applied) == (1, 1, 1, 0, 0)
    assert campaign("C1").goal == "New"
    assert campaign("C3").name == "Three"
    group = group_of(applied)
    assert (group.new_count, group.changed_count, group.registers) == (1, 1, "campaigns")
    query = select(HistoryEntry.record_title).where(HistoryEntry.group_id == group.id)
    assert sorted(db.session.scalars(query)) == ["One", "Three"]


def test_history_of_an_import_is_that_of_a_form(desk: Desk) -> None:
    factories.make_campaign(code="C1", name="One", started_on=DAY, goal="Old")
    desk.take("campaigns", HEAD, ("C1", "", "", "New"), ("C2", "Two", DAY, "Goal"))
    factories.change(campaign("C2"), goal="Other")
    typed = factories.make_campaign(code="C3", name="Three", started_on=DAY, goal="Goal")
    register = "campaigns"
    entered, *_ = history_of(campaign("C2"), desk_register(register))
    by_form, *_ = history_of(typed, desk_register(register))
    fields = [(c["field"], c["old"]) for c in by_form.changes]
    assert [(c["field"], c["old"]) for c in entered.changes] == fields
    assert (entered.action, entered.user_name) == (by_form.action, by_form.user_name)
    *_, changed = history_of(campaign("C1"), desk_register(register))
    assert [(c["field"], c["old"], c["new"]) for c in changed.changes] == [("goal", "Old", "New")]
    assert campaign("C1").version == 2


def desk_register(name: str) -> Any:
    from tests.catalog import CATALOG

    return CATALOG.by_name[name]


def test_applied_twice_it_changes_nothing(desk: Desk) -> None:
    factories.make_campaign(code="C1", name="One", started_on=DAY, goal="Old")
    file = desk.sheet("campaigns", [HEAD, ("C1", "One", DAY, "New"), ("C2", "Two", DAY, "")])
    assert counts(desk.apply(file, "campaigns")) == (1, 1, 0, 0, 0)
    before = stages.digest()

    again = desk.apply(file, "campaigns")

    assert counts(again) == (0, 0, 2, 0, 0)
    assert again.does_nothing
    assert again.group_id is None
    assert stages.digest() == before


def test_a_preview_leaves_every_table_as_it_was(desk: Desk) -> None:
    factories.make_campaign(code="C1", name="One", started_on=DAY, goal="Old")
    before = stages.digest()
    desk.judge("campaigns", HEAD, ("C1", "One", DAY, "New"), ("C2", "Two", DAY, ""))
    assert stages.digest() == before
    assert stored(ImportRun) == 0


def test_rows_that_are_missing_delete_nothing(desk: Desk) -> None:
    for code in ("C1", "C2", "C3"):
        factories.make_campaign(code=code, name=f"Name {code}", started_on=DAY)
    desk.take("campaigns", HEAD, ("C2", "Other", DAY, ""))
    assert stored(Campaign) == 3
    assert {c.archived_at for c in db.session.scalars(select(Campaign))} == {None}


def test_the_same_key_twice_is_an_error(desk: Desk) -> None:
    rows = HEAD, ("C1", "One", DAY, ""), ("C1", "Other", DAY, "")
    row, header, sentence = one(desk.judge("campaigns", *rows))
    assert (row, header) == (3, "编码")
    assert "2" in sentence
    factories.make_campaign(code="C1", name="One", started_on=DAY)
    assert [row for row, *_ in said(desk.judge("campaigns", *rows))] == [3]


def test_one_wrong_row_of_many_keeps_all_out(desk: Desk) -> None:
    before = stages.digest()
    rows = [(f"C{n}", f"Name {n}", DAY, "") for n in range(450)]
    file = desk.sheet("campaigns", [HEAD, *rows, ("C451", "Last", "never", "")])
    result = desk.apply(file, "campaigns")
    assert [(row, header) for row, header, _ in said(result)] == [(452, "开始日期")]
    assert result.group_id is None
    assert stages.digest() == before


def test_every_error_is_said_in_one_go(desk: Desk) -> None:
    rows = HEAD, ("C1", "", "", ""), ("", "Two", "x", ""), ("C3", "Three", DAY, ""), ("C4", "", "")
    found = {(row, header) for row, header, _ in said(desk.judge("campaigns", *rows))}
    assert found == {
        *((2, "名称"), (2, "开始日期"), (3, "编码"), (3, "开始日期")),
        *((5, "名称"), (5, "开始日期")),
    }


def test_a_missing_required_column_is_an_error_of_new_rows_only(desk: Desk) -> None:
    factories.make_campaign(code="C1", name="One", started_on=DAY)
    result = desk.judge("campaigns", ("编码", "目标"), ("C1", "New"), ("C2", "New"))
    assert counts(result) == (0, 1, 0, 1, 0)
    assert {row for row, *_ in said(result)} == {1}, "of the sheet, at its headers: not of each row"


PEOPLE = ("编号", "姓名", "所在党支部", "入党日期")


def test_two_people_of_one_name_stay_two(desk: Desk) -> None:
    factories.make_branch(name="First")
    rows = PEOPLE, ("A1", "王·买", "First", DAY), ("A2", "王·买", "First", DAY)
    desk.take("members", *rows)
    assert counts(desk.judge("members", *rows)) == (0, 0, 2, 0, 0)
    desk.take("members", ("编号", "姓名", "性别"), ("A2", "王·买", "女"))
    people = db.session.scalars(select(Member).order_by(Member.number)).all()
    assert [(m.number, m.sex and m.sex.value) for m in people] == [("A1", None), ("A2", "female")]
    assert {m.shares_name for m in people} == {True}


def test_another_branch_of_a_member_names_the_transfer_page(desk: Desk) -> None:
    for name in ("First", "Second"):
        factories.make_branch(name=name)
    desk.take("members", PEOPLE, ("A1", "Zhang San", "First", DAY))
    result = desk.judge("members", PEOPLE, ("A1", "Zhang San", "Second", DAY))
    row, header, sentence = one(result)
    assert (row, header) == (2, "所在党支部")
    assert "组织关系变动" in sentence or "Assignments" in sentence
    assert counts(desk.judge("members", PEOPLE, ("A1", "Zhang San", "First", DAY)))[2] == 1


@pytest.mark.parametrize("header", ["发展阶段", "Stage"])
def test_a_computed_column_that_comes_back_is_none_another_is_refused(
    desk: Desk, header: str
) -> None:
    """In either language: the file may come from a page in the other one."""
    factories.make_branch(name="First")
    desk.take("members", PEOPLE, ("A1", "Zhang San", "First", DAY))
    for shown in ("预备党员", "Probationary member"):
        assert counts(desk.judge("members", ("编号", header), ("A1", shown)))[2] == 1, shown
    result = desk.judge("members", ("编号", header), ("A1", "正式党员"))
    assert [(row, head) for row, head, _ in said(result)] == [(2, header)]


def test_a_row_may_name_a_row_below_it(desk: Desk) -> None:
    head = ("编码", "名称", "类别", "上级", "成立日期", "上级党组织名称")
    rows: Sequence[Sequence[Any]] = (
        head,
        ("G1", "Group", "党小组", "Branch", DAY, ""),
        ("B1", "Branch", "党支部", "Committee", DAY, ""),
        ("DW", "Committee", "党委", "", DAY, "Township"),
    )
    result = desk.take("organizations", *rows)
    assert counts(result) == (3, 0, 0, 0, 0)
    found = {o.code: o for o in db.session.scalars(select(Organization))}
    parents = {code: factories.find(item).parent_on(DAY) for code, item in found.items()}
    assert parents == {"G1": found["B1"], "B1": found["DW"], "DW": None}
    assert counts(desk.judge("organizations", *rows)) == (0, 0, 3, 0, 0)


def test_the_first_organization_may_come_by_import(desk: Desk) -> None:
    desk.take(
        "organizations",
        ("编码", "名称", "类别", "成立日期"),
        ("DW", "Committee", "党委", DAY),
    )
    assert stored(Organization) == 1


def test_rows_that_name_each_other_are_errors_and_end(desk: Desk) -> None:
    factories.committee()
    head = ("编码", "名称", "类别", "上级", "成立日期")
    rows = head, ("G1", "One", "党支部", "Two", DAY), ("G2", "Two", "党支部", "One", DAY)
    result = desk.judge("organizations", *rows)
    assert {row for row, *_ in said(result)} == {2, 3}


ACTS = ("活动类型", "主题", "主办党组织", "日期", "开始时间", "地点")


def test_activities_without_a_number_are_found_by_their_other_key(desk: Desk) -> None:
    for name in ("First", "Second"):
        factories.make_branch(name=name)
    rows = (
        ACTS,
        ("主题党日", "Safety", "First", DAY, "14:00", "Hall"),
        ("主题党日", "Safety", "First", DAY, "16:00", "Hall"),
        ("主题党日", "Safety", "Second", DAY, "14:00", "Hall"),
        ("主题党日", "Safety", "First", DAY, "", "Hall"),
    )
    assert counts(desk.take("activities", *rows)) == (4, 0, 0, 0, 0)
    numbers = set(db.session.scalars(select(Activity.number)))
    assert len(numbers) == 4
    again = desk.take("activities", *rows[:2], ("党课", "Safety", "First", DAY, "16:00", "Room"))
    assert counts(again) == (0, 1, 1, 0, 0)
    assert stored(Activity) == 4


def test_who_is_expected_and_not_there_is_absent(desk: Desk) -> None:
    branch = factories.make_branch(name="First")
    guest = factories.make_member(organization=factories.make_branch(), name="Guest")
    people = [factories.make_member(organization=branch, name=f"P{n}") for n in range(3)]
    head = (*ACTS[:4], "实到人员", "请假人员")
    desk.take("activities", head, ("主题党日", "Safety", "First", DAY, "P0、Guest", "P1"))
    activity = factories.find(db.session.scalars(select(Activity)).one())
    states = {row.member_id: row.state.value for row in activity.attendance}
    assert [states[p.id] for p in people] == ["present", "leave", "absent"]
    assert guest.id in states


def test_a_soft_rule_warns_and_never_stops(desk: Desk) -> None:
    """Full membership sooner than the rules allow: a page would ask for a reason."""
    factories.make_branch(name="First")
    head, row = (*PEOPLE, "转正日期"), ("A1", "Zhang San", "First", DAY, date(2022, 9, 1))
    result = desk.judge("members", head, row)
    assert counts(result)[0] == 1, said(result)
    assert [(number, header) for number, header, _ in warned(result, without=STAGES)] == [
        (2, "转正日期")
    ]
    assert desk.take("members", head, row).group_id is not None
    assert counts(desk.judge("members", head, row)) == (0, 0, 1, 0, 0)


def test_what_is_archived_is_not_found(desk: Desk) -> None:
    old = factories.make_campaign(code="C1", name="One", started_on=DAY)
    factories.archive(old)
    result = desk.take("campaigns", HEAD, ("C1", "New", DAY, ""))
    assert counts(result) == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("count", [1, 400])
def test_each_row_keeps_its_image_for_taking_back(desk: Desk, count: int) -> None:
    result = desk.take("campaigns", HEAD, *[(f"C{n}", f"N{n}", DAY, "") for n in range(count)])
    assert stored(ImportSnapshot) == count
    assert group_of(result).new_count == count


def test_statements_do_not_grow_with_rows(desk: Desk) -> None:
    branch = factories.make_branch()
    head = ("编号", "姓名", "所在党支部", "申请入党日期", "入党日期")

    def sent(count: int) -> int:
        rows = [(f"{count}-{at}", f"Person {at}", branch.name, DAY, DAY) for at in range(count)]
        file = desk.sheet("members", (head, *rows))
        with counted_queries() as statements:
            assert counts(desk.apply(file, "members"))[0] == count
        return len(statements)

    sent(2)
    assert sent(PORTION) <= sent(4)
