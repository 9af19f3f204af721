"""A list as a workbook: the same rows, columns and order as the screen."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from flask import current_app
from flask_babel import gettext
from sqlalchemy import inspect

from partyhub import clock
from partyhub.forms import mask_phone
from partyhub.registers.listing import Listing
from partyhub.registers.register import Column, Register
from partyhub.registers.values import cell
from partyhub.spreadsheets import Heading, WorkbookWriter

# The kinds of a register's columns that a sheet calls otherwise.
SHEET_KINDS = {
    "bool": "enum",
    "enums": "text",
    "phone": "code",
    "ref": "text",
    "refs": "text",
    "year": "serial",
}
# The property of a workbook that says what it is: export, template or yearly.
ORIGIN = "partyhub"
# Whose export it is, of which moment, as on which day.
INSTANCE, AT, DAY = "partyhub:instance", "partyhub:at", "partyhub:day"
LONG = 36  # the width of a column of sentences or of many names, in characters


def write_list(listing: Listing, stream: IO[bytes]) -> int:
    """Write what `listing` shows, all pages of it, to `stream`; return the number of rows."""
    return write_records(listing.register, listing.columns, listing.records(), listing.day, stream)


def heading_of(register: Register, column: Column) -> Heading:
    """The head of a register's column in a sheet."""
    kind = register.kind(column)
    is_long = kind == "refs" or register.lines(column) > 1
    return Heading(
        register.header(column),
        SHEET_KINDS.get(kind, kind),
        width=LONG if is_long else None,
        render=partial(cell, kind=kind),
    )


def row_reader(
    register: Register, columns: Sequence[Column], day: date
) -> Callable[[Any], list[Any]]:
    """Return what reads of a plain record its values of `columns`, as `heading_of` expects them.

    What is stored is read past the attribute, which costs more than all the rest of a cell.
    """
    reads = [(column.key, _read_of(register, column)) for column in columns]

    def read_row(record: Any) -> list[Any]:
        values = record.__dict__
        return [read(record, day) if read else values[key] for key, read in reads]

    return read_row


def _read_of(register: Register, column: Column) -> Callable[[Any, date], Any] | None:
    """Return what reads the value of a column, None where it is stored under the column's key."""
    kind = register.kind(column)
    if kind == "phone":
        return lambda record, day: _masked(column.value(record, day))
    if kind == "ref":
        return lambda record, day: _reference(column.value(record, day))
    is_stored = column.read is None and column.key in inspect(register.model).column_attrs
    return None if is_stored else column.value


def _masked(phone: str | None) -> str | None:
    return mask_phone(phone) if phone else None


def _reference(record: Any) -> str | None:
    return None if record is None else cell(record, "ref")


def note_export(workbook: WorkbookWriter, day: date) -> None:
    """Note in the workbook whose export it is, and of when: an import then knows its keys."""
    workbook.set_property(ORIGIN, "export")
    workbook.set_property(INSTANCE, instance_mark())
    workbook.set_property(AT, clock.now().isoformat())
    workbook.set_property(DAY, day.isoformat())


def instance_mark() -> str:
    """What tells the exports of this instance from those of others."""
    key = current_app.config["SECRET_KEY"]
    return sha256(b"partyhub exports" + bytes(key)).hexdigest()[:24]


def write_records(
    register: Register,
    columns: Sequence[Column],
    records: Iterable[Any],
    day: date,
    target: IO[bytes] | Path,
) -> int:
    """Write plain `records` under the headers of `columns`, with key and version hidden."""
    headings = [heading_of(register, column) for column in columns]
    hidden = [Heading("partyhub:id", "int"), Heading("partyhub:version", "int")]
    with WorkbookWriter(target, footer=gettext("Page &P of &N")) as workbook:
        note_export(workbook, day)
        sheet = workbook.add_sheet(
            str(register.title),
            [*headings, *hidden],
            hidden_columns=(len(columns), len(columns) + 1),
        )
        read = row_reader(register, columns, day)
        sheet.extend([*read(record), record.id, record.version] for record in records)
        count = sheet.rows_written
        if not count:
            sheet.no_records(gettext("No records"))
    return count
