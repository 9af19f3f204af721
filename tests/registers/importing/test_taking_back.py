"""Taking an import back: what it made is archived, what it changed is as before."""

from datetime import date
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from partyhub.activities.models import Activity
from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry, ImportRun
from partyhub.members.models import Assignment, Member
from partyhub.organizations.models import Organization
from partyhub.registers import Register
from partyhub.registers.importing.results import Result
from partyhub.registers.importing.undo.conflicts import find_undo_conflicts
from partyhub.registers.importing.undo.service import UndoConflictsError, undo_run
from partyhub.registers.saving import snapshot
from tests import factories
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.factories import OWNER
from tests.registers.importing.test_round_trip import edited, exported
from tests.registers.importing.workbooks import Desk, group_of, said
from tests.registers.samples import counted_queries, each_register, history_of, make

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
ENDS = ("姓名", "党组织", "开始日期", "结束日期", "减少原因")


def undo(result: Result) -> int:
    with force_locale("en"):
        count = undo_run(OWNER, group_of(result))
    db.session.commit()
    db.session.expire_all()
    return count


def conflicts(result: Result) -> list[tuple[str, str]]:
    with force_locale("en"), pytest.raises(UndoConflictsError) as refused:
        undo_run(OWNER, group_of(result))
    db.session.rollback()
    return [(found.register, found.title) for found in refused.value.conflicts]


def end_of(name: str, branch: Organization, started: date) -> tuple[Any, ...]:
    return (name, branch.name, started, date(2022, 6, 1), "转出")


def desk_register(name: str) -> Register:
    return CATALOG.by_name[name]


def only(model: type[Any]) -> Any:
    return factories.find(db.session.scalars(select(model)).one())


def test_what_was_made_is_archived_and_what_was_changed_is_as_before(desk: Desk) -> None:
    old = factories.make_campaign(code="C1", name="One", started_on=DAY, goal="Old")
    result = desk.take("campaigns", HEAD, ("C1", "One", "", "New"), ("C2", "Two", DAY, ""))

    assert undo(result) == 2

    found = factories.find(old)
    assert (found.name, found.goal, found.archived_at) == ("One", "Old", None)
    assert found.version == 3  # as entered, as imported, and once more
    made = db.session.scalars(select(Campaign).where(Campaign.code == "C2")).one()
    assert made.archived_at is not None
    group = group_of(result)
    assert group.undone_at is not None
    last = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id)).all()[-2:]
    assert {entry.action for entry in last} == {Action.TAKEN_BACK, Action.ARCHIVED}
    assert all(str(group.id) in (entry.reason or "") for entry in last)


def test_after_that_the_file_may_come_again(desk: Desk) -> None:
    file = desk.sheet("campaigns", [HEAD, ("C1", "One", DAY, "Goal")])
    undo(desk.apply(file, "campaigns"))
    again = desk.apply(file, "campaigns")
    assert said(again) == []
    assert group_of(again).new_count == 1


@each_register
def test_every_register_comes_back_to_the_last_value(desk: Desk, register: Register) -> None:
    record = make(register)
    before = snapshot(factories.find(record))
    edit = CONTRACTS[register.name].edit
    column = register.column(edit.field)
    assert column is not None
    row = len(db.session.scalars(select(register.model.id)).all()) - 1
    file = edited(exported(desk, register), register.header(column), edit.typed, row=row)
    result = desk.apply(file, register.name)
    assert said(result) == []
    assert snapshot(factories.find(record)) != before
    version = factories.find(record).version

    undo(result)

    assert snapshot(factories.find(record)) == before
    assert factories.find(record).version == version + 1
    *_, imported, last = history_of(record, register)
    assert last.action is Action.TAKEN_BACK
    assert [change["field"] for change in last.changes] == [edit.field]
    came, went = imported.changes[0], last.changes[0]
    assert (went["old"], went["new"]) == (came["new"], came["old"])


