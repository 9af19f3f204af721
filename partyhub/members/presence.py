"""Presence in the Party here on a day: assigned to an organization, full or probationary member.

Who counts is asked of the person in the whole instance, never of the organizations that a report is
about (registers.md, Conventions, “Who leaves, leaves everything”).
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists, or_

from partyhub.members.models import Assignment, Member
from partyhub.periods import is_valid_on, on_day


@cache
def _tables() -> tuple[FromClause, FromClause]:
    """Return names of their own for both tables, so that no query around takes them for its own."""
    return Member.__table__.alias("present"), Assignment.__table__.alias("present_in")


def is_here_on(member_id: Any, day: Any) -> ColumnElement[bool]:
    """Return the condition that the person with this id is in the Party here on `day`."""
    person, stay = (table.c for table in _tables())
    return exists().where(
        person.id == member_id,
        person.archived_at.is_(None),
        or_(person.admitted_on <= day, person.full_on <= day),
        stay.member_id == person.id,
        stay.archived_at.is_(None),
        on_day(day, stay.started_on, stay.ended_on),
    )


def spans_here(
    member: Member, started: date, ended: date | None
) -> Iterator[tuple[date, date | None]]:
    """Yield (first day, first day after) of the times, from `started` on, of being here.

    The person's assignments must be loaded; `ended` is the first day that no longer counts.
    """
    joined = member.party_from
    if member.archived_at is not None or joined is None:
        return
    for stay in member.assignments:
        first = max(started, stay.started_on, joined)
        last = min((day for day in (ended, stay.ended_on) if day is not None), default=None)
        if stay.archived_at is None and (last is None or first < last):
            yield first, last


def is_here(member: Member, day: date) -> bool:
    """Return whether the person, with assignments loaded, is in the Party here on `day`."""
    return any(is_valid_on(day, *span) for span in spans_here(member, date.min, None))
