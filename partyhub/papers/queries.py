"""Queries for what is printed of an organization and a period, within the viewer's reach."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select

from partyhub.activities.models import Activity, ActivityKind, ActivityKindRow, ActivityStatus
from partyhub.activities.registers import activities
from partyhub.activities.voting.models import Vote
from partyhub.activities.voting.queries import load_votes
from partyhub.awards.models import Award, AwardLevel
from partyhub.awards.registers import awards
from partyhub.database import db
from partyhub.figures import Scope
from partyhub.members.models import Assignment
from partyhub.organizations.models import Organization
from partyhub.organizations.tree_order import tree_place
from partyhub.periods import Period, in_period, is_valid_on
from partyhub.registers import Register
from partyhub.vanguards.models import PostStatus, VanguardPost
from partyhub.vanguards.queries import named_by
from partyhub.vanguards.registers import vanguard_posts
from partyhub.viewers import Viewer

# Activities of these kinds alone are no meetings, and have no minutes.
WITHOUT_MINUTES = frozenset({ActivityKind.VOLUNTEER_SERVICE, ActivityKind.HEART_TALK})
PORTION = 20  # meetings whose people are read at once


def within(register: Register, viewer: Viewer, scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions for valid records of a scope that the viewer may read."""
    return [
        register.model.archived_at.is_(None),
        register.access.readable(viewer),
        register.access.belongs(scope, scope.as_of),
    ]


def select_meetings(viewer: Viewer, organization_id: int, period: Period) -> Select[Any]:
    """Return the query for the ids of the meetings that an organization held, in their order."""
    has_minutes = exists().where(
        ActivityKindRow.activity_id == Activity.id,
        ActivityKindRow.kind.not_in(WITHOUT_MINUTES),
    )
    return (
        select(Activity.id)
        .where(
            Activity.organization_id == organization_id,
            Activity.archived_at.is_(None),
            Activity.status == ActivityStatus.HELD,
            in_period(period, Activity.held_on),
            activities.access.readable(viewer),
            has_minutes,
        )
        .order_by(Activity.held_on, Activity.starts_at.nulls_first(), Activity.id)
    )


def read_meetings(ids: Sequence[int]) -> Iterator[tuple[Activity, Sequence[Vote]]]:
    """Yield the meetings with their votes, in the order of their ids, read in portions."""
    for at in range(0, len(ids), PORTION):
        own = ids[at : at + PORTION]
        query = activities.load().where(Activity.id.in_(own))
        found = {each.id: each for each in db.session.scalars(query)}
        votes = find_votes_of(own)
        for activity_id in own:
            if activity_id in found:
                yield found[activity_id], votes.get(activity_id, ())


def find_votes_of(ids: Sequence[int]) -> dict[int, list[Vote]]:
    """Return the votes of many meetings, each in the order in which they were recorded."""
    query = load_votes().where(Vote.activity_id.in_(ids), Vote.archived_at.is_(None))
    found: dict[int, list[Vote]] = {}
    for vote in db.session.scalars(query.order_by(Vote.id)):
        found.setdefault(vote.activity_id, []).append(vote)
    return found


def select_posts(viewer: Viewer, scope: Scope) -> Select[VanguardPost]:
    """Return the query for the posts that are named on the last day, by branch and code."""
    day = scope.as_of
    return (
        vanguard_posts.load()
        .where(
            *within(vanguard_posts, viewer, scope),
            named_by(day),
            VanguardPost.status != PostStatus.CANDIDATE,
        )
        .order_by(tree_place(day), VanguardPost.code, VanguardPost.id)
    )


def select_honors(viewer: Viewer, scope: Scope) -> Select[Award]:
    """Return the query for the honors of the scope's period, the highest level first."""
    return order_honors(
        awards.load().where(
            *within(awards, viewer, scope), in_period(scope.period, Award.awarded_on)
        )
    )


def order_honors(query: Select[Award]) -> Select[Award]:
    """Return a query for honors by level, day and title."""
    places = {level: place for place, level in enumerate(AwardLevel)}
    return query.order_by(case(places, value=Award.level), Award.awarded_on, Award.title, Award.id)


def select_honors_of(
    viewer: Viewer, recipient: ColumnElement[bool], first: date, last: date
) -> Select[Award]:
    """Return the query for the honors of one recipient from one day to another, oldest first."""
    return (
        awards.load()
        .where(*_given_between(recipient, first, last), awards.access.readable(viewer))
        .order_by(Award.awarded_on, Award.title, Award.id)
    )


def count_honors_of(recipient: ColumnElement[bool], first: date, last: date) -> int:
    """Return how many honors one recipient has, whoever may read them."""
    query = select(func.count()).select_from(Award)
    return db.session.scalar(query.where(*_given_between(recipient, first, last))) or 0


def _given_between(
    recipient: ColumnElement[bool], first: date, last: date
) -> Sequence[ColumnElement[bool]]:
    return recipient, Award.archived_at.is_(None), Award.awarded_on.between(first, last)


def find_branches_of(found: Iterable[Award]) -> Mapping[int, str]:
    """Map honors of people by id to the branch in which each was on the day of the award."""
    people = {each.id: (each.member_id, each.awarded_on) for each in found if each.member_id}
    query = (
        select(Assignment, Organization)
        .join(Organization, Organization.id == Assignment.organization_id)
        .where(
            Assignment.member_id.in_({member for member, _ in people.values()}),
            Assignment.archived_at.is_(None),
        )
    )
    stays = db.session.execute(query).all() if people else []
    return {
        award: organization.short_name or organization.name
        for award, (member, day) in people.items()
        for stay, organization in stays
        if stay.member_id == member and is_valid_on(day, stay.started_on, stay.ended_on)
    }
