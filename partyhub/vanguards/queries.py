"""Vanguard posts, their reviews, and teams."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import joinedload

from partyhub.database import db
from partyhub.members.models import Assignment, Member
from partyhub.members.rosters import with_people
from partyhub.organizations.queries import in_scope, reach_of
from partyhub.periods import add_months, months_before, on_day
from partyhub.rules.queries import rule_number
from partyhub.vanguards.models import (
    PostPerson,
    PostReview,
    PostStatus,
    Team,
    TeamPerson,
    VanguardPost,
)
from partyhub.viewers import Viewer


def load_vanguard_posts() -> Select[VanguardPost]:
    return (
        select(VanguardPost)
        .join(VanguardPost.organization)
        .options(
            joinedload(VanguardPost.organization),
            joinedload(VanguardPost.workshop),
            joinedload(VanguardPost.campaign),
            with_people(VanguardPost.people, PostPerson),
        )
    )


def load_reviews() -> Select[PostReview]:
    return (
        select(PostReview)
        .join(PostReview.post)
        .where(VanguardPost.archived_at.is_(None))
        .options(joinedload(PostReview.post))
    )


def load_teams() -> Select[Team]:
    return (
        select(Team)
        .join(Team.organization)
        .options(
            joinedload(Team.organization),
            joinedload(Team.campaign),
            with_people(Team.people, TeamPerson),
        )
    )


def choose_post(viewer: Viewer) -> Select[VanguardPost]:
    return select(VanguardPost).where(
        VanguardPost.archived_at.is_(None), in_scope(viewer, VanguardPost.organization_id)
    )


def choose_team(viewer: Viewer) -> Select[Team]:
    return select(Team).where(Team.archived_at.is_(None), in_scope(viewer, Team.organization_id))


def held_by(member: Member) -> ColumnElement[bool]:
    """Whether the person holds the post of the query, or ever held it."""
    query = select(PostPerson.post_id).where(PostPerson.member_id == member.id)
    condition: ColumnElement[bool] = VanguardPost.id.in_(query)
    return condition


def has_member(member: Member) -> ColumnElement[bool]:
    """Whether the person leads the team of the query or is in it, or ever was."""
    query = select(TeamPerson.team_id).where(TeamPerson.member_id == member.id)
    condition: ColumnElement[bool] = Team.id.in_(query)
    return condition


def named_by(day: date) -> ColumnElement[bool]:
    """Whether the post of the query was named by `day` and not closed: status plays no part."""
    return on_day(day, VanguardPost.named_on, VanguardPost.closed_on)


def select_reviews_of(post: VanguardPost) -> Select[PostReview]:
    """The reviews of one post, the first one first."""
    return (
        load_reviews()
        .where(PostReview.post_id == post.id, PostReview.archived_at.is_(None))
        .order_by(PostReview.reviewed_on, PostReview.id)
    )


def is_standing(day: date) -> ColumnElement[bool]:
    """Whether the post of the query was more than a candidate on `day`, and not closed."""
    return named_by(day) & (VanguardPost.status != PostStatus.CANDIDATE)


def reviewed_on(day: date) -> ColumnElement[date]:
    """The day, up to `day`, of the last review of the query's post; without one, of its naming."""
    last = (
        select(func.max(PostReview.reviewed_on))
        .where(
            PostReview.post_id == VanguardPost.id,
            PostReview.archived_at.is_(None),
            PostReview.reviewed_on <= day,
        )
        .correlate(VanguardPost)
        .scalar_subquery()
    )
    return func.coalesce(last, VanguardPost.named_on)


def review_months(day: date) -> int | None:
    """How many months after a review the next one is due, by the rule of `day`."""
    return rule_number("vanguards.review.months", day)


def is_review_due(day: date) -> ColumnElement[bool]:
    """Whether the query's post is to be reviewed on `day`, or was to be before it.

    The only place that says so: the list's filter, the home page and the post's page ask here.
    """
    months = review_months(day)
    if months is None:
        return false()
    return is_standing(day) & (reviewed_on(day) <= months_before(day, months))


def find_review_due_on(post: VanguardPost, day: date) -> date | None:
    """By when one post is to be reviewed next, as on `day`; None where it isn't standing then."""
    query = select(reviewed_on(day)).where(VanguardPost.id == post.id, is_standing(day))
    last, months = db.session.scalar(query), review_months(day)
    return None if last is None or months is None else add_months(last, months)


def select_reviews_due(viewer: Viewer, day: date) -> Select[VanguardPost, date]:
    """(post, day of its last review or of its naming) of the posts to be reviewed by `day`.

    The longest without one come first.
    """
    since = reviewed_on(day)
    return (
        _of_viewer(viewer)
        .add_columns(since)
        .where(is_review_due(day))
        .order_by(since, VanguardPost.code)
    )


def select_vacant(viewer: Viewer, day: date) -> Select[VanguardPost]:
    """The posts that are vacant on `day`, with all that says since when."""
    people = with_people(VanguardPost.people, PostPerson)
    return _of_viewer(viewer).where(is_vacant_on(day)).options(people).order_by(VanguardPost.code)


def _of_viewer(viewer: Viewer) -> Select[Any]:
    """The posts that the viewer looks after, each with its organization."""
    return (
        select(VanguardPost)
        .where(
            VanguardPost.archived_at.is_(None),
            reach_of(viewer).holds(VanguardPost.organization_id),
        )
        .options(joinedload(VanguardPost.organization))
    )


def is_vacant_on(day: date) -> ColumnElement[bool]:
    """Whether the query's post is a named one that nobody who is still here holds on `day`."""
    somebody = exists().where(
        PostPerson.post_id == VanguardPost.id,
        Member.id == PostPerson.member_id,
        Member.archived_at.is_(None),
        on_day(day, PostPerson.started_on, PostPerson.ended_on),
        exists().where(
            Assignment.member_id == PostPerson.member_id,
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        ),
    )
    return is_standing(day) & ~somebody
