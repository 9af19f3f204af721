"""The duties of commissars by workshop and month, in two lines: daily readings, all others."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import pgettext

from partyhub.commissars.models import CommissarAppointment, DutyKind
from partyhub.handin import looks
from partyhub.handin.commissar_facts import Duties
from partyhub.handin.facts import Facts
from partyhub.handin.words import month_heading
from partyhub.spreadsheets import Box, Cells, ChartMark, PrintedSheet, Style

_READING = DutyKind.DAILY_READING
_ROW, _TIGHT, _MOST = 13.8, 12.6, 12
# Whether a line is of readings, and by month how many.
_Line = Mapping[tuple[int, bool, date], int]


def add_months(
    sheet: PrintedSheet,
    facts: Facts,
    appointments: Sequence[CommissarAppointment],
    duties: Duties,
) -> None:
    """Add the table; columns without a month stay empty in a period of fewer.

    Each workshop is named with the commissar of its first appointment.
    """
    months = [month.start.replace(day=1) for month in facts.months]
    _add_heads(sheet, months)
    counts = _counts(duties)
    firsts = dict[int, CommissarAppointment]()
    for each in appointments:
        firsts.setdefault(each.workshop_id, each)
    for number, each in enumerate(firsts.values(), 1):
        name = facts.name_of(each.member_id, each.member.name)
        _add_workshop(sheet, (number, each.workshop.name, name), each.workshop_id, months, counts)
    _add_totals(sheet, months, counts, began_in(duties))


def _add_totals(sheet: PrintedSheet, months: Sequence[date], counts: _Line, began: date) -> None:
    """Add the sums of both kinds of lines, and mark them for a chart."""
    labels = [month_heading(month, is_first=False) for month in months]
    for is_reading, words in (
        (True, pgettext("handin", "Daily readings together")),
        (False, pgettext("handin", "Other duties together")),
    ):
        totals = [_total(counts, is_reading, month, began) for month in months]
        whole = sum(n for (_, reading, _), n in counts.items() if reading == is_reading)
        edges = "total" if is_reading else "box"  # one strong line above both sums
        label, number = (s._replace(edges=edges) for s in (looks.TOTAL, looks.TOTAL_NUMBER))
        boxes = [Box(each, number) for each in totals]
        cells = Cells(sheet.title, sheet.next_row, 5, sheet.next_row, 4 + len(months))
        sheet.marks["readings" if is_reading else "others"] = ChartMark(cells, labels)
        sheet.add(
            Box(words, label, 4),
            *boxes,
            *_blank(months, label),
            Box(whole, number),
            height=16,
        )


def _add_heads(sheet: PrintedSheet, months: Sequence[date]) -> None:
    heads = (
        pgettext("handin", "No."),
        pgettext("handin", "Workshop"),
        pgettext("handin", "Commissar"),
        pgettext("handin", "Kind"),
        *(
            month_heading(month, is_first=not n or month.month == 1)
            for n, month in enumerate(months)
        ),
        *([""] * (_MOST - len(months))),
        pgettext("handin", "Sum"),
    )
    sheet.add(*(Box(each, looks.HEAD) for each in heads), height=28)


def _blank(months: Sequence[date], style: Style) -> list[Box]:
    return [Box("", style)] * (_MOST - len(months))


def _counts(duties: Duties) -> dict[tuple[int, bool, date], int]:
    found = dict[tuple[int, bool, date], int]()
    for (workshop, _, kind, day), count in duties.items():
        key = (workshop, kind is _READING, day.replace(day=1))
        found[key] = found.get(key, 0) + count
    return found


def began_in(duties: Duties) -> date:
    """Return the first month with a daily reading; before it they had not begun."""
    days = [day for _, _, kind, day in duties if kind is _READING]
    return min(days, default=date.max).replace(day=1)


def _add_workshop(
    sheet: PrintedSheet,
    head: Sequence[str | int],
    workshop_id: int,
    months: Sequence[date],
    counts: _Line,
) -> None:
    body, text = looks.BODY, looks.TEXT._replace(indent=1)
    began = min((month for _, is_reading, month in counts if is_reading), default=date.max)
    for is_reading, words in (
        (True, pgettext("handin", "Daily reading")),
        (False, pgettext("handin", "Other duties")),
    ):
        numbers = [
            looks.NOTHING
            if is_reading and month < began
            else counts.get((workshop_id, is_reading, month), 0)
            for month in months
        ]
        total = sum(n for n in numbers if isinstance(n, int))
        first: list[Box | int] = [3]
        if is_reading:
            first = [Box(each, body, down=2) for each in head]
        cells = [Box(n, body if isinstance(n, int) else looks.grayed(body)) for n in numbers]
        cells += [*_blank(months, body), Box(total, body._replace(face="heading", format="#,##0"))]
        sheet.add(*first, Box(words, text), *cells, height=_ROW, tight=_TIGHT)


def _total(counts: _Line, is_reading: bool, month: date, began: date) -> int | str:
    if is_reading and month < began:
        return looks.NOTHING
    return sum(n for (_, reading, m), n in counts.items() if reading == is_reading and m == month)
