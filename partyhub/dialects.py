"""How SQLite and PostgreSQL differ; everything else here is SQL that both understand.

The rules that keep it so: text is compared and sorted by code point on both, so `order_by` needs no
collation, but it does need `.nulls_last()` or `.nulls_first()` where a column may be empty; what a
query selects besides aggregates stands in its `group_by`; a Boolean is counted with
`func.count().filter(…)`, never summed; `x / y` of whole numbers drops the rest on both.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Engine, String, Table, Text, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SQLITE = "sqlite"
POSTGRESQL = "postgresql"

CONNECT_SECONDS = 10
# What a connection to SQLite keeps of the file in memory; its own 2 MiB hold no index of a ledger.
CACHE_KIB = 32 * 1024
# Rows that SQLite looks at in each index to learn how its values are spread.
ROWS_TO_ANALYZE = 400
# The advisory lock of this program: “PARTYHUB” in ASCII, which leaves others' numbers alone.
WRITE_LOCK = int.from_bytes(b"PARTYHUB")

# The write-ahead log of these lines of SQLite has lost its reset bug (reliability.md 2.9).
SOUND_WAL = {(3, 44): 6, (3, 50): 7}
SOUND_WAL_SINCE = (3, 51, 3)
WITHDRAWN = (3, 52, 0)


class Access(Enum):
    """What a transaction is going to do, which is decided when it begins."""

    READS = auto()
    WRITES = auto()
    UNDECIDED = auto()


def engine_options(url: URL) -> dict[str, Any]:
    """How the engine of `url` is made; PostgreSQL's connections are tried before they are used."""
    if url.get_backend_name() == POSTGRESQL:
        connecting = {"connect_timeout": CONNECT_SECONDS, "application_name": "partyhub"}
        return {"connect_args": connecting, "pool_pre_ping": True}
    options: dict[str, Any] = {"connect_args": {"timeout": 30}}
    try:
        import pysqlite3  # a recent SQLite, where there is a wheel of it
    except ImportError:
        return options
    return options | {"module": pysqlite3}


def listen(engine: Engine, access: Callable[[], Access], patience: Callable[[], float]) -> None:
    """Make the transactions of `engine` begin as `access` wants it at that moment.

    Those that write wait as many seconds for their turn as `patience` says.
    """
    is_postgresql = engine.dialect.name == POSTGRESQL
    begin = _begin_postgresql if is_postgresql else _begin_sqlite
    event.listen(engine, "connect", _set_up_postgresql if is_postgresql else _set_up_sqlite)
    event.listen(engine, "begin", lambda connection: begin(connection, access(), patience()))


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == SQLITE


def is_there(engine: Engine) -> bool:
    """Whether there is a database to connect to; asking makes no file."""
    path = engine.url.database
    return not is_sqlite(engine) or not path or Path(path).exists()


def product_of(engine: Engine) -> tuple[str, str]:
    """The name of the database's product and its version; PostgreSQL is asked for it."""
    driver: Any = engine.dialect.dbapi
    if is_sqlite(engine):
        return "SQLite", driver.sqlite_version
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
    return "PostgreSQL", version.split()[0]


def log_is_sound(engine: Engine) -> bool:
    """Whether writing is as quick as it can be: PostgreSQL's log always is."""
    if not is_sqlite(engine):
        return True
    version = tuple(int(part) for part in product_of(engine)[1].split("."))
    return wal_is_sound(version)  # type: ignore[arg-type]  # three parts


def stores_all_text(connection: Connection) -> bool:
    """Whether every character can be stored: PostgreSQL may have been set up for fewer."""
    if connection.dialect.name == SQLITE:
        return True
    return bool(connection.exec_driver_sql("SHOW server_encoding").scalar_one() == "UTF8")


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    version = connection.execute("select sqlite_version()").fetchone()[0]
    sound = wal_is_sound(tuple(int(part) for part in version.split(".")))  # type: ignore[arg-type]
    connection.execute(f"PRAGMA journal_mode={'WAL' if sound else 'DELETE'}")
    connection.execute(f"PRAGMA synchronous={'FULL' if sound else 'EXTRA'}")
    for pragma in ("foreign_keys", "secure_delete", "cell_size_check"):
        connection.execute(f"PRAGMA {pragma}=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def _begin_sqlite(connection: Connection, access: Access, patience: float) -> None:
    """Take the only write lock at once when the transaction writes.

    A reading transaction that turns to writing would fail as soon as another one committed.
    """
    is_reading = access is Access.READS
    connection.exec_driver_sql(f"PRAGMA busy_timeout={round(patience * 1000)}")
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if is_reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if access is Access.WRITES else "BEGIN")


