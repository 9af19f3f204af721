"""The command that lists every record of a register as a table, as JSON or as a workbook."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Select

from partyhub import clock
from partyhub.cli.command_context import opened
from partyhub.cli.language import gettext
from partyhub.cli.output import as_json, as_table, give, note, refuse_own_files
from partyhub.cli.reports import record_export
from partyhub.cli.values import XLSX
from partyhub.database import reading
from partyhub.forms import mask_phone
from partyhub.known_dates import counted, known_key, known_of
from partyhub.periods import Period
from partyhub.registers import Column, Register, current_catalog
from partyhub.registers.plain_records import stream_plain
from partyhub.registers.values import plain, words


def list_records(
    instance: str | None,
    register: str,
    period: Period | None,
    as_on: date | None,
    form: str,
    out: Path | None,
) -> None:
    with opened(instance, has_pages=False):
        refuse_own_files(out)
        chosen = current_catalog().by_name[register]
        day = as_on or (period.end if period else clock.today())
        query = select_requested(chosen, period, as_on)
        if form == XLSX and out is not None:
            write_workbook(chosen, query, day, out)
        else:
            give((json_of if form == "json" else table_of)(chosen, query, day), out)


def select_requested(register: Register, period: Period | None, day: date | None) -> Select[Any]:
    """Select the unarchived records in the order of the register's sheets.

    With a period or a day, only the records of that period or those that are valid on that day.
    """
    query = register.load().where(register.model.archived_at.is_(None))
    if period:
        query = query.where(register.lifetime.within(period))
    if day:
        query = query.where(register.lifetime.as_on(day))
    return query.order_by(*register.order_on(day or clock.today()))


def json_of(register: Register, query: Select[Any], day: date) -> str:
    """Return the records as JSON; phone numbers are masked.

    A date that need not be exact is its counted day; KEY_known beside it says how well it is known.
    """

    def values(column: Column, record: Any) -> Iterator[tuple[str, Any]]:
        kind, value = register.kind(column), column.value(record, day)
        if kind == "known_date":
            yield column.key, value and plain(counted(value), kind)
            yield known_key(column.key), known_of(value)
            return
        found = plain(value, kind)
        yield column.key, mask_phone(found) if kind == "phone" and found else found

    return as_json(
        [
            dict(pair for column in register.columns for pair in values(column, record))
            for record in stream_plain(register, query, register.columns)
        ]
    )


def table_of(register: Register, query: Select[Any], day: date) -> str:
    """Return the records as a text table with the columns of the register's list."""
    columns = [c for key in register.listing.columns if (c := register.column(key))]
    rows = [
        [words(c.value(record, day), register.kind(c)) for c in columns]
        for record in stream_plain(register, query, columns)
    ]
    return as_table([register.header(c) for c in columns], rows)


def write_workbook(register: Register, query: Select[Any], day: date, out: Path) -> None:
    """Write the records to a workbook, after logging the export in the history."""
    from partyhub.registers.exporting import write_records  # imports the workbook writer

    record_export(register.name, gettext("all columns"))
    with reading():
        count = write_records(register, register.columns, query, day, out)
    note(gettext("Written: %(file)s (%(num)s rows)", file=out, num=count))
