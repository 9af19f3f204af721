"""The commissars of one workshop over the last three years, as bars; days without one are gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partyhub.accounts import current_viewer
from partyhub.commissars.coverage import Line, lines_of
from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import select_appointments_in
from partyhub.commissars.registers import commissars
from partyhub.database import db
from partyhub.organizations.models import Workshop
from partyhub.periods import Period, add_years, holds_on
from partyhub.registers.rights import can_read

YEARS = 3
WIDTH, LEFT = 600, 10
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """Days from `start` up to the day before `end`, in the chart; a gap has no appointment."""

    x: float
    width: float
    lane: int
    start: date
    end: date | None
    held: CommissarAppointment | None = None


@dataclass(frozen=True)
class Timeline:
    """Bars and gaps of the years up to a day, and what was so on that day."""

    line: Line
    is_open: bool
    bars: Sequence[Bar]
    gaps: Sequence[Bar]
    years: Sequence[tuple[float, int]]

    @property
    def lanes(self) -> int:
        return max((bar.lane for bar in self.bars), default=0) + 1


def timeline_of(workshop: Workshop, day: date) -> Timeline | None:
    """The chart of the years up to `day`; None for who may not read appointments."""
    if not can_read(commissars, current_viewer()):
        return None
    period = Period(add_years(day, -YEARS) + DAY, day)
    held = db.session.scalars(select_appointments_in(workshop, period)).all()
    years = range(period.start.year + 1, day.year + 1)
    return Timeline(
        lines_of([workshop], day)[0],
        holds_on(day, workshop.opened_on, workshop.closed_on),
        bars_of(period, held),
        gaps_of(period, workshop, held) if workshop.is_first_line else [],
        [(place(period, date(year, 1, 1)), year) for year in years],
    )


def place(period: Period, day: date) -> float:
    """Where a day begins in the chart; one outside the period at its edge."""
    passed = min(max((day - period.start).days, 0), period.days)
    return round(LEFT + WIDTH * passed / period.days, 1)


def bar(
    period: Period,
    start: date,
    end: date | None,
    lane: int = 0,
    held: CommissarAppointment | None = None,
) -> Bar:
    x = place(period, start)
    width = place(period, end or period.end + DAY) - x
    return Bar(x, round(max(width, 1), 1), lane, start, end, held)


def bars_of(period: Period, held: Sequence[CommissarAppointment]) -> list[Bar]:
    """A bar for each appointment; those at the same time lie one below the other."""
    free_from: list[date] = []
    bars = []
    for item in held:
        lane = next((i for i, day in enumerate(free_from) if day <= item.started_on), None)
        if lane is None:
            lane = len(free_from)
            free_from.append(date.min)
        free_from[lane] = item.ended_on or date.max
        bars.append(bar(period, item.started_on, item.ended_on, lane, item))
    return bars


def gaps_of(period: Period, workshop: Workshop, held: Sequence[CommissarAppointment]) -> list[Bar]:
    """The days on which the workshop was open and had no commissar."""
    last = min(workshop.closed_on or date.max, period.end + DAY)
    reached, gaps = max(workshop.opened_on, period.start), []
    for item in held:
        if item.started_on > reached:
            gaps.append(bar(period, reached, min(item.started_on, last)))
        reached = max(reached, item.ended_on or date.max)
    if reached < last:
        gaps.append(bar(period, reached, last if last <= period.end else None))
    return [gap for gap in gaps if gap.start < last]
