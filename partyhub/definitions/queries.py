"""Conditions of workdays and of listed words, and what their pages show."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, exists, extract, func, or_, select

from partyhub.database import db
from partyhub.definitions.defaults import COMMON_FONTS
from partyhub.definitions.models import CalendarDay, ListedWord
from partyhub.dialects import days_since_monday

DEGREES, MAJORITY = "education.college", "ethnicity.majority"
SERVICE_KINDS = "service.kinds"
# The key of the setting of the fonts in print and of its cache, and its word; without it they are
# the official ones.
FONTS, COMMON = "print.fonts", "common"
# The key of the session's cache of the official years.
OFFICIAL = "partyhub.definitions.official"
WEEK, WORKDAYS = 7, 5


def is_listed(key: str, column: Any) -> ColumnElement[bool]:
    """Return the condition that the text in `column` is a word of the list; null if it is null."""
    condition: ColumnElement[bool] = column.in_(
        select(ListedWord.word).where(ListedWord.key == key)
    )
    return condition


def contains_listed(key: str, column: Any) -> ColumnElement[bool]:
    """Return the condition that the text in `column` contains a word of the list; null as above.

    Each text is searched once, not each row: many rows share few texts.
    """
    text = _distinct(column).c.value
    is_found = exists().where(ListedWord.key == key, text.contains(ListedWord.word))
    condition: ColumnElement[bool] = column.in_(select(text).where(is_found))
    return condition


def _distinct(column: Any) -> CTE:
    """Return the different texts of a column, each found in its index from the one before."""
    own: Any = column.class_.__table__.alias().c[column.key]
    found = select(func.min(own).label("value")).cte(recursive=True)
    following = select(func.min(own)).where(own > found.c.value).correlate(found).scalar_subquery()
    return found.union_all(select(following).where(found.c.value.is_not(None)))


def find_words(key: str) -> Sequence[str]:
    """Return the words of the list in the order in which they were entered."""
    query = select(ListedWord.word).where(ListedWord.key == key).order_by(ListedWord.id)
    return db.session.scalars(query).all()


def find_fonts() -> Mapping[str, str]:
    """Return the fonts to print with instead of those of official papers; none by default.

    The fonts of official papers are not on every computer; Excel and Word then take any other. It
    is read once per transaction, since many documents may need it.
    """
    session = db.session()
    transaction, is_common = session.info.get(FONTS, (None, False))
    if transaction is None or transaction is not session.get_transaction():
        is_common = COMMON in find_words(FONTS)
        session.info[FONTS] = (session.get_transaction(), is_common)
    return COMMON_FONTS if is_common else {}


def is_workday(day: Any) -> ColumnElement[bool]:
    """Return the condition that `day` is a workday; the query joins its calendar day, if any."""
    return func.coalesce(CalendarDay.own, CalendarDay.official, _is_weekday(day))


def count_workdays(start: Any, end: Any, opened: Any, closed: Any) -> ColumnElement[int]:
    """Return how many workdays lie both in `start` to `end` and in `opened` to before `closed`.

    The two spans must share a day. Monday to Friday are computed; the calendar then adds and takes
    away the days that differ.
    """
    differs = case((is_workday(CalendarDay.day), 1), else_=0) - case(
        (_is_weekday(CalendarDay.day), 1), else_=0
    )
    added = select(func.coalesce(func.sum(differs), 0)).where(
        CalendarDay.day.between(start, end),
        CalendarDay.day >= opened,
        or_(closed.is_(None), CalendarDay.day < closed),
    )
    first = case((opened > start, days_since_monday(opened)), else_=days_since_monday(start))
    after = case(
        (and_(closed.is_not(None), closed <= end), days_since_monday(closed)),
        else_=days_since_monday(end) + 1,
    )
    weekdays = _weekdays_before(after) - _weekdays_before(first)
    return weekdays + added.correlate_except(CalendarDay).scalar_subquery()


def _is_weekday(day: Any) -> ColumnElement[bool]:
    """Return the condition that the day is one from Monday to Friday."""
    condition: ColumnElement[bool] = extract("dow", day).between(1, WORKDAYS)
    return condition


def _weekdays_before(number: Any) -> ColumnElement[int]:
    """Return how many days from Monday to Friday are among the first `number` days."""
    rest = number % WEEK
    whole: ColumnElement[int] = number // WEEK * WORKDAYS
    return whole + case((rest > WORKDAYS, WORKDAYS), else_=rest)


def is_official(first: date, last: date) -> bool:
    """Return whether the official calendar covers all years from the first day to the last."""
    years = find_official_years()
    return years is not None and years[0] <= first.year and last.year <= years[1]


def find_official_years() -> tuple[int, int] | None:
    """Return the first and the last year of the official calendar, read once per transaction."""
    session = db.session()
    years: tuple[int, int] | None
    transaction, years = session.info.get(OFFICIAL, (None, None))
    if transaction is None or transaction is not session.get_transaction():
        query = select(func.min(CalendarDay.day), func.max(CalendarDay.day))
        first, last = session.execute(query.where(CalendarDay.official.is_not(None))).one()
        years = (first.year, last.year) if first and last else None
        session.info[OFFICIAL] = (session.get_transaction(), years)
    return years


def find_days(year: int) -> Sequence[CalendarDay]:
    """Return the days of a year that the calendar says something about, in order."""
    query = select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    return db.session.scalars(query.order_by(CalendarDay.day)).all()
