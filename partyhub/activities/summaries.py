"""Who came to activities, summed up for sheets of many of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import String, cast, func, select

from partyhub.activities.absences import NOT_THERE, Absence
from partyhub.activities.models import (
    CAME,
    ActivityKind,
    ActivityKindRow,
    Attendance,
    AttendanceState,
)
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.registers import Names, Summary


def read_attendance(ids: Sequence[int], _day: date, names: Names) -> Iterator[Sequence[Any]]:
    """Who came, who was on leave and who was missed, of people who are still on record."""
    came = _read_came(ids, names)
    on_leave, absences = _read_missing(ids, names)
    for activity_id in came.keys() | on_leave.keys() | absences.keys():
        found = [each.get(activity_id, ()) for each in (came, on_leave, absences)]
        yield activity_id, *map("、".join, found)


def _read_came(ids: Sequence[int], names: Names) -> dict[int, list[str]]:
    """Who came to each: one row an activity, for they are most of the rows."""
    people = func.aggregate_strings(cast(Attendance.member_id, String), ",")
    query = (
        select(Attendance.activity_id, people.aggregate_order_by(Attendance.id))
        .where(Attendance.activity_id.in_(ids), Attendance.state.in_(CAME))
        .group_by(Attendance.activity_id)
    )
    rows = db.session.connection().execute(query).all()
    people_of = {activity_id: list(map(int, text.split(","))) for activity_id, text in rows}
    called = names.on_record(Member, [*chain.from_iterable(people_of.values())])
    found, start = {}, 0
    for activity_id, people_here in people_of.items():
        end = start + len(people_here)
        found[activity_id] = [name for name in called[start:end] if name is not None]
        start = end
    return found


def _read_missing(
    ids: Sequence[int], names: Names
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Who was on leave, and who was expected but not there, in the words of `absences`."""
    query = select(
        Attendance.activity_id,
        Attendance.member_id,
        Attendance.is_expected,
        Attendance.state,
        Attendance.reason,
        Attendance.made_up_on,
    ).where(Attendance.activity_id.in_(ids), Attendance.state != AttendanceState.PRESENT)
    rows = (
        db.session.connection().execute(query.order_by(Attendance.activity_id, Attendance.id)).all()
    )
    called = names.on_record(Member, [row[1] for row in rows])
    labels = {state: state.label for state in NOT_THERE}
    on_leave: dict[int, list[str]] = defaultdict(list)
    absences: dict[int, list[str]] = defaultdict(list)
    for (activity_id, _, is_expected, state, reason, made_up_on), name in zip(
        rows, called, strict=True
    ):
        if name is not None and state is AttendanceState.LEAVE:
            on_leave[activity_id].append(name)
        if name is not None and is_expected:
            absence = Absence(name, state, reason, made_up_on)
            absences[activity_id].append(absence.words(labels[state]))
    return on_leave, absences


def read_kinds(ids: Sequence[int], _day: date, _names: Names) -> Iterator[Sequence[Any]]:
    """The kinds of each activity, in their order."""
    query = select(ActivityKindRow.activity_id, ActivityKindRow.kind)
    query = query.where(ActivityKindRow.activity_id.in_(ids)).order_by(ActivityKindRow.position)
    found: dict[int, tuple[ActivityKind, ...]] = {}
    for activity_id, kind in db.session.connection().execute(query).all():
        found[activity_id] = (*found.get(activity_id, ()), kind)
    yield from found.items()


ATTENDANCE = Summary(("present", "on_leave", "absences"), read_attendance)
KINDS = Summary(("kinds",), read_kinds)
