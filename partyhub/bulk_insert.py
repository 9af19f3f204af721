"""Bulk inserts: many rows of one table in one statement.

SQLAlchemy would build a dictionary of parameters for every row and look up how each value is
written. An import writes many thousands of rows, so here that is looked up once for a statement.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Dialect, Table, insert

Writer: TypeAlias = Callable[[Any], Any]


class _Statement(NamedTuple):
    """A compiled INSERT with its column writers.

    `writers` are (column, converter) pairs; a converter of None passes the value to the driver
    unchanged.
    """

    text: str
    writers: Sequence[tuple[str, Writer | None]]
    is_positional: bool


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys (column names) as the first one.

    Python-side defaults of the columns are not applied.
    """
    if not rows:
        return
    statement = _statement(table, tuple(rows[0]), connection.dialect)
    columns = [
        [row[key] for row in rows] if write is None else [write(row[key]) for row in rows]
        for key, write in statement.writers
    ]
    given: list[Any] = list(zip(*columns, strict=True))
    if not statement.is_positional:
        keys = [key for key, _ in statement.writers]
        given = [dict(zip(keys, values, strict=True)) for values in given]
    connection.exec_driver_sql(statement.text, given)


@lru_cache(maxsize=256)
def _statement(table: Table, keys: tuple[str, ...], dialect: Dialect) -> _Statement:
    compiled: Any = insert(table).inline().compile(dialect=dialect, column_keys=list(keys))
    writers = [(key, _writer(table, key, dialect)) for key in compiled.positiontup or keys]
    return _Statement(str(compiled), writers, bool(compiled.positional))


def _writer(table: Table, key: str, dialect: Dialect) -> Writer | None:
    return table.c[key].type.dialect_impl(dialect).bind_processor(dialect)
