"""Pages of attendance: of one activity by state, and of each person over a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, bindparam

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
from partyhub.organizations.list_filters import organization_choices
from partyhub.organizations.queries import reach_of
from partyhub.periods import presets
from partyhub.registers.rights import reader
from partyhub.request_periods import RequestedPeriod, period_from_request
from partyhub.statement_cache import remember
from partyhub.viewers import Viewer

LOOKS = {
    AttendanceState.PRESENT: "ok",
    AttendanceState.LEAVE: "due",
    AttendanceState.ABSENT: "over",
    AttendanceState.MADE_UP: "ok",
}


@dataclass(frozen=True)
class Group:
    """The rows of an activity's roll with one state; `look` is the page's style for it."""

    state: AttendanceState
    look: str
    rows: Sequence[Attendance]


def groups_of(activity: Activity) -> list[Group]:
    """Return the people expected, grouped by state; empty groups are left out."""
    rows = sorted(activity.live_attendance, key=lambda row: (row.member.pinyin, row.member_id))
    groups = [
        Group(state, LOOKS[state], [r for r in rows if r.is_expected and r.state is state])
        for state in AttendanceState
    ]
    return [group for group in groups if group.rows]


def show_attendance() -> ResponseReturnValue:
    """Show how often people came, by person and by organization.

    The period, the kinds and the organization come from the query string.
    """
    viewer = reader(activities)
    requested = period_from_request()
    wanted = read_wanted(viewer, requested)
    people = read_counts(select_attendance_by_person(wanted))
    page = render_template(
        "activities/attendance.html",
        people=people,
        branches=read_counts(select_attendance_by_organization(wanted)),
        total=AttendanceCount.total(people),
        linked=find_linked(viewer, [person.id for person in people]),
        **filter_context(viewer, requested, wanted),
    )
    return page, requested.status


def attendance_this_year(member: Member) -> tuple[AttendanceCount | None, str, str]:
    """Return (count, period name, URL) of one person's attendance in this Party year.

    A panel of the person's page shows it. The count is None if the person was never expected; the
    URL leads to the activities counted.
    """
    period = presets(clock.today())[0]
    viewer = current_viewer()
    query = remember(
        (attendance_this_year, viewer, reach_of(viewer), period),
        lambda: select_attendance_by_person(Wanted(viewer, period)).where(
            Member.id == bindparam("member_id")
        ),
    )
    counts = read_counts(query, {"member_id": member.id})
    url = url_for("activities.attendance_of", member_id=member.id, period=period.key)
    return next(iter(counts), None), period.label(), url


def read_counts(
    query: Select[Any], values: Mapping[str, Any] | None = None
) -> list[AttendanceCount]:
    """Execute a query for attendance counts."""
    return [AttendanceCount(*row) for row in db.session.execute(query, values)]


def show_person(member_id: int) -> ResponseReturnValue:
    """Show the activities at which one person was expected, and the attendance at each."""
    viewer = reader(activities)
    member = db.session.scalars(choose_member(viewer).where(Member.id == member_id)).first()
    if member is None:
        abort(404)
    requested = period_from_request()
    wanted = read_wanted(viewer, requested)
    rows = db.session.execute(select_attendance_of(member, wanted)).all()
    page = render_template(
        "activities/attendance_of.html",
        member=member,
        rows=[(activity, row, LOOKS[row.state]) for row, activity in rows],
        **filter_context(viewer, requested, wanted),
    )
    return page, requested.status


def read_wanted(viewer: Viewer, requested: RequestedPeriod) -> Wanted:
    """Return the filter that the query string requests; unknown values are ignored."""
    kinds = [kind for kind in ActivityKind if kind.value in request.args.getlist("kind")]
    chosen = request.args.get("organization", "")
    known = chosen in dict(organization_choices(viewer))
    return Wanted(viewer, requested.period, kinds, int(chosen) if known else None)


def filter_context(viewer: Viewer, requested: RequestedPeriod, wanted: Wanted) -> dict[str, object]:
    """Return the template context of the filters.

    It includes the parameters for links to the same query.
    """
    return {
        "register": activities,
        "requested": requested,
        "period": requested.period,
        "periods_menu": requested.menu,
        "kinds": [(kind.value, kind.label, kind in wanted.kinds) for kind in ActivityKind],
        "organizations": organization_choices(viewer),
        "organization": wanted.organization_id or "",
        "question": {
            "period": requested.period.key,
            "kind": [kind.value for kind in wanted.kinds],
            "organization": wanted.organization_id,
        },
    }
