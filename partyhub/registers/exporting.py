"""Export of a list as a workbook: the same rows, columns and order as on the screen."""

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
from partyhub.known_dates import KnownDate
from partyhub.registers.listing import Listing
from partyhub.registers.register import Column, Register
from partyhub.registers.sheet_rows import stream_values
from partyhub.registers.values import cell
from partyhub.spreadsheets import Heading, WorkbookWriter

# The kinds of columns that have another name in sheets.
SHEET_KINDS = {
    "bool": "enum",
    "enums": "text",
    "known_date": "date",
    "phone": "code",
    "ref": "text",
    "refs": "text",
    "year": "serial",
}
# The workbook property that says which sort of workbook it is: export, template or yearly.
ORIGIN = "partyhub"
# Workbook properties of an export: its instance, its moment, and the day its list was valid on.
INSTANCE, AT, DAY = "partyhub:instance", "partyhub:at", "partyhub:day"
LONG = 36  # the width of a column of sentences or of many names, in characters


def write_list(listing: Listing, stream: IO[bytes]) -> int:
    """Write all pages of `listing` to `stream`; return the number of rows."""
    columns, day = listing.columns, listing.day
    return write_records(listing.register, columns, listing.select(), day, stream, listing.title)


def heading_of(register: Register, column: Column) -> Heading:
    """Return the head of a register's column in a sheet."""
    kind = register.kind(column)
    field = register.field(column)
    is_long = kind == "refs" or (field is not None and field.lines > 1)
    return Heading(
        register.header(column),
        SHEET_KINDS.get(kind, kind),
        width=LONG if is_long else None,
        render=renderer(kind),
    )


def renderer(kind: str) -> Callable[[Any], Any]:
    """Return a function that turns values of a kind of column into cells.

    It asks for the label of each enum member, and the text of each date, only once.
    """
    labels: dict[LabeledEnum | KnownDate, str] = {}

    def render(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "、".join([str(render(item)) for item in value])
        if not isinstance(value, LabeledEnum | KnownDate):
            return cell(value, kind)
        if value not in labels:
            labels[value] = cell(value, kind)
        return labels[value]

    return render


def mark_export(workbook: WorkbookWriter, day: date) -> None:
    """Write the instance, the current moment and `day` to the workbook's properties.

    An import then knows that the hidden ids and versions are those of this instance.
    """
    workbook.set_property(ORIGIN, "export")
    workbook.set_property(INSTANCE, instance_mark())
    workbook.set_property(AT, clock.now().isoformat())
    workbook.set_property(DAY, day.isoformat())


def instance_mark() -> str:
    """Return a text that identifies the exports of this instance, 24 characters long."""
    key = current_app.config["SECRET_KEY"]
    return sha256(b"partyhub exports" + bytes(key)).hexdigest()[:24]


def write_records(
    register: Register,
    columns: Sequence[Column],
    query: Select[Any],
    day: date,
    target: IO[bytes] | Path,
    title: str = "",
) -> int:
    """Write the records of `query` under the headers of `columns`; return the number of rows.

    The id and the version of each record are in hidden columns at the end. `title` is that of the
    sheet, by default the register's.
    """
    headings = [heading_of(register, column) for column in columns]
    hidden = [Heading("partyhub:id", "int"), Heading("partyhub:version", "int")]
    with WorkbookWriter(target, footer=gettext("Page &P of &N")) as workbook:
        mark_export(workbook, day)
        sheet = workbook.add_sheet(
            title or str(register.title),
            [*headings, *hidden],
            hidden_columns=(len(columns), len(columns) + 1),
        )
        hidden_too = register.model.id, register.model.version
        portions = stream_values(register, query, columns, day, *hidden_too)
        sheet.extend_columns([*values, *rest] for values, rest in portions)
        count = sheet.rows_written
        if not count:
            sheet.no_records(gettext("No records"))
    return count
