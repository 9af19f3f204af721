"""The periods that an act may have changed, since the days it touches.

They are the years that have ended, and the periods of signed reports.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import Date, Table

from partyhub.database import db
from partyhub.members.models import Assignment
from partyhub.past_figures.rows import Changed, Row, table_of
from partyhub.periods import Period
from partyhub.yearly_reports.queries import find_signed_periods

# The most periods that an act is compared in: the latest of them.
MOST = 10
YEAR = "_year"


def ended_years(first: date, today: date) -> list[Period]:
    """Return the calendar and Party years that ended before `today`, on `first` or later.

    Those that end first come first; there are at most `MOST` of them, the latest.
    """
    keys = (
        key
        for year in range(max(first.year, today.year - MOST), today.year + 1)
        for key in (f"party-year-{year}", str(year))
    )
    found = [each for each in map(Period.parse, keys) if first <= each.end < today]
    return found[-MOST:]


def ended_periods(first: date, today: date, signed: Iterable[Period]) -> list[Period]:
    """Return the years of `ended_years`, and the periods of signed reports that ended as they did.

    There are at most `MOST`, those that end last.
    """
    own = {each for each in signed if first <= each.end <= today}
    both = own.union(ended_years(first, today))
    return sorted(both, key=lambda period: (period.end, period.start))[-MOST:]


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
