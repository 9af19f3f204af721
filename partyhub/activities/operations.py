"""Operations on activities.

Storing a held activity fixes the expected list; later it changes only on request.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm.attributes import set_committed_value

import partyhub.activities.counts  # noqa: F401  # counts what is stored here
from partyhub import clock
from partyhub.activities.frequencies.kinds import year_of
from partyhub.activities.models import (
    Activity,
    ActivityKind,
    ActivityKindRow,
    ActivityStatus,
    Attendance,
    AttendanceState,
    LeaveKind,
)
from partyhub.activities.queries import find_expected, find_last_number
from partyhub.activities.voting.operations import judge_again
from partyhub.database import Record
from partyhub.members.models import Member
from partyhub.viewers import Viewer


class Entry(NamedTuple):
    """The attendance of one person at an activity.

    `member` is needed of somebody who is not expected: without it nobody is added to the list.
    """

    state: AttendanceState
    reason: str | None = None
    made_up_on: date | None = None
    is_expected: bool = False
    member: Member | None = None
    leave_kind: LeaveKind | None = None


OWN = (
    *("attendance", "kinds", "entries", "present", "on_leave", "absences"),
    *("expected_count", "present_count", "counted", "expected", "number", "status"),
)


def store_activity(
    activity: Activity, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    """Write the values; for a held activity also the expected list and the attendance.

    Beside the fields, `values` has the entry of each person as `attendance`, the number of people
    who came as `counted` where nobody is named, and the people `expected` if they are known.
    """
    was_held = activity.id is not None and activity.status is ActivityStatus.HELD
    was_counted, was_judged = activity.is_counted, judged_by(activity)
    for name, value in values.items():
        if name not in OWN:
            setattr(activity, name, value)
    if "kinds" in values:
        set_kinds(activity, values["kinds"])
    activity.guest_count = activity.guest_count or 0
    activity.for_year = activity.for_year or year_of(activity.kinds, activity.held_on)
    activity.status = values.get("status") or activity.status or default_status(activity.held_on)
    activity.number = values.get("number") or activity.number or next_number(activity.held_on.year)
    if activity.id is not None and judged_by(activity) != was_judged:
        judge_again(activity)
    if activity.status is ActivityStatus.HELD:
        activity.typed_present = values["counted"]
        if activity.is_counted:
            set_counts(activity, values)
            return ()
        set_attendance(activity, values, was_held)
    if "expected_count" in values or was_counted:
        set_expected_count(activity, values.get("expected_count", activity.typed_expected))
    return ()


def judged_by(activity: Activity) -> tuple[Any, ...]:
    """Return what the rules for the votes of an activity follow from: its day and its kinds."""
    if activity.id is None:
        return ()
    return activity.held_on, {row.kind for row in activity.kind_rows}


def default_status(held_on: date) -> ActivityStatus:
    """Return the status by the day: held, or planned if the day is in the future."""
    return ActivityStatus.HELD if held_on <= clock.today() else ActivityStatus.PLANNED


def next_number(year: int) -> str:
    """Return the next number of the year: HD2023-0001, HD2023-0002 and so on."""
    prefix = f"HD{year}-"
    last = find_last_number(prefix) or ""
    tail = last.removeprefix(prefix)
    count = int(tail) if tail.isascii() and tail.isdigit() else 0
    return f"{prefix}{count + 1:04}"


def set_kinds(activity: Activity, kinds: Sequence[ActivityKind]) -> None:
    """Set the kinds of an activity, reusing existing rows."""
    existing = {row.kind: row for row in activity.kind_rows}
    activity.kind_rows[:] = [
        existing.get(kind) or ActivityKindRow(kind=kind, position=list(ActivityKind).index(kind))
        for kind in kinds
    ]


def entries_of(activity: Activity) -> dict[int, Entry]:
    """Return the entry of each person on the list, by the person's id."""
    return {
        row.member_id: Entry(
            row.state, row.reason, row.made_up_on, row.is_expected, row.member, row.leave_kind
        )
        for row in activity.attendance
    }


def set_counts(activity: Activity, values: Mapping[str, Any]) -> None:
    """Leave only numbers: nobody is named; those expected that day, unless a number is entered."""
    activity.attendance.clear()
    typed = values.get("expected_count", activity.typed_expected)
    activity.typed_expected = len(expected_at(activity, values)) or None if typed is None else typed


def expected_at(activity: Activity, values: Mapping[str, Any]) -> Sequence[Member]:
    """Return the people expected as of the day of the activity."""
    known: Sequence[Member] | None = values.get("expected")
    if known is not None:
        return known
    return find_expected(activity.organization, activity.kinds, activity.held_on)


def set_attendance(activity: Activity, values: Mapping[str, Any], was_held: bool) -> None:
    """Fix the expected list the first time, and bring everybody's row to the entry of the person.

    Who has no entry is taken off the list, unless they are expected from now on.
    """
    before, entries = entries_of(activity), values["attendance"]
    rows = {row.member_id: row for row in activity.attendance}
    if not (was_held and rows):
        for member in expected_at(activity, values):
            if member.id not in rows:
                rows[member.id] = _row(activity, member, is_expected=True)
    expects_nobody = not any(row.is_expected for row in rows.values())
    is_counted = expects_nobody and values.get("expected_count") is not None
    for member_id in before.keys() - entries.keys():
        activity.attendance.remove(rows.pop(member_id))
    for member_id, entry in entries.items():
        row = rows.get(member_id)
        if row is None and entry.member is not None:
            row = _row(activity, entry.member, is_expected=is_counted)
        if row is not None and entry != before.get(member_id):
            row.state, row.reason, row.made_up_on = entry.state, entry.reason, entry.made_up_on
            row.leave_kind = entry.leave_kind
            row.is_expected = row.is_expected or entry.is_expected


def _row(activity: Activity, member: Member, *, is_expected: bool) -> Attendance:
    row = Attendance(member_id=member.id, state=AttendanceState.ABSENT, is_expected=is_expected)
    set_committed_value(row, "member", member)  # on record: the session needn't look after it
    activity.attendance.append(row)
    return row


def set_expected_count(activity: Activity, count: int | None) -> None:
    """Store the number entered, or None if it is the number of rows."""
    rows = sum(row.is_expected for row in activity.live_attendance)
    activity.typed_expected = None if count is None or (rows and count == rows) else count


class Refreshed(NamedTuple):
    """The difference between the expected list of a past activity and one computed now."""

    added: Sequence[Member]
    dropped: Sequence[Member]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped)


def compare_expected(activity: Activity) -> Refreshed:
    """Return the people whom a newly computed expected list would add and drop."""
    if activity.status is not ActivityStatus.HELD or activity.is_counted:
        return Refreshed((), ())
    now = {m.id: m for m in find_expected(activity.organization, activity.kinds, activity.held_on)}
    fixed = {row.member_id: row.member for row in activity.live_attendance if row.is_expected}
    return Refreshed(
        [member for key, member in now.items() if key not in fixed],
        [member for key, member in fixed.items() if key not in now],
    )


def refresh_expected(activity: Activity) -> Refreshed:
    """Compute the expected list again and return the difference.

    Added people are absent unless they came as guests; dropped people who came stay as guests.
    """
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
