"""Queries for who may hold a post, and who holds it already."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from partyhub.database import db
from partyhub.members.models import Assignment, Member, PartyPost, Post
from partyhub.members.queries import load_posts
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.periods import on_day


def belongs_to(member: Member, organization: Organization, day: date) -> bool:
    """Return whether the person was in the organization, or in one below it, on `day`.

    Whoever is in a Party group was assigned to its branch, with that group.
    """
    query = select(Assignment.organization_id, Assignment.party_group_id).where(
        Assignment.member_id == member.id,
        Assignment.archived_at.is_(None),
        on_day(day, Assignment.started_on, Assignment.ended_on),
    )
    rows = db.session.execute(query).all()
    if organization.kind is OrganizationKind.PARTY_GROUP:
        return any(row.party_group_id == organization.id for row in rows)
    below = find_hierarchy().below(organization.id, day)
    return any(row.organization_id in below for row in rows)


def find_secretaries(
    organization: Organization, started: date, ended: date | None, but: int | None
) -> Sequence[PartyPost]:
    """Return the posts of secretaries of this very organization that share a day with this span.

    `but` is the id of the post that is left out.
    """
    query = load_posts().where(
        PartyPost.organization_id == organization.id,
        PartyPost.archived_at.is_(None),
        PartyPost.post == Post.SECRETARY,
        or_(PartyPost.ended_on.is_(None), PartyPost.ended_on > started),
    )
    if ended is not None:
        query = query.where(PartyPost.started_on < ended)
    if but is not None:
        query = query.where(PartyPost.id != but)
    return db.session.scalars(query.order_by(PartyPost.started_on)).all()
