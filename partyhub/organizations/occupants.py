"""The people and posts of an organization, found by what features above name here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_

from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.registers.catalog import current_catalog
from partyhub.registers.register import Register


@dataclass(frozen=True)
class Occupants:
    """The dated records of a register that stand in the organization whose id is in `column`.

    They are its `people`, the holders of its `posts`, or the people of a Party group (`grouped`).
    """

    kind: str
    register: Register
    column: Any

    def select(self, organization: Organization, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Return the query for records of this organization that match `conditions`."""
        model: Any = self.register.model
        mine = (model.archived_at.is_(None), self.column == organization.id)
        return self.register.load().where(*mine, *conditions)

    def exist(self, organization: Organization, *conditions: ColumnElement[bool]) -> bool:
        """Return whether a record of this organization matches `conditions`."""
        return (
            db.session.scalars(self.select(organization, *conditions).limit(1)).first() is not None
        )

    def stay_on(self, organization: Organization, day: date) -> bool:
        """Return whether a record is valid on `day` or after it."""
        model: Any = self.register.model
        return self.exist(organization, or_(model.ended_on.is_(None), model.ended_on > day))

    def first_day(self, organization: Organization) -> date | None:
        """Return the earliest first day of a record, or None."""
        model: Any = self.register.model
        query = self.select(organization).with_only_columns(func.min(model.started_on))
        found: date | None = db.session.scalar(query.order_by(None))
        return found


def is_occupied(organization: Organization, day: date) -> bool:
    """Return whether somebody is assigned here, or has a post here, on `day` or after it."""
    return any(each.stay_on(organization, day) for each in _of_kinds("people", "posts"))


def first_day_occupied(organization: Organization) -> date | None:
    """Return the first day on which somebody was assigned here or had a post, or None."""
    days = (each.first_day(organization) for each in _of_kinds("people", "posts"))
    return min((day for day in days if day), default=None)


def has_people(organization: Organization) -> bool:
    """Return whether anybody is or was assigned to this very organization."""
    return any(each.exist(organization) for each in _of_kinds("people"))


def has_grouped(organization: Organization) -> bool:
    """Return whether anybody is or was in this Party group."""
    return any(each.exist(organization) for each in _of_kinds("grouped"))


def _of_kinds(*kinds: str) -> Sequence[Occupants]:
    return [each for each in current_catalog().extensions(Occupants) if each.kind in kinds]
