"""The roll of an activity's form: the people expected and their attendance.

The people expected follow from the values in the form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partyhub.activities.checks import fault_of
from partyhub.activities.forms import ActivityForm
from partyhub.activities.head_counts import entered_number
from partyhub.activities.models import Activity, ActivityStatus, AttendanceState, LeaveKind
from partyhub.activities.operations import Entry, entries_of
from partyhub.activities.quorum import ORDINARY, Quorum, find_quorum, may_vote, takes_votes
from partyhub.activities.voting.voters import Attendee, Barred, Voters, count_voters
from partyhub.members.models import Member


@dataclass(frozen=True)
class RollRow:
    """One person of the roll as the page shows them; `error` is the message for their entry."""

    member: Member
    is_probationary: bool
    state: AttendanceState
    reason: str
    made_up_on: str
    error: str
    leave_kind: str = ""


def roll_of(form: ActivityForm) -> Sequence[RollRow]:
    """Return the roll for the values in the form.

    The list of a held activity is fixed and does not change.
    """
    sent, day = form.entries.data or {}, form.held_on.data
    stored = entries_of(activity) if (activity := fixed_of(form)) else {}
    entries = stored | sent
    wrong = sent if form.entries.errors else {}
    errors = {member_id: fault_of(entry, day) for member_id, entry in wrong.items()}
    return [_row(m, entries.get(m.id), day, errors.get(m.id, "")) for m in expected_by(form)]


def fixed_of(form: ActivityForm) -> Activity | None:
    """Return the activity that the form changes, where an earlier save fixed its list."""
    activity: Any = form.edited
    is_fixed = activity and activity.status is ActivityStatus.HELD and not activity.is_counted
    return activity if is_fixed else None


def expected_by(form: ActivityForm) -> Sequence[Member]:
    if (activity := fixed_of(form)) is not None:
        return [row.member for row in activity.live_attendance if row.is_expected]
    if form.will_be is ActivityStatus.PLANNED:
        return ()
    return () if entered_number(form) is not None else form.find_expected()


def _row(member: Member, entry: Entry | None, day: date | None, error: str) -> RollRow:
    """Return the person's row; everybody is present by default."""
    entry = entry or Entry(AttendanceState.PRESENT)
    probationary = day is not None and not may_vote(member.full_on, day)
    made_up_on = entry.made_up_on.isoformat() if entry.made_up_on else ""
    kind = entry.leave_kind.value if entry.leave_kind else ""
    return RollRow(member, probationary, entry.state, entry.reason or "", made_up_on, error, kind)


def tally(states: Iterable[AttendanceState]) -> Mapping[AttendanceState, int]:
    """Count the states, with 0 for a state that doesn't occur."""
    found = list(states)
    return {state: found.count(state) for state in AttendanceState}


def voters_of(form: ActivityForm, roll: Sequence[RollRow]) -> Voters | None:
    """Return the voters of the roll, or None if nothing is voted on."""
    kinds, day = form.kinds.data or (), form.held_on.data
    if not roll or not day or not takes_votes(kinds):
        return None
    people = [Attendee(row.member.id, row.member.full_on, row.state) for row in roll]
    return count_voters(people, kinds, day)


def quorum_of(form: ActivityForm, voters: Voters | None) -> Quorum | None:
    """Return the ordinary quorum for the voters of the roll, or None without any."""
    if voters is None:
        return None
    return find_quorum(ORDINARY, form.held_on.data, voters.present, voters.expected)


def barred_in(voters: Voters | None) -> Mapping[int, Barred]:
    """Return why people of the roll may not vote, by the person's id."""
    return dict(voters.barred) if voters else {}


def roll_context(form: ActivityForm) -> dict[str, Any]:
    """Return the template context for the form's panel of people expected and present."""
    roll = roll_of(form)
    voters = voters_of(form, roll)
    return {
        "roll": roll,
        "tally": tally(row.state for row in roll),
        "quorum": quorum_of(form, voters),
        "barred": barred_in(voters),
        "is_edit": form.edited is not None,
        "is_fixed": fixed_of(form) is not None,
        "is_planned": form.will_be is ActivityStatus.PLANNED,
        "is_counted": entered_number(form) is not None,
        "leave_kinds": list(LeaveKind),
    }
