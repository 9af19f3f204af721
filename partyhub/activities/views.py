"""Activities: the form with its roll, the record with its quorum, attendance by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.activities.forms import ActivityForm
from partyhub.activities.models import Activity, ActivityKind, ActivityStatus, AttendanceState
from partyhub.activities.operations import Entry, compare_expected, refresh_expected
from partyhub.activities.queries import (
    PersonalAttendance,
    find_expected,
    select_attendance_by_person,
)
from partyhub.activities.quorum import find_quorums, may_vote
from partyhub.activities.registers import activities
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.members.models import Member
from partyhub.organizations.filters import organization_choices
from partyhub.periods import Period, PeriodError, presets
from partyhub.registers import add_register_views
from partyhub.registers.rights import find_record, keeps
from partyhub.registers.saving import recorded, save
from partyhub.registers.views import (
    after_saving,
    form_values,
    is_right,
    make_form,
    reader,
    render_conflict,
    render_form,
    render_record,
    writer,
)
from partyhub.viewers import Viewer

blueprint = Blueprint("activities", __name__, url_prefix="/activities")
add_register_views(blueprint, activities, leave_out=frozenset({"create", "edit", "show"}))

ONE = "/<int(min=1,max=2147483647):record_id>"


@dataclass(frozen=True)
class RollRow:
    """One person of the roll, as the page shows them."""

    member: Member
    is_voting: bool
    state: AttendanceState
    reason: str
    made_up_on: str


@blueprint.route("/new", methods=["GET", "POST"], endpoint="create")
@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"], endpoint="edit")
def edit_activity(record_id: int | None = None) -> ResponseReturnValue:
    """Log an activity or change one; a button, or saving too early, lists who is expected."""
    viewer = writer(activities)
    activity = None
    if record_id is not None:
        activity = find_record(activities, viewer, record_id, writes=True)
    form = make_activity_form(viewer, activity)
    if form.is_submitted() and not form.knows_version:
        return render_conflict(activities, activity, form), 409
    if not form.is_submitted():
        return render_roll(form)
    if "list" in request.form:
        return render_roll(form)
    if not is_right(activities, form):
        return render_roll(form), 400
    if wants_roll(form):
        flash(gettext("Not saved yet. Check who came, then save."), "message")
        return render_roll(form)
    saved = save(activities, activity, form)
    db.session.commit()
    flash(gettext("Saved: %(title)s", title=saved.caption), "ok")
    return redirect(after_saving(activities, saved), 303)


def make_activity_form(viewer: Viewer, activity: Activity | None) -> ActivityForm:
    """Make the form; a page names in `present` only who came besides those expected."""
    form = make_form(activities, viewer, activity)
    assert isinstance(form, ActivityForm)
    if activity is not None and not form.present.given:
        form.present.data = [
            row.member
            for row in activity.live_attendance
            if not row.is_expected and row.state is AttendanceState.PRESENT
        ]
    return form


def wants_roll(form: ActivityForm) -> bool:
    """Whether people are expected whom the page that was sent didn't list."""
    if form.will_be is not ActivityStatus.HELD or form.on_leave.given:
        return False
    listed = {entry.member_id for entry in form.entries.data or ()}
    return not {row.member.id for row in roll_of(form)} <= listed


def roll_of(form: ActivityForm) -> Sequence[RollRow]:
    """Who is expected by what the form says: the fixed list of a held activity stays as it is."""
    activity = form.edited
    noted = {entry.member_id: entry for entry in form.entries.data or ()}
    if isinstance(activity, Activity) and activity.status is ActivityStatus.HELD:
        rows = [row for row in activity.live_attendance if row.is_expected]
        people = [row.member for row in rows]
        stored = {
            row.member_id: Entry(row.member_id, row.state, row.reason, row.made_up_on) for row in rows
        }
        noted = stored | noted
    elif form.organization.data and form.kinds.data and form.held_on.data:
        people = find_expected(form.organization.data, form.kinds.data, form.held_on.data)
    else:
        people = []
    return [roll_row(member, noted.get(member.id), form.held_on.data) for member in people]


def roll_row(member: Member, entry: Entry | None, day: Any) -> RollRow:
    """Everybody is present until noted otherwise."""
    state = entry.state if entry else AttendanceState.PRESENT
    made_up_on = entry.made_up_on.isoformat() if entry and entry.made_up_on else ""
    voting = day is not None and may_vote(member.full_on, day)
    return RollRow(member, voting, state, (entry.reason or "") if entry else "", made_up_on)


def render_roll(form: ActivityForm) -> str:
    roll = roll_of(form) if form.will_be is not ActivityStatus.PLANNED else ()
    return render_form(
        activities,
        form,
        title=gettext("Log an activity") if form.edited is None else form.edited.caption,
        roll=roll,
        tally={state: sum(row.state is state for row in roll) for state in AttendanceState},
        is_edit=form.edited is not None,
    )


@blueprint.get(ONE, endpoint="show")
def show_activity(record_id: int) -> ResponseReturnValue:
    viewer = reader(activities)
    activity = find_record(activities, viewer, record_id, archived=True)
    return render_record(
        activities,
        activity,
        viewer,
        attendance=sorted(activity.live_attendance, key=lambda row: row.member.pinyin),
        quorums=find_quorums(activity),
        difference=compare_expected(activity) if keeps(activities, viewer, activity) else None,
    )


@blueprint.post(f"{ONE}/refresh")
def refresh(record_id: int) -> ResponseReturnValue:
    """Compute the expected list afresh, when somebody asked for it."""
    viewer = writer(activities)
    activity = find_record(activities, viewer, record_id, writes=True)
    if request.form.get("version") != str(activity.version):
        flash(gettext("The record has changed meanwhile. Look again, then decide."), "error")
        return redirect(url_for("activities.show", record_id=activity.id), 303)
    with recorded(viewer, Action.ATTENDANCE, activity):
        difference = refresh_expected(activity)
    db.session.commit()
    count = len(difference.added) + len(difference.dropped)
    flash(
        ngettext("The expected list changed by %(num)s person.", "The expected list changed by %(num)s people.", count),
        "ok",
    )
    return redirect(url_for("activities.show", record_id=activity.id), 303)


@blueprint.get("/attendance")
def attendance() -> ResponseReturnValue:
    """Who came how often: by person, over any period and any kinds."""
    viewer = reader(activities)
    period = asked_period()
    kinds = [kind for kind in ActivityKind if kind.value in request.args.getlist("kind")]
    chosen = request.args.get("organization", "")
    choices = organization_choices(viewer)
    organization_id = int(chosen) if chosen in dict(choices) else None
    query = select_attendance_by_person(viewer, period, kinds, organization_id)
    people = [PersonalAttendance(*row) for row in db.session.execute(query)]
    return render_template(
        "activities/attendance.html",
        register=activities,
        people=people,
        period=period,
        presets=presets(clock.today()),
        kinds=[(kind.value, kind.label, kind in kinds) for kind in ActivityKind],
        organizations=choices,
        organization=chosen,
    )


def asked_period() -> Period:
    """The period in the address, by default the Party year; 404 for what is none."""
    text = request.args.get("period") or presets(clock.today())[0].key
    try:
        return Period.parse(text)
    except PeriodError:
        abort(404)
