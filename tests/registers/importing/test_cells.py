"""What a cell may hold, and how it is understood: days, months, numbers, enums, people, lists."""

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.activities.models import Activity, Attendance
from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.organizations.models import Organization, Workshop
from partyhub.projects.models import KeyProject
from partyhub.prosperity.models import ProsperityReturn
from partyhub.vanguards.models import Team
from tests import factories
from tests.registers.importing.workbooks import (
    CLEAR,
    Desk,
    Formula,
    changes,
    counts,
    one,
    said,
    warned,
)

pytestmark = pytest.mark.long

DAY = date(2023, 6, 29)
MIDNIGHT, AFTERNOON = datetime.combine(DAY, time()), datetime.combine(DAY, time(14, 30))
CAMPAIGN = ("编码", "名称", "开始日期", "目标")


def only(model: type[Any]) -> Any:
    return db.session.scalars(select(model)).one()


@pytest.mark.parametrize(
    "typed",
    [
        DAY,
        MIDNIGHT,
        AFTERNOON,
        "2023-06-29",
        "2023.6.29",
        "2023/6/29",
        "2023年6月29日",
        "20230629",
        20230629,
        45106,
        45106.0,
        " 2023-06-29 ",
        "２０２３．６．２９",
        "２０２３－０６－２９",
        "二〇二三年六月二十九日",
    ],
    ids=repr,
)
def test_a_day_may_be_written_in_many_ways(desk: Desk, typed: Any) -> None:
    desk.take("campaigns", CAMPAIGN, ("C1", "Name", typed, ""))
    assert only(Campaign).started_on == DAY


@pytest.mark.parametrize("typed", [DAY, MIDNIGHT, 43644, "2023-06-29"], ids=repr)
def test_days_of_a_workbook_of_1904(desk: Desk, typed: Any) -> None:
    desk.take("campaigns", CAMPAIGN, ("C1", "Name", typed, ""), is_1904=True)
    assert only(Campaign).started_on == DAY


@pytest.mark.parametrize(
    "typed",
    ["2023/6", "2023年6月", "2023.6", 2023.6, 2023, 202306, "6月29日", "29/06/2023", "2023-02-30"],
    ids=repr,
)
def test_what_is_no_whole_day_is_refused_with_a_remedy(desk: Desk, typed: Any) -> None:
    result = desk.judge("campaigns", CAMPAIGN, ("C1", "Name", typed, ""))
    row, header, sentence = one(result)
    assert (row, header) == (2, "开始日期")
    assert "2023-06-29" in sentence


@pytest.mark.parametrize(
    "typed",
    [
        "2022/9",
        "2022年9月",
        "2022-09",
        "2022.9",
        "202209",
        202209,
        date(2022, 9, 1),
        date(2022, 9, 17),
        44805,
        "２０２２年９月",
    ],
    ids=repr,
)
def test_a_month_may_be_written_in_many_ways(desk: Desk, typed: Any) -> None:
    factories.make_prosperity_workshop(name="Sewing")
    desk.take("prosperity_returns", ("工坊", "月份", "用工人数"), ("Sewing", typed, 3))
    assert only(ProsperityReturn).month == date(2022, 9, 1)


@pytest.mark.parametrize(
    ("typed", "advice"), [(2022.1, "October 2022"), ("2022", "2023-06"), ("2022-13", "2023-06")]
)
def test_what_is_no_month_is_refused(desk: Desk, typed: Any, advice: str) -> None:
    factories.make_prosperity_workshop(name="Sewing")
    result = desk.judge("prosperity_returns", ("工坊", "月份"), ("Sewing", typed))
    row, header, sentence = one(result)
    assert (row, header) == (2, "月份")
    assert advice in sentence


@pytest.mark.parametrize(
    "typed",
    [time(14, 30), "14:30", "14：30", "14时30分", 0.604166666666, "１４:３０"],
    ids=repr,
)
def test_a_time_of_day(desk: Desk, typed: Any) -> None:
    factories.make_branch(name="First")
    head = ("活动类型", "主题", "主办党组织", "日期", "开始时间")
    desk.take("activities", head, ("主题党日", "Safety", "First", DAY, typed))
    assert only(Activity).starts_at == time(14, 30)


@pytest.mark.parametrize("typed", ["党支部", "branch", " 党支部 ", "Branch"], ids=repr)
def test_an_enum_by_label_or_key(desk: Desk, typed: str) -> None:
    factories.committee()
    head = ("编码", "名称", "类别", "上级", "成立日期")
    desk.take("organizations", head, ("Z1", "First", typed, "Committee", DAY))
    found = db.session.scalars(select(Organization).where(Organization.code == "Z1")).one()
    assert found.kind.value == "branch"


