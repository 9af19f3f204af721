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
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from jinja2 import Template

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import Nameable, Record, db
from partyhub.forms import RecordForm
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.history.queries import select_history_of
from partyhub.references import SUGGESTED, options
from partyhub.registers import pages, saving
from partyhub.registers.exporting import write_list
from partyhub.registers.listing import Listing, Query
from partyhub.registers.register import Register
from partyhub.registers.rights import Rights, can_read, can_write, find_record
from partyhub.registers.values import words
from partyhub.viewers import Role, Viewer

View: TypeAlias = Callable[..., ResponseReturnValue]
RECENT = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_register_views(
    blueprint: Blueprint, register: Register, leave_out: frozenset[str] = frozenset()
) -> None:
    """Give `register` its pages; addresses and endpoints are the same for every register."""

    def add(rule: str, endpoint: str, view: View, *methods: str) -> None:
        if endpoint not in leave_out:
            bound = bind(view, register)
            blueprint.add_url_rule(rule, endpoint, bound, methods=methods or ["GET"])

    one = "/<int(min=1,max=2147483647):record_id>"
    add("/", "list", list_records)
    add("/export", "export", export_records, "POST")
    add("/choices", "choices", list_choices)
    add("/new", "create", edit_record, "GET", "POST")
    add(one, "show", show_record)
    add(f"{one}/edit", "edit", edit_record, "GET", "POST")
    add(f"{one}/archive", "archive", archive_record, "GET", "POST")
    add(f"{one}/restore", "restore", restore_record, "POST")
    add(f"{one}/history", "history", show_history)


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
    listing = Listing(register, viewer, Query.parse(register, request.args))
    stream = BytesIO()
    count = write_list(listing, stream)
    log(viewer, register.name, None, Action.EXPORTED, reason=gettext("%(num)s rows", num=count))
    db.session.commit()
    stream.seek(0)
    name = f"{register.title}-{clock.today():%Y-%m-%d}.xlsx"
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


def render_record(register: Register, record: Any, viewer: Viewer, **context: Any) -> str:
    """Render the record's page; `context` is what the feature's own template adds."""
    recent = db.session.scalars(select_history_of(register.name, record.id).limit(RECENT))
    given = {
        "record": record,
        "record_title": record.caption,
        "facts": pages.facts(register, record, clock.today()),
        "states": pages.states(register, record, clock.today()),
        "history": pages.entries(recent),
        "may": Rights.of(register, viewer, record),
        "back_url": url_for(f"{register.name}.list"),
    }
    return render(register, "record.html", **(given | context))


def edit_record(register: Register, record_id: int | None = None) -> ResponseReturnValue:
    """Create a record, or edit the one in the address."""
    viewer = writer(register)
    record = None if record_id is None else find_record(register, viewer, record_id, writes=True)
    form = make_form(register, viewer, record)
    if form.is_submitted() and not form.knows_version:
        return render_conflict(register, record, form), 409
    if form.is_submitted() and is_right(register, form):
        saved = saving.save(register, record, form)
        db.session.commit()
        flash(gettext("Saved: %(title)s", title=saved.caption), "ok")
        return redirect(after_saving(register, saved), 303)
    return render_form(register, form), 400 if form.errors else 200


def make_form(register: Register, viewer: Viewer, record: Record | None) -> RecordForm:
    """Make the form as the request filled it, else as the record or the address fills it."""
    if record is None:
        given = request.args if request.method == "GET" and request.args else None
        return register.form(viewer, formdata=given) if given else register.form(viewer)
    return register.form(viewer, edited=record, values=form_values(register, record))


def form_values(register: Register, record: Record) -> dict[str, Any]:
    today = clock.today()
    values = {
        column.key: column.value(record, today)
        for column in register.columns
        if hasattr(register.form, column.key)
    }
    return values | {"version": str(record.version)}


def is_right(register: Register, form: RecordForm) -> bool:
    """Judge the form, and that no other record has its key; says so at the field."""
    if not form.validate():
        return False
    stored = {key: getattr(form.edited, key) for key in register.key} if form.edited else {}
    twin = saving.find_twin(register, stored | form.values(), form.edited)
    if twin is None:
        return True
    form.refuse(
        register.key[0],
        gettext(
            "“%(title)s” is on record already. Change that one, or correct this.",
            title=twin.caption,
        ),
    )
    return False


def after_saving(register: Register, record: Record) -> str:
    if "again" in request.form:
        return url_for(f"{register.name}.create")
    return url_for(f"{register.name}.show", record_id=record.id)


def render_form(
    register: Register, form: RecordForm, template: str = "form.html", **context: Any
) -> str:
    record = form.edited
    show, lists = f"{register.name}.show", f"{register.name}.list"
    given = {
        "form": form,
        "record": record,
        "title": record.caption if record else gettext("New: %(what)s", what=register.label),
        "cancel_url": url_for(show, record_id=record.id) if record else url_for(lists),
    }
    return render(register, template, **(given | context))


def render_conflict(register: Register, record: Any, form: RecordForm, **context: Any) -> str:
    """Show what was typed beside what is stored now; saving again is then a decision."""
    today = clock.today()
    form.validate()  # so that values that can't be read are said too
    rows = []
    for column in register.columns:
        field = getattr(form, column.key, None)
        if field is not None and field.given:
            kind = register.kind(column)
            yours = words(field.data, kind) if field.data is not None else field.raw
            rows.append((register.header(column), yours, words(column.value(record, today), kind)))
    latest = db.session.scalars(select_history_of(register.name, record.id).limit(1)).first()
    form.version.data = str(record.version)
    changed_by = pages.entry_words(latest, hide=False) if latest else None
    given = {"rows": rows, "changed_by": changed_by}
    return render_form(register, form, "conflict.html", **given, **context)


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
    stored = {key: getattr(record, key) for key in register.key}
    if saving.find_twin(register, stored, record):
        flash(gettext("Another record has taken this one's key. Change that one first."), "error")
    elif record.archived_at is not None:
        saving.restore(record, viewer)
        db.session.commit()
        flash(gettext("Restored: %(title)s", title=record.caption), "ok")
    return redirect(url_for(f"{register.name}.show", record_id=record.id), 303)


def show_history(register: Register, record_id: int) -> ResponseReturnValue:
    viewer = current_viewer()
    auditing = viewer.role is Role.AUDITOR
    if not auditing and not can_read(register, viewer):
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


def reader(register: Register) -> Viewer:
    viewer = current_viewer()
    if not can_read(register, viewer):
        abort(403)
    return viewer


def writer(register: Register) -> Viewer:
    viewer = current_viewer()
    if not can_write(register, viewer):
        abort(403)
    return viewer


def render(register: Register, template: str, **context: Any) -> str:
    """Render the feature's own template where it has one, else the shared one."""
    names: list[str | Template] = [f"{register.name}/{template}", f"register/{template}"]
    return render_template(names, register=register, **context)
