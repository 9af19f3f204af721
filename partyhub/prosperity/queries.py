"""Queries for common-prosperity workshops on a day and their monthly returns."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, exists, extract, func, select
from sqlalchemy.orm import aliased, joinedload

from partyhub.database import db
from partyhub.figures import Rows
from partyhub.organizations.queries import of_workshop, reach_of
from partyhub.periods import Period, add_months, on_day
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


def load_prosperity_workshops() -> Select[ProsperityWorkshop]:
    return select(ProsperityWorkshop).options(joinedload(ProsperityWorkshop.workshop))


def load_returns() -> Select[ProsperityReturn]:
    return (
        select(ProsperityReturn)
        .join(ProsperityReturn.prosperity_workshop)
        .where(ProsperityWorkshop.archived_at.is_(None))
        .options(joinedload(ProsperityReturn.prosperity_workshop))
    )


def belongs_to(reach: Reach) -> ColumnElement[bool]:
    """Return the condition that the query's prosperity workshop is in reach."""
    return of_workshop(reach, ProsperityWorkshop.workshop_id)


def choose_prosperity_workshop(viewer: Viewer) -> Select[ProsperityWorkshop]:
    return select(ProsperityWorkshop).where(
        ProsperityWorkshop.archived_at.is_(None), belongs_to(reach_of(viewer))
    )


def is_open_on(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's prosperity workshop is open on `day`."""
    return on_day(day, ProsperityWorkshop.set_up_on, ProsperityWorkshop.closed_on)


def last_month(period: Period) -> date:
    """Return the first day of the last month that ends in the period."""
    return add_months((period.end + timedelta(days=1)).replace(day=1), -1)


def months_of(workshop: ProsperityWorkshop, period: Period) -> list[date]:
    """Return the first days of the period's months in which the workshop existed."""
    first = workshop.set_up_on.replace(day=1)
    return [
        month
        for month in period.months()
        if max(period.start, first) <= month <= last_month(period)
        and (workshop.closed_on is None or month < workshop.closed_on)
    ]


def is_followed_by(last: Any) -> ColumnElement[bool]:
    """Return the condition that the query's return has a later one of the same workshop.

    Only months up to `last` count.
    """
    later = aliased(ProsperityReturn)
    return exists().where(
        later.prosperity_workshop_id == ProsperityReturn.prosperity_workshop_id,
        later.archived_at.is_(None),
        later.month > ProsperityReturn.month,
        later.month <= last,
    )


def _month_number(column: Any) -> ColumnElement[int]:
    """Return the number of the month of a day, for counting months."""
    return cast(extract("year", column) * 12 + extract("month", column), Integer)


def select_unreported(reach: Reach, first: Any, last: Any) -> Rows:
    """Return rows (id, name, number) of prosperity workshops that lack monthly returns.

    `number` is how many are missing of the months from `first` to `last`, two first days, in which
    the workshop existed.
    """
    one, returned = ProsperityWorkshop, ProsperityReturn
    begun = case((one.set_up_on > first, _month_number(one.set_up_on)), else_=_month_number(first))
    closing = _month_number(one.closed_on) - case((extract("day", one.closed_on) == 1, 1), else_=0)
    ended = case((one.closed_on <= last, closing), else_=_month_number(last))
    there = (
        select(func.count(returned.id))
        .where(
            returned.prosperity_workshop_id == one.id,
            returned.archived_at.is_(None),
            returned.month.between(first, last),
            _month_number(returned.month).between(begun, ended),
        )
        .correlate(one)
        .scalar_subquery()
    )
    number = ended - begun + 1 - there
    return select(one.id, one.name, number.label("number")).where(
        one.archived_at.is_(None), belongs_to(reach), number > 0
    )


def select_returns_of(workshop: ProsperityWorkshop) -> Select[ProsperityReturn]:
    """Return the query for the returns of one workshop, oldest month first."""
    return (
        load_returns()
        .where(
            ProsperityReturn.prosperity_workshop_id == workshop.id,
            ProsperityReturn.archived_at.is_(None),
        )
        .order_by(ProsperityReturn.month, ProsperityReturn.id)
    )


def find_by_month(
    workshop: ProsperityWorkshop, months: Sequence[date]
) -> Mapping[date, ProsperityReturn | None]:
    """Map each of `months` to the workshop's return, or to None if it is missing."""
    found = {item.month: item for item in db.session.scalars(select_returns_of(workshop))}
    return {month: found.get(month) for month in months}
