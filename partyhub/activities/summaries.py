"""Who came to activities, summed up by the database for sheets of many of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, select

from partyhub.activities.absences import NOT_THERE
from partyhub.activities.models import CAME, Attendance, AttendanceState
from partyhub.database import reference_in
from partyhub.members.models import Member
from partyhub.registers import Summary


def select_attendance(ids: Sequence[int], day: date) -> Select[*tuple[Any, ...]]:
    """What the columns of attendance show, of people who are still on record."""
    rows = _rows(ids)
    missed = and_(rows.c.is_expected, rows.c.state != AttendanceState.PRESENT)
    return select(
        rows.c.activity_id,
        _joined(rows, rows.c.name, rows.c.state.in_(CAME)).label("present"),
        _joined(rows, rows.c.name, rows.c.state == AttendanceState.LEAVE).label("on_leave"),
        _joined(rows, rows.c.absence, missed).label("absences"),
    ).group_by(rows.c.activity_id)


def _rows(ids: Sequence[int]) -> Any:
    """Who is down for the activities, with the words for each, made once a person."""
    name = reference_in(Member)
    query = (
        select(
            Attendance.id,
            Attendance.activity_id,
            Attendance.state,
            Attendance.is_expected,
            name.label("name"),
            _absence(name).label("absence"),
        )
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.activity_id.in_(ids), Member.archived_at.is_(None))
    )
    # The offset keeps the database from making the words anew for each column.
    return query.offset(0).subquery("rows")


def _joined(rows: Any, text: Any, condition: ColumnElement[bool]) -> ColumnElement[str]:
    joined = func.aggregate_strings(text, "、").aggregate_order_by(rows.c.id)
    found: ColumnElement[str] = joined.filter(condition)
    return found


def _absence(name: ColumnElement[str]) -> ColumnElement[str]:
    """What `absences.Absence` says of one person."""
    state = case(*((Attendance.state == each, each.label) for each in NOT_THERE), else_="")
    reason = func.coalesce(" " + func.nullif(Attendance.reason, ""), "")
    made_up = func.coalesce(" " + cast(Attendance.made_up_on, String), "")
    found: ColumnElement[str] = name + "（" + state + reason + made_up + "）"
    return found


ATTENDANCE = Summary(select_attendance)
