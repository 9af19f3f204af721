"""Views of activities: the form with its roll, the record with its votes, and attendance."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.activities import attendance
from partyhub.activities.forms import ActivityForm
from partyhub.activities.head_counts import entered_number
from partyhub.activities.models import CAME, Activity, ActivityStatus, AttendanceState
from partyhub.activities.operations import compare_expected, refresh_expected
from partyhub.activities.registers import activities
from partyhub.activities.roll import expected_by, roll_context, tally
from partyhub.activities.service import service_of
from partyhub.activities.voting.pages import edit_vote, voting_of
from partyhub.activities.voting.registers import votes
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.members.queries import find_linked
from partyhub.organizations.models import Organization
from partyhub.registers.committing import commit
from partyhub.registers.editing import (
    open_form,
    render_conflict,
    render_form,
    save_and_leave,
    validate_with_key,
)
from partyhub.registers.lazy_views import load_on_use
from partyhub.registers.rights import can_write_record, find_record, writer
from partyhub.registers.saving import track_changes
from partyhub.registers.views import register_blueprint
from partyhub.roles import Right
from partyhub.viewers import Viewer

ONE = "/<id:record_id>"
SIGN_IN = "partyhub.activities.sign_in.pages"
# Columns that the record's page shows in panels of its own, not among the facts.
OWN_PANELS = frozenset({"agenda", "record", "resolution", "present", "on_leave", "present_count"})


def show_activity(activity: Activity, viewer: Viewer) -> dict[str, Any]:
    """Return an activity's attendance, its votes, and changes of the expected list."""
    people = [row.member_id for row in activity.live_attendance]
    may_refresh = can_write_record(activities, viewer, activity)
    return {
        "groups": attendance.groups_of(activity),
        "tally": tally(row.state for row in activity.live_attendance if row.is_expected),
        "linked": find_linked(viewer, people),
        "voting": voting_of(activity, viewer, may_refresh and activity.archived_at is None),
        "difference": compare_expected(activity) if may_refresh else None,
    }


blueprint = register_blueprint(
    activities, show_activity, OWN_PANELS, leave_out=frozenset({"create", "edit"})
)
votes_blueprint = register_blueprint(votes, leave_out=frozenset({"create", "edit"}))
votes_blueprint.add_url_rule("/new", "create", edit_vote, methods=["GET", "POST"])
votes_blueprint.add_url_rule(f"{ONE}/edit", "edit", edit_vote, methods=["GET", "POST"])
blueprints = (blueprint, votes_blueprint)


@blueprint.route("/new", methods=["GET", "POST"], endpoint="create")
@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"], endpoint="edit")
def edit_activity(record_id: int | None = None) -> ResponseReturnValue:
    """Log an activity or change one.

    A button lists the people expected; saving before they were listed does too.
    """
    form = open_form(activities, record_id)
    assert isinstance(form, ActivityForm)
    fill(form)
    if form.is_submitted() and not form.knows_version:
        return render_stale(form), 409
    if not form.is_submitted() or "list" in request.form:
        return render_roll(form)
    if validate_with_key(activities, form):
        if wants_roll(form):
            flash(gettext("Not saved yet. Check who came, then save."), "message")
            return render_roll(form)
        if (saved := save_and_leave(activities, form)) is not None:
            return saved
    return render_roll(form), 400


def fill(form: ActivityForm) -> None:
    """Fill in what was not sent; a page names in `present` only who came besides those expected."""
    activity = form.edited
    if isinstance(activity, Activity) and not form.present.given:
        form.present.data = [
            row.member
            for row in activity.live_attendance
            if not row.is_expected and row.state is AttendanceState.PRESENT
        ]
    elif activity is None and not form.is_submitted():
        prefill(form)


def prefill(form: ActivityForm) -> None:
    """Fill in likely values: today, and a branch secretary's own branch."""
    viewer = form.viewer
    if not form.held_on.given:
        form.held_on.data = clock.today()
    if not viewer.may(Right.WRITE_STRUCTURE) and not form.organization.given:
        form.organization.data = db.session.get(Organization, viewer.organization_id)


def wants_roll(form: ActivityForm) -> bool:
    """Return whether people are expected who were not listed on the submitted page."""
    is_counted = entered_number(form) is not None
    if form.will_be is not ActivityStatus.HELD or form.on_leave.given or is_counted:
        return False
    return not {member.id for member in expected_by(form)} <= (form.entries.data or {}).keys()


def render_roll(form: ActivityForm) -> str:
    """Return the page of the form with its roll."""
    title = gettext("Log an activity") if form.edited is None else form.edited.caption
    return render_form(activities, form, title=title, **roll_context(form))


def render_stale(form: ActivityForm) -> str:
    """Show both versions with their attendance; the next form carries the attendance entered."""
    activity: Any = form.edited
    roll = roll_context(form)
    states = {row.member.id: row.state for row in roll["roll"]}
    people = [row.member for row in activity.live_attendance if row.is_expected]
    guests = [member for member in form.present.data or () if member.id not in states]
    form.present.data = [m for m in people if states.get(m.id) in CAME] + guests
    form.on_leave.data = [m for m in people if states.get(m.id) is AttendanceState.LEAVE]
    form.on_leave.given = True
    return render_conflict(activities, form, **roll)


@blueprint.post(f"{ONE}/refresh")
def refresh(record_id: int) -> ResponseReturnValue:
    """Compute the expected list again, on request."""
    viewer = writer(activities)
    activity = find_record(activities, viewer, record_id, writes=True)
    if request.form.get("version") != str(activity.version):
        flash(gettext("The record has changed meanwhile. Look again, then decide."), "error")
        return redirect(url_for("activities.show", record_id=activity.id), 303)
    with track_changes(viewer, Action.ATTENDANCE, activity):
        difference = refresh_expected(activity)
    commit()
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


# The pages of teams and members, in lower layers, show these in panels of their own.
blueprint.add_app_template_global(service_of)
blueprint.add_app_template_global(attendance.attendance_this_year)
blueprint.add_url_rule("/attendance", "attendance", attendance.show_attendance)
blueprint.add_url_rule("/attendance/<id:member_id>", "attendance_of", attendance.show_person)
blueprint.add_url_rule(
    f"{ONE}/sign-in", "sign_in", load_on_use(SIGN_IN, "take_sign_in_sheet"), methods=["GET", "POST"]
)
blueprint.add_url_rule(
    "/attendance-sheet",
    "attendance_sheet",
    load_on_use(SIGN_IN, "take_attendance_sheet"),
    methods=["GET", "POST"],
)
blueprint.add_url_rule(
    "/attendance-sheet/<string(length=32):token>",
    "attendance_sheet_review",
    load_on_use(SIGN_IN, "review_attendance_sheet"),
    methods=["GET", "POST"],
)
