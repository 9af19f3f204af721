"""Where people new in a file are, when all rows of its sheet of assignments have been read."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from partyhub import clock
from partyhub.database import Record, db
from partyhub.members.models import Assignment, Member
from partyhub.members.operations import first_assignment
from partyhub.periods import holds_on
from partyhub.registers.completing import Held, Settled, Wrong

CHUNK = 400


def settle_members(held: Held) -> Settled:
    """Assign those of whom the sheet says nothing to the branch that their own row names.

    Of the others the sheet has the last word: what the own row says of today must agree with it.
    """
    found = find_assignments(held)
    made: list[Record] = []
    wrong: list[Wrong] = []
    for member, said in held.items():
        if member.id in found and member in held.doubtful:
            continue  # what is wrong stands at its rows; mended, they may well agree
        if member.id in found:
            wrong += _contradictions(member, said, found[member.id])
        elif said["organization"] is not None:
            made.append(first_assignment(member, said["organization"], said["party_group"]))
        else:
            sentence = gettext(
                "Choose the branch. Where who has left was, and from when to when, goes into the"
                " sheet “Assignments”."
            )
            wrong.append(Wrong(member, "organization", sentence))
    return Settled(made, wrong)


def _contradictions(
    member: Member, said: Mapping[str, Any], assignments: list[Assignment]
) -> Iterator[Wrong]:
    today = clock.today()
    current = next((a for a in assignments if holds_on(today, a.started_on, a.ended_on)), None)
    for key in ("organization", "party_group"):
        there = getattr(current, key, None)
        if said[key] is None or said[key] is there:
            continue
        yield Wrong(member, key, _sentence(there.name if there else ""))
        return


def _sentence(name: str) -> str:
    if name:
        return gettext(
            "By the sheet “Assignments” this person is in “%(name)s” today. Correct one of the"
            " two.",
            name=name,
        )
    return gettext(
        "By the sheet “Assignments” this person is in none today. Leave this cell blank, or"
        " correct that sheet."
    )


def find_assignments(members: Collection[Member]) -> dict[int, list[Assignment]]:
    """All assignments of the people, by member; who has none isn't there."""
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
