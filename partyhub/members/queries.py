"""Queries for members on a day: their branches, their stages, and their appraisals."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    distinct,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased, joinedload, selectinload

from partyhub import clock
from partyhub.database import db
from partyhub.dialects import as_stored, without_index
from partyhub.members.models import Appraisal, Assignment, Grade, Member, PartyPost
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import reach_of
from partyhub.organizations.tree_order import LAST, tree_places
from partyhub.periods import on_day
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


@cache
def other_assignments() -> tuple[type[Assignment], type[Assignment], type[Assignment]]:
    """Return three aliases of the assignment beside the one that is queried.

    They are built once, because they take most of the time of building the queries of figures, and
    a page needs many of those; and not at import, where they would configure every mapper.
    """
    return aliased(Assignment), aliased(Assignment), aliased(Assignment)


def load_members() -> Select[Member]:
    assignments = selectinload(Member.assignments)
    return select(Member).options(
        joinedload(Member.workshop),
        selectinload(Member.former_values),
        assignments.joinedload(Assignment.organization),
        assignments.joinedload(Assignment.party_group),
    )


def load_assignments() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.member)
        .where(Member.archived_at.is_(None))
        .options(
            joinedload(Assignment.member),
            joinedload(Assignment.organization),
            joinedload(Assignment.party_group),
        )
    )


def load_posts() -> Select[PartyPost]:
    return (
        select(PartyPost)
        .join(PartyPost.member)
        .where(Member.archived_at.is_(None))
        .options(joinedload(PartyPost.member), joinedload(PartyPost.organization))
    )


def load_appraisals() -> Select[Appraisal]:
    return (
        select(Appraisal)
        .join(Appraisal.member)
        .where(Member.archived_at.is_(None))
        .options(joinedload(Appraisal.member))
    )


def assigned_on(day: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that the query's member is assigned on `day`.

    `conditions` restrict the assignments that count.
    """
    return exists().where(
        Assignment.member_id == Member.id,
        Assignment.archived_at.is_(None),
        on_day(day, as_stored(Assignment.started_on), as_stored(Assignment.ended_on)),
        *conditions,
    )


def is_on_record(member_id: Any) -> ColumnElement[bool]:
    """Return the condition that the person with this id is not one of the few archived."""
    people: Any = Member.__table__.alias()
    archived = select(people.c.id).where(people.c.archived_at.is_not(None))
    condition: ColumnElement[bool] = member_id.not_in(archived)
    return condition


def belonged_to(reach: Reach, member_id: Any, day: Any) -> ColumnElement[bool]:
    """Return the condition that the person was in an organization of `reach` on `day`.

    A person without an assignment on that day counts for the last one. A person on record who never
    had any belongs to the root.
    """
    if reach.is_everything:
        return true()
    found = _belonged_to(reach, member_id, day)
    if reach.contains_root or (reach.in_order and reach.is_wide):
        return found
    # Only few people were ever in a narrow scope, so the days are checked for those alone.
    ever = aliased(Assignment)
    own = select(ever.member_id).where(reach.contains(ever.organization_id))
    return and_(reach.holds(member_id, own), found)


def _belonged_to(reach: Reach, member_id: Any, day: Any) -> ColumnElement[bool]:
    then, last, _ = other_assignments()
    covers = and_(
        then.member_id == member_id,
        then.archived_at.is_(None),
        on_day(day, then.started_on, then.ended_on),
    )
    in_last = exists().where(
        last.member_id == member_id,
        last.archived_at.is_(None),
        _is_last(last),
        reach.contains(without_index(last.organization_id)),
    )
    in_then = exists().where(covers, reach.contains(without_index(then.organization_id)))
    nowhere = ~exists().where(last.member_id == member_id, last.archived_at.is_(None))
    return or_(in_then, and_(~exists().where(covers), in_last), and_(reach.of_root(), nowhere))


def _is_last(assignment: Any) -> ColumnElement[bool]:
    """Return the condition that the person has no assignment that began later."""
    *_, later = other_assignments()
    return ~exists().where(
        later.member_id == assignment.member_id,
        later.archived_at.is_(None),
        later.started_on > assignment.started_on,
    )


def choose_member(viewer: Viewer) -> Select[Member]:
    """Return the query for the people that the viewer may choose from."""
    return select(Member).where(
        Member.archived_at.is_(None),
        belonged_to(reach_of(viewer), Member.id, clock.today()),
    )


