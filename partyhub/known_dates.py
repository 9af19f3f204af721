"""Dates as they are known: to the day, only to the month, or estimated.

An exact day is a plain `date`. Any other date is a `KnownDate`, which counts as a day wherever days
are counted and sorted.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from partyhub.texts import clean_text, lazy_pattern, normal_form, parse_date, parse_month

# What people write before and after a date that they estimated, in normal form.
_ABOUT = lazy_pattern(
    r"(?:(?P<before>大约|约|推定|估计|about|~)\s*:?\s*)?(?P<date>.*?)"
    r"(?P<after>\s*(?:左右|~|\((?:约|推定|估计|estimated)\)))?",
    re.DOTALL,
)
_KNOWN = "_known"


class Known(StrEnum):
    """The precision of a date."""

    DAY = "day"
    MONTH = "month"
    ESTIMATED = "estimated"


class KnownDate(date):
    """A date that is only known to the month, or is estimated; it counts as the day it holds.

    A month counts as its first day. Two are equal if they are the same day known equally well; a
    plain date is known to the day.
    """

    known: Known

    def __new__(cls, year: int, month: int, day: int, known: Known = Known.DAY) -> Self:
        self = super().__new__(cls, year, month, day)
        self.known = known
        return self

    def __eq__(self, other: object) -> bool:
        same = date.__eq__(self, other)
        return same if same is not True else self.known is known_of(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = date.__hash__

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.year, self.month, self.day, self.known)


def known_of(value: object) -> Known:
    """Return how well a date is known; a plain date is exact."""
    return value.known if isinstance(value, KnownDate) else Known.DAY


def counted(value: date) -> date:
    """Return the day that a date counts as, as a plain date."""
    return date(value.year, value.month, value.day) if isinstance(value, KnownDate) else value


def date_known(day: date | None, known: Known | None) -> date | None:
    """Return the date of a counted day: plain if it is exact, which None means, too."""
    if day is None or known is None or known is Known.DAY:
        return day
    return KnownDate(day.year, day.month, day.day, known)


def month_of(day: date) -> KnownDate:
    """Return the month of a day as a date that is known to the month."""
    return KnownDate(day.year, day.month, 1, Known.MONTH)


def estimated(day: date) -> KnownDate:
    """Return a day as an estimated date."""
    return KnownDate(day.year, day.month, day.day, Known.ESTIMATED)


def earliest(value: date) -> date:
    """Return the first day that the date may be; an estimate may be any day of its month."""
    is_day = type(value) is date or known_of(value) is Known.DAY
    return value if is_day else date(value.year, value.month, 1)


def latest(value: date) -> date:
    """Return the last day that the date may be."""
    if type(value) is date or known_of(value) is Known.DAY:
        return value
    return date(value.year, value.month, monthrange(value.year, value.month)[1])


def is_surely_before(one: date, other: date) -> bool:
    """Return whether `one` is before `other`, whichever of their possible days they are."""
    return latest(one) < earliest(other)


def known_key(key: str) -> str:
    """Return the attribute that says how well the date in attribute `key` is known."""
    return key + _KNOWN


def split_known(dates: Mapping[str, date | None]) -> dict[str, Any]:
    """Return each date as its counted day, and beside it how well it is known."""
    found: dict[str, Any] = {}
    for key, value in dates.items():
        is_exact = value is None or type(value) is date  # as nearly always
        found[key] = value if value is None or is_exact else counted(value)
        found[known_key(key)] = Known.DAY if is_exact else known_of(value)
    return found


def as_text(value: date) -> str:
    """Return a date by ISO 8601: 2015-07-01, 2015-07 (a month) or 2015-07-01~ (estimated)."""
    if type(value) is date:  # as nearly always
        return value.isoformat()
    known = known_of(value)
    if known is Known.MONTH:
        return f"{value:%Y-%m}"
    return f"{value.isoformat()}~" if known is Known.ESTIMATED else value.isoformat()


@lru_cache(maxsize=16_384)
def parse_known_date(text: str) -> date | None:
    """Read a day, a month, or either with a word that says it is estimated.

    An estimated month counts as its first day. Raises ValueError for any other text.
    """
    try:
        return _parse_day_or_month(clean_text(text))
    except ValueError:
        found = _ABOUT.fullmatch(normal_form(text))
    day = _parse_day_or_month(found["date"]) if found else None
    if day is None:
        raise ValueError(text)
    return estimated(day)


def _parse_day_or_month(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        month = parse_month(text)
    return month and month_of(month)
