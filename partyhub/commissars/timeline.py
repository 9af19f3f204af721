"""A chart of a workshop's commissars over the last three years.

Bars show appointments; gaps show days without a commissar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partyhub.accounts import current_viewer
from partyhub.commissars.coverage import Line, lines_of
from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import select_appointments_in
from partyhub.commissars.registers import commissars
from partyhub.database import db
from partyhub.members.presence import spans_here
from partyhub.organizations.models import Workshop
from partyhub.periods import Period, add_years, is_valid_on
from partyhub.registers.rights import can_read

YEARS = 3
WIDTH, LEFT = 600, 10
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """The days from `start` to the day before `end` in the chart.

    A gap has no `appointment`. A None `end` means that the bar goes on beyond the chart.
    """

    x: float
    width: float
    lane: int
    start: date
    end: date | None
    appointment: CommissarAppointment | None = None


@dataclass(frozen=True)
class Timeline:
    """The bars and gaps of the years up to a day, with the workshop's line on that day."""

    line: Line
    is_open: bool
    bars: Sequence[Bar]
    gaps: Sequence[Bar]
    years: Sequence[tuple[float, int]]

    @property
    def lanes(self) -> int:
        """Return the number of lanes, at least one."""
        return max((bar.lane for bar in self.bars), default=0) + 1


def timeline_of(workshop: Workshop, day: date) -> Timeline | None:
    """Return the chart of the years up to `day`.

    It is None for viewers who may not read appointments.
    """
    if not can_read(commissars, current_viewer()):
        return None
    period = Period(add_years(day, -YEARS) + DAY, day)
    appointments = db.session.scalars(select_appointments_in(workshop, period)).all()
    years = range(period.start.year + 1, day.year + 1)
    return Timeline(
        lines_of([workshop], day)[0],
        is_valid_on(day, workshop.opened_on, workshop.closed_on),
        bars_of(period, appointments),
        [
            gap
            for gap in gaps_of(period, workshop, appointments)
            if workshop.value_on("is_first_line", gap.start)
        ],
        [(place(period, date(year, 1, 1)), year) for year in years],
    )


def place(period: Period, day: date) -> float:
    """Return the x position where a day begins; days outside the period are at its edge."""
    passed = min(max((day - period.start).days, 0), period.days)
    return round(LEFT + WIDTH * passed / period.days, 1)


def bar(
    period: Period,
    start: date,
    end: date | None,
    lane: int = 0,
    appointment: CommissarAppointment | None = None,
) -> Bar:
    """Return the bar from `start` to the day before `end`, at least one unit wide."""
    x = place(period, start)
    width = place(period, end or period.end + DAY) - x
    return Bar(x, round(max(width, 1), 1), lane, start, end, appointment)


def times_of(
    period: Period, appointments: Sequence[CommissarAppointment]
) -> list[tuple[CommissarAppointment, date, date | None]]:
    """Return (appointment, first day, first day after) of each time in office in the period.

    They are the times in which the commissar is in the Party here; moves between branches don't
    divide them.
    """
    found: list[tuple[CommissarAppointment, date, date | None]] = []
    for item in appointments:
        for started, ended in spans_here(item.member, item.started_on, item.ended_on):
            if ended is not None and ended <= period.start:
                continue
            if found and found[-1][0] is item and found[-1][2] == started:
                found[-1] = item, found[-1][1], ended
            else:
                found.append((item, started, ended))
    return sorted(found, key=lambda each: each[1])


def bars_of(period: Period, appointments: Sequence[CommissarAppointment]) -> list[Bar]:
    """Return a bar for each appointment; simultaneous ones are in lanes below each other.

    It ends when the commissar leaves the Party here.
    """
    free_from: list[date] = []
    bars = []
    for item, started, ended in times_of(period, appointments):
        lane = next((i for i, day in enumerate(free_from) if day <= started), None)
        if lane is None:
            lane = len(free_from)
            free_from.append(date.min)
        free_from[lane] = ended or date.max
        bars.append(bar(period, started, ended, lane, item))
    return bars


def gaps_of(
    period: Period, workshop: Workshop, appointments: Sequence[CommissarAppointment]
) -> list[Bar]:
    """Return bars of the days on which the workshop was open and had no commissar."""
    last = min(workshop.closed_on or date.max, period.end + DAY)
    reached, gaps = max(workshop.opened_on, period.start), []
    for _, started, ended in times_of(period, appointments):
        if started > reached:
            gaps.append(bar(period, reached, min(started, last)))
        reached = max(reached, ended or date.max)
    if reached < last:
        gaps.append(bar(period, reached, last if last <= period.end else None))
    return [gap for gap in gaps if gap.start < last]
