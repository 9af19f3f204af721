"""Who stands in an organization: the registers above say so, and none of them is imported here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_

from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.registers.register import Register


@dataclass(frozen=True)
class Occupants:
    """The dated records of a register that stand in the organization whose id is in `column`."""

    register: Register
    column: Any

    def select(self, organization: Organization, *conditions: ColumnElement[bool]) -> Select[Any]:
        model: Any = self.register.model
        mine = (model.archived_at.is_(None), self.column == organization.id)
        return self.register.load().where(*mine, *conditions)

    def exist(self, organization: Organization, *conditions: ColumnElement[bool]) -> bool:
        return (
            db.session.scalars(self.select(organization, *conditions).limit(1)).first() is not None
        )

    def stay_on(self, organization: Organization, day: date) -> bool:
        """Whether one is there on `day` or after it."""
        model: Any = self.register.model
        return self.exist(organization, or_(model.ended_on.is_(None), model.ended_on > day))

    def first_day(self, organization: Organization) -> date | None:
        model: Any = self.register.model
        query = self.select(organization).with_only_columns(func.min(model.started_on))
        found: date | None = db.session.scalar(query.order_by(None))
        return found


# Members, the holders of posts, and the members of Party groups.
_occupants: dict[str, Occupants] = {}


def lodge(name: str, register: Register, column: Any) -> None:
    """Let records of `register` count as `people`, `posts` or `grouped` of an organization."""
    _occupants[name] = Occupants(register, column)


def is_occupied(organization: Organization, day: date) -> bool:
    """Whether somebody is assigned here, or holds a post, on `day` or after it."""
    return any(each.stay_on(organization, day) for each in _own())


def first_day_occupied(organization: Organization) -> date | None:
    """The first day on which somebody was assigned here or held a post."""
    days = (each.first_day(organization) for each in _own())
    return min((day for day in days if day), default=None)


def has_people(organization: Organization) -> bool:
    """Whether anybody is or was assigned to this very organization."""
    return "people" in _occupants and _occupants["people"].exist(organization)


def has_grouped(organization: Organization) -> bool:
    """Whether anybody is or was in this Party group."""
    return "grouped" in _occupants and _occupants["grouped"].exist(organization)


def _own() -> Iterator[Occupants]:
    return (_occupants[name] for name in ("people", "posts") if name in _occupants)