def people_of(team: Any) -> list[tuple[str, date, date | None]]:
    rows = factories.find(team).people
    return sorted((row.member.name, row.started_on, row.ended_on) for row in rows)


def test_the_dated_list_of_a_team(desk: Desk) -> None:
    factories.make_branch(name="First")
    people = [factories.make_member(number=f"A{n}", name=f"P{n}") for n in range(4)]
    team = factories.make_team(code="T1", name="Team", members=people[:3])
    factories.change(team, members=people[:2], changed_on="2022-01-01")
    before = people_of(team)

    result = desk.take("teams", ("编号", "队员", "任务"), ("T1", "P1、P3", "New"))
    assert people_of(team) != before
    undo(result)

    assert people_of(team) == before
    assert factories.find(team).task is None


def test_the_place_in_the_tree(desk: Desk) -> None:
    for code in ("B1", "B2"):
        factories.make_organization(code=code, name=code, kind="general_branch")
    inner = factories.make_organization(code="B3", name="Inner")
    inner = factories.find(inner)
    before = [(p.parent_id, p.started_on, p.ended_on) for p in inner.placements]

    result = desk.take("organizations", ("编码", "上级", "备注"), ("B3", "B2", "Moved"))
    undo(result)

    inner = factories.find(inner)
    assert [(p.parent_id, p.started_on, p.ended_on) for p in inner.placements] == before


def test_the_roll_of_an_activity(desk: Desk) -> None:
    branch = factories.make_branch(name="First")
    people = [factories.make_member(organization=branch, name=f"P{n}") for n in range(3)]
    activity = factories.make_activity(organization=branch, number="HD-1", present=people[:2])

    def roll() -> dict[int, str]:
        return {r.member_id: r.state.value for r in factories.find(activity).attendance}

    before = roll()
    head = ("编号", "实到人员", "请假人员", "活动类型")
    result = desk.take("activities", head, ("HD-1", "P2", "P0", "党课"))
    assert roll() != before
    undo(result)
    assert roll() == before
    assert {k.value for k in factories.find(only(Activity)).kinds} == {"theme_day"}


def test_a_member_that_was_made_goes_with_the_assignment(desk: Desk) -> None:
    factories.make_branch(name="First")
    head = ("编号", "姓名", "所在党支部", "入党日期")
    result = desk.take("members", head, ("A1", "Zhang San", "First", DAY))
    undo(result)
    member = db.session.scalars(select(Member)).one()
    assert member.archived_at is not None
    assert desk.judge("members", head, ("A1", "Zhang San", "First", DAY)).errors == []


def test_refused_where_one_was_changed_since(desk: Desk) -> None:
    result = desk.take("campaigns", HEAD, ("C1", "One", DAY, ""), ("C2", "Two", DAY, ""))
    query = select(Campaign).where(Campaign.code == "C2")
    factories.change(db.session.scalars(query).one(), goal="Since")
    assert conflicts(result) == [("campaigns", "Two")]
    assert {c.archived_at for c in db.session.scalars(select(Campaign))} == {None}
    assert group_of(result).undone_at is None


def test_refused_where_something_refers_to_what_it_made(desk: Desk) -> None:
    result = desk.take("campaigns", HEAD, ("C1", "One", DAY, ""))
    factories.make_team(code="T1", name="Team", campaign=only(Campaign))
    assert conflicts(result) == [("teams", "Team")]


def test_what_refers_within_the_import_is_no_obstacle(desk: Desk) -> None:
    file = desk.book(
        {
            "党组织": [
                ("编码", "名称", "类别", "上级", "成立日期"),
                ("DW", "Committee", "党委", "", DAY),
                ("B1", "Branch", "党支部", "Committee", DAY),
            ],
            "党员花名册": [
                ("编号", "姓名", "所在党支部", "入党日期"),
                ("A1", "Zhang San", "Branch", DAY),
            ],
        }
    )
    undo(desk.apply(file, None))
    assert only(Member).archived_at is not None


