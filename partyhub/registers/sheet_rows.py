"""The values of many records for a sheet: read as plain rows, or summed up by the database."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, inspect

from partyhub.database import Nameable, db
from partyhub.forms import mask_phone
from partyhub.registers.plain_rows import needs_of, portions_of
from partyhub.registers.register import Column, Register, Summary

Read = Callable[[Any, date], Any]


def stream_values(
    register: Register,
    query: Select[Any],
    columns: Sequence[Column],
    day: date,
    *extra: Any,
) -> Iterator[tuple[list[Any], Any]]:
    """Read of each record of `query` the values of `columns`, and the `extra` columns.

    The values are those of cells, but for what the headings render (see `exporting.heading_of`).
    """
    needs = needs_of(register, [column for column in columns if column.summary is None])
    summaries = {column.summary for column in columns if column.summary is not None}
    reads = [(column.key, _read_of(register, column)) for column in columns]
    for portion in portions_of(register.model, needs, query, *extra):
        _sum_up(summaries, [record for record, *_ in portion], day)
        for record, *rest in portion:
            values = record.__dict__
            yield [read(record, day) if read else values[key] for key, read in reads], rest


def _sum_up(summaries: set[Summary], records: Sequence[Any], day: date) -> None:
    """Put what the summaries give under the keys of their columns, beside what was read."""
    by_id = {record.__dict__["id"]: record.__dict__ for record in records}
    for summary in summaries:
        result = db.session.connection().execute(summary.select(list(by_id), day))
        _, *keys = result.keys()
        blank = dict.fromkeys(keys)
        for values in by_id.values():
            values.update(blank)
        for record_id, *found in result.all():
            by_id[record_id].update(zip(keys, found, strict=True))


def _read_of(register: Register, column: Column) -> Read | None:
    """Return what reads the value of a column, None where it stands under the column's key.

    What is stored is read past the attribute, which costs more than all the rest of a cell.
    """
    kind = register.kind(column)
    if column.summary is not None:
        return None
    if kind == "phone":
        return lambda record, day: _masked(column.value(record, day))
    if kind == "ref":
        return lambda record, day: _reference(column.value(record, day))
    is_stored = column.read is None and column.key in inspect(register.model).column_attrs
    return None if is_stored else column.value


def _masked(phone: str | None) -> str | None:
    return mask_phone(phone) if phone else None


def _reference(named: Any) -> Any:
    """The name of a record; who has none, as people from elsewhere, is a text already."""
    return named.reference if isinstance(named, Nameable) else named
