"""Temporary tables of PostgreSQL that receive what judging a file writes, so that nobody waits.

Before the first row of a table is written, the table is copied; the copy hides it from this
transaction alone and disappears with it. The records themselves are read and never locked. New
records get their final ids from the real sequences, which need no lock.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from partyhub.database import db
from partyhub.dialects import engine_options, set_up_postgresql
from partyhub.history.models import HistoryEntry, ImportSnapshot
from partyhub.search import NAME as SEARCH_INDEX

# Judging reads nothing of these but what it wrote itself, so their copies begin empty.
ONLY_WRITTEN = {SEARCH_INDEX, ImportSnapshot.__tablename__}
# Their ids follow the order of writing, so they are drawn on replay. Until then, each row has an id
# that no row of the original has.
NUMBERED_LATER = {HistoryEntry.__tablename__, ImportSnapshot.__tablename__}
FIRST_NUMBER = 2**30
# The memory that PostgreSQL may use for temporary tables, in MiB.
TEMPORARY_MIB = 64
_WRITES = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
# Others can't change the copies, and must remain able to change the originals.
_LOCKS = re.compile(r" FOR (?:UPDATE|SHARE)$")
_TABLES = """
    SELECT relname, quote_ident(nspname) || '.' || quote_ident(relname)
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND pg_table_is_visible(pg_class.oid) AND nspname <> 'pg_catalog'
"""
_INDEXES = "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = CAST(%s AS regclass)"


class Original(NamedTuple):
    """A table of the records: its full name, and the sequence of its ids or None."""

    name: str
    sequence: str | None


@contextmanager
def frozen(url: URL) -> Iterator[Engine]:
    """Yield an engine whose transactions all see PostgreSQL's records as of this moment.

    Statements aren't prepared, because a prepared statement would go on reading a table that a
    temporary one hides by now.
    """
    options = engine_options(url)
    options["connect_args"] |= {"prepare_threshold": None}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _set_up_frozen)
    try:
        with engine.connect() as holder:  # a snapshot lives as long as its owner's transaction
            _begin_frozen(holder)
            name = holder.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            event.listen(engine, "begin", lambda connection: _begin_frozen(connection, name))
            yield engine
    finally:
        engine.dispose()


def makes_temporary_tables(connection: Connection) -> bool:
    """Return whether PostgreSQL allows temporary tables, as it does for all accounts by default."""
    requested = func.has_database_privilege(func.current_database(), "TEMPORARY")
    return bool(connection.scalar(select(requested)))


def _set_up_frozen(connection: Any, record: Any) -> None:
    """Set up a connection for a long snapshot, whose writes stay in memory."""
    set_up_postgresql(connection, record)
    connection.autocommit = True
    connection.execute("SET idle_in_transaction_session_timeout = 0")
    connection.execute(f"SET temp_buffers = '{TEMPORARY_MIB}MB'")
    connection.autocommit = False


def _begin_frozen(connection: Connection, snapshot: str = "") -> None:
    from psycopg import IsolationLevel

    driver: Any = connection.connection.driver_connection
    driver.isolation_level = IsolationLevel.REPEATABLE_READ
    if snapshot:
        connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{snapshot}'")


@contextmanager
def temporary_writes(engine: Engine) -> Iterator[None]:
    """Let the transactions of `engine` write to temporary tables only."""
    with engine.connect() as connection:
        originals = _originals(connection)
    writes = _Writes(originals)
    listeners: dict[str, Any] = {
        "begin": writes.begin,
        "before_cursor_execute": writes.before,
        "savepoint": writes.enter,
        "release_savepoint": writes.leave,
        "rollback_savepoint": writes.discard,
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener, retval=name == "before_cursor_execute")

    def number(session: Session, _context: Any, _instances: Any) -> None:
        _number(session, originals)

    event.listen(db.session, "before_flush", number)
    try:
        yield
    finally:
        event.remove(db.session, "before_flush", number)


def _originals(connection: Connection) -> dict[str, Original]:
    """Return the tables by name, read while no temporary table hides them."""
    found = {}
    for name, full in connection.exec_driver_sql(_TABLES):
        table = db.metadata.tables.get(name)
        column = None if table is None else table.autoincrement_column
        sequence = column is not None and connection.scalar(
            select(func.pg_get_serial_sequence(full, column.name))
        )
        found[name] = Original(full, sequence or None)
    return found


class _Writes:
    """The tables that the transaction has copied, in step with savepoints that are rolled back."""

    def __init__(self, originals: Mapping[str, Original]) -> None:
        self._originals = originals
        self._there: set[str] = set()
        self._savepoints: list[set[str]] = []
        # Every table ever written: after a rollback to a savepoint it will be written again.
        self._known: set[str] = set()

    def begin(self, _connection: Connection) -> None:
        self._there.clear()
        self._savepoints.clear()

    def before(
        self, connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any
    ) -> tuple[str, Any]:
        """Copy the table that the statement writes, and remove row locks from the statement."""
        writes = _WRITES.match(statement)
        if writes:
            self._known.add(writes[1])
            self._make(connection, {writes[1]})
        return _LOCKS.sub("", statement), parameters

    def enter(self, connection: Connection, _name: str) -> None:
        self._make(connection, self._known)
        self._savepoints.append(set(self._there))

    def leave(self, *_about: Any) -> None:
        self._savepoints.pop()

    def discard(self, *_about: Any) -> None:
        self._there = self._savepoints.pop()

    def _make(self, connection: Connection, names: Collection[str]) -> None:
        for name in sorted(set(names) - self._there):
            _copy(connection, name, self._originals[name].name)
            self._there.add(name)


def _copy(connection: Connection, name: str, original: str) -> None:
    """Copy a table and then build its indexes."""
    own = f'pg_temp."{name}"'
    _run(connection, f"CREATE TABLE {own} (LIKE {original} INCLUDING ALL EXCLUDING INDEXES)")
    if name not in ONLY_WRITTEN:
        _run(connection, f"INSERT INTO {own} TABLE {original}")
    if name in NUMBERED_LATER:
        numbers = f'pg_temp."{name}_numbers"'
        _run(connection, f"CREATE SEQUENCE {numbers} START {FIRST_NUMBER}")
        _run(connection, f"ALTER TABLE {own} ALTER id SET DEFAULT nextval('{numbers}')")
    for (index,) in _run(connection, _INDEXES, original).fetchall():
        _run(connection, index.replace(f" ON {original} ", f" ON {own} ", 1))
    _run(connection, f"ANALYZE {own}")


def _run(connection: Connection, statement: str, *values: str) -> Any:
    """Send a statement past the listeners that record statements.

    Raises DBAPIError like SQLAlchemy.
    """
    from psycopg import Error

    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(statement, values or None)
    except Error as error:
        raise DBAPIError.instance(
            statement, None, error, Error, dialect=connection.dialect
        ) from error


def _number(session: Session, originals: Mapping[str, Original]) -> None:
    """Give new objects their final ids, so that later references to them remain right."""
    kinds: dict[Table, list[Any]] = {}
    for item in sorted(session.new, key=lambda each: inspect(each).insert_order):
        kinds.setdefault(type(item).__table__, []).append(item)
    for table, items in kinds.items():
        column, sequence = table.autoincrement_column, originals[table.name].sequence
        if column is None or sequence is None or table.name in NUMBERED_LATER:
            continue
        new = [item for item in items if getattr(item, column.name) is None]
        drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, len(new)))
        numbers = session.connection().scalars(drawn) if new else ()
        for item, number in zip(new, numbers, strict=True):
            setattr(item, column.name, number)
