"""Entries and exits: the days on which a person begins or ceases to be counted in a scope.

A person is in on a day when assigned in the scope on that day and a probationary or full member
on it. Two assignments in the scope that meet without a gap are one stay, so a move inside the
scope is neither an entry nor an exit. (registers.md, Figures.)
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from partyhub.figures import Scope
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.members.queries import party_from

CAME_FROM_ELSEWHERE = (InReason.TRANSFER_IN, InReason.INTERNAL)
WENT_ELSEWHERE = (OutReason.TRANSFER_OUT, OutReason.INTERNAL)


@cache
def other_assignment() -> type[Assignment]:
    """A second assignment beside the one that is asked; making it at import configures mappers."""
    return aliased(Assignment)


def first_day_in() -> ColumnElement[Any]:
    """The first day on which an assignment counts: its own, or the person's first in the Party."""
    return case((Assignment.started_on >= party_from(), Assignment.started_on), else_=party_from())


def select_entries(scope: Scope, *conditions: ColumnElement[bool]) -> Select[Any]:
    """The ids of assignments with which a person comes in, in the period; each is one entry."""
    day = first_day_in()
    other = other_assignment()
    stayed = exists().where(
        other.member_id == Assignment.member_id,
        other.id != Assignment.id,
        other.archived_at.is_(None),
        scope.holds(other.organization_id),
        other.started_on < day,
        or_(other.ended_on.is_(None), other.ended_on >= day),
        party_from() < day,
    )
    return _stays(scope).where(scope.happened(day), ~stayed, *conditions)


def select_exits(scope: Scope, *conditions: ColumnElement[bool]) -> Select[Any]:
    """The ids of assignments with whose end a person goes out, in the period; each is one exit."""
    other = other_assignment()
    stays = exists().where(
        other.member_id == Assignment.member_id,
        other.id != Assignment.id,
        other.archived_at.is_(None),
        scope.holds(other.organization_id),
        other.started_on <= Assignment.ended_on,
        or_(other.ended_on.is_(None), other.ended_on > Assignment.ended_on),
    )
    return _stays(scope).where(scope.happened(Assignment.ended_on), ~stays, *conditions)


def _stays(scope: Scope) -> Select[Any]:
    """Assignments in the scope that cover at least one day as a probationary or full member."""
    return (
        select(Assignment.id)
        .join(Assignment.member)
        .where(
            Assignment.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.holds(Assignment.organization_id),
            or_(Assignment.ended_on.is_(None), Assignment.ended_on > first_day_in()),
            party_from().is_not(None),
        )
    )


def was_admitted() -> ColumnElement[bool]:
    """Whether the entry is on the person's own day of admission."""
    return and_(Member.admitted_on.is_not(None), first_day_in() == Member.admitted_on)


def movement_day(selects: Any) -> ColumnElement[Any]:
    """The day of the entries, or of the exits, that one of the functions below selects."""
    return Assignment.ended_on.expression if selects in EXITS else first_day_in()


def select_admissions(scope: Scope) -> Select[Any]:
    return select_entries(scope, was_admitted())


def select_transfers_in(scope: Scope) -> Select[Any]:
    return select_entries(scope, ~was_admitted(), Assignment.in_reason.in_(CAME_FROM_ELSEWHERE))


def select_other_entries(scope: Scope) -> Select[Any]:
    return select_entries(scope, ~was_admitted(), Assignment.in_reason.not_in(CAME_FROM_ELSEWHERE))


def select_transfers_out(scope: Scope) -> Select[Any]:
    return select_exits(scope, Assignment.out_reason.in_(WENT_ELSEWHERE))


def select_other_exits(scope: Scope) -> Select[Any]:
    return select_exits(scope, Assignment.out_reason.not_in(WENT_ELSEWHERE))


EXITS = (select_transfers_out, select_other_exits)
