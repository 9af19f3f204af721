"""The overview of a period on the home page: figures, the year by month and by kind, and honors."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from flask_babel import format_date

from partyhub import clock
from partyhub.activities.models import ActivityKind
from partyhub.awards.models import Award
from partyhub.database import db
from partyhub.dialects import remember_answer
from partyhub.figures import AnyFigure, Number
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.reports.calculation import Asking, Computed, compute_blocks, select_counted
from partyhub.reports.months import Values as MonthValues
from partyhub.reports.months import ask_by_month, read_months
from partyhub.reports.report_request import ReportRequest
from partyhub.reports.rows import FigureRow, row

# The tiles, each a figure's code with the codes of its parts.
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
GATHERINGS = "activities.gatherings"
PERIODS_OF_SPARK = 5
MOST_KINDS = 8
MOST_HONORS = 5


Values: TypeAlias = Mapping[str, Computed]


@dataclass(frozen=True)
class Tile:
    """One figure, its parts, and its value in the last periods, oldest first."""

    row: FigureRow
    parts: Sequence[FigureRow]
    values: Sequence[Number]


@dataclass(frozen=True)
class Point:
    """One mark of a chart: the value in this period and in the one before, and its link."""

    label: str
    now: Number
    was: Number
    url: str | None


@dataclass(frozen=True)
class Overview:
    """The tiles, the gatherings by month, and how often activities of each kind took place."""

    tiles: Sequence[Tile]
    months: Sequence[Point]
    kinds: Sequence[Point]


def overview(requested: ReportRequest) -> Overview:
    """Return all figures that the page shows, computed by one statement for each base."""
    by_code = current_catalog().figures_by_code
    mains = [by_code[code] for code, _ in TILES]
    parts = [by_code[code] for _, codes in TILES for code in codes]
    now, before, *earlier = (requested.scope(each) for each in last_periods(requested.period))
    periods = [] if requested.period.is_long() else [requested.period, requested.period.before]
    by_month = [ask_by_month(requested.scope, each, [by_code[GATHERINGS]]) for each in periods]
    every = [*mains, *parts, *kind_figures()]
    found = iter(
        compute_or_remember(
            [
                *(Asking(scope, every) for scope in (now, before)),
                *(Asking(scope, mains) for scope in earlier),
                *(asking for askings in by_month for asking in askings),
            ]
        )
    )
    series = [values[None] for values in islice(found, PERIODS_OF_SPARK)]
    monthly = [list(islice(found, len(askings))) for askings in by_month]
    return Overview(
        tiles(requested, series), months(requested, monthly), kinds(requested, *series[:2])
    )


def compute_or_remember(requested: Sequence[Asking]) -> Sequence[MonthValues]:
    """Return the values of each request; those of periods that are over may be remembered.

    They are until anything is written to the database. Whatever isn't remembered is computed
    together with all the rest, by one statement for each base.
    """
    today = clock.today()
    past = [number for number, each in enumerate(requested) if each.scope.period.end < today]
    computed: list[MonthValues] = []

    def compute_all() -> list[MonthValues]:
        computed.extend(compute_blocks(requested))
        return [computed[number] for number in past]

    questions = tuple(question_of(requested[number]) for number in past)
    key = ("overview", today, questions)
    remembered = iter(remember_answer(db.session.connection(), key, compute_all))
    if computed:
        return computed
    current = iter(compute_blocks([requested[n] for n in range(len(requested)) if n not in past]))
    return [next(remembered if n in past else current) for n in range(len(requested))]


def question_of(requested: Asking) -> Hashable:
    """Return all that the answer depends on besides the records and the day of today."""
    codes = tuple(figure.code for figure in requested.figures)
    return requested.scope, codes, requested.by_month


def tiles(requested: ReportRequest, series: Sequence[Values]) -> list[Tile]:
    """Return the tiles; `series` are the values in some periods, newest first."""
    now, before = series[:2]
    return [
        Tile(
            row(requested, now[code], before[code]),
            [row(requested, now[part], before[part]) for part in parts],
            [values[code].value or 0 for values in reversed(series)],
        )
        for code, parts in TILES
    ]


def last_periods(period: Period) -> list[Period]:
    """Return the last periods of the same kind, this one first."""
    found = [period]
    while len(found) < PERIODS_OF_SPARK:
        found.append(found[-1].before)
    return found


def months(requested: ReportRequest, found: Sequence[Sequence[MonthValues]]) -> list[Point]:
    """Return gatherings by month; each number is the figure itself, computed for one month.

    The list is empty where the period is too long for a chart by month.
    """
    if not found:
        return []
    gatherings = current_catalog().figures_by_code[GATHERINGS]
    periods = (requested.period, requested.period.before)
    now, was = (
        list(read_months(values, period, gatherings))
        for values, period in zip(found, periods, strict=True)
    )
    return [
        month_point(
            requested, GATHERINGS, month, value, was[number][1] if number < len(was) else None
        )
        for number, (month, value) in enumerate(now)
    ]


def month_point(
    requested: ReportRequest, code: str, month: Period, now: Number, was: Number
) -> Point:
    has_begun = month.start <= clock.today()
    return Point(
        format_date(month.start, "LLL"),
        now if has_begun else None,
        was,
        requested.url("reports.counted", code=code, period=month.key) if has_begun else None,
    )


def kinds(requested: ReportRequest, now: Values, was: Values) -> list[Point]:
    """Return how often activities of each kind took place, the most frequent first."""
    points = [
        Point(
            str(figure.label),
            now[figure.code].value,
            was[figure.code].value,
            requested.url("reports.counted", code=figure.code),
        )
        for figure in kind_figures()
    ]
    held = [point for point in points if point.now or point.was]
    return sorted(held, key=lambda point: -(point.now or 0))[:MOST_KINDS]


def kind_figures() -> list[AnyFigure]:
    by_code = current_catalog().figures_by_code
    return [by_code[f"activities.{kind.value}"] for kind in ActivityKind]


def honors(requested: ReportRequest) -> Sequence[Award]:
    """Return the newest of the awards that the figure counts."""
    query = select_counted(current_catalog().figures_by_code["awards.total"], requested.scope())
    newest: Any = query.order_by(Award.awarded_on.desc(), Award.id).limit(MOST_HONORS)
    return db.session.scalars(newest).all()
