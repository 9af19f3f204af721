"""Four charts over the tables of the edition."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flask_babel import pgettext

from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_nothing, begin
from partyhub.spreadsheets import Box, Cells, ChartMark, ChartSeries, PrintedChart, PrintedSheet

WIDTHS = (65.0, 65.0, 65.0, 65.0)
_LABELS = (24.0, 24.0, 24.0, 24.0)
_FIRST, _ROWS, _HEIGHT = 3, 14, 16.0
_SHEET_COLUMNS = 2  # a chart is two columns wide


class Drawing(NamedTuple):
    """A chart before it has its place: title, labels, what it shows."""

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Cells]]
    is_stacked: bool = False
    turns_numbers: bool = False


def build_charts(facts: Facts, marks: Mapping[str, ChartMark]) -> PrintedSheet:
    """Return the sheet; `marks` are the cells of the tables."""
    heading = pgettext("handin", "Main figures in charts")
    right = pgettext("handin", "From the tables of this edition")
    sheet = begin(facts, "charts", WIDTHS, heading, right, hidden=_LABELS)
    found = list(_drawings(facts, marks))
    if not found:
        add_nothing(sheet)
        return sheet
    rows = -(-len(found) // 2) * _ROWS
    longest = max(rows, *(len(each.labels) for each in found))
    hidden = len(WIDTHS) + 2
    for number in range(longest):
        words = [each.labels[number : number + 1] or ("",) for each in found]
        cells = [Box(each[0], looks.FILING) for each in words]
        sheet.add(hidden, *cells, height=_HEIGHT)
    for number, drawing in enumerate(found):
        sheet.charts.append(_placed(sheet, drawing, number, hidden + number + 1))
    return sheet


def _placed(sheet: PrintedSheet, drawing: Drawing, number: int, column: int) -> PrintedChart:
    left = number % 2 * _SHEET_COLUMNS
    top = _FIRST - 1 + number // 2 * _ROWS
    last = _FIRST + len(drawing.labels) - 1
    return PrintedChart(
        drawing.title,
        Cells(sheet.title, _FIRST, column, last, column),
        [ChartSeries(name, cells) for name, cells in drawing.series],
        (left, top),
        (left + _SHEET_COLUMNS, top + _ROWS),
        drawing.is_stacked,
        turns_numbers=drawing.turns_numbers,
    )


def _drawings(facts: Facts, marks: Mapping[str, ChartMark]) -> Iterator[Drawing]:
    now, before = pgettext("handin", "This period"), pgettext("handin", "Period before")
    if "members" in marks:
        title = pgettext("handin", "Members of each organization at the end")
        yield _drawing(title, {now: marks["members"]})
    if "meetings" in marks:
        title = pgettext("handin", "Meetings and theme days (times)")
        yield _drawing(title, {now: marks["meetings"], before: marks["meetings before"]})
    if "readings" in marks and facts.value("commissars.duties"):
        title = pgettext("handin", "Duties of commissars by month (times)")
        readings, others = pgettext("handin", "Daily reading"), pgettext("handin", "Other duties")
        series = {readings: marks["readings"], others: marks["others"]}
        yield _drawing(title, series)._replace(is_stacked=True)
    if "output" in marks and facts.value("prosperity.output") is not None:
        title = pgettext("handin", "Output of prosperity workshops by month (10,000 yuan)")
        yield _drawing(title, {now: marks["output"]})._replace(turns_numbers=True)


def _drawing(title: str, series: Mapping[str, ChartMark]) -> Drawing:
    first = next(iter(series.values()))
    return Drawing(title, first.labels, [(name, mark.cells) for name, mark in series.items()])
