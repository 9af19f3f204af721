"""Sheets as people really write them: headers with notes, repeated ones, days as texts."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.campaigns.models import Campaign
from partyhub.database import db
from tests import factories
from tests.registers.importing.workbooks import Desk, counts, one, said, warned

pytestmark = pytest.mark.long

DAY = date(2023, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
ACTS = ("活动类型", "主题", "主办党组织", "日期", "时长（分钟）", "实到人员")


@pytest.mark.parametrize(
    "head",
    [
        ("*编码", "名称*", "开始\n日期", "★目标"),
        ("编码（必填）", "名称（必填项）", "开始日期(必填，格式 2023-06-29)", "目标（可空）"),
        ("编 码", " 名　称 ", "开始日期 ", "目标*（选填）"),
        ("Code *", "NAME (required)", "Started  on", "goal (optional)"),
    ],
)
def test_what_people_write_around_a_header(desk: Desk, head: tuple[str, ...]) -> None:
    result = desk.judge("campaigns", head, ("C1", "One", DAY, "Goal"))
    assert (said(result), warned(result)) == ([], [])
    assert counts(result)[0] == 1


def test_another_note_makes_another_header(desk: Desk) -> None:
    result = desk.judge("campaigns", (*HEAD, "目标（旧）"), ("C1", "One", DAY, "Goal", "x"))
    assert [header for _, header, _ in warned(result)] == ["目标（旧）"]


def test_headers_that_are_repeated_are_no_row(desk: Desk) -> None:
    rows = HEAD, HEAD, ("C1", "One", DAY, ""), HEAD[:3], ("C2", "目标", DAY, "目标")
    assert counts(desk.judge("campaigns", *rows)) == (2, 0, 0, 0, 0)


def test_a_header_that_stands_twice_is_asked_as_such(desk: Desk) -> None:
    result = desk.judge("campaigns", (*HEAD, "名称"), ("C1", "One", DAY, "", "Other"))
    ((row, header, sentence),) = said(result)
    assert (row, header) == (1, "名称")
    assert "Two columns mean “Name”" in sentence
    assert result.rows == []


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2023-06-29 00:00:00",
            "2023/6/29 0:00",
            "2023-06-29T08:30:00.000Z",
            "2023年6月29日 14:30",
        ),
        *("45106", 45106.5),
    ],
)
def test_days_as_other_programs_write_them(desk: Desk, typed: Any) -> None:
    desk.take("campaigns", HEAD, ("C1", "One", typed, ""))
    assert db.session.scalars(select(Campaign.started_on)).one() == DAY


@pytest.mark.parametrize("typed", ["00:00", "12345678", "99999999", "2023/6 00:00", "10-11 8:00"])
def test_what_is_no_day_stays_none(desk: Desk, typed: str) -> None:
    assert one(desk.judge("campaigns", HEAD, ("C1", "One", typed, "")))[:2] == (2, "开始日期")


@pytest.mark.parametrize("typed", ["2023/6", "2023年6月", "2023-06", 2023.6])
def test_a_month_in_a_column_of_days_asks_for_the_day(desk: Desk, typed: Any) -> None:
    assert "lacks the day" in one(desk.judge("campaigns", HEAD, ("C1", "One", typed, "")))[2]


@pytest.mark.parametrize("typed", [True, 90.5])
def test_what_is_no_length_of_time(desk: Desk, typed: Any) -> None:
    factories.make_branch(name="First")
    row, header, sentence = one(desk.judge("activities", ACTS, ("党课", "A", "First", DAY, typed)))
    assert (row, header) == (2, "时长（分钟）")
    assert "Write the minutes" in sentence


def test_every_name_that_is_not_on_record_is_said(desk: Desk) -> None:
    factories.make_branch(name="First")
    rows = ("党课", "A", "First", DAY, 90, "甲、乙"), ("党课", "B", "First", DAY, 90, "甲 乙")
    (_, _, both), (_, _, joined) = said(desk.judge("activities", ACTS, *rows))
    assert "“甲”" in both
    assert "“乙”" in both
    assert "write 、" not in both
    assert "write 、" in joined


def test_who_names_a_wrong_row_is_told_of_that_row(desk: Desk) -> None:
    factories.committee()
    head = ("编码", "名称", "类别", "上级", "成立日期")
    people = ("编号", "姓名", "所在党支部", "入党日期")
    file = desk.book(
        {
            "党组织": [head, ("B1", "Branch", "党支部", "Committee", "never")],
            "党员花名册": [people, ("A1", "One", "Branch", DAY), ("A2", "Two", "Nowhere", DAY)],
        }
    )
    wrong, named, nowhere = said(desk.preview(file, None))
    assert wrong[:2] == (2, "成立日期")
    assert named[:2] == (2, "所在党支部")
    assert "党组织”, row 2" in named[2]
    assert "row" not in nowhere[2]
