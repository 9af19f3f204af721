"""Assignments of people new in an import file, made after its sheet of assignments is read."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from partyhub import clock
from partyhub.database import Record, db
from partyhub.members.models import Assignment, Member
from partyhub.members.operations import first_assignment
from partyhub.periods import is_valid_on
from partyhub.registers.deferring import DeferredError, DeferredValues, Resolution

CHUNK = 400


def resolve_assignments(deferred: DeferredValues) -> Resolution:
    """Assign new members without a row in the sheet of assignments to their own row's branch.

    For the others, the sheet decides: what their own row names for today must agree with it.
    Returns the new assignments and the errors found.
    """
    found = find_assignments(deferred)
    made: list[Record] = []
    wrong: list[DeferredError] = []
    for member, own in deferred.items():
        if member.id in found and member in deferred.doubtful:
            continue  # their assignment rows have errors already; corrected, they may well agree
        if member.id in found:
            wrong += _contradictions(member, own, found[member.id])
        elif own["organization"] is not None:
            made.append(first_assignment(member, own["organization"], own["party_group"]))
        else:
            sentence = gettext(
                "Choose the branch. Where who has left was, and from when to when, goes into the"
                " sheet “Assignments”."
            )
            wrong.append(DeferredError(member, "organization", sentence))
    return Resolution(made, wrong)


def _contradictions(
    member: Member, own: Mapping[str, Any], assignments: list[Assignment]
) -> Iterator[DeferredError]:
    today = clock.today()
    current = next((a for a in assignments if is_valid_on(today, a.started_on, a.ended_on)), None)
    for key in ("organization", "party_group"):
        there = getattr(current, key, None)
        if own[key] is None or own[key] is there:
            continue
        yield DeferredError(member, key, _sentence(there.name if there else ""))
        return


def _sentence(name: str) -> str:
    if name:
        return gettext(
            "The sheet “Assignments” puts this person into “%(name)s” today. Correct one of the"
            " two.",
            name=name,
        )
    return gettext(
        "The sheet “Assignments” puts this person nowhere today. Leave this cell blank, or correct"
        " that sheet."
    )


def find_assignments(members: Collection[Member]) -> dict[int, list[Assignment]]:
    """Return all assignments of these people by member id; members without any are absent."""
    found: dict[int, list[Assignment]] = {}
    ids = sorted(member.id for member in members)
    for start in range(0, len(ids), CHUNK):
        query = select(Assignment).where(
            Assignment.archived_at.is_(None), Assignment.member_id.in_(ids[start : start + CHUNK])
        )
        loaded = query.options(
            joinedload(Assignment.organization), joinedload(Assignment.party_group)
        )
        for assignment in db.session.scalars(loaded):
            found.setdefault(assignment.member_id, []).append(assignment)
    return found
