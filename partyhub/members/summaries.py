"""Where members belong, found by the database for sheets of many of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Assignment
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.registers import Names, Summary


def read_places(ids: Sequence[int], day: date, names: Names) -> Iterator[Sequence[Any]]:
    """The organization and the group of each member on the day; of several the first."""
    query = (
        select(Assignment.member_id, Assignment.organization_id, Assignment.party_group_id)
        .where(
            Assignment.member_id.in_(ids),
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
        .order_by(Assignment.member_id, Assignment.started_on.desc())
    )
    rows = db.session.connection().execute(query).all()
    organizations = names.of(Organization, [row[1] for row in rows])
    groups = names.of(Organization, [row[2] for row in rows])
    return zip([row[0] for row in rows], organizations, groups, strict=True)


PLACES = Summary(("organization", "party_group"), read_places)
