"""A list as a workbook: the same rows, columns and order as the screen."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

from flask_babel import gettext

from partyhub.registers.listing import Listing
from partyhub.registers.register import Column, Register
from partyhub.registers.values import cell


def write_list(listing: Listing, stream: IO[bytes]) -> int:
    """Write what `listing` shows, all pages of it, to `stream`; return the number of rows."""
    return write_records(
        listing.register, listing.columns, listing.records(), listing.day, stream
    )


def write_records(
    register: Register,
    columns: Sequence[Column],
    records: Iterable[Any],
    day: date,
    stream: IO[bytes],
) -> int:
    """Write `records` under the headers of `columns`, with key and version in hidden columns."""
    from partyhub.spreadsheets import Heading, WorkbookWriter  # openpyxl is slow to load

    headings = [Heading(register.header(c), register.kind(c)) for c in columns]
    hidden = [Heading("partyhub:id", "int"), Heading("partyhub:version", "int")]
    with WorkbookWriter(stream) as workbook:
        sheet = workbook.add_sheet(
            str(register.title), [*headings, *hidden], hidden_columns=(len(columns), len(columns) + 1)
        )
        for record in records:
            values = [cell(c.value(record, day), register.kind(c)) for c in columns]
            sheet.append([*values, record.id, record.version])
        count = sheet.rows_written
        if not count:
            sheet.no_records(gettext("No records"))
    return count
