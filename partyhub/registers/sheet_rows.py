"""Values of many records for a sheet, read column by column for portions of rows.

Stored values are taken from the rows directly, names of other records from `Names`, and computed
totals from summaries. Plain records are made only for columns that read one.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import Any

from sqlalchemy import Select, inspect

from partyhub.database import Nameable
from partyhub.forms import mask_phone
from partyhub.registers.few_records import FewRecords
from partyhub.registers.plain_records import Plan, plan_of, records_of, stream_rows
from partyhub.registers.reference_names import Names, Summary
from partyhub.registers.register import Column, Register
from partyhub.registers.stored_values import Readers, untyped

# A function that returns the values of one column for a portion of rows.
Read = Callable[["_Portion"], Sequence[Any]]


def stream_values(
    register: Register,
    query: Select[Any],
    columns: Sequence[Column],
    day: date,
    *extra: Any,
    names: Names | None = None,
) -> Iterator[tuple[list[Sequence[Any]], Sequence[Sequence[Any]]]]:
    """Yield (values, extra values) of the records of `query`, both by column, in portions.

    The values are those of cells, except for what the headings render (see `exporting.heading_of`).
    A caller that writes several sheets passes the same `names`, so that none is read twice.
    """
    reader = _Reader(register, columns, day, names or Names())
    for rows in stream_rows(reader.statement(query, extra)):
        portion = _Portion(rows, reader)
        values = [read(portion) for read in reader.reads]
        yield values, portion.stored[len(portion.stored) - len(extra) :]


class _Reader:
    """The statement of a sheet, and a reading function for each column."""

    def __init__(
        self, register: Register, columns: Sequence[Column], day: date, names: Names
    ) -> None:
        self.register, self.day, self.names = register, day, names
        made = [column for column in columns if _is_made(register, column)]
        self.plan: Plan | None = plan_of(register, made) if made else None
        self._selected: list[Any] = self.plan.all_columns() if self.plan else []
        self._places: dict[str, int] = {}
        self._readers = Readers()
        self.meanings: dict[int, Callable[[Sequence[Any]], Sequence[Any]]] = {}
        self.few = {
            key: FewRecords(register, key, [column for column in columns if column.few == key])
            for key in dict.fromkeys(column.few for column in columns if column.few)
        }
        self.id_place = self._place("id")
        self.reads = [self._read_of(column) for column in columns]

    def statement(self, query: Select[Any], extra: Sequence[Any]) -> Select[Any]:
        joined = self.plan.join(query) if self.plan else query
        return joined.with_only_columns(*self._selected, *extra)

    def _place(self, key: str) -> int:
        """Return the index of a stored column in a row, adding it to the statement if missing."""
        if key not in self._places:
            column = inspect(self.register.model).column_attrs[key].columns[0]
            place = self._places[key] = len(self._selected)
            self._selected.append(untyped(column))
            self.meanings[place] = self._readers.of(column.type)
        return self._places[key]

    def _read_of(self, column: Column) -> Read:
        if column.summary is not None:
            summary, key = column.summary, column.key
            return lambda portion: portion.summed(summary)[key]
        masked = self.register.kind(column) == "phone"
        if _is_made(self.register, column):
            return lambda portion: portion.made(column, masked)
        if column.compute is not None:
            return self._computed(column, column.compute)
        is_stored = column.key in inspect(self.register.model).column_attrs
        usual = self._place(column.key) if is_stored else None
        if column.few:
            return lambda portion: portion.mostly(usual, column)
        if usual is not None:
            if masked:
                return lambda portion: list(map(_masked, portion.typed(usual)))
            return lambda portion: portion.typed(usual)
        key, model = _named(self.register, column)
        place = self._place(key)
        return lambda portion: self.names.of(model, portion.stored[place])

    def _computed(self, column: Column, compute: Callable[..., Any]) -> Read:
        places, together = [self._place(key) for key in column.reads], column.together
        if together is not None:
            return lambda portion: together(self.day, *map(portion.typed, places))
        return lambda portion: list(
            map(compute, repeat(self.day), *[portion.typed(place) for place in places])
        )


class _Portion:
    """A portion of rows: the stored values by column, and records and totals made on demand."""

    def __init__(self, rows: Sequence[Any], reader: _Reader) -> None:
        self._rows, self._reader = rows, reader
        self.stored = list(zip(*rows, strict=True))
        self._records: list[Any] | None = None
        self._typed: dict[int, Sequence[Any]] = {}
        self._summed: dict[Summary, dict[str, Sequence[Any]]] = {}
        self._few: dict[str, dict[int, Any]] = {}

    def typed(self, place: int) -> Sequence[Any]:
        """Return the values of the column at `place`, converted to its type."""
        if place not in self._typed:
            self._typed[place] = self._reader.meanings[place](self.stored[place])
        return self._typed[place]

    def made(self, column: Column, masked: bool) -> list[Any]:
        """Return the column's values, read from plain records."""
        if self._records is None:
            assert self._reader.plan is not None
            self._records = records_of(self._reader.plan, self._rows)
        day = self._reader.day
        values = [_shown(column.value(record, day)) for record in self._records]
        return list(map(_masked, values)) if masked else values

    def mostly(self, usual: int | None, column: Column) -> Sequence[Any]:
        """Return the stored values at `usual`, or empty lists, but for the few in `column.few`."""
        ids, key = self.stored[self._reader.id_place], column.few
        if key not in self._few:
            self._few[key] = self._reader.few[key].of(ids)
        stored = [()] * len(ids) if usual is None else self.typed(usual)
        if not self._few[key]:
            return stored
        records, day = self._few[key], self._reader.day
        return [
            column.value(records[each], day) if each in records else value
            for each, value in zip(ids, stored, strict=True)
        ]

    def summed(self, summary: Summary) -> dict[str, Sequence[Any]]:
        """Return the values of a summary by column key."""
        if summary not in self._summed:
            ids = self.stored[self._reader.id_place]
            read = summary.read(ids, self._reader.day, self._reader.names)
            found = {row[0]: row for row in read}
            blank = [None] * (len(summary.keys) + 1)
            rows = [found.get(record_id, blank) for record_id in ids]
            _, *values = zip(*rows, strict=True)
            self._summed[summary] = dict(zip(summary.keys, values, strict=True))
        return self._summed[summary]


def _is_made(register: Register, column: Column) -> bool:
    """Return whether the column needs a plain record."""
    if column.summary is not None or column.compute is not None or column.few:
        return False
    is_stored = column.key in inspect(register.model).column_attrs
    return column.read is not None or not (is_stored or _named(register, column)[0])


def _named(register: Register, column: Column) -> tuple[str, Any]:
    """Return the attribute with the id of the record that the column names, and its model.

    If the column names no record, return ("", None).
    """
    mapper = inspect(register.model)
    relation = mapper.relationships.get(column.key)
    if relation is None or relation.uselist or not issubclass(relation.mapper.class_, Nameable):
        return "", None
    ((own, _),) = relation.local_remote_pairs
    return mapper.get_property_by_column(own).key, relation.mapper.class_


def _masked(phone: str | None) -> str | None:
    return mask_phone(phone) if phone else None


def _shown(value: Any) -> Any:
    """Return the name of a record, or any other value unchanged, such as an outsider's text."""
    return value.reference if isinstance(value, Nameable) else value
