"""Sheets of attendance as offices have them: the columns, the people and the marks.

A sign-in sheet has a column of names and one for signing, perhaps several of both side by side; an
attendance sheet has a column for each meeting, whose header has the day.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.layout import MOST_ROWS_ABOVE, folded
from partyhub.spreadsheets import BadCell
from partyhub.texts import clean_name, clean_text

NAMES = frozenset({"姓名", "党员姓名", "名字", "参会人员", "人员姓名", "name"})
SIGNS = frozenset(
    {
        *("签到", "签名", "签字", "签到签名", "签到签字", "本人签名", "本人签字", "签到栏"),
        *("是否到会", "到会情况", "参会情况", "出勤情况", "出席情况", "出勤", "考勤", "signature"),
    }
)
REMARKS = frozenset({"备注", "说明", "请假原因", "缺席原因", "请假事由", "未到原因", "remark"})
NUMBERS = frozenset({"序号", "编号", "no.", "no"})
TOTALS = re.compile(r"合计|小计|总计|出勤人数|实到人数|应到人数|到会人数|出勤率|请假人数")
TIMES = frozenset({"时间", "日期", "会议时间", "活动时间", "会议日期", "活动日期"})
PLACES = frozenset({"地点", "会议地点", "活动地点"})
DAY = re.compile(
    r"(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})(?:\s*[日号])?(?!\d)", re.ASCII
)
YEAR = re.compile(r"((?:19|20|21)\d\d)\s*年?")


class Mark(NamedTuple):
    """One person's mark and remark in a row of a sheet."""

    row: int
    name: str
    mark: str
    remark: str = ""


class MeetingHead(NamedTuple):
    """The header of a meeting's column: its text without the day, and the day; `year` may lack."""

    place: int
    header: str
    words: str
    year: int | None
    month: int
    day: int

    def on(self, year: int | None) -> date | None:
        """Return the day, in `year` where the header has none; None if there is no such day."""
        try:
            return date(self.year or year or 0, self.month, self.day)
        except ValueError:
            return None


@dataclass
class AttendanceSheet:
    """A sheet of attendance as it is read; `meetings` is empty for a sign-in sheet.

    `marks` are by the index of the meeting's column, 0 for a sign-in sheet. `left_out` names the
    columns and rows that say nothing of a person.
    """

    title: str = ""
    when: str = ""
    place: str = ""
    meetings: Sequence[MeetingHead] = ()
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        """Return the year that the title names."""
        found = YEAR.search(self.title)
        return int(found[1]) if found else None


class Heads(NamedTuple):
    """The columns of a header row: of names, of signing, of remarks, and of meetings."""

    row: int
    texts: Mapping[int, str]
    names: Sequence[int]
    signs: Sequence[int]
    remarks: Sequence[int]
    meetings: Sequence[MeetingHead]


def find_heads(rows: Iterable[SheetRow]) -> Heads | None:
    """Return the header row of a sheet of attendance, or None if it is another sheet."""
    for row in rows:
        texts = {index: text_of(value) for index, value in enumerate(row.cells)}
        texts = {index: text for index, text in texts.items() if text}
        by_kind = [
            [index for index, text in texts.items() if folded(text) in words]
            for words in (NAMES, SIGNS, REMARKS)
        ]
        meetings = [head for index, text in texts.items() if (head := meeting_head(index, text))]
        if by_kind[0] and (by_kind[1] or len(meetings) > 1):
            names, signs, remarks = by_kind
            return Heads(row.number, texts, names, signs, remarks, [] if signs else meetings)
    return None


def meeting_head(index: int, text: str) -> MeetingHead | None:
    """Return the meeting that a header tells of, such as 1月10日 主题党日, or None."""
    found = DAY.search(text)
    if found is None or not (1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31):
        return None
    words = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
    year = int(found[1]) if found[1] else None
    return MeetingHead(index, text, words, year, int(found[2]), int(found[3]))


def read_sheet(rows: Iterable[SheetRow]) -> AttendanceSheet | None:
    """Read a sheet of attendance; None if it is another sheet."""
    every = list(rows)
    heads = find_heads(every[:MOST_ROWS_ABOVE])
    if heads is None:
        return None
    sheet = AttendanceSheet(meetings=heads.meetings)
    above = [row for row in every if row.number < heads.row]
    _read_above(sheet, above)
    used = {*heads.names, *heads.signs, *heads.remarks, *(m.place for m in heads.meetings)}
    sheet.left_out += [
        text for i, text in heads.texts.items() if i not in used and folded(text) not in NUMBERS
    ]
    for row in every:
        if row.number > heads.row:
            _read_row(sheet, heads, row)
    return sheet


def _read_above(sheet: AttendanceSheet, rows: Iterable[SheetRow]) -> None:
    """Read the title and the lines with time and place above the header row."""
    texts = [text for row in rows for value in row.cells if (text := text_of(value))]
    sheet.title = next((text for text in texts if not _label_of(text)[0]), "")
    for number, text in enumerate(texts):
        label, value = _label_of(text)
        if label and not value and number + 1 < len(texts) and not _label_of(texts[number + 1])[0]:
            value = texts[number + 1]
        if label in TIMES:
            sheet.when = sheet.when or value
        elif label in PLACES:
            sheet.place = sheet.place or value


def _label_of(text: str) -> tuple[str, str]:
    """Return the label with which a text begins, such as 时间：, or "", and what follows it."""
    label, colon, value = text.replace(":", "：", 1).partition("：")
    word = folded(label)
    is_label = word in TIMES | PLACES and (colon or not value)
    return (word, value.strip()) if is_label else ("", text)


def _read_row(sheet: AttendanceSheet, heads: Heads, row: SheetRow) -> None:
    texts = [text_of(value) for value in row.cells]
    names = [(i, clean_name(texts[i])) for i in heads.names if i < len(texts) and texts[i]]
    names = [(i, name) for i, name in names if folded(name) not in NAMES]
    found = [text for text in texts if text]
    is_total = any(TOTALS.search(text) for text in found)
    if is_total or not names:
        if found and not {folded(text) for text in found} <= NAMES | SIGNS | REMARKS | NUMBERS:
            sheet.left_out.append(f"{found[0]}（{row.number}）")
        return
    for place, name in names:
        for index, at, remark in _marks_of(heads, place):
            mark = texts[at] if at is not None and at < len(texts) else ""
            note = texts[remark] if remark is not None and remark < len(texts) else ""
            sheet.marks.setdefault(index, []).append(Mark(row.number, name, mark, note))


def _marks_of(heads: Heads, place: int) -> list[tuple[int, int | None, int | None]]:
    """Return (key, column of the mark, column of the remark) for a column of names.

    What belongs to it stands to its right, before the next column of names.
    """
    if heads.meetings:
        return [(meeting.place, meeting.place, None) for meeting in heads.meetings]
    end = min((other for other in heads.names if other > place), default=10**6)

    def first(columns: Sequence[int]) -> int | None:
        return next((index for index in columns if place < index < end), None)

    return [(0, first(heads.signs), first(heads.remarks))]


def text_of(value: Any) -> str:
    """Return what a cell shows, as text; an unreadable cell is empty."""
    if value is None or isinstance(value, BadCell):
        return ""
    if isinstance(value, datetime):
        has_time = value.time() != datetime.min.time()
        return f"{value:%Y-%m-%d %H:%M}" if has_time else f"{value:%Y-%m-%d}"
    return " ".join(clean_text(str(value)).split())
