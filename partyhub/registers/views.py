"""Views that every register has: plain functions whose first argument is the register."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    abort,
    jsonify,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.attachments.queries import find_attachments_of
from partyhub.database import Nameable, db
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.history.queries import select_history_of
from partyhub.references import SUGGESTED, options
from partyhub.registers import attaching, pages
from partyhub.registers.dated_forms import DatedForm
from partyhub.registers.editing import edit_record
from partyhub.registers.importing.addresses import import_records
from partyhub.registers.lazy_views import View
from partyhub.registers.list_query import Query
from partyhub.registers.listing import Listing
from partyhub.registers.pages import render
from partyhub.registers.panels import panels_of
from partyhub.registers.periods_page import correct_period, show_periods
from partyhub.registers.printing import print_records
from partyhub.registers.register import Register
from partyhub.registers.rights import (
    Rights,
    can_export,
    can_read_history,
    find_record,
    reader,
    writer,
)
from partyhub.registers.voiding import archive_record, find_voided, restore_record
from partyhub.roles import Right
from partyhub.viewers import Viewer

RECENT = 5
FILES = "/<id:record_id>/attachments"
Show = Callable[[Any, Viewer], Mapping[str, Any]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_blueprint(
    register: Register,
    show: Show = lambda record, viewer: {},
    in_panels: Collection[str] = (),
    leave_out: frozenset[str] = frozenset(),
) -> Blueprint:
    """Return the blueprint with the pages of `register`.

    `show` returns what the register's own template of a record's page needs beside what every such
    page has; a `requested` period or day there decides the status. The columns `in_panels` don't
    stand among the facts. A feature provides the endpoints in `leave_out` itself.
    """
    blueprint = Blueprint(register.name, __name__, url_prefix=f"/{register.name}")
    views = VIEWS | (PERIODS if issubclass(register.form, DatedForm) else {})
    for endpoint, (rule, view, methods) in views.items():
        if endpoint not in leave_out:
            bound = bind(show_record(show, in_panels) if view is None else view, register)
            blueprint.add_url_rule(rule, endpoint, bound, methods=methods)
    return blueprint


def bind(view: View, register: Register) -> View:
    """Return `view` bound to its register. A `partial` has no name, which Flask-WTF needs."""

    @wraps(view)
    def bound(**values: object) -> ResponseReturnValue:
        return view(register, **values)

    return bound


def list_records(register: Register) -> ResponseReturnValue:
    """Show a page of the register's list."""
    viewer = reader(register)
    listing = Listing(register, viewer, Query.parse(register, request.args))
    may = Rights.of(register, viewer)
    voided = find_voided(register, viewer, listing) if listing.is_of_voided else None
    page = pages.list_page(listing, may)
    return render(register, "list.html", listing=page, may=may, voided=voided)


def export_records(register: Register) -> ResponseReturnValue:
    """Send the rows that the list shows as a workbook.

    It is a POST, because every export of personal data is logged.
    """
    from partyhub.registers.exporting import write_list  # imports the workbook writer

    viewer = reader(register)
    if not can_export(register, viewer):
        abort(403)
    listing = Listing(register, viewer, Query.parse(register, request.args))
    stream = BytesIO()
    count = write_list(listing, stream)
    log(viewer, register.name, None, Action.EXPORTED, reason=gettext("%(num)s rows", num=count))
    db.session.commit()
    stream.seek(0)
    name = f"{listing.title}-{clock.today():%Y-%m-%d}.xlsx"
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def send_template(register: Register) -> ResponseReturnValue:
    """Send the template workbook.

    It is a POST and logged, because the names that it offers are personal data.
    """
    from partyhub.registers.template_workbooks.workbooks import (
        write_templates,  # imported on the first request
    )

    viewer = writer(register)
    stream = BytesIO()
    write_templates([register], viewer, stream)
    log(viewer, register.name, None, Action.EXPORTED, reason=gettext("Import template"))
    db.session.commit()
    stream.seek(0)
    name = gettext("%(register)s-import template.xlsx", register=register.title)
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def list_choices(register: Register) -> ResponseReturnValue:
    """Return up to twenty records by name for a picker: JSON {"items": [{"value", "text"}]}."""
    viewer = reader(register)
    if not issubclass(register.model, Nameable):
        abort(404)
    query = register.load().where(
        register.model.archived_at.is_(None), register.access.readable(viewer)
    )
    found = options(query, request.args.get("q", "")[:100], SUGGESTED)
    return jsonify(items=[{"value": item.text, "text": item.label} for item in found])


