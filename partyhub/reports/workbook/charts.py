"""The sheet of charts, beside their rows: the main series by month, and the state at the end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal, NamedTuple, TypeAlias

from flask_babel import gettext, lazy_gettext

from partyhub.awards.models import AwardLevel
from partyhub.figures import Number, Scope
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.registers.values import format_month
from partyhub.reports.calculation import Computed, compute_blocks, scope_of
from partyhub.reports.months import ask_by_month, read_months
from partyhub.reports.workbook.cover import Cover
from partyhub.spreadsheets import Chart, Heading, SheetWriter, Typed, WorkbookWriter

Values: TypeAlias = Mapping[str, Computed]

ITEM, NOW, BEFORE, CHART = range(4)
# The least number of rows that is as high as a readable chart; two charts fill a page of A4.
LEAST_ROWS = 12
CHARTS_A_PAGE = 2


class Point(NamedTuple):
    """One row: its name, its value in this period and in the one before; None leaves a gap."""

    name: str
    now: Number
    before: Number


@dataclass(frozen=True)
class Series:
    """One chart with its rows; `points` reads them for the unit and period of a cover."""

    heading: Any
    kind: Literal["bar", "line"]
    points: Callable[["Reader"], Sequence[Point]]
    format: str = "int"


class Reader:
    """The numbers of the charts: the figures of the summary, and some of them by month."""

    def __init__(
        self, cover: Cover, requested: Organization | None, now: Values, before: Values
    ) -> None:
        self.cover, self.requested = cover, requested
        self.now, self.before = now, before

    def scope(self, period: Period) -> Scope:
        return scope_of(self.cover.viewer, period, self.requested)

    def by_month(self, code: str) -> list[Point]:
        """Return a figure in each month of the period, beside the same month of the period before.

        The list is empty where the period is too long for a chart by month.
        """
        period = self.cover.period
        if period.is_long():
            return []
        pairs = zip_longest(self._months(code, period), self._months(code, period.before))
        return [
            Point(format_month(now[0].start), now[1], was[1] if was else None)
            for now, was in pairs
            if now
        ]

    def _months(self, code: str, period: Period) -> list[tuple[Period, Number]]:
        """Return (month, the figure's value) pairs.

        The value is None for a month that hasn't begun.
        """
        figure = current_catalog().figures_by_code[code]
        found = compute_blocks(ask_by_month(self.scope, period, [figure]))
        return [
            (month, value if self.scope(month).has_begun else None)
            for month, value in read_months(found, period, figure)
        ]

    def side_by_side(self, codes: Sequence[str]) -> list[Point]:
        """Return several figures of the period, beside those of the period before."""
        period = self.cover.period
        pairs = (
            self._values(values, codes, each)
            for values, each in ((self.now, period), (self.before, period.before))
        )
        names = [str(self.now[code].figure.label) for code in codes]
        return [Point(*row) for row in zip(names, *pairs, strict=True)]

    def _values(self, values: Values, codes: Sequence[str], period: Period) -> list[Number]:
        """Return the figures' values in the period; all None where it hasn't begun."""
        has_begun = self.scope(period).has_begun
        return [values[code].value if has_begun else None for code in codes]


def _by_month(code: str) -> Callable[[Reader], Sequence[Point]]:
    return lambda reader: reader.by_month(code)


def _side_by_side(*codes: str) -> Callable[[Reader], Sequence[Point]]:
    return lambda reader: reader.side_by_side(codes)


SERIES = (
    Series(lazy_gettext("Gatherings by month"), "bar", _by_month("activities.gatherings")),
    Series(
        lazy_gettext("Attendance by month"),
        "line",
        _by_month("activities.attendance_rate"),
        "percent",
    ),
    Series(
        lazy_gettext("Volunteer service by month, hours"),
        "bar",
        _by_month("service.hours"),
        "decimal",
    ),
    Series(lazy_gettext("Duties of commissars by month"), "bar", _by_month("commissars.duties")),
    Series(
        lazy_gettext("Output of the prosperity workshops by month, yuan"),
        "bar",
        _by_month("prosperity.output"),
        "money",
    ),
    Series(
        lazy_gettext("What stands at the end of the period"),
        "bar",
        _side_by_side(
            "organizations.branches",
            "vanguards.posts",
            "vanguards.teams",
            "vanguards.volunteer_teams",
            "commissars.appointed",
            "projects.running",
            "projects.commissar_involved",
            "mentoring.pairs",
        ),
    ),
    Series(
        lazy_gettext("Honors by level"),
        "bar",
        _side_by_side(*(f"awards.{level.value}" for level in AwardLevel)),
    ),
)
# The number format of each axis, and its maximum where that is known.
AXES = {
    "int": ("#,##0", None),
    "decimal": ("#,##0", None),
    "percent": ("0%", 1),
    "money": ("#,##0", None),
}


def add_charts(workbook: WorkbookWriter, reader: Reader) -> None:
    """Add the sheet of charts; a series without any value is left out."""
    sheet = workbook.add_sheet(
        gettext("Charts"),
        [
            # Together no wider than A4 upright, also where the standard font is a wide one.
            Heading("", "text", width=14),
            Heading(gettext("This period"), "int", width=10),
            Heading(gettext("Period before"), "int", width=10),
            Heading("", "text", width=36),
        ],
        heading_title=gettext("Charts of the main figures"),
        filing=reader.cover.filing,
        landscape=False,
        autofilter=False,
        fits_width=False,
    )
    for number, (series, points) in enumerate(_with_values(reader)):
        if number and number % CHARTS_A_PAGE == 0:
            sheet.break_page()
        _write(sheet, series, points)
    sheet.no_records(gettext("No records"))


def _with_values(reader: Reader) -> Iterator[tuple[Series, Sequence[Point]]]:
    for series in SERIES:
        points = series.points(reader)
        if any(point.now or point.before for point in points):
            yield series, points


def _write(sheet: SheetWriter, series: Series, points: Sequence[Point]) -> None:
    sheet.group(str(series.heading))
    first = sheet.next_row
    for point in points:
        numbers = [_typed(value, series.format) for value in (point.now, point.before)]
        sheet.append([point.name, *numbers, ""])
    last = sheet.next_row - 1
    while sheet.next_row - first < LEAST_ROWS:
        sheet.append(["", None, None, ""])
    sheet.chart(
        Chart(
            series.kind,
            str(series.heading),
            ITEM,
            (NOW, BEFORE),
            first,
            last,
            CHART,
            sheet.next_row - 1,
            *AXES[series.format],
        )
    )


def _typed(value: Number, kind: str) -> Any:
    return None if value is None else Typed(value, kind)
