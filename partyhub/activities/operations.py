"""Storing an activity fixes who was expected; afterwards the list changes only when asked to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import partyhub.activities.counts  # noqa: F401  # counts what is stored here
from partyhub import clock
from partyhub.activities.models import (
    Activity,
    ActivityKind,
    ActivityKindRow,
    ActivityStatus,
    Attendance,
    AttendanceState,
)
from partyhub.activities.queries import find_expected, find_last_number
from partyhub.database import Record, db
from partyhub.members.models import Member
from partyhub.viewers import Viewer


class Entry(NamedTuple):
    """What was noted of one person."""

    member_id: int
    state: AttendanceState
    reason: str | None = None
    made_up_on: date | None = None


OWN = (
    *("kinds", "entries", "present", "on_leave", "absences"),
    *("expected_count", "number", "status"),
)


def store_activity(
    activity: Activity, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    """Write the values, then the expected list and who came, when the activity was held."""
    was_held = activity.id is not None and activity.status is ActivityStatus.HELD
    for name, value in values.items():
        if name not in OWN:
            setattr(activity, name, value)
    if "kinds" in values:
        set_kinds(activity, values["kinds"])
    activity.guest_count = activity.guest_count or 0
    activity.for_year = activity.for_year or activity.held_on.year
    activity.status = values.get("status") or activity.status or default_status(activity.held_on)
    activity.number = values.get("number") or activity.number or next_number(activity.held_on.year)
    if activity.status is ActivityStatus.HELD:
        note_attendance(activity, values, was_held)
    if "expected_count" in values:
        set_expected_count(activity, values["expected_count"])
    return ()


def default_status(held_on: date) -> ActivityStatus:
    return ActivityStatus.HELD if held_on <= clock.today() else ActivityStatus.PLANNED


def next_number(year: int) -> str:
    """The next number of the year: HD2023-0001, HD2023-0002 and so on."""
    prefix = f"HD{year}-"
    last = find_last_number(prefix) or ""
    tail = last.removeprefix(prefix)
    count = int(tail) if tail.isascii() and tail.isdigit() else 0
    return f"{prefix}{count + 1:04}"


def set_kinds(activity: Activity, kinds: Sequence[ActivityKind]) -> None:
    kept = {row.kind: row for row in activity.kind_rows}
    activity.kind_rows[:] = [
        kept.get(kind) or ActivityKindRow(kind=kind, position=list(ActivityKind).index(kind))
        for kind in kinds
    ]


def note_attendance(activity: Activity, values: Mapping[str, Any], was_held: bool) -> None:
    """Fix the expected list the first time, and set what was noted of each person."""
    rows = {row.member_id: row for row in activity.attendance}
    if not was_held or not rows:
        for member in find_expected(activity.organization, activity.kinds, activity.held_on):
            if member.id not in rows:
                rows[member.id] = _row(activity, member, is_expected=True)
    if values.get("entries"):
        _note_entries(rows, values["entries"])
    if {"present", "on_leave"} & values.keys():
        _note_names(activity, rows, values, guests_only=bool(values.get("entries")))
    for entry in values.get("absences") or ():
        _note_absence(activity, rows, entry)


def _note_absence(activity: Activity, rows: dict[int, Attendance], entry: Entry) -> None:
    """Set what a sheet says of somebody who was not there, and so was expected."""
    row = rows.get(entry.member_id)
    if row is None:
        member = db.session.get_one(Member, entry.member_id)
        row = rows[entry.member_id] = _row(activity, member, is_expected=True)
    row.is_expected = True
    row.state, row.reason, row.made_up_on = entry.state, entry.reason, entry.made_up_on


def _row(activity: Activity, member: Member, *, is_expected: bool) -> Attendance:
    row = Attendance(
        member_id=member.id, member=member, state=AttendanceState.ABSENT, is_expected=is_expected
    )
    activity.attendance.append(row)
    return row


def _note_entries(rows: Mapping[int, Attendance], entries: Sequence[Entry]) -> None:
    for entry in entries:
        row = rows.get(entry.member_id)
        if row is not None:
            row.state, row.reason, row.made_up_on = entry.state, entry.reason, entry.made_up_on


def _note_names(
    activity: Activity, rows: dict[int, Attendance], values: Mapping[str, Any], *, guests_only: bool
) -> None:
    """Set who came and who was on leave by name, as a sheet says it; a stranger is a guest.

    `guests_only`: a page notes the expected one by one, and names only who came besides.
    """
    named = {
        AttendanceState.PRESENT: values.get("present"),
        AttendanceState.LEAVE: values.get("on_leave"),
    }
    expects_nobody = not any(row.is_expected for row in rows.values())
    is_counted = expects_nobody and values.get("expected_count") is not None
    for state, people in named.items():
        if people is None:
            continue
        wanted = {member.id: member for member in people}
        if guests_only:
            expected = {key: row.member for key, row in rows.items() if row.is_expected}
            wanted = {key: member for key, member in wanted.items() if key not in expected}
        for member_id, member in wanted.items():
            if member_id not in rows:
                rows[member_id] = _row(activity, member, is_expected=is_counted)
            row = rows[member_id]
            if not (state is AttendanceState.PRESENT and row.state is AttendanceState.MADE_UP):
                row.state, row.made_up_on = state, None
        _forget(activity, rows, state, wanted if not guests_only else wanted | expected)


def _forget(
    activity: Activity,
    rows: dict[int, Attendance],
    state: AttendanceState,
    wanted: Mapping[int, Member],
) -> None:
    """Who is no longer named was absent, when expected, and otherwise was not there."""
    for member_id, row in list(rows.items()):
        if row.state is state and member_id not in wanted:
            if row.is_expected:
                row.state, row.reason = AttendanceState.ABSENT, None
            else:
                activity.attendance.remove(row)
                del rows[member_id]


def set_expected_count(activity: Activity, count: int | None) -> None:
    """Keep what was typed, unless it says what the list says."""
    rows = sum(row.is_expected for row in activity.live_attendance)
    activity.typed_expected = None if count is None or (rows and count == rows) else count


class Refreshed(NamedTuple):
    """How the list of a past activity differs from one computed now."""

    added: Sequence[Member]
    dropped: Sequence[Member]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped)


def compare_expected(activity: Activity) -> Refreshed:
    """Who would be added to, and dropped from, the expected list if it were computed afresh."""
    if activity.status is not ActivityStatus.HELD:
        return Refreshed((), ())
    now = {m.id: m for m in find_expected(activity.organization, activity.kinds, activity.held_on)}
    fixed = {row.member_id: row.member for row in activity.live_attendance if row.is_expected}
    return Refreshed(
        [member for key, member in now.items() if key not in fixed],
        [member for key, member in fixed.items() if key not in now],
    )


def refresh_expected(activity: Activity) -> Refreshed:
    """Compute the expected list afresh: who is new was absent; who came stays as a guest."""
    difference = compare_expected(activity)
    rows = {row.member_id: row for row in activity.attendance}
    for member in difference.added:
        row = rows.get(member.id) or _row(activity, member, is_expected=True)
        row.is_expected = True
    for member in difference.dropped:
        row = rows[member.id]
        row.is_expected = False
        if row.state in (AttendanceState.ABSENT, AttendanceState.LEAVE):
            activity.attendance.remove(row)
    return difference
