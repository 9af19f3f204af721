"""Queries for commissars' appointments and duties."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    bindparam,
    exists,
    extract,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.database import db
from partyhub.dated_values import had_value
from partyhub.members.models import Member
from partyhub.members.presence import is_here_on, spans_here
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
from partyhub.statement_cache import remember
from partyhub.viewers import Viewer


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
    """Return the query for the people whose duties the viewer may write.

    A commissar may write only their own; others may write those of commissars of their workshops.
    """
    if viewer.looks_after_workshops:
        return select(Member).where(Member.archived_at.is_(None), Member.id == viewer.member_id)
    reach = reach_of(viewer)
    appointed = exists().where(
        CommissarAppointment.member_id == Member.id,
        CommissarAppointment.archived_at.is_(None),
        of_workshop(reach, CommissarAppointment.workshop_id),
    )
    return select(Member).where(Member.archived_at.is_(None), appointed)


def choose_duty_workshop(viewer: Viewer) -> Select[Workshop]:
    """Return the query for the workshops whose duties the viewer may write."""
    if viewer.looks_after_workshops:
        return choose_workshop(viewer).where(in_own_workshops(viewer, Workshop.id))
    return choose_own_workshop(viewer)


def appointed_on(day: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that an appointment matching `conditions` was open on `day`."""
    return exists().where(
        CommissarAppointment.archived_at.is_(None),
        on_day(day, CommissarAppointment.started_on, CommissarAppointment.ended_on),
        *conditions,
    )


def belongs_to(reach: Reach) -> ColumnElement[bool]:
    """Return the condition that the query's appointment is for a workshop in reach."""
    return of_workshop(reach, CommissarAppointment.workshop_id)


def find_overlapping(
    appointment_id: int | None, workshop: Workshop, started: date, ended: date | None
) -> Sequence[CommissarAppointment]:
    """Return other appointments for the workshop that share a day with this one.

    `appointment_id` is the id of this appointment, or None if it is new.
    """
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


def select_duties_of_year(
    commissar_id: int, workshop_id: int, year: int
) -> Select[Any, *tuple[Any, ...]]:
    """Return the query for what tells the duties of a person in a workshop and a year apart."""
    return select(
        CommissarDuty.id, CommissarDuty.held_on, CommissarDuty.kind, CommissarDuty.topic
    ).where(
        CommissarDuty.archived_at.is_(None),
        CommissarDuty.commissar_id == commissar_id,
        CommissarDuty.workshop_id == workshop_id,
        CommissarDuty.held_on.between(date(year, 1, 1), date(year, 12, 31)),
    )


def was_commissar(member: Member, workshop: Workshop, day: date) -> bool:
    """Return whether the person was the commissar of this workshop on `day`."""
    requested = {"member_id": member.id, "workshop_id": workshop.id, "day": day}
    return db.session.scalar(remember((was_commissar,), _select_commissar), requested) is not None


def was_relieved(member: Member, workshop: Workshop, day: date) -> bool:
    """Return whether the person's appointment for this workshop had ended by `day`.

    Whether there was another one then is another question.
    """
    query = select(CommissarAppointment.id).where(
        CommissarAppointment.archived_at.is_(None),
        CommissarAppointment.member_id == member.id,
        CommissarAppointment.workshop_id == workshop.id,
        CommissarAppointment.ended_on <= day,
    )
    return db.session.scalar(query.limit(1)) is not None


def _select_commissar() -> Select[int]:
    """Select `member_id` if that person, in the Party here, was the commissar of `workshop_id`."""
    condition = appointed_on(
        bindparam("day", type_=Date),
        CommissarAppointment.member_id == Member.id,
        CommissarAppointment.workshop_id == bindparam("workshop_id"),
        is_here_on(Member.id, bindparam("day", type_=Date)),
    )
    return select(Member.id).where(Member.id == bindparam("member_id"), condition)


def select_first_line(day: date, *conditions: ColumnElement[bool]) -> Select[Workshop]:
    """Return the query for the workshops that are first-line and open on `day`, by code."""
    return (
        select(Workshop)
        .where(
            Workshop.archived_at.is_(None),
            had_value(Workshop, "is_first_line", True, day),
            on_day(day, Workshop.opened_on, Workshop.closed_on),
            *conditions,
        )
        .options(joinedload(Workshop.organization))
        .order_by(Workshop.code)
    )


def select_appointments_of(member_id: int) -> Select[CommissarAppointment]:
    """Return the query for the appointments of one person, newest first."""
    return (
        load_commissars()
        .where(
            CommissarAppointment.archived_at.is_(None), CommissarAppointment.member_id == member_id
        )
        .order_by(CommissarAppointment.started_on.desc(), CommissarAppointment.id)
    )


def select_appointments_in(workshop: Workshop, period: Period) -> Select[CommissarAppointment]:
    """Return the query for a workshop's appointments open in the period, oldest first.

    An appointment counts if it was open on any day of the period.
    """
    return select_appointments_of_workshops([workshop.id], period)


def select_appointments_of_workshops(
    workshop_ids: Collection[int], period: Period
) -> Select[CommissarAppointment]:
    """Return the query for the appointments of workshops open in the period, oldest first."""
    return (
        _with_stays(load_commissars())
        .where(
            CommissarAppointment.archived_at.is_(None),
            CommissarAppointment.workshop_id.in_(workshop_ids),
            CommissarAppointment.started_on <= period.end,
            or_(
                CommissarAppointment.ended_on.is_(None),
                CommissarAppointment.ended_on > period.start,
            ),
        )
        .order_by(CommissarAppointment.started_on, CommissarAppointment.id)
    )


def find_last_ends(workshop_ids: Collection[int], day: date) -> dict[int, date]:
    """Map workshop ids to the day, up to `day`, on which their last commissar ceased to be one.

    A commissar ceases by the end of the appointment or by leaving the Party here. Workshops that
    had none are absent.
    """
    query = _with_stays(load_commissars()).where(
        CommissarAppointment.archived_at.is_(None),
        CommissarAppointment.workshop_id.in_(workshop_ids),
        CommissarAppointment.started_on < day,
    )
    found: dict[int, date] = {}
    for each in db.session.scalars(query):
        for _, ended in spans_here(each.member, each.started_on, each.ended_on):
            if ended is not None and ended <= day:
                found[each.workshop_id] = max(ended, found.get(each.workshop_id, ended))
    return found


def _with_stays(query: Select[CommissarAppointment]) -> Select[CommissarAppointment]:
    """Return the query with the assignments of each commissar, which `spans_here` reads."""
    stays = joinedload(CommissarAppointment.member).selectinload(Member.assignments)
    return query.options(stays)


def select_appointments_on(day: date, *conditions: Any) -> Select[CommissarAppointment]:
    """Return the query for the appointments open on `day`, of people in the Party here on it."""
    return load_commissars().where(
        CommissarAppointment.archived_at.is_(None),
        is_here_on(CommissarAppointment.member_id, day),
        on_day(day, CommissarAppointment.started_on, CommissarAppointment.ended_on),
        *conditions,
    )


def select_duty_counts(
    member: Member, period: Period, seen: ColumnElement[bool]
) -> Select[int, DutyKind, int]:
    """Return rows (month, kind, count) of one commissar's duties in the period.

    A month is a number such as 202306. `seen` is the condition for duties that the viewer may read.
    """
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
