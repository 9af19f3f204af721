"""The attendance that a form leaves behind: from a page's roll, from names, from a sheet."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from partyhub import texts
from partyhub.activities.leave import Leave
from partyhub.activities.models import AttendanceState, LeaveKind
from partyhub.activities.operations import Entry, entries_of
from partyhub.forms import ValueField
from partyhub.members.models import Member

STATES = {state.value: state for state in AttendanceState}
NO_LEAVES: Mapping[int, Leave] = {}
LEAVE_KINDS = {kind.value: kind for kind in LeaveKind}


class AttendanceField(ValueField):
    """The notes of a page, by person: `attendance-<id>`, with `leave-`, `why-` and `made_up-<id>`.

    The keys are the page's own, so they never stand in a sheet.
    """

    kind = "entries"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        keys = [key for key in formdata or () if key.startswith("attendance-")]
        self.given = bool(keys)
        if self.given:
            found = {key.removeprefix("attendance-"): STATES.get(formdata[key]) for key in keys}
            self.data = {
                int(number): read_entry(formdata, number, state)
                for number, state in found.items()
                if state and number.isascii() and number.isdigit() and len(number) < 11
            }


def read_entry(formdata: Any, number: str, state: AttendanceState) -> Entry:
    """Read what a page notes of one person; what was typed before the state changed is dropped."""
    reason = texts.clean_text(formdata.get(f"why-{number}", ""))[:200] or None
    made_up_on = None
    if state is AttendanceState.MADE_UP:
        with suppress(ValueError):
            made_up_on = texts.parse_date(texts.clean_text(formdata.get(f"made_up-{number}", "")))
    is_leave = state is AttendanceState.LEAVE
    kind = LEAVE_KINDS.get(formdata.get(f"leave-{number}", "")) if is_leave else None
    reason = None if state is AttendanceState.PRESENT else reason
    return Entry(state, reason, made_up_on, leave_kind=kind)


def attendance_of(
    activity: Any, values: Mapping[str, Any], leaves: Mapping[int, Leave] = NO_LEAVES
) -> dict[int, Entry]:
    """Return the entries of the list as a form's `values` leave it, by the person's id.

    `leaves` has the notes behind the names of people on leave. A page notes the expected one by
    one, and names only who came besides.
    """
    entries = entries_of(activity) if activity is not None else {}
    marked = values.get("entries") or {}
    apart = {key for key, entry in entries.items() if entry.is_expected} if marked else set()
    entries |= marked
    for name, state in (("present", AttendanceState.PRESENT), ("on_leave", AttendanceState.LEAVE)):
        if values.get(name) is not None:
            _name(entries, values[name], state, apart | marked.keys())
    for key in leaves.keys() & entries.keys():
        kind, reason = leaves[key]
        entries[key] = entries[key]._replace(leave_kind=kind, reason=reason)
    if activity is None:
        entries |= values.get("absences") or {}
    return entries


def _name(
    entries: dict[int, Entry], people: list[Member], state: AttendanceState, apart: set[int]
) -> None:
    """Give `state` to `people`, and to nobody else but those who are noted `apart`.

    Who is no longer named was absent, when expected, and otherwise was not there.
    """
    named = {member.id: member for member in people}
    for member_id, member in named.items():
        old = entries.get(member_id, Entry(state))
        is_made_up = state is AttendanceState.PRESENT and old.state is AttendanceState.MADE_UP
        if not is_made_up and member_id not in apart:
            old = old._replace(state=state, made_up_on=None)
            if state is not AttendanceState.LEAVE:
                old = old._replace(leave_kind=None)
        entries[member_id] = old._replace(member=member)
    spared = named.keys() | apart
    for key in [k for k, entry in entries.items() if entry.state is state and k not in spared]:
        if entries.pop(key).is_expected:
            entries[key] = Entry(AttendanceState.ABSENT, is_expected=True)
