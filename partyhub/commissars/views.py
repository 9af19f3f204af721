from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.commissars.coverage import board_on
from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import select_appointments_of
from partyhub.commissars.registers import commissars, duties
from partyhub.commissars.timeline import timeline_of
from partyhub.commissars.work import work_of
from partyhub.database import db
from partyhub.periods import add_years, holds_on, presets
from partyhub.registers.asked import asked_day, asked_period
from partyhub.registers.editing import edit_record
from partyhub.registers.rights import can_write, find_record, reader, writer
from partyhub.registers.views import register_blueprint, render_record
from partyhub.viewers import READERS, Role, Viewer

commissars_blueprint = register_blueprint(commissars, leave_out=frozenset({"show"}))
duties_blueprint = register_blueprint(duties, leave_out=frozenset({"create"}))
coverage_blueprint = Blueprint("coverage", __name__)
blueprints = (commissars_blueprint, duties_blueprint, coverage_blueprint)

coverage_blueprint.add_app_template_global(timeline_of)


@commissars_blueprint.get("/<int(min=1,max=2147483647):record_id>", endpoint="show")
def show_commissar(record_id: int) -> ResponseReturnValue:
    """One appointment, and all that the person did and was as a commissar."""
    viewer = reader(commissars)
    held = find_record(commissars, viewer, record_id, archived=True)
    asked, today = asked_period(), clock.today()
    query = select_appointments_of(held.member_id).where(commissars.access.seen(viewer))
    appointments = db.session.scalars(query).all()
    live = held.archived_at is None
    page = render_record(
        commissars,
        held,
        viewer,
        asked=asked,
        periods_menu=asked.menu,
        appointments=appointments,
        current=[item for item in appointments if holds_on(today, item.started_on, item.ended_on)],
        work=work_of(held.member, asked.period, viewer) if live else None,
        log_url=log_url(held) if live and can_write(duties, viewer) else None,
    )
    return page, asked.status


def log_url(held: CommissarAppointment) -> str:
    """The form for a duty of this commissar; of today, where the appointment is still open."""
    today = clock.today()
    open_today = holds_on(today, held.started_on, held.ended_on)
    return url_for(
        "duties.create",
        commissar=f"#{held.member_id}",
        workshop=f"#{held.workshop_id}",
        held_on=today.isoformat() if open_today else None,
    )


@duties_blueprint.route("/new", methods=["GET", "POST"], endpoint="create")
def log_duty() -> ResponseReturnValue:
    """Log a duty; a commissar finds the own name, the own workshop and today filled in."""
    viewer = writer(duties)
    if request.method == "GET" and not request.args and viewer.role is Role.COMMISSAR:
        return redirect(url_for("duties.create", **own_values(viewer)), 303)
    return edit_record(duties)


def own_values(viewer: Viewer) -> dict[str, Any]:
    """What a commissar's form of a duty begins with."""
    values = {"commissar": f"#{viewer.member_id}", "held_on": clock.today().isoformat()}
    if len(viewer.workshop_ids) == 1:
        values["workshop"] = f"#{next(iter(viewer.workshop_ids))}"
    return values


@coverage_blueprint.get("/workshops/coverage", endpoint="show")
def show_coverage() -> ResponseReturnValue:
    """Every first-line workshop on a day, with its commissar or since when it had none."""
    viewer = current_viewer()
    if not viewer.is_one_of(READERS):
        abort(403)
    asked, today = asked_day(), clock.today()
    board = board_on(viewer, asked.day)
    page = render_template(
        "commissars/coverage.html",
        asked=asked,
        board=board,
        today=today,
        other_days=(add_years(asked.day, -1), presets(today)[0].start),
        may_appoint=can_write(commissars, viewer),
    )
    return page, asked.status
