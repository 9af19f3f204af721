"""The periods that an act may have changed, since the days it touches.

They are the years that have ended, and the periods of signed reports.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import Date, Table

from partyhub.database import db
from partyhub.members.models import Assignment
from partyhub.past_figures.rows import Changed, Row, table_of
from partyhub.periods import Period
from partyhub.texts import FIRST_YEAR
from partyhub.yearly_reports.queries import find_signed_periods

# The most years that an act is compared in: the latest of those that it touches.
MOST = 10
YEAR = "_year"


def ended_years(first: date, today: date, last: date = date.max) -> list[Period]:
    """Return the calendar and Party years that ended before `today`, on `first` or later.

    They have begun by `last`. Those that end first come first; there are at most `MOST` of them,
    the latest.
    """
    latest = min(today.year, last.year + 1)  # a Party year begins in the calendar year before
    keys = (
        key
        for year in range(max(first.year, latest - MOST, FIRST_YEAR + 1), latest + 1)
        for key in (f"party-year-{year}", str(year))
    )
    found = [
        each for each in map(Period.parse, keys) if first <= each.end < today and each.start <= last
    ]
    return found[-MOST:]


def ended_periods(
    first: date, today: date, signed: Iterable[Period], last: date = date.max
) -> list[Period]:
    """Return the years of `ended_years`, and all periods of signed reports that ended as they did.

    They have begun by `last`; those that end first come first.
    """
    own = {each for each in signed if first <= each.end <= today and each.start <= last}
    return latest_of(own.union(ended_years(first, today, last)), own)


def latest_of(found: Collection[Period], signed: Collection[Period]) -> list[Period]:
    """Return the `MOST` latest of the periods, and all that are `signed`, in their order."""
    in_order = sorted(found, key=lambda period: (period.end, period.start))
    latest = [period for period in in_order if period not in signed][-MOST:]
    return [period for period in in_order if period in signed or period in latest]


def signed_periods() -> list[Period]:
    """Return the periods of signed reports."""
    return [Period.parse(key) for key in find_signed_periods()]


def last_ended(today: date, signed: Iterable[Period] = ()) -> date:
    """Return the last day of the latest year that has ended, or of a signed report."""
    years = ended_years(today - timedelta(days=800), today)
    return max(each.end for each in (*years, *signed))


def days_of(row: Row, table: Table) -> Iterator[date]:
    """Yield the days in a row, and of a year the first and the last one."""
    for column in table.c:
        value = row.get(column.name)
        if value is None:
            continue
        if isinstance(column.type, Date):
            yield value
        elif column.name.endswith(YEAR) and isinstance(value, int) and 1 < value < 9999:
            yield from (date(value, 1, 1), date(value, 12, 31))


def touched_days(changed: Changed) -> set[date]:
    """Return the days that the change of a record touches; none where it has no days at all.

    If nothing but days differs, it is these, and the years that the record names: an appraisal
    counts in its year, whenever it was held. Else all that the record has.
    """
    table = table_of(changed.register.model)
    rows = changed.rows
    if _is_of_days_alone(changed):
        rows = [
            {key: row[key] for key in row if key in changed.columns or key.endswith(YEAR)}
            for row in rows
        ]
    found = {day for row in rows for day in days_of(row, table)}
    for name, parts in changed.parts.items():
        found |= {day for row in parts for day in days_of(row, db.metadata.tables[name])}
    return found


def may_be_older(changed: Changed) -> bool:
    """Return whether records from before its own days may count otherwise after a change.

    Where the past is incomplete, a record refers to what began later: a duty to a workshop. And an
    assignment says whose its member's records are on days on which there is none.
    """
    if changed.register.model is Assignment:
        return True
    is_old = len(changed.rows) > 1
    refers = getattr(changed.register.model, "existence", None) is not None
    return is_old and refers and not _is_of_days_alone(changed)


def _is_of_days_alone(changed: Changed) -> bool:
    """Return whether nothing but days of a record differs that was there before and is after."""
    table = table_of(changed.register.model)
    return (
        len(changed.rows) > 1
        and not changed.parts
        and all(isinstance(table.c[name].type, Date) for name in changed.columns)
    )


def with_ends_of_years(days: Iterable[date]) -> set[date]:
    """Return the days, and the ends of their years: what is asked for by the year counts then."""
    return {other for day in days for other in (day, date(day.year, 12, 31))}
