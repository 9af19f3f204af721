"""Pages of a form's files: a newer one is uploaded, looked at beside the mapped one, and taken."""

from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.attachments import storage
from partyhub.attachments.refusals import RefusedFileError
from partyhub.database import db, reading
from partyhub.superior_forms.access import committee, find_open, is_stale
from partyhub.superior_forms.differences import Difference, compare, moved
from partyhub.superior_forms.grids import address_of, grids_of, parse_address
from partyhub.superior_forms.mapping import Place, from_json
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.operations import (
    TakenForm,
    add_newer_file,
    give_up_newer_file,
    take_form,
    take_newer_file,
)
from partyhub.superior_forms.proposals import Proposer
from partyhub.superior_forms.queries import find_file
from partyhub.superior_forms.words import loss_names, source_words, table_words
from partyhub.viewers import Viewer

STALE = 409


def take_sent_file() -> TakenForm:
    """Return the form that was sent; raises RefusedFileError with the reason."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise RefusedFileError(gettext("Choose a file first."))
    return take_form(upload.stream, upload.filename)


def replace_file(form_id: int) -> ResponseReturnValue:
    """Ask for a newer file of the form, or keep it and show how it differs."""
    with reading():
        viewer = committee()
        form = find_open(form_id)
        if request.method == "GET":
            return render_template("superior_forms/replace.html", form=form, error="")
        try:
            taken = take_sent_file()
        except RefusedFileError as error:
            return _refused(form, error), 400
        db.session.rollback()
    form = find_open(form_id)
    try:
        add_newer_file(viewer, form, taken)
    except RefusedFileError as error:
        db.session.rollback()
        return _refused(find_open(form_id), error), 400
    db.session.commit()
    return redirect(url_for("superior_forms.compare", form_id=form_id), 303)


def _refused(form: SuperiorForm, error: RefusedFileError) -> str:
    return render_template("superior_forms/replace.html", form=form, error=str(error))


def compare_files(form_id: int) -> ResponseReturnValue:
    """Show how the newer file differs, or let it take the place of the mapped one."""
    viewer = committee()
    form = find_open(form_id)
    if form.pending_id is None:
        abort(404)
    difference = _difference(form, viewer)
    if request.method == "GET":
        return _render(form, difference)
    if is_stale(form):
        return _render(form, difference, gettext("Someone else saved this form meanwhile.")), STALE
    if "drop" in request.form:
        give_up_newer_file(viewer, form)
        db.session.commit()
        flash(gettext("The newer file was given up. The form stays as it was."), "ok")
        return redirect(url_for("superior_forms.show", form_id=form_id), 303)
    chosen, wrong = _read_places(form, difference)
    if wrong:
        sentence = gettext("“%(text)s” is no cell of the newer file.", text=wrong)
        return _render(form, difference, sentence), 400
    take_newer_file(viewer, form, moved(difference, chosen))
    db.session.commit()
    flash(gettext("The newer file is in place, with its mapping."), "ok")
    return redirect(url_for("superior_forms.show", form_id=form_id), 303)


def _difference(form: SuperiorForm, viewer: Viewer) -> Difference:
    old, new = grids_of(form.sheets), grids_of(form.pending_sheets)
    return compare(old, new, from_json(form.mapping), Proposer(new, viewer))


def _read_places(
    form: SuperiorForm, difference: Difference
) -> tuple[dict[Place, Place | None], str]:
    """Return the chosen place of each mapped cell, and a text that is no place, if there is one.

    An empty field takes the cell out of the mapping.
    """
    grids = grids_of(form.pending_sheets)
    chosen: dict[Place, Place | None] = {}
    for number, each in enumerate(difference.cells):
        if each.is_same:
            chosen[each.place] = each.new
            continue
        typed = request.form.get(f"place-{number}", "").strip()[:80]
        if not typed:
            chosen[each.place] = None
            continue
        title, _, address = typed.rpartition("!")
        grid, found = grids.get(title), parse_address(address)
        if grid is None or found is None or found[0] > grid.rows or found[1] > grid.columns:
            return chosen, typed
        chosen[each.place] = Place(title, *grid.area(*found)[:2])
    return chosen, ""


def _render(form: SuperiorForm, difference: Difference, error: str = "") -> str:
    cells = [
        (number, each, source_words(each.source))
        for number, each in enumerate(difference.cells)
        if not each.is_same
    ]
    tables: list[tuple[str, str, str]] = [
        (
            f"{one.sheet} {address_of(1, one.column)[:-1]}",
            table_words(one),
            table_words(other) if other else "",
        )
        for one, other in difference.tables
        if one != other
    ]
    context: dict[str, Any] = {
        "form": form,
        "file": find_file(form.pending_id),
        "difference": difference,
        "cells": cells,
        "tables": tables,
        "same": len(difference.cells) - len(cells),
        "losses": loss_names(form.pending_losses),
        "error": error,
    }
    return render_template("superior_forms/compare.html", **context)


def download(form_id: int) -> ResponseReturnValue:
    """Send the file as it was uploaded."""
    committee()
    form = find_open(form_id, voided=True)
    file = find_file(form.file_id)
    if file is None:
        abort(404)
    try:
        content = storage.read(file.digest)
    except storage.DamagedFileError:
        abort(410)
    return send_file(
        BytesIO(content), file.kind.media_type, as_attachment=True, download_name=file.name
    )
