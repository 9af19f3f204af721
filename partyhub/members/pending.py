"""People of whom something is to be done: probation that ends, and who is in no branch."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, distinct, func, or_, select, union_all
from sqlalchemy.orm import aliased

from partyhub.database import db
from partyhub.members.models import Assignment, Member, Stage
from partyhub.members.queries import assigned_on, load_members
from partyhub.members.stages import in_stage
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import reach_of
from partyhub.periods import on_day
from partyhub.viewers import Viewer


def select_probation_ending(
    viewer: Viewer, day: date, last: date, admitted_by: date
) -> Select[int, str, date | None, date | None, str]:
    """(id, name, admitted_on, probation_extended_until, organization) of probationary members.

    The earliest come first; the organization is the name of the one they are assigned to on `day`.

    Of the viewer's organizations on `day`: those whose extension ends by `last`, and without one
    those who were admitted by `admitted_by`.
    """
    extended, anyone = Member.probation_extended_until, aliased(Member)
    # Read by the index of that day: few are no full member yet, of all who ever were admitted.
    not_full = union_all(
        select(anyone.id).where(anyone.full_on.is_(None)),
        select(anyone.id).where(anyone.full_on > day),
    )
    return (
        select(Member.id, Member.name, Member.admitted_on, extended, _organization_on(day))
        .where(
            Member.archived_at.is_(None),
            Member.id.in_(not_full),
            in_stage(Stage.PROBATIONARY, day),
            or_(extended <= last, and_(extended.is_(None), Member.admitted_on <= admitted_by)),
            assigned_on(day, reach_of(viewer).holds(Assignment.organization_id)),
        )
        .order_by(Member.admitted_on, Member.id)
    )


def _organization_on(day: date) -> ColumnElement[str]:
    """The name of where the member of the query is assigned on `day`, first of all if twice."""
    query = (
        select(Organization.name)
        .join(Assignment, Assignment.organization_id == Organization.id)
        .where(
            Assignment.member_id == Member.id,
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
        .order_by(Assignment.started_on, Assignment.id)
    )
    return query.limit(1).correlate(Member).scalar_subquery().label("organization")


def has_unassigned() -> bool:
    """Whether there may be somebody who never was in any organization: counting is quick.

    True without anybody to be found where the only ones are archived.
    """
    everybody = select(func.count()).select_from(Member).scalar_subquery()
    assigned = select(func.count(distinct(Assignment.member_id))).where(
        Assignment.archived_at.is_(None)
    )
    return bool(db.session.scalar(select(everybody > assigned.scalar_subquery())))


def select_unassigned() -> Select[Member]:
    """People on record who never were in any organization, by pinyin."""
    anyone = aliased(Member)
    assigned = select(Assignment.member_id).where(Assignment.archived_at.is_(None))
    return (
        load_members()
        .where(Member.archived_at.is_(None), Member.id.in_(select(anyone.id).except_(assigned)))
        .order_by(Member.pinyin, Member.id)
    )
