"""What the home page shows of a period: figures, the year in months and kinds, and honors."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import format_date

from partyhub import catalog, clock
from partyhub.activities.models import ActivityKind
from partyhub.awards.models import Award
from partyhub.database import db
from partyhub.figures import Number
from partyhub.periods import Period
from partyhub.reports.asked import Asked
from partyhub.reports.calculation import compute_each, select_counted
from partyhub.reports.rows import FigureRow, row, rows_of

# The tiles, each with the figures that say what it consists of.
TILES: Sequence[tuple[str, Sequence[str]]] = (
    ("members.total", ("members.full",)),
    ("members.probationary", ("members.targets",)),
    ("members.admitted", ("members.regularized",)),
    ("organizations.branches", ("organizations.reelected",)),
    ("activities.gatherings", ("activities.general_meeting",)),
    ("activities.attendance_rate", ()),
    ("service.hours", ("service.activities",)),
    ("awards.total", ("awards.advanced_organization",)),
)
PERIODS_OF_SPARK = 5
MOST_KINDS = 8
MOST_HONORS = 5


@dataclass(frozen=True)
class Tile:
    """One figure, what it consists of, and its value in some periods up to this one."""

    row: FigureRow
    parts: Sequence[FigureRow]
    values: Sequence[Number]


@dataclass(frozen=True)
class Point:
    """One mark of a chart: this period's value, that of the period before, and where it leads."""

    label: str
    now: Number
    was: Number
    url: str | None


def tiles(asked: Asked) -> list[Tile]:
    by_code = catalog.figures_by_code()
    parts = rows_of(asked, [by_code[code] for _, codes in TILES for code in codes])
    mains = [by_code[code] for code, _ in TILES]
    series = compute_each([asked.scope(each) for each in last_periods(asked.period)], mains)
    return [
        Tile(
            row(asked, series[-1][code], series[-2][code]),
            [parts[part] for part in codes],
            [values[code].value or 0 for values in series],
        )
        for code, codes in TILES
    ]


def last_periods(period: Period) -> list[Period]:
    """Some periods of the same kind, this one last."""
    found = [period]
    while len(found) < PERIODS_OF_SPARK:
        found.insert(0, found[0].before)
    return found


def months(asked: Asked) -> list[Point]:
    """Gatherings by month; each number is the figure itself, asked for one month.

    Nothing where the period is too long to be drawn by month.
    """
    if asked.period.is_long():
        return []
    figure = catalog.figures_by_code()["activities.gatherings"]
    these, earlier = asked.period.by_month(), asked.period.before.by_month()
    computed = compute_each([asked.scope(month) for month in (*these, *earlier)], [figure])
    values = [found[figure.code].value for found in computed]
    now, was = values[: len(these)], values[len(these) :]
    pairs = zip_longest(these, now, was[: len(these)])
    return [month_point(asked, figure.code, *each) for each in pairs]


def month_point(asked: Asked, code: str, month: Period, now: Number, was: Number) -> Point:
    has_begun = month.start <= clock.today()
    return Point(
        format_date(month.start, "LLL"),
        now if has_begun else None,
        was,
        asked.url("reports.counted", code=code, period=month.key) if has_begun else None,
    )


def kinds(asked: Asked) -> list[Point]:
    """How often activities of each kind were held, the most frequent first."""
    by_code = catalog.figures_by_code()
    figures = [by_code[f"activities.{kind.value}"] for kind in ActivityKind]
    now, was = compute_each([asked.scope(), asked.scope(asked.period.before)], figures)
    points = [
        Point(
            str(figure.label),
            now[figure.code].value,
            was[figure.code].value,
            asked.url("reports.counted", code=figure.code),
        )
        for figure in figures
    ]
    held = [point for point in points if point.now or point.was]
    return sorted(held, key=lambda point: -(point.now or 0))[:MOST_KINDS]


def honors(asked: Asked) -> Sequence[Award]:
    """The newest of the very awards that the figure counts."""
    query = select_counted(catalog.figures_by_code()["awards.total"], asked.scope())
    newest: Any = query.order_by(Award.awarded_on.desc(), Award.id).limit(MOST_HONORS)
    return db.session.scalars(newest).all()
