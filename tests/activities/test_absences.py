"""The column of who was not there: read in a sheet's rows of new activities, and of no others."""

from datetime import date
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from partyhub.activities.absences import Absence, read_absence
from partyhub.activities.leave import split_annotated_names
from partyhub.activities.models import Activity, Attendance, AttendanceState, LeaveKind
from partyhub.database import db
from tests import factories
from tests.registers.importing.workbooks import Desk, changes, counts, desk, said, warned

__all__ = ["desk"]

LEAVE, ABSENT, MADE_UP = AttendanceState.LEAVE, AttendanceState.ABSENT, AttendanceState.MADE_UP
DAY, LATER = date(2022, 6, 29), date(2022, 7, 5)
HEAD = ("编号", "活动类型", "主题", "主办党组织", "日期", "实到人员", "请假人员", "缺勤说明")


def read(text: str) -> list[Absence]:
    return [read_absence(part) for part in split_annotated_names(text)]


ABSENCES = [
    Absence("白玉芳", LEAVE, "出差"),
    Absence("白玉芳", LEAVE),
    Absence("王建平（CG0112）", LEAVE, "外地投标"),
    Absence("王建平（CG0112）", LEAVE, "住院", None, LeaveKind.SICK),
    Absence("白玉芳", LEAVE, None, None, LeaveKind.BUSINESS),
    Absence("王建平（CG0112）", LEAVE, "在外地（上海）投标"),
    Absence("郭亮", ABSENT),
    Absence("郭亮", ABSENT, "not known"),
    Absence("李明", MADE_UP, "年休假", LATER),
    Absence("李明", MADE_UP, None, LATER),
]


@pytest.mark.parametrize("absence", ABSENCES, ids=str)
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_what_is_written_is_read(database_of_test: None, absence: Absence, language: str) -> None:
    with force_locale(language):
        text = str(absence)
    for other in ("zh_Hans_CN", "en"):
        with force_locale(other):
            assert read(text) == [absence]


def test_without_a_name_it_is_refused(database_of_test: None) -> None:
    with force_locale("en"), pytest.raises(ValueError, match="names nobody"):
        read("（请假）")


@pytest.mark.parametrize("text", ["无", "None", "—"])
def test_nobody_is_nobody(database_of_test: None, text: str) -> None:
    assert read(text) == []


@pytest.fixture
def people(desk: Desk) -> dict[str, Any]:
    branch = factories.make_branch(name="First")
    names = ("Came", "Late", "Away", "Nowhere")
    return {name: factories.make_member(organization=branch, name=name) for name in names}


NOTES = "Late（补课 夜班 2022-07-05）、Away（请假 病假）、Nowhere（缺席）"
ROW = ("A1", "主题党日", "Safety", "First", DAY, "Came、Late", "Away", NOTES)


def rows_by_name(people: dict[str, Any]) -> dict[str, Attendance]:
    activity = factories.find(db.session.scalars(select(Activity)).one())
    rows = {row.member_id: row for row in activity.attendance}
    return {name: rows[found.id] for name, found in people.items()}


