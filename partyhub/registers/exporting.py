"""A list as a workbook: the same rows, columns and order as the screen."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from flask import current_app
from flask_babel import gettext

from partyhub import clock
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
        register.header(column), SHEET_KINDS.get(kind, kind), width=LONG if is_long else None
    )


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
    """Write `records` under the headers of `columns`, with key and version in hidden columns."""
    headings = [heading_of(register, column) for column in columns]
    hidden = [Heading("partyhub:id", "int"), Heading("partyhub:version", "int")]
    with WorkbookWriter(target, footer=gettext("Page &P of &N")) as workbook:
        note_export(workbook, day)
        sheet = workbook.add_sheet(
            str(register.title),
            [*headings, *hidden],
            hidden_columns=(len(columns), len(columns) + 1),
        )
        for record in records:
            values = [cell(c.value(record, day), register.kind(c)) for c in columns]
            sheet.append([*values, record.id, record.version])
        count = sheet.rows_written
        if not count:
            sheet.no_records(gettext("No records"))
    return count