def test_a_later_import_of_the_same_record_is_an_obstacle(desk: Desk) -> None:
    first = desk.take("campaigns", HEAD, ("C1", "One", DAY, ""))
    second = desk.take("campaigns", HEAD, ("C1", "One", DAY, "Goal"))
    assert conflicts(first) == [("campaigns", "One")]
    undo(second)
    assert db.session.scalars(select(ImportRun)).all()
    assert factories.find(only(Campaign)).goal in (None, "")


def test_rows_alone_count_the_version_up_once(desk: Desk) -> None:
    factories.make_branch(name="First")
    for n in range(2):
        factories.make_member(number=f"A{n}", name=f"P{n}")
    team = factories.make_team(code="T1", name="Team")
    result = desk.take("teams", ("编号", "队员"), ("T1", "P0、P1"))
    undo(result)
    assert factories.find(team).version == 3
    *_, last = history_of(team, desk_register("teams"))
    changed = {(c["field"], str(c["new"])) for c in last.changes}
    assert changed == {("members", "[]"), ("people_over_time", "[]")}


def test_refused_where_another_record_has_the_key_by_now(desk: Desk) -> None:
    old = factories.make_campaign(code="C1", name="One", started_on=DAY)
    result = desk.apply(
        edited(exported(desk, desk_register("campaigns")), "编码", "C9"), "campaigns"
    )
    assert said(result) == []
    factories.make_campaign(code="C1", name="Other", started_on=DAY)
    assert conflicts(result) == [("campaigns", "One")]
    assert factories.find(old).code == "C9"


def test_a_key_that_the_import_gave_to_another_comes_back(desk: Desk) -> None:
    old = factories.make_campaign(code="C1", name="One", started_on=DAY)
    desk.apply(edited(exported(desk, desk_register("campaigns")), "编码", "C9"), "campaigns")
    both = desk.take("campaigns", HEAD, ("C9", "", "", "Goal"), ("C1", "Two", DAY, ""))
    undo(both)
    assert factories.find(old).goal is None


def test_refused_where_what_it_named_is_archived_by_now(desk: Desk) -> None:
    branch = factories.make_branch(name="First")
    first = factories.make_campaign(code="C1", name="One", started_on=DAY)
    factories.make_campaign(code="C2", name="Two", started_on=DAY)
    team = factories.make_team(code="T1", name="Team", organization=branch, campaign=first)
    result = desk.take("teams", ("编号", "所属专项"), ("T1", "Two"))
    factories.archive(first)
    assert conflicts(result) == [("teams", "Team")]
    assert factories.find(team).campaign.name == "Two"


def test_refused_where_the_person_is_assigned_elsewhere_by_now(desk: Desk) -> None:
    """The first assignment, open again, would lie beside the second: counted in two branches."""
    first, second = factories.make_branch(name="First"), factories.make_branch(name="Second")
    person = factories.make_member(organization=first, number="A1", name="甲一", full_on=None)
    stay = db.session.scalars(select(Assignment)).one()
    result = desk.take("assignments", ENDS, end_of("甲一", first, stay.started_on))
    factories.make_assignment(member=person, organization=second, started_on=date(2022, 6, 10))

    (found,) = conflicts(result)

    assert found[0] == "assignments"
    assert "甲一" in found[1]


def test_refused_where_the_workshop_has_the_same_commissar_by_now(desk: Desk) -> None:
    person = factories.make_member(number="A1", name="甲一")
    post = factories.make_commissar(member=person)
    head = ("姓名", "分厂车间", "聘任日期", "解聘日期")
    ended = ("甲一", post.workshop.name, post.started_on, date(2022, 6, 1))
    result = desk.take("commissars", head, ended)
    assert said(result) == []
    factories.make_commissar(member=person, workshop=post.workshop, started_on=date(2022, 6, 10))
    assert [register for register, _ in conflicts(result)] == ["commissars"]


