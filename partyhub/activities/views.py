"""Activities: the form with its roll, the record with its quorum, attendance by person."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.activities import attendance
from partyhub.activities.forms import ActivityForm
from partyhub.activities.models import CAME, Activity, ActivityStatus, AttendanceState
from partyhub.activities.operations import compare_expected, refresh_expected
from partyhub.activities.quorum import all_vote, find_quorums
from partyhub.activities.registers import activities
from partyhub.activities.roll import expected_by, is_fixed, quorum_of, roll_of, tally
from partyhub.activities.service import service_of
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.members.queries import find_linked
from partyhub.organizations.models import Organization
from partyhub.registers import pages
from partyhub.registers.editing import (
    after_saving,
    is_right,
    make_form,
    render_conflict,
    render_form,
)
from partyhub.registers.rights import find_record, keeps, reader, writer
from partyhub.registers.saving import recorded, save
from partyhub.registers.views import register_blueprint, render_record
from partyhub.rules.labels import rule_label
from partyhub.viewers import Role, Viewer

blueprint = register_blueprint(activities, leave_out=frozenset({"create", "edit", "show"}))

ONE = "/<int(min=1,max=2147483647):record_id>"
# What the record's page shows in panels of its own, not among the facts.
OWN_PANELS = frozenset({"agenda", "record", "resolution", "present", "on_leave", "present_count"})


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
        return render_stale(activity, form), 409
    if not form.is_submitted() or "list" in request.form:
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
    if activity is None and not form.is_submitted():
        prefill(form)
    if activity is not None and not form.present.given:
        form.present.data = [
            row.member
            for row in activity.live_attendance
            if not row.is_expected and row.state is AttendanceState.PRESENT
        ]
    return form


def prefill(form: ActivityForm) -> None:
    """Fill in what is most likely: today, and a branch secretary's own branch."""
    viewer = form.viewer
    if not form.held_on.given:
        form.held_on.data = clock.today()
    if viewer.role is Role.BRANCH_SECRETARY and not form.organization.given:
        form.organization.data = db.session.get(Organization, viewer.organization_id)


def wants_roll(form: ActivityForm) -> bool:
    """Whether people are expected whom the page that was sent didn't list."""
    if form.will_be is not ActivityStatus.HELD or form.on_leave.given:
        return False
    listed = {entry.member_id for entry in form.entries.data or ()}
    return not {member.id for member in expected_by(form)} <= listed


def render_roll(form: ActivityForm) -> str:
    title = gettext("Log an activity") if form.edited is None else form.edited.caption
    return render_form(activities, form, title=title, **roll_context(form))


def roll_context(form: ActivityForm) -> dict[str, Any]:
    """What the panel of the form shows of who is expected and who came."""
    roll = roll_of(form)
    return {
        "roll": roll,
        "tally": tally(row.state for row in roll),
        "quorum": quorum_of(form, roll),
        "all_vote": all_vote(form.kinds.data or ()),
        "is_edit": form.edited is not None,
        "is_fixed": is_fixed(form),
        "is_planned": form.will_be is ActivityStatus.PLANNED,
    }


def render_stale(activity: Any, form: ActivityForm) -> str:
    """Show both versions, attendance too; the form that follows keeps what was noted."""
    roll = roll_context(form)
    noted = {row.member.id: row.state for row in roll["roll"]}
    people = [row.member for row in activity.live_attendance if row.is_expected]
    guests = [member for member in form.present.data or () if member.id not in noted]
    form.present.data = [m for m in people if noted.get(m.id) in CAME] + guests
    form.on_leave.data = [m for m in people if noted.get(m.id) is AttendanceState.LEAVE]
    form.on_leave.given = True
    return render_conflict(activities, activity, form, **roll)


@blueprint.get(ONE, endpoint="show")
def show_activity(record_id: int) -> ResponseReturnValue:
    viewer = reader(activities)
    activity = find_record(activities, viewer, record_id, archived=True)
    people = [row.member_id for row in activity.live_attendance]
    return render_record(
        activities,
        activity,
        viewer,
        facts=pages.facts(activities, activity, clock.today(), leave_out=OWN_PANELS),
        groups=attendance.groups_of(activity),
        tally=tally(row.state for row in activity.live_attendance if row.is_expected),
        linked=find_linked(viewer, people),
        quorums=[(rule_label(quorum.rule), quorum) for quorum in find_quorums(activity)],
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
        ngettext(
            "The expected list changed by %(num)s person.",
            "The expected list changed by %(num)s people.",
            count,
        ),
        "ok",
    )
    return redirect(url_for("activities.show", record_id=activity.id), 303)


# The pages of teams and members, which lie below, show these in panels of their own.
blueprint.add_app_template_global(service_of)
blueprint.add_app_template_global(attendance.attendance_this_year)
blueprint.add_url_rule("/attendance", "attendance", attendance.show_attendance)
blueprint.add_url_rule(
    "/attendance/<int(min=1,max=2147483647):member_id>", "attendance_of", attendance.show_person
)
