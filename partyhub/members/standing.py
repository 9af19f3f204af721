"""What stands in one organization on a day: its dissolution moves the people and ends the posts."""

from datetime import date

from sqlalchemy import ColumnElement, Select, exists, or_, select

from partyhub.database import db
from partyhub.members.models import Assignment, PartyPost
from partyhub.members.queries import load_assignments, load_posts
from partyhub.organizations.models import Organization
from partyhub.periods import on_day


def select_open_assignments(organization: Organization, day: date) -> Select[Assignment]:
    """Who is assigned to this very organization on `day`."""
    return load_assignments().where(
        Assignment.organization_id == organization.id,
        Assignment.archived_at.is_(None),
        on_day(day, Assignment.started_on, Assignment.ended_on),
    )


def select_open_posts(organization: Organization, day: date) -> Select[PartyPost]:
    """The posts that are held in this very organization on `day`."""
    return load_posts().where(
        PartyPost.organization_id == organization.id,
        PartyPost.archived_at.is_(None),
        on_day(day, PartyPost.started_on, PartyPost.ended_on),
    )


def changed_since(organization: Organization, day: date) -> bool:
    """Whether anybody came here, left, or began or ended a post here, on `day` or after it."""

    def find(model: type[Assignment | PartyPost]) -> ColumnElement[bool]:
        return exists().where(
            model.organization_id == organization.id,
            model.archived_at.is_(None),
            or_(model.started_on >= day, model.ended_on > day),
        )

    return bool(db.session.scalar(select(or_(find(Assignment), find(PartyPost)))))
