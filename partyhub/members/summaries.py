"""Members' organizations, found by the database for tables and sheets with many members."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, select

from partyhub.database import db
from partyhub.dialects import among
from partyhub.members.models import Assignment
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.registers import Names, Summary


def read_places(ids: Sequence[int], day: date, names: Names) -> Iterator[Sequence[Any]]:
    """Yield (member id, organization, group) of each member assigned on the day.

    A member with several assignments has several rows, latest first; the first one counts.
    """
    sent = {"ids": ids, "day": day}
    rows = db.session.connection().execute(_placed_on(), sent).all()
    if not rows:
        return iter(())
    members, branches, parts = zip(*rows, strict=True)
    return zip(
        members, names.of(Organization, branches), names.of(Organization, parts), strict=True
    )


def find_organizations(ids: Sequence[int], day: date) -> Mapping[int, Organization]:
    """Return the organization of each member assigned on the day, by the member's id."""
    return _find_places(ids, day, 1)


def find_groups(ids: Sequence[int], day: date) -> Mapping[int, Organization]:
    """Return the Party group of each member who is in one on the day, by the member's id."""
    return _find_places(ids, day, 2)


def _find_places(ids: Sequence[int], day: date, place: int) -> Mapping[int, Organization]:
    """Return the organizations whose ids are at `place` in the rows.

    As with a record's own assignments, the earliest of several on one day counts.
    """
    rows = db.session.connection().execute(_placed_on(), {"ids": ids, "day": day}).all()
    known = find_hierarchy().records
    placed = {row[0]: row[place] for row in rows}
    return {each: known[found] for each, found in placed.items() if found is not None}


@cache
def _placed_on() -> Select[Any, Any, Any]:
    day: Any = bindparam("day", type_=Date)
    query = select(Assignment.member_id, Assignment.organization_id, Assignment.party_group_id)
    return query.where(
        among(Assignment.member_id),
        Assignment.archived_at.is_(None),
        on_day(day, Assignment.started_on, Assignment.ended_on),
    ).order_by(Assignment.member_id, Assignment.started_on.desc())


PLACES = Summary(("organization", "party_group"), read_places)