def find_linked(viewer: Viewer, member_ids: Collection[int]) -> frozenset[int]:
    """Return the ids of those people whose own page the viewer may open.

    The others are shown by name without a link.
    """
    if not member_ids:
        return frozenset()
    query = choose_member(viewer).with_only_columns(Member.id).where(Member.id.in_(member_ids))
    return frozenset(db.session.scalars(query))


def find_overlap(assignment: Assignment) -> Assignment | None:
    """Return another assignment of the same person that shares a day with this one, or None."""
    query = select(Assignment).where(
        Assignment.member_id == assignment.member_id,
        Assignment.archived_at.is_(None),
        or_(Assignment.ended_on.is_(None), Assignment.ended_on > assignment.started_on),
    )
    if assignment.ended_on is not None:
        query = query.where(Assignment.started_on < assignment.ended_on)
    if assignment.id is not None:
        query = query.where(Assignment.id != assignment.id)
    return db.session.scalars(query.limit(1)).first()


def is_assigned_after(member: Member, but: int | None, day: date) -> bool:
    """Return whether another assignment than the one with id `but` covers `day` or begins later."""
    query = select(Assignment.id).where(
        Assignment.member_id == member.id,
        Assignment.archived_at.is_(None),
        or_(Assignment.ended_on.is_(None), Assignment.ended_on > day),
    )
    if but is not None:
        query = query.where(Assignment.id != but)
    return db.session.scalars(query.limit(1)).first() is not None


def select_posts_of(member: Member) -> Select[PartyPost]:
    return (
        load_posts()
        .where(PartyPost.member_id == member.id, PartyPost.archived_at.is_(None))
        .order_by(PartyPost.started_on.desc())
    )


def select_appraisals_of(member: Member) -> Select[Appraisal]:
    return (
        load_appraisals()
        .where(Appraisal.member_id == member.id, Appraisal.archived_at.is_(None))
        .order_by(Appraisal.for_year.desc())
    )


def branch_name_on(day: date) -> ColumnElement[str]:
    """Return the place in the tree of the member's organization on `day`, for sorting.

    Members without an organization stand after all others.
    """
    places = tree_places(day)
    query = (
        select(places.c.place)
        .join(Assignment, Assignment.organization_id == places.c.id)
        .where(
            Assignment.member_id == Member.id,
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
    )
    return func.coalesce(query.limit(1).correlate(Member).scalar_subquery(), LAST)


def find_branch(member: Member, day: date) -> Organization | None:
    """Return the organization to which `member` was assigned on `day`, or None."""
    query = (
        select(Organization)
        .join(Assignment, Assignment.organization_id == Organization.id)
        .where(
            Assignment.member_id == member.id,
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
    )
    return db.session.scalars(query).first()


def count_full_members(organization: Organization, day: date) -> int:
    """Return the number of full members assigned to this very organization on `day`."""
    query = select(func.count(Member.id)).where(
        Member.archived_at.is_(None),
        Member.full_on <= day,
        assigned_on(day, Assignment.organization_id == organization.id),
    )
    return db.session.scalar(query) or 0


def count_graded(organization: Organization, year: int, grade: Grade, but: Member) -> int:
    """Return the number of people in the organization with `grade` for `year`, except `but`."""
    query = (
        select(func.count(Appraisal.id))
        .join(Appraisal.member)
        .where(
            Appraisal.archived_at.is_(None),
            Appraisal.for_year == year,
            Appraisal.grade == grade,
            Appraisal.member_id != but.id,
            assigned_on(Appraisal.held_on, Assignment.organization_id == organization.id),
        )
    )
    return db.session.scalar(query) or 0


def count_assigned(viewer: Viewer, organization_ids: Sequence[int], day: date) -> dict[int, int]:
    """Return the number of people of each organization on `day`, by organization id.

    The numbers agree with what the organization filter of the list of members finds. Organizations
    without people are absent.
    """
    query = (
        select(Assignment.organization_id, func.count(distinct(Assignment.member_id)))
        .join(Member, Member.id == Assignment.member_id)
        .where(
            Assignment.organization_id.in_(organization_ids),
            Assignment.archived_at.is_(None),
            Member.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
            belonged_to(reach_of(viewer), Member.id, day),
        )
        .group_by(Assignment.organization_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def select_in_workshops(workshop_ids: Collection[int], day: date) -> Select[Member]:
    """Return the query for people who work in these workshops on `day`, by pinyin.

    They are assigned to some organization on that day.
    """
    return (
        select(Member)
        .where(Member.archived_at.is_(None), Member.workshop_id.in_(workshop_ids), assigned_on(day))
        .order_by(Member.pinyin, Member.id)
    )
