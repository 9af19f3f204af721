"""A list as a workbook: the same rows, columns and order as the screen."""

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from flask import current_app
from flask_babel import gettext
from sqlalchemy import Select

from partyhub import clock
from partyhub.database import LabeledEnum
from partyhub.registers.listing import Listing
from partyhub.registers.register import Column, Register
from partyhub.registers.sheet_rows import stream_values
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
    return write_records(listing.register, listing.columns, listing.select(), listing.day, stream)


def heading_of(register: Register, column: Column) -> Heading:
    """The head of a register's column in a sheet."""
    kind = register.kind(column)
    is_long = kind == "refs" or register.lines(column) > 1
    return Heading(
        register.header(column),
        SHEET_KINDS.get(kind, kind),
        width=LONG if is_long else None,
        render=renderer(kind),
    )


def renderer(kind: str) -> Callable[[Any], Any]:
    """Return what makes cells of values of a kind of column; a label is asked for once."""
    labels: dict[LabeledEnum, str] = {}

    def render(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "、".join([str(render(item)) for item in value])
        if not isinstance(value, LabeledEnum):
            return cell(value, kind)
        if value not in labels:
            labels[value] = value.label
        return labels[value]

    return render


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
    query: Select[Any],
    day: date,
    target: IO[bytes] | Path,
) -> int:
    """Write the records of `query` under the headers of `columns`, key and version hidden."""
    headings = [heading_of(register, column) for column in columns]
    hidden = [Heading("partyhub:id", "int"), Heading("partyhub:version", "int")]
    with WorkbookWriter(target, footer=gettext("Page &P of &N")) as workbook:
        note_export(workbook, day)
        sheet = workbook.add_sheet(
            str(register.title),
            [*headings, *hidden],
            hidden_columns=(len(columns), len(columns) + 1),
        )
        hidden_too = register.model.id, register.model.version
        rows = stream_values(register, query, columns, day, *hidden_too)
        sheet.extend((*values, *rest) for values, rest in rows)
        count = sheet.rows_written
        if not count:
            sheet.no_records(gettext("No records"))
    return count
