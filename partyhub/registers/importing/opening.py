"""Which sheet of a file is for which register, and in which order sheets are judged."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from flask import current_app
from flask_babel import gettext

from partyhub.registers.exporting import AT, DAY, INSTANCE, ORIGIN, instance_mark
from partyhub.registers.importing.rows import Source
from partyhub.registers.importing.running import Sheet, no_header_sentence
from partyhub.registers.importing.sheets import SheetRow, find_layout, titles_of
from partyhub.registers.naming import Naming
from partyhub.registers.register import REGISTERS, Register
from partyhub.spreadsheets import Limits, UnreadableError, Upload, UploadedSheet, read_upload
from partyhub.spreadsheets.sentences import fault_sentence
from partyhub.texts import normal_form
from partyhub.viewers import Viewer

YEARLY = "yearly"


class FileRefusedError(Exception):
    """The file is none that can be imported here; the message says why, and what to do."""


@contextmanager
def opened(viewer: Viewer, path: Path, register: Register | None) -> Iterator[list[Sheet]]:
    """Give the sheets of a file to judge, in order: that of `register`, or those of all.

    Raises FileRefusedError. The rows of a single sheet are read while they are judged, so what is
    wrong with the file may be found only then.
    """
    try:
        with read_upload(path, limits()) as upload:
            _refuse_yearly(upload)
            if register is None:
                yield _all_sheets(viewer, upload)
                return
            if named := _named(upload, register):
                yield [_sheet(upload, named, register)]
                return
            title = _only_fitting(upload, register)
        with read_upload(path, limits()) as upload:  # its rows have gone by
            yield [_sheet(upload, _titled(upload, title), register)]
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error.fault, error.details)) from error


def limits() -> Limits:
    return Limits(**current_app.config["IMPORT_LIMITS"])


def _named(upload: Upload, register: Register) -> UploadedSheet | None:
    """The first sheet that is titled like the register."""
    titles = titles_of(register)
    named = [title for title in upload.titles if normal_form(title) in titles]
    return _titled(upload, named[0]) if named else None


def _titled(upload: Upload, title: str) -> UploadedSheet:
    return next(sheet for sheet in upload if sheet.title == title)


def _only_fitting(upload: Upload, register: Register) -> str:
    """The title of the only visible sheet with the register's headers; FileRefusedError."""
    fitting = [sheet.title for sheet in upload if _fits(sheet, register)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise FileRefusedError(no_header_sentence(register))
    sentence = gettext(
        "Several sheets have the headers of this register: %(names)s. Title the right one"
        " “%(title)s”.",
        names="、".join(fitting),
        title=register.title,
    )
    raise FileRefusedError(sentence)


def _fits(sheet: UploadedSheet, register: Register) -> bool:
    return not sheet.hidden and find_layout(register, _rows(sheet))[0] is not None


def _all_sheets(viewer: Viewer, upload: Upload) -> list[Sheet]:
    """Every sheet titled like a register, what others refer to first; all rows are read."""
    by_title = {title: register for register in REGISTERS.values() for title in titles_of(register)}
    found: dict[str, Sheet] = {}
    for sheet in upload:
        register = by_title.get(normal_form(sheet.title))
        if register is not None and register.name not in found:
            found[register.name] = _sheet(upload, sheet, register, list(_rows(sheet)))
    if not found:
        names = "、".join(str(register.title) for register in REGISTERS.values())
        raise FileRefusedError(
            gettext("No sheet is titled like a register. Known titles are: %(names)s.", names=names)
        )
    order = Naming(viewer).in_order(list(REGISTERS.values()))
    return [found[register.name] for register in order if register.name in found]


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
    )
    return Sheet(register, source, _rows(sheet) if rows is None else rows)


def _rows(sheet: UploadedSheet) -> Iterator[SheetRow]:
    return (SheetRow(row.number, row.cells) for row in sheet.rows)


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
