"""Editing of one record: making its form, validating and saving it, and showing it with errors."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.database import Record, db
from partyhub.forms import RecordForm
from partyhub.history.queries import select_history_of
from partyhub.registers import pages, saving
from partyhub.registers.committing import commit
from partyhub.registers.pages import render
from partyhub.registers.register import Register
from partyhub.registers.rights import can_open, can_write_record, find_record, writer
from partyhub.registers.values import words
from partyhub.viewers import Viewer


def edit_record(register: Register, record_id: int | None = None) -> ResponseReturnValue:
    """Create a record, or edit the record `record_id`; answer the page or a redirect.

    The status is 409 when somebody else changed the record meanwhile and 400 when the form has
    errors.
    """
    form = open_form(register, record_id)
    if form.is_submitted() and not form.knows_version:
        return render_conflict(register, form), 409
    done = (
        form.is_submitted() and validate_with_key(register, form) and save_and_leave(register, form)
    )
    return done or (render_form(register, form), 400 if form.errors else 200)


def open_form(register: Register, record_id: int | None) -> RecordForm:
    """Make the form of a new record, or of the one that the viewer may change."""
    viewer = writer(register)
    record = None if record_id is None else find_record(register, viewer, record_id, writes=True)
    return make_form(register, viewer, record)


def save_and_leave(
    register: Register, form: RecordForm, lead: Callable[[Register, Record], str] | None = None
) -> ResponseReturnValue | None:
    """Save what the form holds and lead to the page after it; None where it now says why not.

    `lead` returns the address of that page, by default `after_saving` does.
    """
    was = form.edited.version if form.edited is not None else None
    saved = save_if_allowed(register, form.edited, form)
    if saved is None:
        return None
    is_changed = saved.version != was
    title, address = saved.caption, (lead or after_saving)(register, saved)
    for key, sentence in form.remarks():
        label = form[key].label.text
        flash(gettext("%(label)s: %(sentence)s", label=label, sentence=sentence), "message")
    commit()  # what the record refers to is forgotten from here on
    if is_changed:
        flash(gettext("Saved: %(title)s", title=title), "ok")
    else:
        flash(gettext("Nothing was changed: %(title)s", title=title), "message")
    return redirect(address, 303)


def save_if_allowed(register: Register, record: Record | None, form: RecordForm) -> Record | None:
    """Save the form and return the record, or return None if the viewer couldn't write the result.

    In that case nothing is stored, and the form says why.
    """
    point = db.session.begin_nested()
    saved = saving.save(register, record, form)
    if can_write_record(register, form.viewer, saved):
        point.commit()
        return saved
    point.rollback()
    if record is not None:
        find_record(register, form.viewer, record.id, writes=True)  # reloads what the page shows
    form.refuse(
        deciding_field(register),
        gettext("You don't manage that organization. Choose another one."),
    )
    return None


def deciding_field(register: Register) -> str:
    """Return the key of the field that most likely decides to which organization a record belongs.

    It is the last reference of the register's key (the workshop of an appointment), otherwise the
    first required reference.
    """
    references = [
        column
        for column in register.columns
        if hasattr(register.form, column.key) and register.kind(column) == "ref"
    ]
    known = [column.key for column in references]
    in_key = [key for key in reversed(register.key) if key in known]
    required = [column.key for column in references if register.help(column).is_required]
    return [*in_key, *required, *known, register.key[0]][0]


def make_form(register: Register, viewer: Viewer, record: Record | None) -> RecordForm:
    """Return the form, filled from the request or else from the record.

    The form of a new record may be filled from the arguments of the address.
    """
    if record is None:
        given = request.args if request.method == "GET" and request.args else None
        return register.form(viewer, formdata=given) if given else register.form(viewer)
    return register.form(viewer, edited=record, values=form_values(register, record))


def form_values(register: Register, record: Record, day: date | None = None) -> dict[str, Any]:
    """Return the record's values by form field, with its version as a text.

    They are those of `day`, or of today without it.
    """
    day = day or clock.today()
    values = {
        column.key: column.value(record, day)
        for column in register.columns
        if hasattr(register.form, column.key)
    }
    return values | {"version": str(record.version)}


def validate_with_key(register: Register, form: RecordForm) -> bool:
    """Validate the form and check that no other record has its key, unless it had that before.

    Return whether both hold; otherwise the fields have their errors.
    """
    if not form.validate():
        return False
    stored = {key: getattr(form.edited, key) for key in register.key} if form.edited else {}
    values = stored | form.values()
    if form.edited and all(values[key] == value for key, value in stored.items()):
        return True
    duplicate = saving.find_duplicate(register, values, form.edited)
    if duplicate is None:
        return True
    form.refuse(register.key[0], _describe_duplicate(duplicate, form.viewer))
    return False


def _describe_duplicate(duplicate: Record, viewer: Viewer) -> str:
    """Return the error of a key that another record has, named only if the viewer may open it."""
    if not can_open(viewer, duplicate):
        return gettext(
            "Another record has this already, and you don't manage it. Choose another value."
        )
    return gettext(
        "“%(title)s” is on record already. Change that one, or correct this.",
        title=duplicate.caption,
    )


def after_saving(register: Register, record: Record) -> str:
    """Return the address to go to after saving: a new form if requested, else the record's page."""
    if "again" in request.form:
        return url_for(f"{register.name}.create")
    return url_for(f"{register.name}.show", record_id=record.id)


def render_form(
    register: Register, form: RecordForm, template: str = "form.html", **context: Any
) -> str:
    """Render the form; `context` overrides or extends what the template gets."""
    record = form.edited
    show, lists = f"{register.name}.show", f"{register.name}.list"
    given = {
        "form": form,
        "record": record,
        "title": record.caption if record else register.words_of_adding,
        "cancel_url": url_for(show, record_id=record.id) if record else url_for(lists),
    }
    return render(register, template, **(given | context))


def render_conflict(register: Register, form: RecordForm, **context: Any) -> str:
    """Render what the user entered beside what is stored now.

    The form gets the current version, so saving it again overrides the other change deliberately.
    """
    record: Any = form.edited
    today = clock.today()
    form.validate()  # so that unreadable values have their errors too
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
    """Return the latest history entry of the record as a list of at most one item."""
    found = db.session.scalars(select_history_of(register.name, record.id).limit(1))
    return [pages.format_entry(entry, hide=False) for entry in found]


def render_passed(register: Register, record: Record, title: str) -> str:
    """Render the page that says the step `title` no longer applies.

    Somebody else has changed the record meanwhile.
    """
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
