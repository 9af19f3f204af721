"""Periods of a report, and validity on a day (registers.md, Conventions and Figures).

The command line reads a period before it has an application, so no framework is imported here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self, TypeAlias

from partyhub.texts import FIRST_YEAR, LAST_YEAR, normal_form, parse_date

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, SQLColumnExpression

    DateColumn: TypeAlias = SQLColumnExpression[date] | SQLColumnExpression[date | None]


class PeriodError(ValueError):
    """Error raised for a text that is not a valid period."""


class Kind(StrEnum):
    """The kind of a period; the period before it is of the same kind."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    PARTY_YEAR = "party_year"
    CUSTOM = "custom"


_DAY = timedelta(days=1)
# The most months that a chart by month can show.
MOST_MONTHS = 24
# A day later than any on record, so that what has no end sorts last.
FAR = date(9999, 12, 31)
_MONTHS = {Kind.YEAR: 12, Kind.PARTY_YEAR: 12, Kind.HALF: 6, Kind.QUARTER: 3, Kind.MONTH: 1}
_OFFSET = {Kind.PARTY_YEAR: 6}  # It begins on 1 July of the year before the one it is named after.
_NAMES = {
    Kind.YEAR: re.compile(r"(\d{4})", re.ASCII),
    Kind.HALF: re.compile(r"(\d{4})-h([12])", re.ASCII),
    Kind.QUARTER: re.compile(r"(\d{4})-q([1-4])", re.ASCII),
    Kind.MONTH: re.compile(r"(\d{4})-(\d\d)", re.ASCII),
    Kind.PARTY_YEAR: re.compile(r"party-year-(\d{4})", re.ASCII),
}


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, inclusive; `key` is the text that `parse` reads back.

    Raises ValueError when `end` is before `start`.
    """

    start: date
    end: date
    key: str = field(init=False)

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError
        object.__setattr__(self, "key", _key(self))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 2023, 2023-H1, 2023-Q2, 2023-06, party-year-2023 or FIRST..LAST.

        Raises PeriodError for any other text, and for days outside the years 1900 to 2199.
        """
        try:
            start, end = _days_of(normal_form(text))
            if start.year >= FIRST_YEAR and end.year <= LAST_YEAR:
                return cls(start, end)
        except ValueError:
            pass
        raise PeriodError

    @property
    def kind(self) -> Kind:
        """Return the kind that the days make up, however the period was written."""
        if self.start.day != 1 or self.end != month_end(self.end):
            return Kind.CUSTOM
        months = _month_number(self.end) - _month_number(self.start) + 1
        for kind, length in _MONTHS.items():
            aligned = (self.start.month - 1 - _OFFSET.get(kind, 0)) % length == 0
            if months == length and aligned:
                return kind
        return Kind.CUSTOM

    @property
    def before(self) -> Self:
        """Return the period of the same kind just before; for a custom one, as many days."""
        end = self.start - _DAY
        if self.kind is Kind.CUSTOM:
            return type(self)(end - (self.end - self.start), end)
        return type(self)(add_months(self.start, -_MONTHS[self.kind]), end)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def months(self) -> list[date]:
        """Return the first days of the months that the period touches, in order."""
        count = _month_number(self.end) - _month_number(self.start) + 1
        return [add_months(self.start.replace(day=1), n) for n in range(count)]

    def by_month(self) -> list[Self]:
        """Return the months as periods, in order, the first and the last cut to this period."""
        spans = ((first, add_months(first, 1) - _DAY) for first in self.months())
        return [type(self)(max(first, self.start), min(end, self.end)) for first, end in spans]

    def is_long(self) -> bool:
        """Return whether the period is too long for a chart by month."""
        return len(self.months()) > MOST_MONTHS

    def label(self) -> str:
        """Return the period's name for people, in the language of the request."""
        from babel.dates import format_skeleton
        from flask_babel import format_date, get_locale, pgettext

        if self.kind is Kind.MONTH:
            return format_skeleton("yMMMM", self.start, locale=get_locale())
        if self.kind is Kind.CUSTOM:
            start, end = (format_date(day, "long") for day in (self.start, self.end))
            return str(pgettext("period", "%(start)s to %(end)s", start=start, end=end))
        year = self.end.year
        labels = {
            (Kind.YEAR, 1): pgettext("period", "%(year)s", year=year),
            (Kind.PARTY_YEAR, 7): pgettext(
                "period", "Party year %(first)s–%(last)s", first=year - 1, last=year
            ),
            (Kind.HALF, 1): pgettext("period", "First half of %(year)s", year=year),
            (Kind.HALF, 7): pgettext("period", "Second half of %(year)s", year=year),
            (Kind.QUARTER, 1): pgettext("period", "First quarter of %(year)s", year=year),
            (Kind.QUARTER, 4): pgettext("period", "Second quarter of %(year)s", year=year),
            (Kind.QUARTER, 7): pgettext("period", "Third quarter of %(year)s", year=year),
            (Kind.QUARTER, 10): pgettext("period", "Fourth quarter of %(year)s", year=year),
        }
        return str(labels[self.kind, self.start.month])

    def __str__(self) -> str:
        return self.key


