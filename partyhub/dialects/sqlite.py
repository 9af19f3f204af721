"""SQLite: the setup of connections, and the start of transactions."""

from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from partyhub.dialects.names import SQLITE, Access

# The page cache of a connection; SQLite's default of 2 MiB is too small for the indexes.
CACHE_KIB = 32 * 1024
# The number of rows that SQLite samples of each index for its statistics.
ROWS_TO_ANALYZE = 400

SETTINGS = "settings"  # where a connection keeps what `begin_sqlite` has set

# The patch level that fixes the reset bug of the write-ahead log, by branch (reliability.md 2.9).
SOUND_WAL = {(3, 44): 6, (3, 50): 7}
SOUND_WAL_SINCE = (3, 51, 3)
WITHDRAWN = (3, 52, 0)


def set_up_sqlite(connection: Any, _record: Any) -> None:
    """Set the journal mode, durability and safety options of a new connection."""
    connection.isolation_level = None  # the driver must not begin transactions of its own
    version = connection.execute("select sqlite_version()").fetchone()[0]
    sound = wal_is_sound(tuple(int(part) for part in version.split(".")))  # type: ignore[arg-type]
    connection.execute(f"PRAGMA journal_mode={'WAL' if sound else 'DELETE'}")
    connection.execute(f"PRAGMA synchronous={'FULL' if sound else 'EXTRA'}")
    for pragma in ("foreign_keys", "secure_delete", "cell_size_check"):
        connection.execute(f"PRAGMA {pragma}=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def begin_sqlite(connection: Connection, access: Access, patience: float) -> None:
    """Begin a transaction; a writing one takes the only write lock at once.

    A reading transaction that turns to writing would fail as soon as another one committed.
    """
    wanted = {
        "busy_timeout": str(round(patience * 1000)),
        "query_only": "ON" if access is Access.READS else "OFF",
    }
    # The last settings of the connection; only this function changes them.
    settings = connection.info.setdefault(SETTINGS, {})
    for name, value in wanted.items():
        if settings.get(name) != value:
            settings.pop(name, None)
            connection.exec_driver_sql(f"PRAGMA {name}={value}")
            settings[name] = value
    if access is Access.WRITES:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # it opens no file and takes no lock, so that nothing can refuse it
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN").close()


def only_reads(connection: Connection) -> bool:
    """Return whether the connection's transaction can't write."""
    return bool(connection.info.get(SETTINGS, {}).get("query_only") == "ON")


def write_limits_alone(engine: Engine) -> None:
    """Write a limit without the `OFFSET 0` that SQLAlchemy adds to it.

    With an offset, SQLite doesn't join the tables of EXISTS: it starts a query for each row.
    """
    dialect: Any = engine.dialect

    class Compiler(dialect.statement_compiler):  # type: ignore[misc]  # known at run time only
        """SQLAlchemy's compiler, but for limits."""

        def limit_clause(self, select: Any, **options: Any) -> str:
            limit, offset = select._limit_clause, select._offset_clause  # noqa: SLF001  # as there
            if limit is None or offset is not None:
                return str(super().limit_clause(select, **options))
            return f"\n LIMIT {self.process(limit, **options)}"

    dialect.statement_compiler = Compiler


def wal_is_sound(version: tuple[int, int, int]) -> bool:
    """Return whether the write-ahead log of this SQLite version is free of the reset bug."""
    if version == WITHDRAWN:
        return False
    return version >= SOUND_WAL_SINCE or version[2] >= SOUND_WAL.get(version[:2], 1_000)


def optimize(engine: Engine) -> None:
    """Update SQLite's statistics for its query plans; for commands, never for a page.

    It writes a little: while somebody else writes for long, it is left for the next time.
    PostgreSQL does this by itself.
    """
    if engine.dialect.name != SQLITE:
        return
    with suppress(OperationalError), engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_TO_ANALYZE}")
        connection.exec_driver_sql("PRAGMA optimize=0x10002")  # every table, also unasked ones
        connection.commit()
