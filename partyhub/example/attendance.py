"""Who came to an activity: noted person by person, as the roll of the page is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from partyhub.example.people import Person
from partyhub.example.texts import CONCERNS, FLOATING_REASON, leave_reason
from partyhub.members.models import Member

EPIDEMIC = ((date(2022, 3, 10), date(2022, 4, 30)), (date(2022, 12, 8), date(2022, 12, 31)))
LEAVE_SHARE, OLD_LEAVE_SHARE, ABSENT_SHARE = 0.07, 0.3, 0.012
MAKE_UP_SHARE = 0.55


@dataclass(frozen=True)
class Note:
    """What was noted of one person: a state of attendance, why, and when it was made up for."""

    member_id: int
    state: str
    reason: str = ""
    made_up_on: date | None = None


def mark(
    random: Random,
    roll: Sequence[Member],
    people: Mapping[str, Person],
    code: str,
    day: date,
    needed: Collection[str] = (),
    most_missing: float = 0.25,
) -> list[Note]:
    """Note who came; whoever is `needed`, by name, did, and never too many were missing."""
    room = max(1, int(len(roll) * most_missing))
    notes = []
    for member in roll:
        person = people[member.number]
        note = (
            Note(member.id, "present")
            if member.name in needed
            else _mark(random, member.id, person, code, day)
        )
        if note.state != "present":
            note = note if room else Note(member.id, "present")
            room -= note.state != "present"
        notes.append(note)
    return notes


def _mark(random: Random, member_id: int, person: Person, code: str, day: date) -> Note:
    is_old = person.is_retired_on(day)
    chance = random.random()
    if person.is_floating:
        return (
            Note(member_id, "leave", FLOATING_REASON)
            if chance < 0.6
            else Note(member_id, "present")
        )
    share = OLD_LEAVE_SHARE if is_old else LEAVE_SHARE
    if chance < share:
        in_epidemic = any(first <= day <= last for first, last in EPIDEMIC)
        reason = leave_reason(
            random,
            code if code in CONCERNS else person.branch,
            is_old=is_old,
            in_epidemic=in_epidemic,
        )
        return Note(member_id, "leave", reason)
    return Note(member_id, "absent" if chance < share + ABSENT_SHARE else "present")


def make_up(random: Random, notes: Sequence[Note], day: date) -> list[Note]:
    """The same notes after some of those who were missing made up for it on `day`."""
    return [
        replace(note, state="made_up", made_up_on=day)
        if note.state != "present" and random.random() < MAKE_UP_SHARE
        else note
        for note in notes
    ]


def as_sent(notes: Sequence[Note]) -> dict[str, str]:
    """The notes under the names that a page gives them."""
    sent = {f"attendance-{note.member_id}": note.state for note in notes}
    sent |= {f"why-{note.member_id}": note.reason for note in notes if note.reason}
    made_up = {f"made_up-{n.member_id}": n.made_up_on.isoformat() for n in notes if n.made_up_on}
    return sent | made_up