def presets(today: date) -> list[Period]:
    """Return the periods to offer: Party year, calendar year, half-year, quarter and month.

    Each of the two years is followed by the one before it.
    """
    party_year, year = _around(Kind.PARTY_YEAR, today), _around(Kind.YEAR, today)
    shorter = [_around(kind, today) for kind in (Kind.HALF, Kind.QUARTER, Kind.MONTH)]
    return [party_year, party_year.before, year, year.before, *shorter]


def is_valid_on(day: date, started: date | None, ended: date | None) -> bool:
    """Return whether something is valid on `day`.

    `ended` is the first day on which it no longer is.
    """
    return started is not None and started <= day and (ended is None or day < ended)


def on_day(day: date | DateColumn, started: DateColumn, ended: DateColumn) -> ColumnElement[bool]:
    """Return `is_valid_on` as an SQL condition.

    It is NULL for an empty `started`, so it must not be negated.
    """
    return (started <= day) & (ended.is_(None) | (ended > day))


def in_period(period: Period, column: DateColumn) -> ColumnElement[bool]:
    """Return the condition that a date is in the period, both ends included.

    An empty date is in no period.
    """
    return column.between(period.start, period.end)


def add_months(day: date, n: int) -> date:
    """Return the day `n` months later, or earlier; in a month that is too short, its last day."""
    year, month = divmod(_month_number(day) + n, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_before(day: date, n: int) -> date:
    """Return the last day for which `add_months(result, n)` is not after `day`: its inverse."""
    back = add_months(day, -n)
    is_last = day.day == monthrange(day.year, day.month)[1]
    return month_end(back) if is_last else back


def add_years(day: date, n: int) -> date:
    """Return the day `n` years later, or earlier; 29 February becomes the 28th in a common year."""
    return add_months(day, 12 * n)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days_of(text: str) -> tuple[date, date]:
    for kind, pattern in _NAMES.items():
        if found := pattern.fullmatch(text):
            year, *part = (int(number) for number in found.groups())
            place = part[0] - 1 if part else 0
            return _span(kind, date(year, place * _MONTHS[kind] + 1, 1))
    first, _, last = text.partition("..")
    start, end = parse_date(first), parse_date(last)
    if start is None or end is None:
        raise ValueError
    return start, end


def _span(kind: Kind, first: date) -> tuple[date, date]:
    start = add_months(first, -_OFFSET.get(kind, 0))
    return start, add_months(start, _MONTHS[kind]) - _DAY


def _around(kind: Kind, day: date) -> Period:
    number = _month_number(day) + _OFFSET.get(kind, 0)
    year, month = divmod(number - number % _MONTHS[kind], 12)
    return Period(*_span(kind, date(year, month + 1, 1)))


def _key(period: Period) -> str:
    year, month = period.start.year, period.start.month
    keys = {
        Kind.YEAR: f"{year:04}",
        Kind.HALF: f"{year:04}-H{month // 6 + 1}",
        Kind.QUARTER: f"{year:04}-Q{month // 3 + 1}",
        Kind.MONTH: f"{year:04}-{month:02}",
        Kind.PARTY_YEAR: f"party-year-{period.end.year:04}",
        Kind.CUSTOM: f"{period.start}..{period.end}",
    }
    return keys[period.kind]
