"""Queries for the assignments and posts that a dissolution of their organization ends."""

from datetime import date

from sqlalchemy import ColumnElement, Select, exists, or_, select

from partyhub.database import db
from partyhub.members.models import Assignment, PartyPost
from partyhub.members.queries import load_assignments, load_posts
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.periods import on_day


def select_open_assignments(organization: Organization, day: date) -> Select[Assignment]:
    """Return the query for the assignments to this very organization on `day`."""
    return load_assignments().where(
        Assignment.organization_id == organization.id,
        Assignment.archived_at.is_(None),
        on_day(day, Assignment.started_on, Assignment.ended_on),
    )


def select_open_posts(organization: Organization, day: date) -> Select[PartyPost]:
    """Return the query for the posts in this very organization on `day`."""
    return load_posts().where(
        PartyPost.organization_id == organization.id,
        PartyPost.archived_at.is_(None),
        on_day(day, PartyPost.started_on, PartyPost.ended_on),
    )


def keeps_post(post: PartyPost, organization: Organization | None, day: date) -> bool:
    """Return whether whoever has the post keeps it after moving to `organization` on `day`.

    A post is kept inside the subtree of its organization, or of the branch that a Party group
    belongs to. `organization` None stands for any other branch: then only posts of committees and
    general branches are kept.
    """
    needed = post.organization
    if organization is None:
        return needed.kind in (OrganizationKind.PARTY_COMMITTEE, OrganizationKind.GENERAL_BRANCH)
    tree = find_hierarchy()
    if needed.kind is OrganizationKind.PARTY_GROUP:
        return needed.id in tree.below(organization.id, day)
    return organization.id in tree.below(needed.id, day)


def changed_since(organization: Organization, day: date) -> bool:
    """Return whether an assignment or a post here began or ended on `day` or after it.

    An end on `day` itself doesn't count, since a record ends on the first day without it.
    """

    def find(model: type[Assignment | PartyPost]) -> ColumnElement[bool]:
        return exists().where(
            model.organization_id == organization.id,
            model.archived_at.is_(None),
            or_(model.started_on >= day, model.ended_on > day),
        )

    return bool(db.session.scalar(select(or_(find(Assignment), find(PartyPost)))))
