"""The values of many records for a sheet, read column by column of some hundreds of rows at once.

What is stored is taken from the rows as it is, what others are called from `Names`, what is summed
up from summaries; plain records are made only for columns that read one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, inspect

from partyhub.database import Nameable
from partyhub.forms import mask_phone
from partyhub.registers.names import Names
from partyhub.registers.plain_rows import Plan, plan_of, records_of, stream_rows
from partyhub.registers.register import Column, Register, Summary

# Makes of some hundreds of rows the values of one column.
Read = Callable[["_Portion"], Iterable[Any]]


def stream_values(
    register: Register,
    query: Select[Any],
    columns: Sequence[Column],
    day: date,
    *extra: Any,
) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """Read of each record of `query` the values of `columns`, and the `extra` columns.

    The values are those of cells, but for what the headings render (see `exporting.heading_of`).
    """
    reader = _Reader(register, columns, day)
    for rows in stream_rows(reader.statement(query, extra)):
        portion = _Portion(rows, reader)
        values = zip(*[read(portion) for read in reader.reads], strict=True)
        if extra:
            yield from zip(values, zip(*portion.stored[-len(extra) :], strict=True), strict=True)
        else:
            yield from ((each, ()) for each in values)


class _Reader:
    """What a statement selects, and how each column is made of its rows."""

    def __init__(self, register: Register, columns: Sequence[Column], day: date) -> None:
        self.register, self.day, self.names = register, day, Names()
        made = [column for column in columns if _is_made(register, column)]
        self.plan: Plan | None = plan_of(register, made) if made else None
        self._selected: list[Any] = self.plan.all_columns() if self.plan else []
        self._places = {k: n for n, k in enumerate(self.plan.keys)} if self.plan else {}
        self.id_place = self._place("id")
        self.reads = [self._read_of(column) for column in columns]

    def statement(self, query: Select[Any], extra: Sequence[Any]) -> Select[Any]:
        joined = self.plan.join(query) if self.plan else query
        return joined.with_only_columns(*self._selected, *extra)

    def _place(self, key: str) -> int:
        """In which place of a row a column of the record stands: it is selected once."""
        if key not in self._places:
            self._places[key] = len(self._selected)
            self._selected.append(inspect(self.register.model).column_attrs[key].columns[0])
        return self._places[key]

    def _read_of(self, column: Column) -> Read:
        if column.summary is not None:
            summary, key = column.summary, column.key
            return lambda portion: portion.summed(summary)[key]
        masked = self.register.kind(column) == "phone"
        if _is_made(self.register, column):
            return lambda portion: portion.made(column, masked)
        if column.key in inspect(self.register.model).column_attrs:
            place = self._place(column.key)
            if masked:
                return lambda portion: map(_masked, portion.stored[place])
            return lambda portion: portion.stored[place]
        key, model = _named(self.register, column)
        place = self._place(key)
        return lambda portion: self.names.of(model, portion.stored[place])


class _Portion:
    """Some hundreds of rows: what is stored by column, and what is made of them when asked for."""

    def __init__(self, rows: Sequence[Any], reader: _Reader) -> None:
        self._rows, self._reader = rows, reader
        self.stored = list(zip(*rows, strict=True))
        self._records: list[Any] | None = None
        self._summed: dict[Summary, dict[str, Sequence[Any]]] = {}

    def made(self, column: Column, masked: bool) -> Iterator[Any]:
        """What a column reads of each record."""
        if self._records is None:
            assert self._reader.plan is not None
            self._records = records_of(self._reader.plan, self._rows)
        day = self._reader.day
        values = (_shown(column.value(record, day)) for record in self._records)
        return map(_masked, values) if masked else values

    def summed(self, summary: Summary) -> dict[str, Sequence[Any]]:
        """What a summary gives of each record, by column."""
        if summary not in self._summed:
            ids = self.stored[self._reader.id_place]
            found = {
                record_id: values
                for record_id, *values in summary.read(ids, self._reader.day, self._reader.names)
            }
            blank = [None] * len(summary.keys)
            values = zip(*[found.get(record_id, blank) for record_id in ids], strict=True)
            self._summed[summary] = dict(zip(summary.keys, values, strict=True))
        return self._summed[summary]


def _is_made(register: Register, column: Column) -> bool:
    """Whether a record has to be made for the column."""
    if column.summary is not None:
        return False
    is_stored = column.key in inspect(register.model).column_attrs
    return column.read is not None or not (is_stored or _named(register, column)[0])


def _named(register: Register, column: Column) -> tuple[str, Any]:
    """The attribute that holds the id of the record that the column names, and its model."""
    mapper = inspect(register.model)
    relation = mapper.relationships.get(column.key)
    if relation is None or relation.uselist or not issubclass(relation.mapper.class_, Nameable):
        return "", None
    ((own, _),) = relation.local_remote_pairs
    return mapper.get_property_by_column(own).key, relation.mapper.class_


def _masked(phone: str | None) -> str | None:
    return mask_phone(phone) if phone else None


def _shown(value: Any) -> Any:
    """The name of a record; who has none, as people from elsewhere, is a text already."""
    return value.reference if isinstance(value, Nameable) else value
