"""Members on days: whose branch, which stage, who went in and who went out."""

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
from partyhub.dialects import without_index
from partyhub.members.models import Appraisal, Assignment, Grade, Member, PartyPost
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import reach_of
from partyhub.periods import on_day
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


@cache
def other_assignments() -> tuple[type[Assignment], type[Assignment], type[Assignment]]:
    """Three more assignments beside the one that is asked.

    Made once: they are the weight of the queries of figures, of which a page asks for many; and
    not at import, where they would configure every mapper.
    """
    return aliased(Assignment), aliased(Assignment), aliased(Assignment)


def load_members() -> Select[Member]:
    assignments = selectinload(Member.assignments)
    return select(Member).options(
        joinedload(Member.workshop),
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
    """Whether the member of the query is assigned somewhere on `day`, where `conditions` hold."""
    return exists().where(
        Assignment.member_id == Member.id,
        Assignment.archived_at.is_(None),
        on_day(day, Assignment.started_on, Assignment.ended_on),
        *conditions,
    )


def is_on_record(member_id: Any) -> ColumnElement[bool]:
    """Whether the person's id is not one of the few who are archived."""
    people: Any = Member.__table__.alias()
    archived = select(people.c.id).where(people.c.archived_at.is_not(None))
    condition: ColumnElement[bool] = member_id.not_in(archived)
    return condition


def belonged_to(reach: Reach, member_id: Any, day: Any) -> ColumnElement[bool]:
    """Whether the person was in one of the organizations on `day`; else, where the last one was.

    Who is on record and was never in any belongs to the root.
    """
    if reach.is_everything:
        return true()
    found = _belonged_to(reach, member_id, day)
    if reach.holds_root or (reach.in_order and reach.is_wide):
        return found
    # Few were ever in a branch: only of those it is asked when.
    ever = aliased(Assignment)
    own = select(ever.member_id).where(reach.holds(ever.organization_id))
    return and_(member_id.in_(own), found)


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
        reach.holds(without_index(last.organization_id)),
    )
    in_then = exists().where(covers, reach.holds(without_index(then.organization_id)))
    nowhere = ~exists().where(last.member_id == member_id, last.archived_at.is_(None))
    return or_(in_then, and_(~exists().where(covers), in_last), and_(reach.of_root(), nowhere))


def _is_last(assignment: Any) -> ColumnElement[bool]:
    """Whether the person has no assignment that began later."""
    *_, later = other_assignments()
    return ~exists().where(
        later.member_id == assignment.member_id,
        later.archived_at.is_(None),
        later.started_on > assignment.started_on,
    )


def choose_member(viewer: Viewer) -> Select[Member]:
    """The people that the viewer may choose from."""
    return select(Member).where(
        Member.archived_at.is_(None),
        belonged_to(reach_of(viewer), Member.id, clock.today()),
    )


def find_linked(viewer: Viewer, member_ids: Collection[int]) -> frozenset[int]:
    """Those of the people whose own page the viewer may open: the others are named only."""
    if not member_ids:
        return frozenset()
    query = choose_member(viewer).with_only_columns(Member.id).where(Member.id.in_(member_ids))
    return frozenset(db.session.scalars(query))


def find_overlap(assignment: Assignment) -> Assignment | None:
    """Another assignment of the same person that shares a day with this one."""
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
    """The code of the member's organization on `day`, for sorting; empty for who has none."""
    query = (
        select(Organization.code)
        .join(Assignment, Assignment.organization_id == Organization.id)
        .where(
            Assignment.member_id == Member.id,
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
    )
    return func.coalesce(query.limit(1).correlate(Member).scalar_subquery(), "")


def find_branch(member: Member, day: date) -> Organization | None:
    """The organization to which `member` was assigned on `day`."""
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
    """How many full members were assigned to this very organization on `day`."""
    query = select(func.count(Member.id)).where(
        Member.archived_at.is_(None),
        Member.full_on <= day,
        assigned_on(day, Assignment.organization_id == organization.id),
    )
    return db.session.scalar(query) or 0


def count_graded(organization: Organization, year: int, grade: Grade, but: Member) -> int:
    """How many of the organization, all but one, were given `grade` for `year`."""
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
    """How many people each organization has on `day`: those that its filter of the list finds."""
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
    """The people who work in these workshops and are in an organization on `day`, by pinyin."""
    return (
        select(Member)
        .where(Member.archived_at.is_(None), Member.workshop_id.in_(workshop_ids), assigned_on(day))
        .order_by(Member.pinyin, Member.id)
    )
