"""Entries and exits: the days on which a person starts or stops being counted in a scope.

A person is counted on a day if they are assigned in the scope and are a probationary or full member
on that day. Two assignments in the scope without a gap between them are one stay, so a move inside
the scope is neither an entry nor an exit (registers.md, Figures).
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    case,
    exists,
    not_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from partyhub.dialects import as_stored
from partyhub.figures import Row, Rows, Scope
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.members.stages import party_from

CAME_FROM_ELSEWHERE = (InReason.TRANSFER_IN, InReason.INTERNAL)
WENT_ELSEWHERE = (OutReason.TRANSFER_OUT, OutReason.INTERNAL)
TRANSFERRED_OUT, OTHER_DECREASE = "members.transferred_out", "members.other_decrease"
EXITS = (TRANSFERRED_OUT, OTHER_DECREASE)


def first_day_in() -> ColumnElement[Any]:
    """Return the first day on which an assignment counts.

    It is the assignment's own first day, or the person's first day in the Party if that is later.
    """
    return case((Assignment.started_on >= party_from(), Assignment.started_on), else_=party_from())


def select_movements(scope: Scope) -> Rows:
    """Return the query for assignments by which a person enters or leaves the scope.

    Each one is at most one entry and one exit, marked by the columns `enters` and `leaves`. It
    covers at least one day as a probationary or full member in the scope.
    """
    stay = _stays(scope)
    first = case((stay.started_on >= stay.party_from, stay.started_on), else_=stay.party_from)
    was_admitted = and_(stay.admitted_on.is_not(None), first == stay.admitted_on)
    stayed = and_(_is_elsewhere(scope, stay, first, before=True), stay.party_from < first)
    remains = _is_elsewhere(scope, stay, stay.ended_on, before=False)
    return select(
        stay.id,
        stay.in_reason,
        stay.out_reason,
        was_admitted.label("was_admitted"),
        and_(scope.happened(first), not_(stayed)).label("enters"),
        and_(scope.happened(stay.ended_on), not_(remains)).label("leaves"),
    ).where(
        stay.party_from.is_not(None),
        or_(stay.ended_on.is_(None), stay.ended_on > first),
    )


def _stays(scope: Scope) -> Row:
    """Return the columns of the assignments in the scope that have a relevant day in the period."""
    one = Assignment
    query = (
        select(
            *(one.id, one.member_id, one.started_on, one.ended_on, one.in_reason, one.out_reason),
            Member.admitted_on,
            party_from().label("party_from"),
        )
        .join(one.member)
        .where(
            _is_around(scope),
            one.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.contains(one.organization_id),
        )
    )
    return query.subquery("stay").c


def _is_around(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a relevant day of the assignment is in the period.

    A wide scope searches by day; a narrow one compares the days of its few organizations.
    """
    if scope.is_wide:
        condition: ColumnElement[bool] = Assignment.id.in_(_around(scope))
        return condition
    own = Assignment.started_on, Assignment.ended_on, Member.admitted_on, Member.full_on
    return or_(*(scope.happened(as_stored(day)) for day in own))


def _around(scope: Scope) -> CompoundSelect[Any]:
    """Return the query for the ids of all assignments that have a relevant day in the period."""
    stay, person = aliased(Assignment), aliased(Member)
    own = select(stay.id).join(person, person.id == stay.member_id)
    return union(
        select(stay.id).where(scope.happened(stay.started_on)),
        select(stay.id).where(scope.happened(stay.ended_on)),
        own.where(scope.happened(person.admitted_on)),
        own.where(scope.happened(person.full_on)),
    )


def _is_elsewhere(scope: Scope, stay: Row, day: Any, *, before: bool) -> ColumnElement[bool]:
    """Return the condition that another assignment in the scope covers `day`.

    With `before`, it covers the day before `day` instead.
    """
    other = aliased(Assignment)
    begins = other.started_on < day if before else other.started_on <= day
    goes_on = other.ended_on >= day if before else other.ended_on > day
    return exists().where(
        other.member_id == stay.member_id,
        other.id != stay.id,
        other.archived_at.is_(None),
        scope.contains(other.organization_id),
        begins,
        or_(other.ended_on.is_(None), goes_on),
    )


def is_admission(row: Row) -> ColumnElement[bool]:
    """Return the condition that the entry is on the person's own day of admission."""
    return and_(row.enters, row.was_admitted)


def is_transfer_in(row: Row) -> ColumnElement[bool]:
    """Return the condition that the entry is a transfer from outside the scope."""
    return and_(row.enters, ~row.was_admitted, row.in_reason.in_(CAME_FROM_ELSEWHERE))


def is_other_entry(row: Row) -> ColumnElement[bool]:
    """Return the condition that the entry is neither an admission nor a transfer."""
    return and_(row.enters, ~row.was_admitted, row.in_reason.not_in(CAME_FROM_ELSEWHERE))


def is_transfer_out(row: Row) -> ColumnElement[bool]:
    """Return the condition that the exit is a transfer to outside the scope."""
    return and_(row.leaves, row.out_reason.in_(WENT_ELSEWHERE))


def is_other_exit(row: Row) -> ColumnElement[bool]:
    """Return the condition that the exit is no transfer."""
    return and_(row.leaves, row.out_reason.not_in(WENT_ELSEWHERE))


def movement_day(code: str) -> ColumnElement[Any]:
    """Return the day of the entries or exits that the figure with this code counts."""
    return Assignment.ended_on.expression if code in EXITS else first_day_in()
