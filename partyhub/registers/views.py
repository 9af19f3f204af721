"""The pages that every register has: plain view functions that take the register first."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, TypeAlias

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    redirect,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import Nameable, db
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.history.queries import select_history_of
from partyhub.references import SUGGESTED, options
from partyhub.registers import pages, saving
from partyhub.registers.editing import edit_record
from partyhub.registers.exporting import write_list
from partyhub.registers.importing.views import import_records
from partyhub.registers.listing import Listing, Query
from partyhub.registers.pages import render
from partyhub.registers.register import Register
from partyhub.registers.relations import panels_of
from partyhub.registers.restoring import reasons_against
from partyhub.registers.rights import (
    Rights,
    can_export,
    can_read_history,
    find_record,
    reader,
    writer,
)
from partyhub.viewers import Role, Viewer

View: TypeAlias = Callable[..., ResponseReturnValue]
RECENT = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_blueprint(register: Register, leave_out: frozenset[str] = frozenset()) -> Blueprint:
    """Make the blueprint with the pages of `register`; what is left out a feature writes itself.

    Addresses and endpoints are the same for every register.
    """
    blueprint = Blueprint(register.name, __name__, url_prefix=f"/{register.name}")

    def add(rule: str, endpoint: str, view: View, *methods: str) -> None:
        if endpoint not in leave_out:
            bound = bind(view, register)
            blueprint.add_url_rule(rule, endpoint, bound, methods=methods or ["GET"])

    one = "/<int(min=1,max=2147483647):record_id>"
    add("/", "list", list_records)
    add("/export", "export", export_records, "POST")
    add("/import", "import", import_records, "GET", "POST")
    add("/template", "template", send_template, "POST")
    add("/choices", "choices", list_choices)
    add("/new", "create", edit_record, "GET", "POST")
    add(one, "show", show_record)
    add(f"{one}/edit", "edit", edit_record, "GET", "POST")
    add(f"{one}/archive", "archive", archive_record, "GET", "POST")
    add(f"{one}/restore", "restore", restore_record, "POST")
    add(f"{one}/history", "history", show_history)
    return blueprint


def bind(view: View, register: Register) -> View:
    """Give `view` its register. A `partial` won't do: Flask-WTF asks a view for its name."""

    @wraps(view)
    def bound(**values: object) -> ResponseReturnValue:
        return view(register, **values)

    return bound


def list_records(register: Register) -> ResponseReturnValue:
    viewer = reader(register)
    listing = Listing(register, viewer, Query.parse(register, request.args))
    return render(
        register, "list.html", listing=pages.list_page(listing), may=Rights.of(register, viewer)
    )


def export_records(register: Register) -> ResponseReturnValue:
    """Send exactly what the list shows; a POST, since who takes persons out is on record."""
    viewer = reader(register)
    if not can_export(register, viewer):
        abort(403)
    listing = Listing(register, viewer, Query.parse(register, request.args))
    stream = BytesIO()
    count = write_list(listing, stream)
    log(viewer, register.name, None, Action.EXPORTED, reason=gettext("%(num)s rows", num=count))
    db.session.commit()
    stream.seek(0)
    name = f"{register.title}-{clock.today():%Y-%m-%d}.xlsx"
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def send_template(register: Register) -> ResponseReturnValue:
    """Send the workbook to fill in; a POST, since the names it offers are those of persons."""
    from partyhub.registers.templating import write_templates  # loaded when one is asked for

    viewer = writer(register)
    stream = BytesIO()
    write_templates([register], viewer, stream)
    log(viewer, register.name, None, Action.EXPORTED, reason=gettext("Import template"))
    db.session.commit()
    stream.seek(0)
    name = gettext("%(register)s-import template.xlsx", register=register.title)
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def list_choices(register: Register) -> ResponseReturnValue:
    """Return up to twenty records by name, for a picker: JSON {"items": [{"value", "text"}]}."""
    viewer = reader(register)
    if not issubclass(register.model, Nameable):
        abort(404)
    query = register.load().where(
        register.model.archived_at.is_(None), register.access.seen(viewer)
    )
    found = options(query, request.args.get("q", "")[:100], SUGGESTED)
    return jsonify(items=[{"value": item.text, "text": item.text} for item in found])


def show_record(register: Register, record_id: int) -> ResponseReturnValue:
    viewer = reader(register)
    record = find_record(register, viewer, record_id, archived=True)
    return render_record(register, record, viewer)


def render_record(
    register: Register, record: Any, viewer: Viewer, may: Rights | None = None, **context: Any
) -> str:
    """Render the record's page; `context` is what the feature's own template adds."""
    given = {
        "record": record,
        "record_title": record.caption,
        "facts": pages.facts(register, record, clock.today()),
        "states": pages.states(register, record, clock.today()),
        "history": recent_history(register, record, viewer),
        "may": may or Rights.of(register, viewer, record),
        "related": panels_of(record, viewer),
        "back_url": url_for(f"{register.name}.list"),
    }
    return render(register, "record.html", **(given | context))


def recent_history(register: Register, record: Any, viewer: Viewer) -> list[pages.Entry]:
    """The latest acts on the record, for those who may read its history."""
    if not can_read_history(register, viewer):
        return []
    recent = db.session.scalars(select_history_of(register.name, record.id).limit(RECENT))
    return pages.entries(recent)


def archive_record(register: Register, record_id: int) -> ResponseReturnValue:
    viewer = writer(register)
    record = find_record(register, viewer, record_id, writes=True)
    if request.method == "GET":
        return render(register, "archive.html", record=record, record_title=record.caption)
    saving.archive(record, viewer, request.form.get("reason", "")[:200])
    db.session.commit()
    flash(gettext("Archived: %(title)s", title=record.caption), "ok")
    return redirect(url_for(f"{register.name}.show", record_id=record.id), 303)


def restore_record(register: Register, record_id: int) -> ResponseReturnValue:
    viewer = writer(register)
    record = find_record(register, viewer, record_id, writes=True, archived=True)
    against = reasons_against(register, record, viewer) if record.archived_at else []
    if against:
        flash(gettext("It stays archived. %(why)s", why=" ".join(against)), "error")
    elif record.archived_at is not None:
        saving.restore(record, viewer)
        db.session.commit()
        flash(gettext("Restored: %(title)s", title=record.caption), "ok")
    return redirect(url_for(f"{register.name}.show", record_id=record.id), 303)


def show_history(register: Register, record_id: int) -> ResponseReturnValue:
    viewer = current_viewer()
    auditing = viewer.role is Role.AUDITOR
    if not auditing and not can_read_history(register, viewer):
        abort(403)
    record = find_record(register, viewer, record_id, archived=True, everything=auditing)
    found = db.session.scalars(select_history_of(register.name, record.id))
    return render(
        register,
        "history.html",
        entries=pages.entries(found, hide=auditing),
        record_title="" if auditing else record.caption,
        record=record,
        back_url=None if auditing else url_for(f"{register.name}.show", record_id=record.id),
    )
