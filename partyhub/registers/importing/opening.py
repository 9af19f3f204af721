"""Which sheet of a file is for which register, and in which order sheets are judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext

from partyhub.registers.exporting import instance_mark
from partyhub.registers.importing.rows import Source
from partyhub.registers.importing.running import Sheet
from partyhub.registers.importing.sheets import SheetRow, find_layout, titles_of
from partyhub.registers.register import REGISTERS, Register
from partyhub.spreadsheets import Limits, UnreadableError, Upload, fault_sentence, open_upload
from partyhub.texts import normal_form

# The custom properties of workbooks that this program writes.
WHAT, INSTANCE, AT, DAY = "partyhub", "partyhub:instance", "partyhub:at", "partyhub:day"
EXPORT, YEARLY = "export", "yearly"


class FileRefusedError(Exception):
    """The file is none that can be imported here; the message says why, and what to do."""


@contextmanager
def opened(path: Path, register: Register | None) -> Iterator[list[Sheet]]:
    """Give the sheets of a file to judge, in order: that of `register`, or all. Raises FileRefused.

    Rows are read while they are judged, so a fault may be found only then: it is raised as such.
    """
    try:
        with open_upload(path, limits()) as upload:
            if upload.properties.get(WHAT) == YEARLY:
                raise FileRefusedError(yearly_sentence())
            yield _all_sheets(upload) if register is None else [_sheet_of(upload, register)]
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error)) from error


def limits() -> Limits:
    return Limits(**current_app.config["IMPORT_LIMITS"])


def yearly_sentence() -> str:
    return gettext(
        "This is a yearly workbook. It is for reading and filing, not for import. Export the"
        " register's list, or take its template."
    )


def in_order() -> list[Register]:
    """Every register, those that others refer to first."""
    waiting = {register.name: register for register in REGISTERS.values()}
    found: list[Register] = []
    while waiting:
        ready = [
            register
            for register in waiting.values()
            if not (needed_by(register) & waiting.keys()) - {register.name}
        ]
        found += ready or list(waiting.values())
        waiting = {name: item for name, item in waiting.items() if item not in found}
    return found


def needed_by(register: Register) -> set[str]:
    """The registers that the fields of this one choose from."""
    found: set[str] = set()
    for column in register.columns:
        field = getattr(register.form, column.key, None)
        if field is not None:
            found |= set(filter(None, [field.kwargs.get("choices_from")]))
            found |= set(getattr(field.field_class, "chooses_from", ()))
    return found


def _all_sheets(upload: Upload) -> list[Sheet]:
    by_title = {normal_form(sheet.title): sheet for sheet in upload.sheets}
    found = []
    for register in in_order():
        for title in titles_of(register):
            if title in by_title:
                found.append(_sheet(upload, by_title[title], register))
                break
    if not found:
        names = "、".join(str(register.title) for register in in_order())
        raise FileRefusedError(
            gettext("No sheet is titled like a register. Known titles are: %(names)s.", names=names)
        )
    return found


def _sheet_of(upload: Upload, register: Register) -> Sheet:
    """The sheet titled like the register, else the only visible one with its headers."""
    titles = titles_of(register)
    titled = [sheet for sheet in upload.sheets if normal_form(sheet.title) in titles]
    if titled:
        return _sheet(upload, titled[0], register)
    visible = [sheet for sheet in upload.sheets if not sheet.is_hidden]
    fitting = [sheet for sheet in visible if _has_headers(upload, sheet, register)]
    if len(fitting) == 1:
        return _sheet(upload, fitting[0], register)
    if fitting:
        sentence = gettext(
            "Several sheets have the headers of this register: %(names)s. Title the right one"
            " “%(title)s”.",
            names="、".join(sheet.title for sheet in fitting),
            title=register.title,
        )
        raise FileRefusedError(sentence)
    from partyhub.registers.importing.running import no_header_sentence

    raise FileRefusedError(no_header_sentence(register))


def _has_headers(upload: Upload, sheet: Any, register: Register) -> bool:
    rows = (SheetRow(number, cells) for number, cells in upload.rows(sheet.title))
    return find_layout(register, rows)[0] is not None


def _sheet(upload: Upload, sheet: Any, register: Register) -> Sheet:
    properties = upload.properties
    is_own = properties.get(INSTANCE) == instance_mark()
    source = Source(
        sheet.title,
        upload.epoch,
        is_own,
        _moment(properties.get(AT)) if is_own else None,
        _day(properties.get(DAY)) if is_own else None,
    )
    rows = (SheetRow(number, cells) for number, cells in upload.rows(sheet.title))
    return Sheet(register, source, rows)


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
