"""Every record of a register, as a table, as JSON or as a workbook."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Select

from partyhub import catalog, clock
from partyhub.cli.answers import as_json, as_table, give, note, refuse_own_files
from partyhub.cli.frame import opened
from partyhub.cli.language import gettext
from partyhub.cli.reports import record_export
from partyhub.cli.values import XLSX
from partyhub.database import reading
from partyhub.forms import mask_phone
from partyhub.periods import Period
from partyhub.registers import Column, Register
from partyhub.registers.exporting import write_records
from partyhub.registers.plain_rows import stream_plain
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
        chosen = catalog.registers_by_name()[register]
        day = as_on or (period.end if period else clock.today())
        query = select_asked(chosen, period, as_on)
        if form == XLSX and out is not None:
            write_workbook(chosen, query, day, out)
        else:
            give((json_of if form == "json" else table_of)(chosen, query, day), out)


def select_asked(register: Register, period: Period | None, day: date | None) -> Select[Any]:
    """Every record not archived, of the period or as on the day where one is given, by its key."""
    query = register.load().where(register.model.archived_at.is_(None))
    if period:
        query = query.where(register.lifetime.within(period))
    if day:
        query = query.where(register.lifetime.as_on(day))
    columns = (register.column(key) for key in register.key)
    order = [column.sort_on(day or clock.today()) for column in columns if column]
    return query.order_by(*(key for key in order if key is not None), register.model.id)


def json_of(register: Register, query: Select[Any], day: date) -> str:
    def value(column: Column, record: Any) -> Any:
        kind = register.kind(column)
        found = plain(column.value(record, day), kind)
        return mask_phone(found) if kind == "phone" and found else found

    return as_json(
        [
            {column.key: value(column, record) for column in register.columns}
            for record in stream_plain(register, query, register.columns)
        ]
    )


def table_of(register: Register, query: Select[Any], day: date) -> str:
    columns = [c for key in register.listing.columns if (c := register.column(key))]
    rows = [
        [words(c.value(record, day), register.kind(c)) for c in columns]
        for record in stream_plain(register, query, columns)
    ]
    return as_table([register.header(c) for c in columns], rows)


def write_workbook(register: Register, query: Select[Any], day: date, out: Path) -> None:
    record_export(register.name, gettext("all columns"))
    with reading():
        count = write_records(register, register.columns, query, day, out)
    note(gettext("Written: %(file)s (%(num)s rows)", file=out, num=count))
