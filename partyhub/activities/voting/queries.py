"""Queries for votes."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from partyhub.activities.models import Activity
from partyhub.activities.voting.models import Vote
from partyhub.database import db
from partyhub.members.queries import is_on_record
from partyhub.organizations.queries import in_scope
from partyhub.viewers import Viewer


def load_votes() -> Select[Vote]:
    return (
        select_every_vote()
        .join(Vote.activity)
        .where(Activity.archived_at.is_(None), about_nobody_archived())
    )


def select_every_vote() -> Select[Vote]:
    """Return the query for all votes, also those that may be restored one day."""
    activity = joinedload(Vote.activity).joinedload(Activity.organization)
    return select(Vote).options(activity, joinedload(Vote.member))


def about_nobody_archived() -> ColumnElement[bool]:
    """Return the condition that the query's vote is about nobody, or a person on record."""
    return or_(Vote.member_id.is_(None), is_on_record(Vote.member_id))


def choose_meeting(viewer: Viewer) -> Select[Activity]:
    """Return the query for the activities at which the viewer may record a vote."""
    return select(Activity).where(
        Activity.archived_at.is_(None), in_scope(viewer, Activity.organization_id)
    )


def find_votes(activity: Activity) -> Sequence[Vote]:
    """Return the votes of a meeting, in the order in which they were recorded."""
    query = load_votes().where(Vote.activity_id == activity.id, Vote.archived_at.is_(None))
    return db.session.scalars(query.order_by(Vote.id)).all()
