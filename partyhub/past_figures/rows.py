"""The stored rows of records as they were before an act and are after it, and their difference."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, inspect, select

from partyhub.database import Record, db
from partyhub.registers.importing.isolation.stamps import tables_of
from partyhub.registers.register import Register

# Columns that no figure reads and every save changes.
KEPT_BOOKS = frozenset({"version", "created_at", "updated_at", "search_text", "pinyin"})
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    """The difference that an act makes to a record's row, and to the rows that are parts of it.

    `before` is None for a new record; `columns` are those that differ in its own row. `parts` are
    the rows of other tables that are there only before or only after, by the name of their table.
    """

    register: Register
    record_id: int
    before: Row | None
    after: Row | None
    columns: frozenset[str]
    parts: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Return whether the record is as it was."""
        return not self.columns and not self.parts

    @property
    def rows(self) -> list[Row]:
        """Return the record's own rows, before and after, as far as there are any."""
        return [row for row in (self.before, self.after) if row is not None]


def find_changed(
    register: Register, ids: Collection[int], earlier: Connection, later: Connection
) -> list[Changed]:
    """Return what differs between two connections in the records with these ids."""
    table = table_of(register.model)
    old, new = (_own_rows(each, table, ids) for each in (earlier, later))
    parts = _find_parts(register, ids, earlier, later)
    found = [
        Changed(
            register,
            number,
            old.get(number),
            new.get(number),
            _differing(old.get(number), new.get(number)),
            parts.get(number, {}),
        )
        for number in ids
    ]
    return [each for each in found if not each.is_nothing]


def table_of(model: type[Record]) -> Table:
    """Return the table of a model."""
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table


def _own_rows(connection: Connection, table: Table, ids: Collection[int]) -> dict[int, Row]:
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    return {row["id"]: dict(row) for row in rows}


def _differing(old: Row | None, new: Row | None) -> frozenset[str]:
    """Return the columns that differ; all of them where one of the rows is missing."""
    if old is None or new is None:
        return frozenset((old or new or {}).keys())
    return frozenset(key for key in new if old[key] != new[key]) - KEPT_BOOKS


def _find_parts(
    register: Register, ids: Collection[int], earlier: Connection, later: Connection
) -> dict[int, dict[str, list[Row]]]:
    """Return the differing rows of the tables that are parts of the records, by record and table.

    A row that was changed is there twice: as it was, and as it is.
    """
    found: dict[int, dict[str, list[Row]]] = {}
    for table, owner in _part_tables(register):
        query = select(table).where(table.c[owner].in_(ids))
        old, new = (
            {str([*row.values()]): row for row in connection.execute(query).mappings()}
            for connection in (earlier, later)
        )
        for key in old.keys() ^ new.keys():
            row = old.get(key) or new[key]
            found.setdefault(row[owner], {}).setdefault(table.name, []).append(dict(row))
    return found


def _part_tables(register: Register) -> Iterator[tuple[Table, str]]:
    """Yield the tables of a register beside its records' own, and the column of their owner."""
    own = table_of(register.model)
    for name in tables_of(register) - {own.name}:
        table = db.metadata.tables[name]
        for column in table.c:
            if any(key.column.table is own for key in column.foreign_keys):
                yield table, column.name
