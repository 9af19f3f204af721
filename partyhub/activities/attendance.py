"""Attendance: of one activity by state, and of each person over a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.activities.models import Activity, ActivityKind, Attendance, AttendanceState
from partyhub.activities.queries import (
    AttendanceCount,
    Wanted,
    select_attendance_by_organization,
    select_attendance_by_person,
    select_attendance_of,
)
from partyhub.activities.registers import activities
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.queries import choose_member, find_linked
from partyhub.organizations.filters import organization_choices
from partyhub.periods import presets
from partyhub.registers.asked import AskedPeriod, asked_period
from partyhub.registers.rights import reader
from partyhub.viewers import Viewer

LOOKS = {
    AttendanceState.PRESENT: "ok",
    AttendanceState.LEAVE: "due",
    AttendanceState.ABSENT: "over",
    AttendanceState.MADE_UP: "ok",
}


@dataclass(frozen=True)
class Group:
    """Those of an activity's list who have one state in common."""

    state: AttendanceState
    look: str
    rows: Sequence[Attendance]


def groups_of(activity: Activity) -> list[Group]:
    """The people expected, by state; a state that nobody has is left out."""
    rows = sorted(activity.live_attendance, key=lambda row: (row.member.pinyin, row.member_id))
    groups = [
        Group(state, LOOKS[state], [r for r in rows if r.is_expected and r.state is state])
        for state in AttendanceState
    ]
    return [group for group in groups if group.rows]


def show_attendance() -> ResponseReturnValue:
    """Who came how often: by person and by organization, over any period and any kinds."""
    viewer = reader(activities)
    asked = asked_period()
    wanted = read_wanted(viewer, asked)
    people = read_counts(select_attendance_by_person(wanted))
    page = render_template(
        "activities/attendance.html",
        people=people,
        branches=read_counts(select_attendance_by_organization(wanted)),
        total=AttendanceCount.total(people),
        linked=find_linked(viewer, [person.id for person in people]),
        **filter_context(viewer, asked, wanted),
    )
    return page, asked.status


def attendance_this_year(member: Member) -> tuple[AttendanceCount | None, str, str]:
    """How often one person was expected in this Party year, and what came of it, for a panel.

    With it the period's name, and the address of the activities that are counted.
    """
    period = presets(clock.today())[0]
    query = select_attendance_by_person(Wanted(current_viewer(), period))
    counts = read_counts(query.where(Member.id == member.id))
    url = url_for("activities.attendance_of", member_id=member.id, period=period.key)
    return next(iter(counts), None), period.label(), url


def read_counts(query: Select[Any]) -> list[AttendanceCount]:
    return [AttendanceCount(*row) for row in db.session.execute(query)]


def show_person(member_id: int) -> ResponseReturnValue:
    """At which activities one person was expected, and what came of each."""
    viewer = reader(activities)
    member = db.session.scalars(choose_member(viewer).where(Member.id == member_id)).first()
    if member is None:
        abort(404)
    asked = asked_period()
    wanted = read_wanted(viewer, asked)
    rows = db.session.execute(select_attendance_of(member, wanted)).all()
    page = render_template(
        "activities/attendance_of.html",
        member=member,
        rows=[(activity, row, LOOKS[row.state]) for row, activity in rows],
        **filter_context(viewer, asked, wanted),
    )
    return page, asked.status


def read_wanted(viewer: Viewer, asked: AskedPeriod) -> Wanted:
    kinds = [kind for kind in ActivityKind if kind.value in request.args.getlist("kind")]
    chosen = request.args.get("organization", "")
    known = chosen in dict(organization_choices(viewer))
    return Wanted(viewer, asked.period, kinds, int(chosen) if known else None)


def filter_context(viewer: Viewer, asked: AskedPeriod, wanted: Wanted) -> dict[str, object]:
    """What the filters show, and what a link to the same question carries."""
    return {
        "register": activities,
        "asked": asked,
        "period": asked.period,
        "periods_menu": asked.menu,
        "kinds": [(kind.value, kind.label, kind in wanted.kinds) for kind in ActivityKind],
        "organizations": organization_choices(viewer),
        "organization": wanted.organization_id or "",
        "question": {
            "period": asked.period.key,
            "kind": [kind.value for kind in wanted.kinds],
            "organization": wanted.organization_id,
        },
    }