@pytest.mark.parametrize("has_later_act", [False, True])
def test_what_named_something_archived_before_comes_back(desk: Desk, has_later_act: bool) -> None:
    first = factories.make_campaign(code="C1", name="One", started_on=DAY)
    team = factories.make_team(code="T1", name="Team", campaign=first)
    factories.archive(first)
    result = desk.take("teams", ("编号", "任务"), ("T1", "New"))
    if has_later_act:
        factories.make_campaign(code="C2", name="Two", started_on=DAY)
    undo(result)
    assert factories.find(team).task is None


def test_days_that_were_shared_before_are_shared_again(desk: Desk) -> None:
    """The import mended what was wrong from the beginning; a later act is about somebody else."""
    first, second = factories.make_branch(name="First"), factories.make_branch(name="Second")
    person = factories.make_member(organization=first, number="A1", name="甲一", full_on=None)
    stay = db.session.scalars(select(Assignment)).one()
    factories.leave(person, date(2022, 6, 1))
    factories.make_assignment(member=person, organization=second, started_on=date(2022, 6, 1))
    kept = factories.find(stay)
    kept.ended_on = kept.out_reason = None  # as no form would have it
    db.session.commit()
    result = desk.take("assignments", ENDS, end_of("甲一", first, stay.started_on))
    assert said(result) == []
    factories.make_member(organization=first, number="A2", name="甲二")

    undo(result)

    assert factories.find(stay).ended_on is None


@pytest.mark.parametrize("has_clash", [False, True])
def test_few_questions_for_many_ends_after_a_later_act(desk: Desk, has_clash: bool) -> None:
    """As many are asked for four people as for forty, also where one is elsewhere by now."""
    first, second = factories.make_branch(name="First"), factories.make_branch(name="Second")
    counted = []
    for start, count in ((0, 4), (100, 40)):
        names = [f"P{n}" for n in range(start, start + count)]
        people = [factories.make_member(organization=first, number=n, name=n) for n in names]
        stays = [factories.find(each).last_assignment for each in people]
        rows = [end_of(n, first, s.started_on) for n, s in zip(names, stays, strict=True)]
        result = desk.take("assignments", ENDS, *rows)
        assert said(result) == []
        who = people[0] if has_clash else factories.make_member(name=f"Other {start}")
        if has_clash:
            factories.make_assignment(member=who, organization=second, started_on=date(2022, 6, 10))
        with counted_queries() as statements:
            if has_clash:
                assert [title for _, title in conflicts(result)] == [f"{names[0]} · First"]
            else:
                undo(result)
        counted.append(sum(each.startswith("SELECT") for each in statements))
    assert counted[0] == counted[1]


def test_few_questions_for_many_records(desk: Desk) -> None:
    """As many are asked for three records as for thirty; each is written by itself."""
    counted = []
    for start, count in ((0, 3), (100, 30)):
        codes = [f"C{n}" for n in range(start, start + count)]
        for code in codes[::2]:
            factories.make_campaign(code=code, name=code, started_on=DAY)
        result = desk.take("campaigns", HEAD, *[(code, code, DAY, "Goal") for code in codes])
        with counted_queries() as statements:
            undo(result)
        counted.append(sum(each.startswith("SELECT") for each in statements))
    assert counted[0] == counted[1]


def test_it_takes_no_more_queries_to_find_what_stands_against_many_records(desk: Desk) -> None:
    sent = []
    for count in (3, 410):
        rows = [(f"C{count}-{n}", f"Drive {n}", DAY, "") for n in range(count)]
        run = group_of(desk.take("campaigns", HEAD, *rows))
        with counted_queries() as queries:
            assert find_undo_conflicts(OWNER, run) == []
        sent.append(len(queries))
    assert sent[0] == sent[1]