def test_an_unknown_enum_names_the_right_ones(desk: Desk) -> None:
    head = ("编码", "名称", "类别", "成立日期")
    row, header, sentence = one(desk.judge("organizations", head, ("Z1", "First", "小组", DAY)))
    assert (row, header) == (2, "类别")
    assert "小组" in sentence


def test_an_enum_with_list_marks_in_its_label_is_one(desk: Desk) -> None:
    factories.make_branch(name="First")
    head = ("荣誉名称", "级别", "授予单位", "授予日期", "获奖类别", "获奖者")
    desk.take("awards", head, ("Honor", "县（市、区）级", "Body", DAY, "党组织", "First"))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *(("是", True), ("否", False), (True, True), (False, False)),
        *((1, True), (0, False), ("yes", True), ("NO", False), ("１", True)),
    ],
    ids=repr,
)
def test_yes_and_no(desk: Desk, typed: Any, value: bool) -> None:
    head = ("编码", "名称", "一线车间", "启用日期")
    desk.take("workshops", head, ("W1", "Wire", typed, DAY))
    assert only(Workshop).is_first_line is value


TEAM = ("编号", "名称", "类型", "所属党组织", "成立日期", "队员", "非党员人数")


@pytest.mark.parametrize("joined", ["、", ",", "，", "；", ";", "\n", " 、 "], ids=repr)
def test_people_by_name_in_lists(desk: Desk, joined: str) -> None:
    factories.make_branch(name="First")
    for number, name in enumerate(("王·买", "赵𠮷", "Zhang San")):
        factories.make_member(number=f"甲{number}", name=name)
    people = joined.join(("王·买", "赵𠮷（甲1）", "Zhang San(甲2)"))
    desk.take("teams", TEAM, ("T1", "Team", "先锋队", "First", DAY, people, ""))
    team = factories.find(only(Team))
    assert {row.member.name for row in team.people} == {"王·买", "赵𠮷", "Zhang San"}


def test_a_person_by_code_alone(desk: Desk) -> None:
    factories.make_branch(name="First")
    factories.make_member(number="甲1", name="Zhang San")
    desk.take("teams", TEAM, ("T1", "Team", "先锋队", "First", DAY, "甲1", ""))


def test_namesakes_are_a_question_never_a_guess(desk: Desk) -> None:
    factories.make_branch(name="First")
    for number in ("A1", "A2"):
        factories.make_member(number=number, name="Zhang San")
    rows = TEAM, ("T1", "Team", "先锋队", "First", DAY, "Zhang San", "")
    row, header, sentence = one(desk.judge("teams", *rows))
    assert (row, header) == (2, "队员")
    assert "Zhang San（A1）" in sentence
    assert "Zhang San（A2）" in sentence
    desk.take("teams", TEAM, ("T1", "Team", "先锋队", "First", DAY, "Zhang San（A2）", ""))
    assert [r.member.number for r in factories.find(only(Team)).people] == ["A2"]


def test_nobody_of_that_name_is_an_error_and_nobody_is_made(desk: Desk) -> None:
    factories.make_branch(name="First")
    row, header, sentence = one(
        desk.judge("teams", TEAM, ("T1", "Team", "先锋队", "First", DAY, "Nobody", ""))
    )
    assert (row, header) == (2, "队员")
    assert "Nobody" in sentence


@pytest.mark.parametrize(("typed", "value"), [("１２", 12), (12.0, 12), ("1,200", 1200), (0, 0)])
def test_numbers(desk: Desk, typed: Any, value: int) -> None:
    factories.make_branch(name="First")
    desk.take("teams", TEAM, ("T1", "Team", "先锋队", "First", DAY, "", typed))
    assert only(Team).others_count == value


def test_full_width_digits_in_a_code_stay_as_typed(desk: Desk) -> None:
    """A code is a text: no character of it is folded."""
    desk.take("campaigns", CAMPAIGN, ("Ｃ１", "Name", DAY, ""))
    assert only(Campaign).code == "Ｃ１"


def test_a_number_as_code_is_its_digits(desk: Desk) -> None:
    desk.take("campaigns", CAMPAIGN, (1001, 2023.0, DAY, ""))
    assert (only(Campaign).code, only(Campaign).name) == ("1001", "2023")


