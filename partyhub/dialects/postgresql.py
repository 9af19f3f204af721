"""PostgreSQL: the setup of connections, the start and end of transactions, streaming of rows."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from time import sleep
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from partyhub.dialects.names import Access

CONNECT_SECONDS = 10
# The number of times a connection sends a statement before it is prepared on the server.
SENT_UNPREPARED = 1
# The advisory lock of this program: “PARTYHUB” in ASCII, a number that no other program uses.
WRITE_LOCK = int.from_bytes(b"PARTYHUB")
LOCK_PAUSE = 0.02


def set_up_postgresql(connection: Any, _record: Any) -> None:
    """Set the lock timeout to 30 s, as with SQLite; turn off JIT, which takes seconds; use UTC."""
    settings = {"lock_timeout": "30s", "jit": "off", "timezone": "UTC"}
    connection.autocommit = True
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, value))
    connection.autocommit = False


def begin_postgresql(connection: Connection, access: Access, patience: float) -> None:
    """Give a reading transaction one unchanging snapshot, and let writing ones through one by one.

    Whatever relies on SQLite's single writer (free numbers, unique names, versions) relies on the
    advisory lock here. The driver begins the transaction with the first statement, so these
    settings cost no round trip. A writer must not read before it has the lock, and so sees what was
    committed before each of its statements.
    """
    from psycopg import IsolationLevel

    driver: Any = connection.connection.driver_connection
    is_writing = access in (Access.WRITES, Access.WRITES_AHEAD)
    driver.read_only = access is Access.READS
    level = IsolationLevel.READ_COMMITTED if is_writing else IsolationLevel.REPEATABLE_READ
    driver.isolation_level = level
    if is_writing:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(patience * 1000))}")
    if access is Access.WRITES:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


def end_reading(connection: Connection) -> None:
    """Commit instead of rolling back a transaction that only read: there is nothing to undo.

    At a rollback the driver forgets every statement that the server has prepared. Pages end with a
    rollback, so the server would plan the statements of each page again.
    """
    from psycopg import Error
    from psycopg.pq import TransactionStatus

    if connection.invalidated:  # the server is gone, and with it the transaction
        return
    driver: Any = connection.connection.driver_connection
    if driver.read_only and driver.info.transaction_status is TransactionStatus.INTRANS:
        with suppress(Error):  # the rollback comes anyhow, and says what is wrong
            driver.commit()


def take_write_lock(connection: Connection, patience: float) -> None:
    """Take PostgreSQL's write lock for a transaction that has written ahead.

    The transaction that has the lock may be waiting for rows that this one wrote. So this tries
    again and again instead of joining the queue, where each would wait for the other.
    """
    requested = sa.select(sa.func.pg_try_advisory_xact_lock(WRITE_LOCK))
    for _ in range(round(patience / LOCK_PAUSE)):
        if connection.scalar(requested):
            return
        sleep(LOCK_PAUSE)
    connection.exec_driver_sql("SET LOCAL lock_timeout = 1")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


def copy_rows(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Stream rows with all columns of `table` into PostgreSQL; raises DataError."""
    from psycopg import Error

    driver: Any = connection.connection.driver_connection
    named = [connection.dialect.identifier_preparer.quote(c.name) for c in table.columns]
    into = connection.dialect.identifier_preparer.format_table(table)
    statement = f"COPY {into} ({', '.join(named)}) FROM STDIN"
    try:
        with driver.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except Error as error:  # the driver is called without SQLAlchemy, which would wrap it
        raise sa.exc.DataError(statement, None, error) from error


def set_sequences(connection: Connection, tables: Iterable[Table]) -> None:
    """Set the id sequences of the tables to their highest id, after explicit ids were inserted."""
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        quoted = connection.dialect.identifier_preparer.format_table(table)
        sequence = sa.func.pg_get_serial_sequence(quoted, column.name)
        last = sa.select(sa.func.max(column)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sequence, last)).where(last.is_not(None)))
