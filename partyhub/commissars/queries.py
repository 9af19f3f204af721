"""Who was whose commissar on which day, and what the commissars did."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, extract, func, or_, select
from sqlalchemy.orm import joinedload

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import (
    choose_own_workshop,
    choose_workshop,
    in_own_workshops,
    of_workshop,
    reach_of,
)
from partyhub.periods import Period, in_period, on_day
from partyhub.scopes import Reach
from partyhub.viewers import Role, Viewer


def load_commissars() -> Select[CommissarAppointment]:
    return (
        select(CommissarAppointment)
        .join(CommissarAppointment.member)
        .join(CommissarAppointment.workshop)
        .where(Member.archived_at.is_(None))
        .options(joinedload(CommissarAppointment.member), joinedload(CommissarAppointment.workshop))
    )


def load_duties() -> Select[CommissarDuty]:
    return (
        select(CommissarDuty)
        .join(CommissarDuty.commissar)
        .join(CommissarDuty.workshop)
        .where(Member.archived_at.is_(None))
        .options(joinedload(CommissarDuty.commissar), joinedload(CommissarDuty.workshop))
    )


def choose_commissar(viewer: Viewer) -> Select[Member]:
    """Whose duties the viewer writes: a commissar's own, else those of the viewer's workshops."""
    if viewer.role is Role.COMMISSAR:
        return select(Member).where(Member.archived_at.is_(None), Member.id == viewer.member_id)
    reach = reach_of(viewer)
    appointed = exists().where(
        CommissarAppointment.member_id == Member.id,
        CommissarAppointment.archived_at.is_(None),
        of_workshop(reach, CommissarAppointment.workshop_id),
    )
    return select(Member).where(Member.archived_at.is_(None), appointed)


def choose_duty_workshop(viewer: Viewer) -> Select[Workshop]:
    """The workshops that the viewer writes duties of."""
    if viewer.role is Role.COMMISSAR:
        return choose_workshop(viewer).where(in_own_workshops(viewer, Workshop.id))
    return choose_own_workshop(viewer)


def appointed_on(day: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an appointment that fulfils `conditions` was open on `day`."""
    return exists().where(
        CommissarAppointment.archived_at.is_(None),
        on_day(day, CommissarAppointment.started_on, CommissarAppointment.ended_on),
        *conditions,
    )


def belongs_to(reach: Reach) -> ColumnElement[bool]:
    return of_workshop(reach, CommissarAppointment.workshop_id)


def find_overlapping(
    appointment_id: int | None, workshop: Workshop, started: date, ended: date | None
) -> Sequence[CommissarAppointment]:
    """Other appointments for the same workshop that share a day with this one."""
    query = load_commissars().where(
        CommissarAppointment.archived_at.is_(None),
        CommissarAppointment.workshop_id == workshop.id,
        or_(CommissarAppointment.ended_on.is_(None), CommissarAppointment.ended_on > started),
    )
    if ended is not None:
        query = query.where(CommissarAppointment.started_on < ended)
    if appointment_id is not None:
        query = query.where(CommissarAppointment.id != appointment_id)
    return db.session.scalars(query).all()


def was_commissar(member: Member, workshop: Workshop, day: date) -> bool:
    """Whether the person was the commissar of this workshop on `day`."""
    condition = appointed_on(
        day,
        CommissarAppointment.member_id == member.id,
        CommissarAppointment.workshop_id == workshop.id,
    )
    return db.session.scalar(select(Member.id).where(Member.id == member.id, condition)) is not None


def select_first_line(day: date, *conditions: ColumnElement[bool]) -> Select[Workshop]:
    """The first-line workshops that are open on `day`, by code."""
    return (
        select(Workshop)
        .where(
            Workshop.archived_at.is_(None),
            Workshop.is_first_line,
            on_day(day, Workshop.opened_on, Workshop.closed_on),
            *conditions,
        )
        .options(joinedload(Workshop.organization))
        .order_by(Workshop.code)
    )


def select_appointments_of(member_id: int) -> Select[CommissarAppointment]:
    """The appointments of one person, the newest first."""
    return (
        load_commissars()
        .where(
            CommissarAppointment.archived_at.is_(None), CommissarAppointment.member_id == member_id
        )
        .order_by(CommissarAppointment.started_on.desc(), CommissarAppointment.id)
    )


def select_appointments_in(workshop: Workshop, period: Period) -> Select[CommissarAppointment]:
    """The appointments for a workshop that were open on any day of the period, oldest first."""
    return (
        load_commissars()
        .where(
            CommissarAppointment.archived_at.is_(None),
            CommissarAppointment.workshop_id == workshop.id,
            CommissarAppointment.started_on <= period.end,
            or_(
                CommissarAppointment.ended_on.is_(None),
                CommissarAppointment.ended_on > period.start,
            ),
        )
        .order_by(CommissarAppointment.started_on, CommissarAppointment.id)
    )


def find_last_ends(workshop_ids: Collection[int], day: date) -> dict[int, date]:
    """When the last appointment for each workshop ended that had ended by `day`."""
    query = (
        select(CommissarAppointment.workshop_id, func.max(CommissarAppointment.ended_on))
        .join(CommissarAppointment.member)
        .where(
            CommissarAppointment.archived_at.is_(None),
            Member.archived_at.is_(None),
            CommissarAppointment.workshop_id.in_(workshop_ids),
            CommissarAppointment.ended_on <= day,
        )
        .group_by(CommissarAppointment.workshop_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query) if row[1] is not None}


def select_appointments_on(day: date, *conditions: Any) -> Select[CommissarAppointment]:
    """The appointments that are open on `day`."""
    return load_commissars().where(
        CommissarAppointment.archived_at.is_(None),
        on_day(day, CommissarAppointment.started_on, CommissarAppointment.ended_on),
        *conditions,
    )


def select_duty_counts(
    member: Member, period: Period, seen: ColumnElement[bool]
) -> Select[int, DutyKind, int]:
    """(month, kind, how many) of one commissar's duties in the period."""
    held_on = CommissarDuty.held_on
    month = extract("year", held_on) * 100 + extract("month", held_on)
    return (
        select(month, CommissarDuty.kind, func.count(CommissarDuty.id))
        .where(
            CommissarDuty.archived_at.is_(None),
            CommissarDuty.commissar_id == member.id,
            in_period(period, CommissarDuty.held_on),
            seen,
        )
        .group_by(month, CommissarDuty.kind)
    )
