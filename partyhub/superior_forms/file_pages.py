"""Pages of a form's files: a newer one is uploaded, looked at beside the mapped one, and taken."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.attachments import storage
from partyhub.attachments.refusals import RefusedFileError
from partyhub.database import db, reading
from partyhub.registers.rights import writer_of_shared
from partyhub.superior_forms.access import find_open, is_stale
from partyhub.superior_forms.differences import Difference, MovedTable, compare, moved
from partyhub.superior_forms.grids import Grid, address_of, grids_of, parse_address
from partyhub.superior_forms.mapping import FormMapping, Place, from_json
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
from partyhub.superior_forms.reading import refusal_of
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
        viewer = writer_of_shared()
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
    """Show how the newer file differs, or let it take the place of the mapped one.

    Both files are compared without a lock, so that nobody has to wait to write.
    """
    with reading():
        viewer = writer_of_shared()
        form = _find_pending(form_id)
        difference = _difference(form, viewer)
        if request.method == "GET":
            return _render(form, difference)
        if is_stale(form):
            sentence = gettext("Someone else saved this form meanwhile.")
            return _render(form, difference, sentence), STALE
        chosen, error = _read_places(form, difference)
        if error and "drop" not in request.form:
            return _render(form, difference, error), 400
        db.session.rollback()  # the transaction that follows writes
    return _act(viewer, form_id, moved(difference, chosen, _read_tables(difference)))


def _act(viewer: Viewer, form_id: int, mapping: FormMapping) -> ResponseReturnValue:
    """Take the newer file with the mapping, or give it up; both unless the form was saved again."""
    form = _find_pending(form_id)
    if is_stale(form):
        flash(gettext("Someone else saved this form meanwhile."), "error")
        return redirect(url_for("superior_forms.compare", form_id=form_id), 303)
    if "drop" in request.form:
        give_up_newer_file(viewer, form)
        sentence = gettext("The newer file was given up. The form stays as it was.")
    else:
        take_newer_file(viewer, form, mapping)
        sentence = gettext("The newer file is in place, with its mapping.")
    db.session.commit()
    flash(sentence, "ok")
    return redirect(url_for("superior_forms.show", form_id=form_id), 303)


def _find_pending(form_id: int) -> SuperiorForm:
    form = find_open(form_id)
    if form.pending_id is None:
        abort(404)
    return form


def _difference(form: SuperiorForm, viewer: Viewer) -> Difference:
    old, new = grids_of(form.sheets), grids_of(form.pending_sheets)
    return compare(old, new, from_json(form.mapping), Proposer(new, viewer))


def _read_places(
    form: SuperiorForm, difference: Difference
) -> tuple[dict[Place, Place | None], str]:
    """Return the chosen place of each mapped cell, and why one of them can't be, if one can't.

    An empty field takes the cell out of the mapping.
    """
    grids = grids_of(form.pending_sheets)
    chosen = {each.place: each.new for each in difference.cells if each.is_same}
    taken = set(chosen.values())
    for number, each in enumerate(difference.cells):
        typed = _typed(number)
        if each.is_same or not typed:
            continue
        place = _read_place(typed, grids)
        if place is None:
            return chosen, gettext("“%(text)s” is no cell of the newer file.", text=typed)
        if place in taken:
            return chosen, gettext(
                "“%(text)s” takes something already. Choose another cell.", text=place.words
            )
        if refusal := refusal_of(each.source, grids[place.sheet].content(*place[1:])):
            return chosen, f"{place.words}: {refusal}"
        chosen[each.place] = place
        taken.add(place)
    return chosen, ""


def _typed(number: int) -> str:
    return request.form.get(f"place-{number}", "").strip()[:80]


def _read_place(typed: str, grids: Mapping[str, Grid]) -> Place | None:
    """Return the cell that an address with the title of its sheet names, or None."""
    title, _, address = typed.rpartition("!")
    grid, found = grids.get(title), parse_address(address)
    if grid is None or found is None or found[0] > grid.rows or found[1] > grid.columns:
        return None
    return Place(title, *grid.area(*found)[:2])


def _read_tables(difference: Difference) -> list[int]:
    """Return the numbers of the tables whose added rows were ticked."""
    return [at for at in range(len(difference.tables)) if request.form.get(f"rows-{at}") == "1"]


def _render(form: SuperiorForm, difference: Difference, error: str = "") -> str:
    cells = [
        (number, each, source_words(each.source), _typed(number) if error else _words(each.new))
        for number, each in enumerate(difference.cells)
        if not each.is_same
    ]
    tables = [
        _table_line(number, each, form)
        for number, each in enumerate(difference.tables)
        if not each.is_same
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


def _words(place: Place | None) -> str:
    return place.words if place else ""


def _table_line(number: int, each: MovedTable, form: SuperiorForm) -> dict[str, Any]:
    """Return what the page says of a table, with the names in the rows that were added."""
    grid = grids_of(form.pending_sheets).get(each.new.sheet) if each.new else None
    names = [grid.content(row, each.new.column) for row in each.rows] if grid and each.new else []
    return {
        "number": number,
        "place": f"{each.table.sheet} {address_of(1, each.table.column)[:-1]}",
        "before": table_words(each.table),
        "now": table_words(each.new) if each.new else "",
        "added": [content.text.strip() for content in names if content],
        "is_ticked": request.form.get(f"rows-{number}") == "1",
    }


def download(form_id: int) -> ResponseReturnValue:
    """Send the file as it was uploaded."""
    writer_of_shared()
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
