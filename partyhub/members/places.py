"""The places of members on a day, and the order of lists of people: by branch, post and name."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal, select

from partyhub.members.models import Appraisal, Assignment, Member, PartyPost, Post
from partyhub.members.queries import branch_name_on
from partyhub.organizations.models import Organization
from partyhub.organizations.tree_order import BETWEEN, place_of
from partyhub.periods import on_day


def organization_on(member: Member, day: date) -> Organization | None:
    """Return the member's organization on `day`, or None."""
    assignment = member.assignment_on(day)
    return assignment.organization if assignment else None


def group_on(member: Member, day: date) -> Organization | None:
    """Return the member's Party group on `day`, or None."""
    assignment = member.assignment_on(day)
    return assignment.party_group if assignment else None


def rank_of_post() -> ColumnElement[int]:
    """Return the rank of the query's post: the secretary first."""
    ranks = {post: literal(number) for number, post in enumerate(Post)}
    return case(ranks, value=PartyPost.post, else_=literal(len(ranks)))


def rank_on(day: date) -> ColumnElement[int]:
    """Return the highest rank among the posts of the query's member on `day`."""
    held = (
        select(func.min(rank_of_post()))
        .where(
            PartyPost.member_id == Member.id,
            PartyPost.archived_at.is_(None),
            on_day(day, PartyPost.started_on, PartyPost.ended_on),
        )
        .correlate(Member)
    )
    return func.coalesce(held.scalar_subquery(), len(Post))


def by_branch(day: date) -> list[Any]:
    """Return the order of people: by branch as in the tree, then by post, then by name."""
    return [branch_name_on(day), rank_on(day), Member.pinyin]


def order_assignments(day: date) -> list[Any]:
    """Return the order of assignments: by organization, then as people."""
    place = place_of(Assignment.organization_id, day)
    return [place, rank_on(day), Member.pinyin, Assignment.started_on]


def order_posts(day: date) -> list[Any]:
    """Return the order of posts: by organization, rank and name."""
    place = place_of(PartyPost.organization_id, day)
    return [place, rank_of_post(), Member.pinyin, PartyPost.started_on]


def post_by_organization(day: date) -> ColumnElement[str]:
    """Return the order of posts as one text, by which a list is read page by page."""
    return _as_text(place_of(PartyPost.organization_id, day), rank_of_post())


def person_by_organization(day: date) -> ColumnElement[str]:
    """Return the order of people as one text: by organization, rank and name."""
    return _as_text(branch_name_on(day), rank_on(day))


def _as_text(place: ColumnElement[str], rank: ColumnElement[int]) -> ColumnElement[str]:
    return place + literal(BETWEEN) + cast(rank, String) + literal(BETWEEN) + Member.pinyin


def order_appraisals(day: date) -> list[Any]:
    """Return the order of appraisals: as people, then by year."""
    return [*by_branch(day), Appraisal.for_year]