def show_record(show: Show, in_panels: Collection[str]) -> View:
    """Return the view of a record's page; voided records have one too."""

    def show_page(register: Register, record_id: int) -> ResponseReturnValue:
        viewer = reader(register)
        record: Any = find_record(register, viewer, record_id, archived=True)
        return render_record(register, record, viewer, show(record, viewer), in_panels)

    return show_page


def render_record(
    register: Register,
    record: Any,
    viewer: Viewer,
    shown: Mapping[str, Any],
    in_panels: Collection[str] = (),
) -> ResponseReturnValue:
    """Render a record's page; `shown` is what the register's own template needs."""
    context = {
        "record": record,
        "record_title": record.caption,
        "facts": pages.facts(register, record, clock.today(), leave_out=in_panels),
        "states": pages.states(register, record, clock.today()),
        "history": recent_history(register, record, viewer),
        "may": Rights.of(register, viewer, record),
        "attachments": find_attachments_of(register.name, record.id),
        "related": panels_of(record, viewer),
        "list_title": register.title,
        "back_url": url_for(f"{register.name}.list"),
        "has_periods": issubclass(register.form, DatedForm),
    }
    context |= shown
    status = context["requested"].status if "requested" in context else 200
    return render(register, "record.html", **context), status


def recent_history(register: Register, record: Any, viewer: Viewer) -> list[pages.Entry]:
    """Return the latest history entries of the record, or none if the viewer may not read them."""
    if not can_read_history(register, viewer):
        return []
    recent = db.session.scalars(select_history_of(register.name, record.id).limit(RECENT))
    return pages.entries(recent)


def show_history(register: Register, record_id: int) -> ResponseReturnValue:
    """Show the record's history; for auditors without personal values and without its title."""
    viewer = current_viewer()
    auditing = not can_read_history(register, viewer)
    if auditing and not viewer.may(Right.AUDIT):
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


# Address, view and methods by endpoint; the view of a record's page depends on the register.
VIEWS: dict[str, tuple[str, View | None, Sequence[str]]] = {
    "list": ("/", list_records, ["GET"]),
    "print": ("/print", print_records, ["GET"]),
    "export": ("/export", export_records, ["POST"]),
    "import": ("/import", import_records, ["GET", "POST"]),
    "template": ("/template", send_template, ["POST"]),
    "choices": ("/choices", list_choices, ["GET"]),
    "create": ("/new", edit_record, ["GET", "POST"]),
    "show": ("/<id:record_id>", None, ["GET"]),
    "edit": ("/<id:record_id>/edit", edit_record, ["GET", "POST"]),
    "archive": ("/<id:record_id>/archive", archive_record, ["GET", "POST"]),
    "restore": ("/<id:record_id>/restore", restore_record, ["POST"]),
    "history": ("/<id:record_id>/history", show_history, ["GET"]),
    "attach": (FILES, attaching.attach_files, ["GET", "POST"]),
    "attachment": (f"{FILES}/<id:attachment_id>", attaching.send_attachment, ["GET"]),
    "thumbnail": (f"{FILES}/<id:attachment_id>/thumbnail", attaching.send_thumbnail, ["GET"]),
    "detach": (f"{FILES}/<id:attachment_id>/remove", attaching.remove_attachment, ["GET", "POST"]),
}
# The pages of a register with dated values.
PERIODS: dict[str, tuple[str, View | None, Sequence[str]]] = {
    "periods": ("/<id:record_id>/periods", show_periods, ["GET"]),
    "correct": ("/<id:record_id>/periods/<column>/<on>", correct_period, ["GET", "POST"]),
}
