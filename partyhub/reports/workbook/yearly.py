"""The assembly of the yearly workbook from its sheets."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TypeAlias

from flask_babel import gettext

from partyhub.definitions.queries import find_fonts
from partyhub.figures import Figure, Sheet
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.registers import Names, current_catalog
from partyhub.registers.exporting import ORIGIN
from partyhub.registers.rights import can_read
from partyhub.registers.rolls import sheets_of
from partyhub.reports.calculation import compute_each, scope_of
from partyhub.reports.workbook.branches import add_branches
from partyhub.reports.workbook.charts import Reader, add_charts
from partyhub.reports.workbook.cover import Cover, cover_of
from partyhub.reports.workbook.details import Detail, key_of, write_register, write_sheet
from partyhub.reports.workbook.notes import add_notes, fill_notes
from partyhub.reports.workbook.readers import reader_of
from partyhub.reports.workbook.summary import add_summary, fill_summary
from partyhub.spreadsheets import WorkbookWriter
from partyhub.viewers import Viewer

Target: TypeAlias = str | Path | IO[bytes]


def write_yearly(
    viewer: Viewer,
    period: Period,
    organization: Organization | None,
    target: Target,
    explained: Sequence[str] = (),
    reader: Viewer | None = None,
) -> None:
    """Write the workbook of `period` for `organization`, by default for the viewer's whole reach.

    The target is as `WorkbookWriter` takes it. Rows are read and written one by one, so that memory
    doesn't grow with them. `explained` are the problems that a report explains, for the notes.
    What a `reader` other than the viewer may not read is counted, but not named.
    """
    scope = scope_of(viewer, period, organization)
    earlier = scope_of(viewer, period.before, organization)
    cover = cover_of(viewer, scope, organization)
    cover = replace(cover, reader=reader_of(reader or viewer, scope, organization))
    footer = gettext("Page &P of &N")
    with WorkbookWriter(target, footer=footer, fonts=find_fonts()) as workbook:
        workbook.set_property(ORIGIN, "yearly")
        notes = add_notes(workbook, cover)
        summary = add_summary(workbook, cover)
        now, before = compute_each((scope, earlier), apart=True)
        add_branches(workbook, cover, organization, now)
        add_charts(workbook, Reader(cover, organization, now, before))
        details = _write_details(workbook, cover)
        fill_summary(summary, scope, now, before, details)
        fill_notes(notes, cover, workbook.cut_cells, explained)


def _write_details(workbook: WorkbookWriter, cover: Cover) -> dict[str, Detail]:
    """Write every sheet of records; return them by the name of their register, or their own key."""
    catalog = current_catalog()
    figures = [figure for figure in catalog.figures if isinstance(figure, Figure)]
    details, names = {}, Names()
    for register in catalog.registers:
        if can_read(register, cover.viewer) and not register.is_confidential:
            own = [f for f in figures if f.model is register.model and f.sheet is None]
            for roll in sheets_of(register):
                name = roll.name if roll else ""
                counting = [figure for figure in own if figure.roll == name]
                written = write_register(workbook, cover, (register, roll), counting, names)
                details[key_of(register, name)] = written
    for sheet in _sheets(figures):
        own = [figure for figure in figures if figure.sheet is sheet]
        details[sheet.key] = write_sheet(workbook, cover, sheet, own)
    return details


def _sheets(figures: list[Figure]) -> list[Sheet]:
    """Return the sheets of their own that figures have, each once, in the order of the figures."""
    found = {figure.sheet.key: figure.sheet for figure in figures if figure.sheet is not None}
    return list(found.values())
