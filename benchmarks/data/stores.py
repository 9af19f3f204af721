"""Bulk writing of very many rows, past the program's checks: one class for each database."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import Boolean, Column, Date, DateTime, Engine, Enum, Numeric, Table, Text, text
from sqlalchemy.types import Integer, String

from partyhub.database import db

AT = "2021-06-16 00:13:52.000000"  # when everything was entered
LONG_AGO = "2004-05-18"
PORTION = 20_000
QUICK = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY")
Rows = Iterable[Sequence[Any]]


class Store(Protocol):
    """An open database whose indexes are dropped until all rows are written."""

    def write(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Write rows of plain values; days and moments are texts."""


def put(store: Store, table: str, columns: str, rows: Rows) -> None:
    """Write rows whose values are in the order of `columns`, a text separated by spaces.

    A column that a later schema requires gets a value that fits its type; a table or a column that
    no longer exists is left out.
    """
    found = db.metadata.tables.get(table)
    if found is None:
        sys.stderr.write(f"There is no table {table} any more.\n")
        return
    given = columns.split()
    kept = [place for place, name in enumerate(given) if name in found.columns]
    missing = {c.name: fitting_value(c) for c in found.columns if wants_value(c, given)}
    rest = tuple(missing.values())
    if len(kept) == len(given):
        filled: Rows = ((*row, *rest) for row in rows)
    else:
        filled = ((*(row[place] for place in kept), *rest) for row in rows)
    store.write(table, [*(given[place] for place in kept), *missing], filled)


def wants_value(column: Column[Any], given: Sequence[str]) -> bool:
    """Return whether a row needs a value for a column that is not among those given."""
    numbers_itself = column.primary_key and isinstance(column.type, Integer)
    if column.name in given or column.nullable or column.computed is not None:
        return False
    return column.server_default is None and not numbers_itself


def fitting_value(column: Column[Any]) -> Any:
    """Return a value that the column accepts: its own default, else the least of its type."""
    default: Any = column.default
    if default is not None and default.is_scalar:
        return getattr(default.arg, "value", default.arg)
    kind = column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, String | Text):
        return ""
    return _least(getattr(kind, "impl", kind), column.name)


def _least(kind: Any, name: str) -> Any:
    if name == "version":
        return 1
    if isinstance(kind, DateTime):
        return AT
    if isinstance(kind, Date):
        return LONG_AGO
    return 0 if isinstance(kind, Integer | Numeric) else "[]"  # else it is JSON


@contextmanager
def opened(engine: Engine) -> Iterator[Store]:
    """Open the database for writing alone; the indexes are rebuilt at the end."""
    is_sqlite = engine.dialect.name == "sqlite"
    with _sqlite(engine) if is_sqlite else _postgresql(engine) as store:
        yield store


class SqliteStore:
    """A connection of SQLite's driver."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        marks = ", ".join("?" for _ in columns)
        names = ", ".join(columns)
        self._connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


@contextmanager
def _sqlite(engine: Engine) -> Iterator[Store]:
    engine.dispose()  # no other connection may keep the journal
    raw = engine.raw_connection()
    connection: Any = raw.driver_connection
    for pragma in (*QUICK, "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    found = connection.execute(indexes).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    yield SqliteStore(connection)
    for _, statement in found:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")
    raw.close()
    engine.dispose()


class PostgresStore:
    """A connection of psycopg, which uses COPY."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        command = f'COPY "{table}" ({", ".join(columns)}) FROM STDIN'
        lines = map(_line, rows)
        with self._connection.cursor() as cursor, cursor.copy(command) as copy:
            while portion := list(islice(lines, PORTION)):
                copy.write("\n".join(portion) + "\n")


def _line(row: Sequence[Any]) -> str:
    return "\t".join([r"\N" if value is None else _word(value) for value in row])


def _word(value: Any) -> str:
    word = str(value)
    if word.isalnum():
        return word
    return word.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


@contextmanager
def _postgresql(engine: Engine) -> Iterator[Store]:
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # no foreign keys
        found = connection.execute(
            text(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            )
        ).all()
        for name, _ in found:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        yield PostgresStore(connection.connection.driver_connection)
        for _, statement in found:
            connection.exec_driver_sql(statement.replace("%", "%%"))
        for table in db.metadata.sorted_tables:
            _go_on_numbering(connection, table)
        connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _go_on_numbering(connection: Any, table: Table) -> None:
    """Set the id sequence of a table to its highest id."""
    if "id" in table.columns:
        connection.exec_driver_sql(
            f"""SELECT setval(pg_get_serial_sequence('"{table.name}"', 'id'), max(id))
            FROM "{table.name}" HAVING max(id) IS NOT NULL"""
        )