def wal_is_sound(version: tuple[int, int, int]) -> bool:
    if version == WITHDRAWN:
        return False
    return version >= SOUND_WAL_SINCE or version[2] >= SOUND_WAL.get(version[:2], 1_000)


def optimize(engine: Engine) -> None:
    """Let SQLite learn anew how its tables have grown, for its plans; for commands, never a page.

    It writes a little: while somebody else writes for long, it is left for the next time.
    PostgreSQL does this by itself.
    """
    if not is_sqlite(engine):
        return
    with suppress(OperationalError), engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_TO_ANALYZE}")
        connection.exec_driver_sql("PRAGMA optimize=0x10002")  # every table, also unasked ones
        connection.commit()


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """Wait for no lock longer than SQLite would; compile no statement, which takes seconds."""
    settings = {"lock_timeout": "30s", "jit": "off", "timezone": "UTC"}
    connection.autocommit = True
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, value))
    connection.autocommit = False


def _begin_postgresql(connection: Connection, access: Access, patience: float) -> None:
    """Give a reading transaction one unchanging view; let writing ones through one by one.

    What relies on SQLite's single writer (numbers that are free, names that nobody else has,
    versions) relies on the advisory lock here. The driver begins with the first statement, so
    these settings cost no round trip. A writer must not look before it has the lock, and so sees
    what was committed before each of its statements.
    """
    from psycopg import IsolationLevel

    driver: Any = connection.connection.driver_connection
    is_writing = access is Access.WRITES
    driver.read_only = access is Access.READS
    level = IsolationLevel.READ_COMMITTED if is_writing else IsolationLevel.REPEATABLE_READ
    driver.isolation_level = level
    if is_writing:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(patience * 1000))}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


class without_index(FunctionElement[Any]):  # noqa: N801  # it stands in queries as a function
    """A column by which SQLite shall not look rows up, since another index serves the query better.

    PostgreSQL knows how many rows there are of what, and chooses well by itself.
    """

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(without_index, SQLITE)
def _plain_value(element: Any, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(without_index)
def _column(element: Any, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


def as_stored(column: Any) -> Any:
    """The column, to be compared as it is stored where all rows are read anyhow.

    SQLite would try to read each day as a number, for every comparison with a column of days.
    """
    return without_index(column)


def copy_rows(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows with all columns of `table` into PostgreSQL as a stream; raises DataError."""
    from psycopg import Error

    driver: Any = connection.connection.driver_connection
    named = [connection.dialect.identifier_preparer.quote(c.name) for c in table.columns]
    into = connection.dialect.identifier_preparer.format_table(table)
    statement = f"COPY {into} ({', '.join(named)}) FROM STDIN"
    try:
        with driver.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except Error as error:  # SQLAlchemy, which would wrap it, doesn't stand between
        raise sa.exc.DataError(statement, None, error) from error


def set_sequences(connection: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL number new rows on from the highest id that was written by hand."""
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        quoted = connection.dialect.identifier_preparer.format_table(table)
        sequence = sa.func.pg_get_serial_sequence(quoted, column.name)
        last = sa.select(sa.func.max(column)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sequence, last)).where(last.is_not(None)))


@compiles(String, POSTGRESQL)
def _string_type(kind: String, compiler: Any, **options: Any) -> str:
    return _by_code_point(compiler.visit_string(kind, **options), options)


@compiles(Text, POSTGRESQL)
def _text_type(kind: Text, compiler: Any, **options: Any) -> str:
    return _by_code_point(compiler.visit_text(kind, **options), options)


@compiles(sa.Enum, POSTGRESQL)
def _enum_type(kind: sa.Enum, compiler: Any, **options: Any) -> str:
    return _by_code_point(compiler.visit_enum(kind, **options), options)


def _by_code_point(written: str, options: dict[str, Any]) -> str:
    """Let a column of text be compared as SQLite does, whatever the language of the server."""
    is_column = isinstance(options.get("type_expression"), Column)
    return f'{written} COLLATE "C"' if is_column else written
