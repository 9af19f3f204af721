"""Queries for vanguard posts, their reviews, and teams."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from partyhub.database import db
from partyhub.figures import Rows
from partyhub.members.models import Assignment, Member
from partyhub.members.presence import is_here_on
from partyhub.members.rosters import has_part, with_people
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import in_scope
from partyhub.periods import add_months, months_before, on_day
from partyhub.rules.queries import rule_number
from partyhub.scopes import Reach
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


def select_posts_of_place(column: str, place_id: int) -> Select[Any, *tuple[Any, ...]]:
    """Return the query for what tells the posts of a place apart; `column` names the place."""
    return select(
        VanguardPost.id,
        VanguardPost.code,
        VanguardPost.name,
        VanguardPost.established_on,
        VanguardPost.closed_on,
    ).where(VanguardPost.archived_at.is_(None), getattr(VanguardPost, column) == place_id)


def has_holder(member: Member) -> ColumnElement[bool]:
    """Return the condition that the person has or ever had the query's post."""
    query = select(PostPerson.post_id).where(PostPerson.member_id == member.id)
    condition: ColumnElement[bool] = VanguardPost.id.in_(query)
    return condition


def has_member(member: Member) -> ColumnElement[bool]:
    """Return the condition that the person leads or is in the query's team, or ever was."""
    query = select(TeamPerson.team_id).where(TeamPerson.member_id == member.id)
    condition: ColumnElement[bool] = Team.id.in_(query)
    return condition


def named_by(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's post was named by `day` and not closed.

    Its status plays no part.
    """
    return on_day(day, VanguardPost.named_on, VanguardPost.closed_on)


def select_reviews_of(post: VanguardPost) -> Select[PostReview]:
    """Return the query for the reviews of one post, oldest first."""
    return (
        load_reviews()
        .where(PostReview.post_id == post.id, PostReview.archived_at.is_(None))
        .order_by(PostReview.reviewed_on, PostReview.id)
    )


def exists_on(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's post is in effect on `day`.

    It is named by then, not closed, and no mere candidate.
    """
    return named_by(day) & (VanguardPost.status != PostStatus.CANDIDATE)


def reviewed_on(day: date) -> ColumnElement[date]:
    """Return the day, up to `day`, of the last review of the query's post.

    Without a review, it is the day of naming.
    """
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
    """Return the months from one review to the next by the rule valid on `day`, or None."""
    return rule_number("vanguards.review.months", day)


def is_review_due(day: date) -> ColumnElement[bool]:
    """Return the condition that a review of the query's post is due or overdue on `day`.

    The list's filter, the home page and the post's page all use this definition.
    """
    last = review_due_since(day)
    return false() if last is None else _is_review_due(day, last)


def review_due_since(day: date) -> date | None:
    """Return the last day of review that makes a review due on `day`.

    A post last reviewed on that day or before it is due. None means that there is no rule.
    """
    months = review_months(day)
    return None if months is None else months_before(day, months)


def _is_review_due(day: Any, last: Any) -> ColumnElement[bool]:
    return and_(exists_on(day), reviewed_on(day) <= last)


def find_review_due_on(post: VanguardPost, day: date) -> date | None:
    """Return the day by which the post's next review is due, as of `day`.

    None means that the post is not in effect on `day`, or that there is no rule.
    """
    query = select(reviewed_on(day)).where(VanguardPost.id == post.id, exists_on(day))
    last, months = db.session.scalar(query), review_months(day)
    return None if last is None or months is None else add_months(last, months)


def select_reviews_due(reach: Reach, day: Any, last: Any) -> Rows:
    """Return rows of the posts that are due for a review on `day`.

    `last` is the result of `review_due_since`. The columns are those of `_of_reach` and the day of
    the last review or of the naming.
    """
    since = reviewed_on(day).label("day")
    return _of_reach(reach).add_columns(since).where(_is_review_due(day, last))


def select_vacant(reach: Reach, day: Any) -> Rows:
    """Return rows of the posts that are vacant on `day`.

    The columns are those of `_of_reach`, the day of naming (`day`), and the day until which the
    post had a holder (`until`).
    """
    named, held = VanguardPost.named_on.label("day"), held_until(day).label("until")
    return _of_reach(reach).add_columns(named, held).where(is_vacant_on(day))


def select_without_leader(reach: Reach, day: Any) -> Rows:
    """Return rows (id, code, name, organization) of teams that had a leader and have none on `day`.

    Only leaders who are in the Party here count.
    """
    row = TeamPerson
    ever = exists().where(row.team_id == Team.id, row.role == "leader", row.started_on <= day)
    now = has_part(row, row.team_id == Team.id, ("leader",), day).where(
        is_here_on(row.member_id, day)
    )
    return (
        select(Team.id, Team.code, Team.name, Organization.name.label("organization"))
        .join(Team.organization)
        .where(
            Team.archived_at.is_(None),
            on_day(day, Team.established_on, Team.disbanded_on),
            ever,
            ~now,
            reach.contains(Team.organization_id),
        )
    )


def _of_reach(reach: Reach) -> Rows:
    """Return rows (id, code, name, organization_id, organization) of the posts in reach."""
    one = VanguardPost
    name = Organization.name.label("organization")
    return (
        select(one.id, one.code, one.name, one.organization_id, name)
        .join(one.organization)
        .where(one.archived_at.is_(None), reach.contains(one.organization_id))
    )


def held_until(day: Any) -> ColumnElement[date]:
    """Return the last day, up to `day`, on which a holder still on record ceased to be one.

    A holder ceases by the end of the part or by leaving the organization. Null means that nobody
    did. `VanguardPost.vacant_since` finds the same from the post's loaded rows.
    """
    row, stay = PostPerson, Assignment
    sooner = or_(row.ended_on.is_(None), row.ended_on > stay.ended_on)
    ended = case((sooner, stay.ended_on), else_=row.ended_on)
    query = select(func.max(ended)).where(
        row.post_id == VanguardPost.id,
        stay.member_id == row.member_id,
        stay.archived_at.is_(None),
        Member.id == row.member_id,
        Member.archived_at.is_(None),
        *(started < ended for started in (row.started_on, stay.started_on)),
        ended <= day,
    )
    return query.correlate(VanguardPost).scalar_subquery()


def is_vacant_on(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's post is in effect on `day` without a holder.

    Only holders on record who are in an organization on that day count.
    """
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
    return exists_on(day) & ~somebody
