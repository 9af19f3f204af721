"""Pages that map a form: one cell, all proposals, and a table with a row a branch."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from partyhub.database import db, reading
from partyhub.registers.rights import writer_of_shared
from partyhub.superior_forms.access import find_open, is_stale
from partyhub.superior_forms.grid_page import (
    FormPage,
    figure_choices,
    key_of,
    page_of,
    render_page,
    unit_choices,
)
from partyhub.superior_forms.grids import TEXT, address_of
from partyhub.superior_forms.mapping import BranchTable, FormMapping, Place, Source, Value
from partyhub.superior_forms.operations import set_mapping
from partyhub.superior_forms.proposals import Proposer
from partyhub.superior_forms.reading import (
    UnreadableSourceError,
    read_source,
    read_unit,
    refusal_of,
)
from partyhub.viewers import Viewer

STALE = 409


def stale_sentence() -> str:
    return gettext(
        "Someone else saved this form while the page was open. Nothing was saved. The page now"
        " shows what is stored; enter your change again."
    )


def map_cell(form_id: int) -> ResponseReturnValue:
    """Store what goes into one cell, or that nothing does."""
    viewer = writer_of_shared()
    form = find_open(form_id)
    page = page_of(form, viewer)
    if is_stale(form):
        return _refuse(form_id, stale_sentence(), STALE)
    place = page.place_of(request.form.get("cell", "")[:12])
    if place is None:
        return _refuse(form_id, gettext("The sheet has no such cell."))
    try:
        source = None if "clear" in request.form else read_source(request.form, viewer)
    except UnreadableSourceError as error:
        return _refuse(form_id, str(error))
    content = page.grid.content(place.row, place.column)
    if source is not None and (refusal := refusal_of(source, content)):
        return _refuse(form_id, refusal)
    return _save(page, page.mapping.with_cell(place, source), place)


def _refuse(form_id: int, sentence: str, status: int = 400) -> ResponseReturnValue:
    """Show the grid again; its proposals take long, so nobody has to wait for it to write."""
    db.session.rollback()
    with reading():
        page = page_of(find_open(form_id), writer_of_shared())
        return render_page(page, sentence), status


def _save(page: FormPage, mapping: FormMapping, place: Place | None = None) -> ResponseReturnValue:
    """Store the mapping, and go back to the grid."""
    is_changed = set_mapping(page.viewer, page.form, mapping)
    db.session.commit()
    flash(gettext("Saved.") if is_changed else gettext("Nothing was changed."), "ok")
    cell = address_of(place.row, place.column) if place else None
    return redirect(page.url(cell=cell), 303)


def take_proposals(form_id: int) -> ResponseReturnValue:
    """Take everything that the labels propose and nobody has mapped yet."""
    with reading():
        viewer = writer_of_shared()
        form = find_open(form_id)
        page = page_of(form, viewer)
        if is_stale(form):
            return render_page(page, stale_sentence()), STALE
        own, new = page.mapping, page.proposed
        db.session.rollback()  # the transaction that follows writes
    form = find_open(form_id)
    if is_stale(form):
        return _refuse(form_id, stale_sentence(), STALE)
    count = len(new.sources())
    mapping = FormMapping({**new.cells, **own.cells}, [*own.tables, *new.tables])
    set_mapping(viewer, form, mapping)
    db.session.commit()
    flash(ngettext("%(num)d cell mapped.", "%(num)d cells mapped.", count), "ok")
    return redirect(url_for("superior_forms.show", form_id=form_id, sheet=page.sheet), 303)


def map_branches(form_id: int, sheet_number: int, names_in: int) -> ResponseReturnValue:
    """Show or store the units of the rows that a column names, and what their columns take."""
    viewer = writer_of_shared()
    form = find_open(form_id)
    page = _page_of_table(form, viewer, sheet_number, names_in)
    if request.method == "GET":
        return _render(page, names_in)
    error, status = stale_sentence(), STALE
    if not is_stale(form):
        try:
            table = _read_table(page, names_in, request.form)
        except UnreadableSourceError as refusal:
            error, status = str(refusal), 400
        else:
            return _save(page, page.mapping.with_table(table))
    db.session.rollback()
    with reading():
        page = _page_of_table(find_open(form_id), writer_of_shared(), sheet_number, names_in)
        return _render(page, names_in, error), status


def _page_of_table(form: Any, viewer: Viewer, sheet: int, column: int) -> FormPage:
    page = page_of(form, viewer)
    if not 0 <= sheet < len(page.grids):
        abort(404)
    page = FormPage(form, viewer, page.grids, sheet, page.mapping)
    if not 1 <= column <= page.grid.columns:
        abort(404)
    return page


def _read_table(page: FormPage, column: int, sent: Mapping[str, str]) -> BranchTable:
    """Return the table as it was sent; raises UnreadableSourceError."""
    grid = page.grid
    rows = {
        row: unit
        for row in range(1, grid.rows + 1)
        if (unit := read_unit(sent.get(f"unit-{row}", ""), page.viewer)) is not None
    }
    columns = {
        at: source
        for at in range(1, grid.columns + 1)
        if at != column
        and (source := read_source(sent, page.viewer, f"-c{at}")) is not None
        and source.code
    }
    return BranchTable(grid.title, column, rows, columns)


def _render(page: FormPage, column: int, error: str = "") -> str:
    known = page.mapping.table_at(page.grid.title, column)
    table = known or page.proposed.table_at(page.grid.title, column)
    if table is None:
        rows = Proposer(page.grids, page.viewer).rows_of(page.grid, column)
        table = BranchTable(page.grid.title, column, rows, {})
    return render_template(
        "superior_forms/branches.html",
        page=page,
        form=page.form,
        letter=address_of(1, column)[:-1],
        column=column,
        is_known=known is not None,
        rows=_rows(page, column, table),
        columns=_columns(page, column, table),
        units=unit_choices(page.viewer),
        figures=figure_choices(),
        values=[(each.value, each.label) for each in Value],
        back_url=page.url(),
        error=error,
    )


def _rows(page: FormPage, column: int, table: BranchTable) -> list[dict[str, Any]]:
    """Return the rows of the sheet with a text in the column, and the unit of each."""
    found, proposer = [], Proposer(page.grids, page.viewer)
    for row in range(1, page.grid.rows + 1):
        content = page.grid.content(row, column)
        if content is not None and content.kind == TEXT and page.grid.is_first(row, column):
            unit = table.rows.get(row, "")
            meant = "" if unit else proposer.meant_by(content.text)
            found.append({"row": row, "text": content.text, "unit": str(unit), "meant": meant})
    return found


def _columns(page: FormPage, names: int, table: BranchTable) -> list[dict[str, Any]]:
    """Return the columns to the right of the names with their headings and what they take."""
    first = min(table.rows, default=page.grid.rows)
    found = []
    for at in range(names + 1, page.grid.columns + 1):
        headings = page.grid.labels_above(first, at)[:2][::-1]
        if not headings and at not in table.columns:
            continue
        source = table.columns.get(at, Source())
        found.append(
            {
                "column": at,
                "letter": address_of(1, at)[:-1],
                "heading": " · ".join(headings),
                "source": source,
                "key": key_of(source),
            }
        )
    return found
