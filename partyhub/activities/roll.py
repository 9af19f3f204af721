"""The roll of an activity's form: who is expected by what it says, and what is noted of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partyhub.activities.forms import ActivityForm
from partyhub.activities.models import Activity, ActivityStatus, Attendance, AttendanceState
from partyhub.activities.operations import Entry
from partyhub.activities.queries import find_expected
from partyhub.activities.quorum import Quorum, find_quorum, may_vote
from partyhub.members.models import Member

PRESENT = AttendanceState.PRESENT


@dataclass(frozen=True)
class RollRow:
    """One person of the roll, as the page shows them; `error` says what is wrong with the note."""

    member: Member
    is_probationary: bool
    state: AttendanceState
    reason: str
    made_up_on: str
    error: str


def roll_of(form: ActivityForm) -> Sequence[RollRow]:
    """Who is expected by what the form says: the fixed list of a held activity stays as it is."""
    noted = stored_entries(form) if is_fixed(form) else {}
    noted |= {entry.member_id: entry for entry in form.entries.data or ()}
    errors = form.entries.wrong
    day = form.held_on.data
    return [_row(m, noted.get(m.id), day, errors.get(m.id, "")) for m in expected_by(form)]


def is_fixed(form: ActivityForm) -> bool:
    """Whether the list was fixed by an earlier save."""
    activity = form.edited
    return isinstance(activity, Activity) and activity.status is ActivityStatus.HELD


def expected_by(form: ActivityForm) -> Sequence[Member]:
    if is_fixed(form):
        return [row.member for row in stored_rows(form) if row.is_expected]
    if form.will_be is ActivityStatus.PLANNED:
        return ()
    if form.organization.data and form.kinds.data and form.held_on.data:
        return find_expected(form.organization.data, form.kinds.data, form.held_on.data)
    return ()


def stored_rows(form: ActivityForm) -> Sequence[Attendance]:
    assert isinstance(form.edited, Activity)
    return form.edited.live_attendance


def stored_entries(form: ActivityForm) -> dict[int, Entry]:
    return {
        row.member_id: Entry(row.member_id, row.state, row.reason, row.made_up_on)
        for row in stored_rows(form)
    }


def _row(member: Member, entry: Entry | None, day: date | None, error: str) -> RollRow:
    """Everybody is present until noted otherwise."""
    entry = entry or Entry(member.id, PRESENT)
    probationary = day is not None and not may_vote(member.full_on, day)
    made_up_on = entry.made_up_on.isoformat() if entry.made_up_on else ""
    return RollRow(member, probationary, entry.state, entry.reason or "", made_up_on, error)


def tally(states: Iterable[AttendanceState]) -> Mapping[AttendanceState, int]:
    """How many there are of each state, all of them named."""
    found = list(states)
    return {state: found.count(state) for state in AttendanceState}


def quorum_of(form: ActivityForm, roll: Sequence[RollRow]) -> Quorum | None:
    """Whether enough of those on the roll came to vote; None where nothing is voted on."""
    if not roll or not form.kinds.data or not form.held_on.data:
        return None
    people = [(row.member.full_on, row.state) for row in roll]
    return find_quorum("quorum.ordinary", form.kinds.data, form.held_on.data, people)
