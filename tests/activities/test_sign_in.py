"""Sheets of attendance: a sign-in sheet of one meeting, and people by meetings."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from partyhub.activities.leave import Leave
from partyhub.activities.models import Activity, AttendanceState, LeaveKind
from partyhub.activities.sign_in.marks import read_mark
from partyhub.activities.sign_in.reading import Mark, read_sheet
from partyhub.database import db
from partyhub.registers.importing.reading.layout import SheetRow
from partyhub.registers.importing.reading.workbook import FileRefusedError
from tests import factories
from tests.browser import Browser, form_data, main_text, text
from tests.registers.importing.workbooks import Desk, desk, write_book

__all__ = ["desk"]
Rows = list[tuple[Any, ...]]
SIGN_IN: Rows = [
    ("党员大会签到表",),
    ("时间：", "2026年3月12日", "地点：", "三楼会议室"),
    ("序号", "姓名", "签到", "备注"),
    (1, "陆远航", "√", None),
    (2, "卜向阳", None, "出差请假"),
]
SHEET: Rows = [
    ("第一党支部2023年度组织生活考勤表",),
    ("序号", "姓名", "1月10日 主题党日", "2月14日 主题党日", "3月12日 党员大会", "出勤率"),
    (1, "陆远航", "√", "√", "请假", "67%"),
    (2, "卜向阳", "√", "×", "√", "67%"),
    ("出勤人数", None, 2, 1, 1, None),
]
PRESENT, LEAVE, ABSENT = AttendanceState.PRESENT, AttendanceState.LEAVE, AttendanceState.ABSENT


def read(rows: Rows) -> Any:
    return read_sheet(SheetRow(number, row) for number, row in enumerate(rows, 1))


@pytest.mark.parametrize(
    ("mark", "remark", "state", "leave"),
    [
        ("√", "", PRESENT, Leave()),
        ("陆远航", "", PRESENT, Leave()),
        ("", "", ABSENT, Leave()),
        ("×", "", ABSENT, Leave()),
        ("", "出差请假", LEAVE, Leave(None, "出差请假")),
        ("病假", "住院", LEAVE, Leave(LeaveKind.SICK, "住院")),
        ("请假", "出差", LEAVE, Leave(None, "出差")),
        ("请假", "", LEAVE, Leave()),
        ("补课", "", AttendanceState.MADE_UP, Leave()),
        ("△", "", None, Leave()),
    ],
)
def test_marks_of_offices(
    database_of_test: None, mark: str, remark: str, state: Any, leave: Leave
) -> None:
    assert read_mark(Mark(4, "陆远航", mark, remark)) == (state, leave)


def test_a_sign_in_sheet_is_read() -> None:
    sheet = read(SIGN_IN)
    assert (sheet.title, sheet.when, sheet.place) == (
        "党员大会签到表",
        "2026年3月12日",
        "三楼会议室",
    )
    assert sheet.marks == {0: [Mark(4, "陆远航", "√", ""), Mark(5, "卜向阳", "", "出差请假")]}


def test_names_side_by_side_are_read() -> None:
    rows: Rows = [
        ("姓名", "签名", "姓名", "签名"),
        ("甲", "√", "乙", None),
        ("丙", None, None, None),
    ]
    marks = read([*rows, ("合计", 1, None, None)]).marks[0]
    assert [(mark.name, mark.mark) for mark in marks] == [("甲", "√"), ("乙", ""), ("丙", "")]


def test_an_attendance_sheet_is_read() -> None:
    sheet = read(SHEET)
    heads = [(head.words, head.on(sheet.year)) for head in sheet.meetings]
    assert heads == [
        ("主题党日", date(2023, 1, 10)),
        ("主题党日", date(2023, 2, 14)),
        ("党员大会", date(2023, 3, 12)),
    ]
    assert sheet.left_out == ["出勤率", "出勤人数（5）"]
    assert [mark.mark for mark in sheet.marks[4]] == ["请假", "√"]


@pytest.mark.parametrize(
    "head", [("姓名", "入党日期"), ("主题", "日期"), ("姓名", "性别", "备注"), ("签到", "备注")]
)
def test_other_sheets_are_none_of_attendance(head: tuple[str, ...]) -> None:
    assert read([head, ("陆远航", "2023-06-29")]) is None


@pytest.fixture
def branch(database_of_test: None) -> Any:
    return factories.make_branch(name="第一党支部")


@pytest.fixture
def people(branch: Any) -> list[Any]:
    names = ("陆远航", "卜向阳")
    return [factories.make_member(organization=branch, name=name) for name in names]


def upload(tmp_path: Path, rows: Rows) -> dict[str, Any]:
    path = write_book(tmp_path / "sheet.xlsx", {"Sheet1": rows})
    return {"file": (BytesIO(path.read_bytes()), "签到表.xlsx")}


def states(activity: Activity) -> dict[str, tuple[Any, ...]]:
    rows = factories.find(activity).attendance
    return {row.member.name: (row.state, row.leave_kind, row.reason) for row in rows}


def notices(page: BeautifulSoup) -> str:
    return " ".join(text(each) for each in page.select(".notice"))


def test_the_page_of_a_meeting_takes_a_sign_in_sheet(
    browser: Browser, tmp_path: Path, branch: Any, people: list[Any]
) -> None:
    guest = factories.make_member(organization=factories.make_branch(), name="戚文澜")
    activity = factories.make_activity(organization=branch, kinds="general_meeting")
    page = browser.get("activities.show", record_id=activity.id)
    assert page.select(f'a[href$="/activities/{activity.id}/sign-in"]')
    rows = [*SIGN_IN, (3, guest.name, "√", None), (4, "不在册", "√", None)]
    sent = upload(tmp_path, rows)
    page = browser.post("activities.sign_in", sent, record_id=activity.id, status=200)
    assert "12" in notices(page)
    assert "不在册" in notices(page)
    data = form_data(page)
    assert data[f"attendance-{people[0].id}"] == "present"
    assert data[f"attendance-{people[1].id}"] == "leave"
    assert data[f"why-{people[1].id}"] == "出差请假"
    assert data["present"] == guest.name
    browser.post("activities.edit", data, record_id=activity.id)
    assert states(activity) == {
        "陆远航": (PRESENT, None, None),
        "卜向阳": (LEAVE, None, "出差请假"),
        "戚文澜": (PRESENT, None, None),
    }


def test_a_planned_meeting_is_held_by_its_sign_in_sheet(
    browser: Browser, tmp_path: Path, branch: Any, people: list[Any]
) -> None:
    activity = factories.make_activity(organization=branch, status="planned")
    page = browser.post(
        "activities.sign_in", upload(tmp_path, SIGN_IN), record_id=activity.id, status=200
    )
    browser.post("activities.edit", form_data(page), record_id=activity.id)
    assert factories.find(activity).status == "held"
    assert len(states(activity)) == 2


def test_a_sign_in_sheet_replaces_a_number(
    browser: Browser, tmp_path: Path, branch: Any, people: list[Any]
) -> None:
    activity = factories.make_activity(organization=branch, present_count=1)
    page = browser.post(
        "activities.sign_in", upload(tmp_path, SIGN_IN), record_id=activity.id, status=200
    )
    browser.post("activities.edit", form_data(page), record_id=activity.id)
    assert not factories.find(activity).is_counted
    assert len(states(activity)) == 2


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (SHEET, "several meetings"),
        ([SIGN_IN[2], (1, "陆远航", None, None)], "Nobody has a mark"),
        ([("姓名", "性别"), ("陆远航", "男")], "No sheet of attendance"),
    ],
)
def test_another_file_is_refused_with_its_place(
    browser: Browser, tmp_path: Path, branch: Any, rows: Rows, words: str
) -> None:
    activity = factories.make_activity(organization=branch)
    page = browser.post(
        "activities.sign_in", upload(tmp_path, rows), record_id=activity.id, status=400
    )
    assert words in notices(page)


def open_sheet(browser: Browser, tmp_path: Path, rows: Rows) -> tuple[str, BeautifulSoup]:
    page = browser.follow("activities.attendance_sheet", upload(tmp_path, rows))
    form = page.select_one("main form[method=post]")
    assert form is not None
    return str(form["action"]).rsplit("/", 1)[1], page


def post_data(page: BeautifulSoup) -> dict[str, str]:
    form = page.select_one("main form[method=post]")
    assert form is not None
    return form_data(BeautifulSoup(f"<main>{form}</main>", "html.parser"))


def test_an_attendance_sheet_finds_its_meetings_and_fills_them(
    browser: Browser, tmp_path: Path, branch: Any, people: list[Any]
) -> None:
    first = factories.make_activity(organization=branch, held_on=date(2023, 1, 10))
    token, page = open_sheet(browser, tmp_path, SHEET)
    data = post_data(page)
    assert [data[f"meeting-{place}"] for place in (2, 3, 4)] == [str(first.id), "new", "new"]
    assert "出勤率、出勤人数（5）" in main_text(page)
    browser.post("activities.attendance_sheet_review", data, token=token)
    found = db.session.scalars(select(Activity).order_by(Activity.held_on)).all()
    assert [(a.title, a.held_on.month) for a in found] == [
        (first.title, 1),
        ("主题党日", 2),
        ("党员大会", 3),
    ]
    assert [{name: row[0] for name, row in states(a).items()} for a in found] == [
        {"陆远航": PRESENT, "卜向阳": PRESENT},
        {"陆远航": PRESENT, "卜向阳": ABSENT},
        {"陆远航": LEAVE, "卜向阳": PRESENT},
    ]
    _, page = open_sheet(browser, tmp_path, SHEET)
    assert {post_data(page)[f"meeting-{place}"] for place in (2, 3, 4)} == {
        str(a.id) for a in found
    }


def test_without_a_year_or_an_organization_both_are_asked(
    browser: Browser, tmp_path: Path, branch: Any, people: list[Any]
) -> None:
    factories.make_branch(name="第二党支部")
    token, page = open_sheet(browser, tmp_path, SHEET[1:])
    assert page.select("#f-year")
    browser.post("activities.attendance_sheet_review", post_data(page), token=token, status=400)
    page = browser.get(
        "activities.attendance_sheet_review", token=token, year="2023", organization=str(branch.id)
    )
    assert post_data(page)["meeting-2"] == "new"


def test_a_mark_that_is_not_understood_stops_its_column(
    browser: Browser, tmp_path: Path, branch: Any, people: list[Any]
) -> None:
    rows = [*SHEET[:2], (1, "陆远航", "√", "△", "√", None)]
    token, page = open_sheet(browser, tmp_path, rows)
    data = post_data(page)
    page = browser.post("activities.attendance_sheet_review", data, token=token, status=400)
    assert "陆远航“△”" in notices(page)
    assert db.session.scalars(select(Activity)).all() == []
    data["meeting-3"] = ""
    browser.post("activities.attendance_sheet_review", data, token=token)
    assert len(db.session.scalars(select(Activity)).all()) == 2


@pytest.mark.parametrize("name", ["members", "activities", "awards"])
@pytest.mark.parametrize(
    ("rows", "words"), [(SIGN_IN, "sign-in sheet"), (SHEET, "attendance sheet")]
)
def test_an_import_says_where_such_a_sheet_belongs(
    desk: Desk, name: str, rows: Rows, words: str
) -> None:
    with pytest.raises(FileRefusedError, match=words):
        desk.preview(desk.book({"Sheet1": rows}), name)


def test_the_sheet_of_a_stranger_is_missing(browser: Browser) -> None:
    browser.get("activities.attendance_sheet_review", token="0" * 32, status=404)
