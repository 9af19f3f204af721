"""The common-prosperity workshops on days, and what they reported of which months."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from partyhub.database import db
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
    """Whether the prosperity workshop of the query is one of the organizations'."""
    return of_workshop(reach, ProsperityWorkshop.workshop_id)


def choose_prosperity_workshop(viewer: Viewer) -> Select[ProsperityWorkshop]:
    return select(ProsperityWorkshop).where(
        ProsperityWorkshop.archived_at.is_(None), belongs_to(reach_of(viewer))
    )


def is_open_on(day: date) -> ColumnElement[bool]:
    return on_day(day, ProsperityWorkshop.set_up_on, ProsperityWorkshop.closed_on)


def last_month(period: Period) -> date:
    """The last month that ends in the period, by its first day."""
    return add_months((period.end + timedelta(days=1)).replace(day=1), -1)


def months_of(workshop: ProsperityWorkshop, period: Period) -> list[date]:
    """The months of the period, by their first days, in which the workshop was there."""
    first = workshop.set_up_on.replace(day=1)
    return [
        month
        for month in period.months()
        if max(period.start, first) <= month <= last_month(period)
        and (workshop.closed_on is None or month < workshop.closed_on)
    ]


def is_followed_by(last: Any) -> ColumnElement[bool]:
    """Whether the workshop of the query's return reported of a later month, up to `last`."""
    later = aliased(ProsperityReturn)
    return exists().where(
        later.prosperity_workshop_id == ProsperityReturn.prosperity_workshop_id,
        later.archived_at.is_(None),
        later.month > ProsperityReturn.month,
        later.month <= last,
    )


def select_returns_of(workshop: ProsperityWorkshop) -> Select[ProsperityReturn]:
    """The returns of one workshop, the first month first."""
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
    """What the workshop reported of each of `months`: None where the return is missing."""
    found = {item.month: item for item in db.session.scalars(select_returns_of(workshop))}
    return {month: found.get(month) for month in months}