def test_money_keeps_its_fen(desk: Desk) -> None:
    factories.make_branch(name="First")
    factories.make_member(number="A1", name="Zhang San")
    head = ("编号", "项目名称", "计划年度", "所属党组织", "领衔人", "开始日期", "状态")
    rest = ("X1", "Project", 2023, "First", "Zhang San", DAY, "实施中")
    desk.take("projects", (*head, "经济效益（元）"), (*rest, 1234567.1))
    assert str(only(KeyProject).benefit_cny) == "1234567.10"


@pytest.mark.parametrize("typed", [330106199001011234, 3.30106199001011e17], ids=repr)
def test_a_number_too_long_is_refused_with_advice(desk: Desk, typed: Any) -> None:
    row, header, sentence = one(desk.judge("campaigns", CAMPAIGN, (typed, "Name", DAY, "")))
    assert (row, header) == (2, "编码")
    assert "text" in sentence
    desk.take("campaigns", CAMPAIGN, ("330106199001011234", "Name", DAY, ""))


def test_a_formula_without_a_value_is_refused(desk: Desk) -> None:
    rows = CAMPAIGN, ("C1", Formula("=CONCATENATE(1,2)"), DAY, "")
    row, header, sentence = one(desk.judge("campaigns", *rows))
    assert (row, header) == (2, "名称")
    assert "formula" in sentence


def test_a_text_that_looks_like_a_formula_is_a_text(desk: Desk) -> None:
    desk.take("campaigns", CAMPAIGN, ("C1", "=1+1", DAY, "-@+\nsecond"))
    assert (only(Campaign).name, only(Campaign).goal) == ("=1+1", "-@+\nsecond")


def test_blank_changes_nothing_and_the_mark_clears(desk: Desk) -> None:
    campaign = factories.make_campaign(code="C1", name="Name", goal="Goal")
    result = desk.judge("campaigns", CAMPAIGN, ("C1", "", None, "  "))
    assert counts(result) == (0, 0, 1, 0, 0)
    for mark in (CLEAR, "(清空)", " （清空） ", "(clear)"):
        factories.change(campaign, goal="Goal")
        desk.take("campaigns", CAMPAIGN, ("C1", "", None, mark))
        assert factories.find(campaign).goal in (None, ""), mark


def test_the_mark_is_refused_where_a_value_must_stand(desk: Desk) -> None:
    factories.make_campaign(code="C1", name="Name", goal="Goal")
    result = desk.judge("campaigns", CAMPAIGN, ("C1", CLEAR, CLEAR, CLEAR))
    assert [(row, header) for row, header, _ in said(result)] == [(2, "名称"), (2, "开始日期")]


def test_the_mark_empties_a_list(desk: Desk) -> None:
    factories.make_branch(name="First")
    member = factories.make_member(number="A1")
    team = factories.make_team(code="T1", members=[member])
    desk.take("teams", ("编号", "队员"), ("T1", CLEAR))
    held = [row for row in factories.find(team).people if row.ended_on is None]
    assert held == []


def test_a_masked_number_that_comes_back_is_no_change(desk: Desk) -> None:
    member = factories.make_member(number="A1", name="Zhang San", phone="13812345678")
    head = ("编号", "姓名", "手机号码")
    assert counts(desk.judge("members", head, ("A1", "Zhang San", "138****5678"))) == (
        *(0, 0, 1, 0, 0),
    )
    row, header, _ = one(desk.judge("members", head, ("A1", "Zhang San", "139****5678")))
    assert (row, header) == (2, "手机号码")
    desk.take("members", head, ("A1", "Zhang San", 13912345678))
    assert factories.find(member).phone == "13912345678"


def test_a_masked_number_of_a_new_person_is_left_empty_with_a_word(desk: Desk) -> None:
    factories.make_branch(name="First")
    head = ("编号", "姓名", "所在党支部", "手机号码")
    for new in (1, 0):  # and again, when the person is on record, still without a number
        result = desk.take("members", head, ("A1", "Zhang San", "First", "138****5678"))
        assert [(row, header) for row, header, _ in warned(result)] == [(2, "手机号码")]
        assert counts(result) == (new, 0, 1 - new, 0, 0)


