"""Routes of the forms of the superior office; the larger pages have modules of their own."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.attachments.refusals import RefusedFileError
from partyhub.database import db, reading
from partyhub.registers.pages import entries
from partyhub.registers.rights import can_write_shared, writer_of_shared
from partyhub.superior_forms.access import filler, find_open
from partyhub.superior_forms.file_pages import (
    take_sent_file,
)
from partyhub.superior_forms.forms import NewForm, VoidFormForm
from partyhub.superior_forms.grid_page import page_of, render_page
from partyhub.superior_forms.mapping import from_json
from partyhub.superior_forms.operations import create_form, restore_form, void_form
from partyhub.superior_forms.queries import find_forms, select_history_of_form


def list_forms() -> ResponseReturnValue:
    """Show all forms, voided ones last."""
    may_edit = can_write_shared(filler())
    lines = [
        (form, len(from_json(form.mapping).sources()))
        for form in find_forms()
        if may_edit or form.archived_at is None
    ]
    return render_template("superior_forms/list.html", lines=lines, may_edit=may_edit)


def create() -> ResponseReturnValue:
    """Ask for a form's name and file, or add it."""
    with reading():
        viewer = writer_of_shared()
        form = NewForm(viewer)
        if not form.validate_on_submit():
            page = render_template("superior_forms/new.html", form=form, error="")
            return page, 400 if form.errors else 200
        try:
            taken = take_sent_file()
        except RefusedFileError as error:
            return render_template("superior_forms/new.html", form=form, error=str(error)), 400
        db.session.rollback()
    made = create_form(viewer, form.name.data, taken)
    db.session.commit()
    flash(gettext("Added. Now say what goes into its cells."), "ok")
    return redirect(url_for("superior_forms.show", form_id=made.id), 303)


def show(form_id: int) -> ResponseReturnValue:
    """Show a sheet of the form as a grid, and what is mapped in it."""
    viewer = writer_of_shared()
    return render_page(page_of(find_open(form_id, voided=True), viewer))


def show_history(form_id: int) -> ResponseReturnValue:
    """Show who changed the form, its files and its mapping, and who took it away filled."""
    writer_of_shared()
    form = find_open(form_id, voided=True)
    found = entries(db.session.scalars(select_history_of_form(form)))
    return render_template("superior_forms/history.html", form=form, entries=found)


def void(form_id: int) -> ResponseReturnValue:
    """Ask for a reason, or void the form."""
    viewer = writer_of_shared()
    voided = find_open(form_id)
    form = VoidFormForm(viewer)
    if not form.validate_on_submit():
        page = render_template("superior_forms/void.html", form=form, voided=voided)
        return page, 400 if form.errors else 200
    void_form(viewer, voided, form.reason.data)
    db.session.commit()
    flash(gettext("Voided: %(title)s", title=voided.name), "ok")
    return redirect(url_for("superior_forms.list_forms"), 303)


def restore(form_id: int) -> ResponseReturnValue:
    """Restore a voided form."""
    viewer = writer_of_shared()
    form = find_open(form_id, voided=True)
    if form.archived_at is not None:
        restore_form(viewer, form)
        db.session.commit()
        flash(gettext("Restored: %(title)s", title=form.name), "ok")
    return redirect(url_for("superior_forms.show", form_id=form_id), 303)
