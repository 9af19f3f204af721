"""The form of one record: made, judged, saved, and shown again with what is wrong."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.database import Record, db
from partyhub.forms import RecordForm
from partyhub.history.queries import select_history_of
from partyhub.registers import pages, saving
from partyhub.registers.pages import render
from partyhub.registers.register import Register
from partyhub.registers.rights import find_record, keeps, writer
from partyhub.registers.values import words
from partyhub.viewers import Viewer


def edit_record(register: Register, record_id: int | None = None) -> ResponseReturnValue:
    """Create a record, or edit the one in the address."""
    viewer = writer(register)
    record = None if record_id is None else find_record(register, viewer, record_id, writes=True)
    form = make_form(register, viewer, record)
    if form.is_submitted() and not form.knows_version:
        return render_conflict(register, record, form), 409
    if form.is_submitted() and is_right(register, form):
        saved = save_kept(register, record, form)
        if saved is not None:
            title, address = saved.caption, after_saving(register, saved)
            db.session.commit()  # what the record refers to is forgotten from here on
            flash(gettext("Saved: %(title)s", title=title), "ok")
            return redirect(address, 303)
    return render_form(register, form), 400 if form.errors else 200


def save_kept(register: Register, record: Record | None, form: RecordForm) -> Record | None:
    """Save what the form holds; None where the viewer wouldn't look after the record as it says.

    The form then says so, and nothing is stored.
    """
    point = db.session.begin_nested()
    saved = saving.save(register, record, form)
    if keeps(register, form.viewer, saved):
        point.commit()
        return saved
    point.rollback()
    if record is not None:
        find_record(register, form.viewer, record.id, writes=True)  # what it shows is read again
    form.refuse(
        deciding_field(register),
        gettext("It would belong to an organization that you don't look after. Choose another."),
    )
    return None


def deciding_field(register: Register) -> str:
    """The field that says to whom a record belongs, as far as a register's description tells.

    The last reference of the key (the workshop of an appointment), else the first required one.
    """
    references = [
        column
        for column in register.columns
        if hasattr(register.form, column.key) and register.kind(column) == "ref"
    ]
    known = [column.key for column in references]
    in_key = [key for key in reversed(register.key) if key in known]
    required = [column.key for column in references if register.is_required(column)]
    return [*in_key, *required, *known, register.key[0]][0]


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
    form.version.data = str(record.version)
    given = {"rows": rows, "changed_by": next(iter(latest_acts(register, record)), None)}
    return render_form(register, form, "conflict.html", **given, **context)


def latest_acts(register: Register, record: Record) -> list[pages.Entry]:
    """The last act on the record, if any is known, for who came later."""
    found = db.session.scalars(select_history_of(register.name, record.id).limit(1))
    return [pages.entry_words(entry, hide=False) for entry in found]


def render_passed(register: Register, record: Record, title: str) -> str:
    """Say that the step of this title is no longer to be taken: the record changed meanwhile."""
    return render(
        register,
        "passed.html",
        record=record,
        record_title=record.caption,
        title=title,
        facts=pages.facts(register, record, clock.today()),
        latest=latest_acts(register, record),
        back_url=url_for(f"{register.name}.show", record_id=record.id),
    )
