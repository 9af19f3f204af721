"""Where members belong, found by the database for sheets of many of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from partyhub.database import reference_in
from partyhub.members.models import Assignment
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.registers import Summary


def select_places(ids: Sequence[int], day: date) -> Select[*tuple[Any, ...]]:
    """The organization and the group of each member on the day; of several the first."""
    table = Organization.__table__
    organization, group = table.alias(), table.alias()
    return (
        select(
            Assignment.member_id,
            reference_in(Organization, organization).label("organization"),
            reference_in(Organization, group).label("party_group"),
        )
        .join(organization, organization.c.id == Assignment.organization_id)
        .outerjoin(group, group.c.id == Assignment.party_group_id)
        .where(
            Assignment.member_id.in_(ids),
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
        .order_by(Assignment.started_on.desc())
    )


PLACES = Summary(select_places)
