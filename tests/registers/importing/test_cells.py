"""What a cell may hold, and how it is understood: days, months, numbers, enums, people, lists."""

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.activities.models import Activity
from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.organizations.models import Organization, Workshop
from partyhub.projects.models import KeyProject
from partyhub.prosperity.models import ProsperityReturn
from partyhub.vanguards.models import Team
from tests import factories
from tests.registers.importing.workbooks import CLEAR, Desk, Formula, counts, one, said, warned

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
    ("typed", "advice"), [(2022.1, "2023-10"), ("2022", "2023-06"), ("2022-13", "2023-06")]
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
