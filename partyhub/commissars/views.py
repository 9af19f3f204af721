"""Views of commissars: appointments, duties, and the coverage of first-line workshops."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.commissars.coverage import board_on
from partyhub.commissars.duty_counts import work_of
from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import select_appointments_of
from partyhub.commissars.registers import commissars, duties
from partyhub.commissars.timeline import timeline_of
from partyhub.database import db
from partyhub.periods import add_years, is_valid_on, presets
from partyhub.registers.editing import edit_record
from partyhub.registers.rights import can_write, writer
from partyhub.registers.views import register_blueprint
from partyhub.request_periods import day_from_request, period_from_request
from partyhub.roles import Right
from partyhub.viewers import Viewer

duties_blueprint = register_blueprint(duties, leave_out=frozenset({"create"}))
coverage_blueprint = Blueprint("coverage", __name__)

coverage_blueprint.add_app_template_global(timeline_of)


def show_commissar(appointment: CommissarAppointment, viewer: Viewer) -> dict[str, Any]:
    """Return all appointments of the person, and the duties of the requested period."""
    requested, today = period_from_request(), clock.today()
    query = select_appointments_of(appointment.member_id).where(commissars.access.readable(viewer))
    appointments = db.session.scalars(query).all()
    live = appointment.archived_at is None
    return {
        "requested": requested,
        "periods_menu": requested.menu,
        "appointments": appointments,
        "current": [
            item for item in appointments if is_valid_on(today, item.started_on, item.ended_on)
        ],
        "work": work_of(appointment.member, requested.period, viewer) if live else None,
        "log_url": log_url(appointment) if live and can_write(duties, viewer) else None,
    }


def log_url(appointment: CommissarAppointment) -> str:
    """Return the URL of the form for a duty of this commissar.

    The form begins with today if the appointment is still open.
    """
    today = clock.today()
    open_today = is_valid_on(today, appointment.started_on, appointment.ended_on)
    return url_for(
        "duties.create",
        commissar=f"#{appointment.member_id}",
        workshop=f"#{appointment.workshop_id}",
        held_on=today.isoformat() if open_today else None,
    )


@duties_blueprint.route("/new", methods=["GET", "POST"], endpoint="create")
def log_duty() -> ResponseReturnValue:
    """Log a duty; for a commissar, the own name, workshop and today are filled in."""
    viewer = writer(duties)
    if request.method == "GET" and not request.args and viewer.looks_after_workshops:
        return redirect(url_for("duties.create", **own_values(viewer)), 303)
    return edit_record(duties)


def own_values(viewer: Viewer) -> dict[str, Any]:
    """Return the initial values of a commissar's form for a duty."""
    values = {"commissar": f"#{viewer.member_id}", "held_on": clock.today().isoformat()}
    if len(viewer.workshop_ids) == 1:
        values["workshop"] = f"#{next(iter(viewer.workshop_ids))}"
    return values


@coverage_blueprint.get("/workshops/coverage", endpoint="show")
def show_coverage() -> ResponseReturnValue:
    """Show every first-line workshop on a day, with its commissar or since when it had none."""
    viewer = current_viewer()
    if not viewer.may(Right.READ):
        abort(403)
    requested, today = day_from_request(), clock.today()
    board = board_on(viewer, requested.day)
    page = render_template(
        "commissars/coverage.html",
        requested=requested,
        board=board,
        today=today,
        other_days=(add_years(requested.day, -1), presets(today)[0].start),
        may_appoint=can_write(commissars, viewer),
    )
    return page, requested.status


blueprints = (
    register_blueprint(commissars, show_commissar),
    duties_blueprint,
    coverage_blueprint,
)