def test_what_says_nothing_is_an_empty_cell_with_a_word(desk: Desk) -> None:
    """A blank changes nothing; a text may be any, and 无 in a list of people is nobody."""
    branch = factories.make_branch(name="First")
    member = factories.make_member(number="A1", name="Zhang San", sex="male", phone="13812345678")
    head = ("编号", "姓名", "出生日期", "性别", "分厂车间", "手机号码", "备注")
    result = desk.take("members", head, ("A1", "Zhang San", "——", "/", "无", "无", "无"))
    assert [(row, header) for row, header, _ in warned(result)] == [
        *((2, header) for header in ("性别", "出生日期", "分厂车间", "手机号码")),
    ]
    assert warned(result)[0][2] == "“/” is taken as an empty cell."
    stored = factories.find(member)
    assert (stored.sex.value, stored.phone, stored.remark) == ("male", "13812345678", "无")
    assert counts(desk.take("members", head, ("A1", "Zhang San", "——", "/", "无", "无", "无"))) == (
        0,
        0,
        1,
        0,
        0,
    )
    team = factories.make_team(code="T1", members=[member], organization=branch)
    desk.take("teams", ("编号", "队员"), ("T1", "—"))
    assert len(factories.find(team).people) == 1
    desk.take("teams", ("编号", "队员"), ("T1", "无"))
    assert [row for row in factories.find(team).people if row.ended_on is None] == []


def test_people_with_spaces_notes_and_slashes_between_them(desk: Desk) -> None:
    factories.make_branch(name="First")
    for number, name in (("A1", "卜向阳"), ("A2", "戚文澜"), ("A3", "陆远航")):
        factories.make_member(number=number, name=name)
    people = "卜向阳 戚 文澜、陆远航（主持）"
    result = desk.take("teams", TEAM, ("T1", "Team", "先锋队", "First", DAY, "卜向阳/戚文澜", ""))
    assert {row.member.name for row in factories.find(only(Team)).people} == {"卜向阳", "戚文澜"}
    assert warned(result) == []
    row, header, sentence = one(
        desk.judge("teams", TEAM, ("T2", "Team", "先锋队", "First", DAY, people, ""))
    )
    assert (row, header) == (2, "队员")
    assert "卜向阳 戚 文澜" in sentence
    result = desk.take(
        "teams", TEAM, ("T2", "Team", "先锋队", "First", DAY, people.replace("戚 ", "戚"), "")
    )
    assert warned(result) == [(2, "队员", "The note “主持” behind 陆远航 is left out.")]


def test_a_near_miss_carries_the_text_that_would_be_accepted(desk: Desk) -> None:
    factories.make_branch(name="第一党支部", code="Z1")
    for number, name in (("A1", "卜向阳"), ("A2", "戚文澜")):
        factories.make_member(number=number, name=name)
    row = ("T1", "Team", "先锋队", "第一支部", DAY, "卜向阳、戚文兰", "")
    branch, people = desk.judge("teams", TEAM, row).errors
    assert (branch.proposal, people.proposal) == ("第一党支部", "卜向阳、戚文澜")
    assert branch.as_json().keys() == {"sheet", "row", "column", "value", "message"}
    row = (*row[:3], branch.proposal, DAY, people.proposal, "")
    assert counts(desk.take("teams", TEAM, row)) == (1, 0, 0, 0, 0)


def test_a_row_may_name_another_of_its_sheet_in_another_way(desk: Desk) -> None:
    head = ("编码", "名称", "类别", "上级", "成立日期")
    rows = [
        ("Z1", "第一党支部", "支部", "中共云帆公司委员会", DAY),
        ("DW", "云帆公司党委", "党委", "", DAY),
    ]
    assert counts(desk.take("organizations", head, *rows)) == (2, 0, 0, 0, 0)


MEETING = ("活动类型", "主题", "主办党组织", "日期", "开始时间", "时长（分钟）", "请假人员")


@pytest.mark.parametrize(
    ("day", "start", "minutes", "stored"),
    [
        (DAY, "14:30-16:00", "", (time(14, 30), 90)),
        (DAY, "14:30-16:00", "1.5小时", (time(14, 30), 90)),
        (AFTERNOON, "", "", (time(14, 30), None)),
        ("2023年6月29日下午2点半", "", 45, (time(14, 30), 45)),
    ],
)
def test_times_beside_a_day_and_spans_of_times(
    desk: Desk, day: Any, start: Any, minutes: Any, stored: tuple[time, int | None]
) -> None:
    factories.make_branch(name="First")
    row = ("党日活动", "Safety", "First", day, start, minutes, "")
    for new in (1, 0):
        result = desk.take("activities", MEETING, row)
        assert (counts(result), warned(result)) == ((new, 0, 1 - new, 0, 0), [])
    activity = only(Activity)
    assert (activity.held_on, (activity.starts_at, activity.minutes_long)) == (DAY, stored)


