"""Filters that lists of any subject share."""

from typing import Any

from flask_babel import lazy_gettext

from partyhub import clock
from partyhub.periods import Period, PeriodError, in_period, presets
from partyhub.registers.register import Filter


def offered_periods() -> list[Period]:
    """The periods that a list narrows to: those of the reports, and the months of two years."""
    found = presets(clock.today())
    months = reversed([*found[1].months(), *found[0].months()])
    begun = [f"{month:%Y-%m}" for month in months if month <= clock.today()]
    return [*found[:-1], *(Period.parse(text) for text in begun)]


def period_filter(column: Any) -> Filter:
    """A filter by the period in which the day in `column` lies."""
    return Filter(
        "period",
        lazy_gettext("Period"),
        lambda viewer: [(period.key, period.label()) for period in offered_periods()],
        lambda value, day: in_period(Period.parse(value), column),
        name_period,
    )


def name_period(text: str) -> str | None:
    """What any other period is called: a link may ask for days that the list doesn't offer."""
    try:
        return Period.parse(text).label()
    except PeriodError:
        return None
