"""Filters that lists of any subject share."""

from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import get_locale, lazy_gettext

from partyhub import clock
from partyhub.periods import Period, PeriodError, in_period, presets
from partyhub.registers.register import Filter
from partyhub.viewers import Viewer


@lru_cache(maxsize=4)
def _offered_periods(today: date) -> list[Period]:
    found = presets(today)
    months = reversed([*found[1].months(), *found[0].months()])
    begun = [f"{month:%Y-%m}" for month in months if month <= today]
    return [*found[:-1], *(Period.parse(text) for text in begun)]


@lru_cache(maxsize=8)
def _labels_of_periods(today: date, _language: str) -> list[tuple[str, str]]:
    return [(period.key, period.label()) for period in _offered_periods(today)]


def period_choices(_viewer: Viewer) -> list[tuple[str, str]]:
    """The same as choices: their labels are made once a day and language."""
    return _labels_of_periods(clock.today(), str(get_locale()))


def period_filter(column: Any) -> Filter:
    """A filter by the period in which the day in `column` lies."""
    return Filter(
        "period",
        lazy_gettext("Period"),
        period_choices,
        lambda value, day: in_period(Period.parse(value), column),
        name_period,
    )


def name_period(text: str) -> str | None:
    """What any other period is called: a link may ask for days that the list doesn't offer."""
    try:
        return Period.parse(text).label()
    except PeriodError:
        return None