def test_times_that_contradict_each_other(desk: Desk) -> None:
    factories.make_branch(name="First")
    row = ("党日活动", "Safety", "First", AFTERNOON, "9:00-10:00", 90, "")
    found = said(desk.judge("activities", MEETING, row))
    errors = {header: sentence for _, header, sentence in found}
    assert errors["时长（分钟）"] == "“9:00-10:00” lasts 60 minutes. Correct one of the two."
    assert errors["日期"].startswith("The time here (14:30) isn't that in “Starts at” (09:00).")
    assert len(errors) == 2


def test_a_note_behind_who_is_on_leave_is_the_reason(desk: Desk) -> None:
    factories.make_branch(name="First")
    factories.make_member(number="A1", name="卜向阳")
    row = ("党日活动", "Safety", "First", DAY, "", "", "卜向阳（出差3天）")
    result = desk.take("activities", MEETING, row)
    assert warned(result) == []
    entry = only(Attendance)
    assert (entry.state.value, entry.reason) == ("leave", "出差3天")
    result = desk.take("activities", MEETING, row)
    assert (counts(result), warned(result)) == ((0, 0, 1, 0, 0), [])
    other = desk.take("activities", MEETING, (*row[:-1], "卜向阳（生病）"))
    assert (counts(other), warned(other)) == ((0, 1, 0, 0, 0), [])
    assert [label for label, *_ in changes(other)] == ["Absences"]


AWARD = ("荣誉名称", "级别", "授予单位", "授予日期", "获奖者")


def test_the_recipient_tells_its_kind(desk: Desk) -> None:
    factories.make_branch(name="First")
    factories.make_member(number="A1", name="卜向阳")
    rows = [("H1", "镇级", "Body", DAY, "First"), ("H2", "区级", "Body", DAY, "卜向阳")]
    result = desk.take("awards", AWARD, *rows)
    assert [kind.rpartition(": ")[2] for *_, kind in warned(result)] == [
        "Party organization.",
        "Person.",
    ]
    head = (*AWARD, "获奖类别")
    desk.take("awards", head, ("H3", "镇级", "Body", DAY, "First", "集体"))
    refused = desk.judge(
        "awards",
        head,
        ("H4", "镇级", "Body", DAY, "卜向阳", "集体"),
        ("H5", "镇级", "Body", DAY, "Somebody", ""),
    )
    assert [(row, header) for row, header, _ in said(refused)] == [(2, "获奖类别"), (3, "获奖类别")]


def test_a_number_of_six_digits_is_shown_as_it_stands(desk: Desk) -> None:
    row, header, sentence = one(desk.judge("campaigns", CAMPAIGN, ("C1", "Name", 121231, "")))
    assert (row, header) == (2, "开始日期")
    assert sentence.startswith("“121231” has only two digits of the year")


def test_a_larger_unit_and_the_year_of_a_day_are_said(desk: Desk) -> None:
    factories.make_branch(name="First")
    factories.make_member(number="A1", name="Zhang San")
    head = ("编号", "项目名称", "计划年度", "所属党组织", "领衔人", "开始日期", "状态")
    row = ("X1", "Project", DAY, "First", "Zhang San", DAY, "进行中", "12.5万")
    for new in (1, 0):
        result = desk.take("projects", (*head, "经济效益（元）"), row)
        assert counts(result) == (new, 0, 1 - new, 0, 0)
        assert [header for _, header, _ in warned(result)] == ["计划年度", "经济效益（元）"]
    project = only(KeyProject)
    assert (project.plan_year, project.benefit_cny) == (2023, 125_000)


def test_a_project_may_be_planned_by_months(desk: Desk) -> None:
    """From the first day to the last, and the import says so; a page wants the days."""
    project = factories.make_project(started_on=date(2023, 3, 9))
    head = ("编号", "开始日期", "计划完成日期", "结束日期")
    result = desk.apply(
        desk.sheet("projects", [head, (project.code, "2023.2", "2023年12月", None)]), "projects"
    )
    assert said(result) == []
    assert [sentence for *_, sentence in warned(result)] == [
        "“2023.2” lacks the day: 2023-02-01 is taken.",
        "“2023年12月” lacks the day: 2023-12-31 is taken.",
    ]
    found = factories.find(project)
    assert (found.started_on, found.due_on) == (date(2023, 2, 1), date(2023, 12, 31))
    wrong = desk.judge("projects", head, (project.code, None, None, "2023.5"))
    assert one(wrong)[:2] == (2, "结束日期")
    form = factories.fill("projects", found, started_on="2023.4")
    assert not form.validate()
    assert "started_on" in form.errors
