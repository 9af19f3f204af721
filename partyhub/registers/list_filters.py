"""Filters that lists of several features share."""

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
    """Return the (key, label) pairs of the periods that a list offers.

    They are made once per day and language.
    """
    return _labels_of_periods(clock.today(), str(get_locale()))


def period_filter(column: Any) -> Filter:
    """Return a filter for the period that contains the day in `column`."""
    return Filter(
        "period",
        lazy_gettext("Period"),
        period_choices,
        lambda value, day: in_period(Period.parse(value), column),
        name_period,
    )


def name_period(text: str) -> str | None:
    """Return the label of a period that the list doesn't offer but a link may request.

    None means that `text` is no period.
    """
    try:
        return Period.parse(text).label()
    except PeriodError:
        return None
