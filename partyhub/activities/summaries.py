"""Attendance and kinds of activities, read in bulk for sheets with many of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Select, String, cast, func, select

from partyhub.activities.absences import NOT_THERE, format_absence
from partyhub.activities.models import (
    CAME,
    ActivityKind,
    ActivityKindRow,
    Attendance,
    AttendanceState,
    LeaveKind,
)
from partyhub.database import db
from partyhub.dialects import among
from partyhub.members.models import Member
from partyhub.registers import Names, Summary
from partyhub.registers.stored_values import untyped


def read_attendance(ids: Sequence[int], _day: date, names: Names) -> Iterator[Sequence[Any]]:
    """Yield (activity id, present, on leave, absences) for people still on record.

    Each value is a text of names.
    """
    came = _read_came(ids, names)
    on_leave, absences = _read_missing(ids, names)
    for activity_id in came.keys() | on_leave.keys() | absences.keys():
        found = [each.get(activity_id, ()) for each in (came, on_leave, absences)]
        yield activity_id, *map("、".join, found)


def _read_came(ids: Sequence[int], names: Names) -> dict[int, list[str]]:
    """Map each activity's id to the names of the people who came.

    The query returns one row per activity, since these people have most of the rows.
    """
    rows = db.session.connection().execute(_came(), {"ids": ids}).all()
    people_of = {activity_id: list(map(int, text.split(","))) for activity_id, text in rows}
    called = names.on_record(Member, [*chain.from_iterable(people_of.values())])
    found, start = {}, 0
    for activity_id, people_here in people_of.items():
        end = start + len(people_here)
        found[activity_id] = [name for name in called[start:end] if name is not None]
        start = end
    return found


@cache
def _came() -> Select[Any, Any]:
    people = func.aggregate_strings(cast(Attendance.member_id, String), ",")
    return (
        select(Attendance.activity_id, people.aggregate_order_by(Attendance.id))
        .where(among(Attendance.activity_id), Attendance.state.in_(CAME))
        .group_by(Attendance.activity_id)
    )


def _read_missing(
    ids: Sequence[int], names: Names
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Map activity ids to the people on leave, and to the absences as `absences` writes them.

    The second dictionary has only people who were expected.
    """
    rows = db.session.connection().execute(_missing(), {"ids": ids}).all()
    called = names.on_record(Member, [row[1] for row in rows])
    # A choice is stored as its value, which compares equal to it.
    labels = {state.value: str(state.label) for state in NOT_THERE}
    kinds = {kind.value: str(kind.label) for kind in LeaveKind}
    on_leave: dict[int, list[str]] = defaultdict(list)
    absences: dict[int, list[str]] = defaultdict(list)
    for (activity_id, _, is_expected, state, kind, reason, made_up_on), name in zip(
        rows, called, strict=True
    ):
        if name is None:
            continue
        if state == AttendanceState.LEAVE:
            on_leave[activity_id].append(name)
        if is_expected:
            notes = kinds.get(kind), reason, made_up_on
            absences[activity_id].append(format_absence(name, labels[state], *notes))
    return on_leave, absences


@cache
def _missing() -> Any:
    query = select(
        Attendance.activity_id,
        Attendance.member_id,
        untyped(Attendance.is_expected),
        untyped(Attendance.state),
        untyped(Attendance.leave_kind),
        Attendance.reason,
        # A stored day is either an ISO text already or a date that formats as one.
        untyped(Attendance.made_up_on),
    ).where(among(Attendance.activity_id), Attendance.state != AttendanceState.PRESENT)
    return query.order_by(Attendance.activity_id, Attendance.id)


def read_kinds(ids: Sequence[int], _day: date, _names: Names) -> Iterator[Sequence[Any]]:
    """Yield (activity id, kinds) for each activity, with the kinds in their order."""
    for activity_id, kinds in find_kinds(ids, _day).items():
        yield activity_id, tuple(kinds)


def find_kinds(ids: Sequence[int], _day: date) -> Mapping[int, list[ActivityKind]]:
    """Return the kinds of each activity in their order, by the activity's id."""
    rows = db.session.connection().execute(_kinds(), {"ids": ids}).all()
    found: dict[int, list[ActivityKind]] = defaultdict(list)
    for activity_id, kind in rows:
        found[activity_id].append(kind)
    return found


@cache
def _kinds() -> Select[Any, Any]:
    query = select(ActivityKindRow.activity_id, ActivityKindRow.kind)
    return query.where(among(ActivityKindRow.activity_id)).order_by(ActivityKindRow.position)


ATTENDANCE = Summary(("present", "on_leave", "absences"), read_attendance)
KINDS = Summary(("kinds",), read_kinds)
