"""People of whom something is to be done: probation that ends, and who is in no branch."""

from datetime import date

from sqlalchemy import Select, and_, distinct, func, or_, select, union_all
from sqlalchemy.orm import aliased

from partyhub.database import db
from partyhub.members.models import Assignment, Member, Stage
from partyhub.members.queries import assigned_on, load_members
from partyhub.members.stages import in_stage
from partyhub.organizations.queries import reach_of
from partyhub.viewers import Viewer


def select_probation_ending(
    viewer: Viewer, day: date, last: date, admitted_by: date
) -> Select[int, date | None, date | None]:
    """(id, admitted_on, probation_extended_until) of probationary members, the earliest first.

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
        select(Member.id, Member.admitted_on, extended)
        .where(
            Member.archived_at.is_(None),
            Member.id.in_(not_full),
            in_stage(Stage.PROBATIONARY, day),
            or_(extended <= last, and_(extended.is_(None), Member.admitted_on <= admitted_by)),
            assigned_on(day, reach_of(viewer).holds(Assignment.organization_id)),
        )
        .order_by(Member.admitted_on, Member.id)
    )


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
