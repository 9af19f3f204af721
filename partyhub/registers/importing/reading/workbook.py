"""Workbooks opened for import: the register of each sheet, and the order of judging."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from flask import current_app
from flask_babel import gettext

from partyhub.registers.catalog import current_catalog
from partyhub.registers.exporting import AT, DAY, INSTANCE, ORIGIN, instance_mark
from partyhub.registers.importing.left_out import Reason, leave_out_sheet
from partyhub.registers.importing.reading.elsewhere import explain_other_sheet
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.layout import (
    find_layout,
    in_both_languages,
    no_header_sentence,
    titles_of,
)
from partyhub.registers.importing.reading.rows import Sheet, Source
from partyhub.registers.importing.reading.sections import Sections
from partyhub.registers.reference_columns import Naming
from partyhub.registers.register import Register
from partyhub.registers.rolls import sheets_of, title_of
from partyhub.spreadsheets import Limits, UnreadableError, Upload, UploadedSheet, read_upload
from partyhub.spreadsheets.sentences import fault_sentence
from partyhub.texts import normal_form
from partyhub.viewers import Viewer

YEARLY = "yearly"


class FileRefusedError(Exception):
    """The error raised when a file can't be imported; its message says why, and what to do."""


@contextmanager
def opened(viewer: Viewer, path: Path, register: Register | None) -> Iterator[list[Sheet]]:
    """Yield the sheets of a file in the order of judging: the one of `register`, or those of all.

    Raises FileRefusedError. The rows of a single sheet are read while they are judged, so faults of
    the file may be found only then.
    """
    try:
        with read_upload(path, limits()) as upload:
            _refuse_yearly(upload)
            if register is None:
                yield _all_sheets(viewer, upload)
                return
            if named := _named(upload, register):
                yield _with_left_out(upload, _titled(upload, named, register))
                return
            titles = _find_fitting(viewer, upload, register)
        with read_upload(path, limits()) as upload:  # its rows have been consumed
            of_branches = [
                replace(sheet, is_of_branch=True) for sheet in _titled(upload, titles, register)
            ]
            yield _with_left_out(upload, of_branches)
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error.fault, error.details)) from error


def limits() -> Limits:
    """Return the configured limits for reading uploads."""
    return Limits(**current_app.config["IMPORT_LIMITS"])


def _named(upload: Upload, register: Register) -> list[str]:
    """Return the titles of the first sheet of each roll of the register."""
    found = (
        next((title for title in upload.titles if normal_form(title) in titles), None)
        for titles in titles_of(register)
    )
    return [title for title in found if title is not None]


def _titled(upload: Upload, titles: Sequence[str], register: Register) -> list[Sheet]:
    """Return the sheets with these titles; the rows of several are read at once."""
    named = (sheet for sheet in upload if sheet.title in titles)
    if len(titles) == 1:
        return [_sheet(upload, next(named), register)]
    return [_sheet(upload, sheet, register, list(_rows(sheet))) for sheet in named]


def _find_fitting(viewer: Viewer, upload: Upload, register: Register) -> list[str]:
    """Return the titles of the visible sheets with the register's headers.

    Several are read if each is titled like an organization. Raises FileRefusedError for other
    titles, and if no sheet has the headers.
    """
    fitting, others = [], []
    for sheet in upload:
        if not sheet.hidden:
            other, rows = explain_other_sheet(_rows(sheet))
            others.append(other)
            if not other and find_layout(register, rows, sheet.merged)[0] is not None:
                fitting.append(sheet.title)
    if not fitting and any(others):
        raise FileRefusedError(next(filter(None, others)))
    if not fitting:
        raise FileRefusedError(no_header_sentence(register))
    if len(fitting) == 1 or _are_of_branches(viewer, register, fitting):
        return fitting
    sentence = gettext(
        "Several sheets have the headers of this register: %(names)s. Title the right one"
        " “%(title)s”.",
        names="、".join(fitting),
        title=register.title,
    )
    raise FileRefusedError(sentence)


def _are_of_branches(viewer: Viewer, register: Register, titles: Sequence[str]) -> bool:
    """Return whether each title names a record that all rows of its sheet may belong to."""
    form = register.form(viewer, formdata=None, meta={"csrf": False})
    sections = Sections(register, form)
    return all(sections.find(title, takes_code=True) for title in titles)


def _with_left_out(upload: Upload, sheets: list[Sheet]) -> list[Sheet]:
    """Return the sheets; the first of them names the sheets of the file that are not read."""
    read = {sheet.source.sheet for sheet in sheets}
    own = _own_titles() if upload.properties.get(ORIGIN) else set()
    left_out = [
        leave_out_sheet(head.title, Reason.HIDDEN_SHEET if head.hidden else Reason.OTHER_SHEET)
        for head in upload.heads
        if head.title not in read and head.row_count and normal_form(head.title) not in own
    ]
    return [replace(sheets[0], left_out=left_out), *sheets[1:]]


def _own_titles() -> set[str]:
    """Return the titles of the sheets that a template has beside those to fill in."""
    notes = in_both_languages(lambda: gettext("Notes"))
    return notes | in_both_languages(lambda: gettext("Choices"))


def _all_sheets(viewer: Viewer, upload: Upload) -> list[Sheet]:
    """Return every sheet with a register's title, referenced registers first, with all rows read.

    Raises FileRefusedError if there is none.
    """
    registers = current_catalog().registers
    by_title = {
        title: (register, number)
        for register in registers
        for number, titles in enumerate(titles_of(register))
        for title in titles
    }
    found: dict[tuple[Register, int], Sheet] = {}
    for sheet in upload:
        part = by_title.get(normal_form(sheet.title))
        if part is not None and part not in found:
            found[part] = _sheet(upload, sheet, part[0], list(_rows(sheet)))
    if not found:
        names = "、".join(
            title_of(register, roll) for register in registers for roll in sheets_of(register)
        )
        raise FileRefusedError(
            gettext("No sheet is titled like a register. Known titles are: %(names)s.", names=names)
        )
    order = Naming(viewer).in_order(registers)
    parts = sorted(found, key=lambda part: (order.index(part[0]), part[1]))
    return _with_left_out(upload, [found[part] for part in parts])


def _refuse_yearly(upload: Upload) -> None:
    if upload.properties.get(ORIGIN) == YEARLY:
        raise FileRefusedError(
            gettext(
                "This is a yearly workbook. It is for reading and filing, not for import. Export"
                " the register's list, or take its template."
            )
        )


def _sheet(
    upload: Upload,
    sheet: UploadedSheet,
    register: Register,
    rows: Iterable[SheetRow] | None = None,
) -> Sheet:
    properties = upload.properties
    is_own = properties.get(INSTANCE) == instance_mark()
    source = Source(
        sheet.title,
        sheet.epoch,
        is_own,
        _moment(properties.get(AT)) if is_own else None,
        _day(properties.get(DAY)) if is_own else None,
        ORIGIN in properties,
        sheet.hidden_columns,
    )
    return Sheet(register, source, _rows(sheet) if rows is None else rows, sheet.merged)


def _rows(sheet: UploadedSheet) -> Iterator[SheetRow]:
    return (SheetRow(row.number, row.cells, row.hidden) for row in sheet.rows)


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