def states(people: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {
        name: (row.state.value, row.reason, row.made_up_on)
        for name, row in rows_by_name(people).items()
    }


def test_a_new_activity_brings_its_reasons(desk: Desk, people: dict[str, Any]) -> None:
    desk.take("activities", HEAD, ROW)
    assert states(people) == {
        "Came": ("present", None, None),
        "Late": ("made_up", "夜班", LATER),
        "Away": ("leave", None, None),
        "Nowhere": ("absent", None, None),
    }
    assert rows_by_name(people)["Away"].leave_kind is LeaveKind.SICK
    assert counts(desk.judge("activities", HEAD, ROW)) == (0, 0, 1, 0, 0)


def test_who_is_named_was_expected_wherever_the_person_is(
    desk: Desk, people: dict[str, Any]
) -> None:
    """The list was fixed then; moves entered since would make another one."""
    guest = factories.make_member(organization=factories.make_branch(), name="Moved")
    desk.take("activities", HEAD, (*ROW[:-1], f"{NOTES}、Moved（缺席 出差）"))
    assert states({"Moved": guest}) == {"Moved": ("absent", "出差", None)}
    activity = factories.find(db.session.scalars(select(Activity)).one())
    assert activity.expected_count == 5


def test_of_an_activity_on_record_it_stays_as_it_was(desk: Desk, people: dict[str, Any]) -> None:
    desk.take("activities", HEAD, ROW)
    other = NOTES.replace("病假", "出差")
    result = desk.judge("activities", HEAD, (*ROW[:-1], other))
    assert [(row, header) for row, header, _ in said(result)] == [(2, "缺勤说明")]


@pytest.mark.parametrize(
    "notes",
    [
        "Away（缺席）",
        "Came（缺席）",
        "Nowhere（请假 病假）",
        "Nowhere（补课 2022-07-05）",
        "Late（补课）",
        "Nobody（缺席）",
        "Nobody",
        "Came",
        "Nowhere（病假）",
    ],
)
def test_what_contradicts_or_is_not_understood_is_said(
    desk: Desk, people: dict[str, Any], notes: str
) -> None:
    result = desk.judge("activities", HEAD, (*ROW[:-1], notes))
    assert {(row, header) for row, header, _ in said(result)} == {(2, "缺勤说明")}


def test_a_name_alone_was_absent_and_a_note_is_the_reason(
    desk: Desk, people: dict[str, Any]
) -> None:
    head = (*HEAD[:-1], "缺席人员")
    desk.take("activities", head, (*ROW[:-1], "Nowhere（出差、开会）"))
    assert states(people)["Nowhere"] == ("absent", "出差、开会", None)
    assert states(people)["Away"] == ("leave", None, None)


def test_the_absent_are_checked_against_those_who_are_left(
    desk: Desk, people: dict[str, Any]
) -> None:
    guest = factories.make_member(organization=factories.make_branch(), name="Guest")
    result = desk.judge("activities", HEAD, (*ROW[:-2], "", "Away（缺席）、Guest"))
    assert [(row, header) for row, header, _ in warned(result)] == [(2, "缺勤说明")] * 2
    missing, other = (sentence for *_, sentence in warned(result))
    assert missing.startswith("They count as absent, since they are listed neither here")
    assert other.startswith("They count as expected")
    assert other.endswith(f": {guest.name}.")


def test_a_note_behind_a_name_on_leave_is_the_reason_or_the_kind(
    desk: Desk, people: dict[str, Any]
) -> None:
    row = (*ROW[:-3], "Came", "Away（出差，上海）、Late（病假 住院）、Nowhere（事假）", "")
    desk.take("activities", HEAD, row)
    rows = rows_by_name(people)
    found = {name: (row.leave_kind, row.reason) for name, row in rows.items()}
    assert found == {
        "Came": (None, None),
        "Late": (LeaveKind.SICK, "住院"),
        "Away": (None, "出差，上海"),
        "Nowhere": (LeaveKind.PERSONAL, None),
    }
    assert counts(desk.judge("activities", HEAD, row)) == (0, 0, 1, 0, 0)


def test_a_new_note_changes_the_reason_of_a_meeting_on_record(
    desk: Desk, people: dict[str, Any]
) -> None:
    desk.take("activities", HEAD, ROW)
    row = (*ROW[:-2], "Away（公差）", "")
    assert changes(desk.judge("activities", HEAD, row))[0][0] == "Absences"
    desk.take("activities", HEAD, row)
    assert rows_by_name(people)["Away"].leave_kind is LeaveKind.BUSINESS


def test_the_code_behind_a_namesake_is_no_note(desk: Desk, people: dict[str, Any]) -> None:
    other = factories.make_member(organization=factories.make_branch(), name="Away")
    own = people["Away"]
    row = (*ROW[:-2], f"Away（{own.number}）（病假）", "")
    desk.take("activities", HEAD, row)
    assert rows_by_name(people)["Away"].leave_kind is LeaveKind.SICK
    assert other.id not in {row.member_id for row in rows_by_name(people).values()}
