"""Replay of a judged file's statements on the original, if nothing has changed meanwhile.

SQLite has one write lock: under it, the state is checked again and everything is written. On
PostgreSQL, new rows are written before the lock is taken, invisible to others. Only the rest is
written under the lock: everything from the first change of an existing row on, for which others may
have to wait, and the history, whose numbers must follow the order of all changes.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection

from partyhub.database import db, patience, reading, writing
from partyhub.dialects import ACCESS, Access, is_sqlite, take_write_lock
from partyhub.history.models import HistoryEntry
from partyhub.registers.importing.isolation.stamps import Stamp, is_current
from partyhub.registers.importing.isolation.statement_log import OutdatedError, write_changes
from partyhub.viewers import Viewer

HISTORY = HistoryEntry.__tablename__
_INTO_HISTORY = re.compile(rf"INSERT INTO {HISTORY} (.*?)(?: RETURNING [^']*)?$", re.DOTALL)
_LATER = "CREATE TEMPORARY TABLE later ON COMMIT DROP AS SELECT {0} FROM {1} WITH NO DATA"


@contextmanager
def stored(changes: Path, stamp: Stamp, viewer: Viewer) -> Iterator[None]:
    """Write the judged changes in a transaction of the session, which the block commits.

    The block runs under the write lock. Raises OutdatedError if anything that the judgment depends
    on has changed.
    """
    store = _under_lock if is_sqlite(db.engine) else _ahead
    with writing():
        store(changes, stamp, viewer)
        yield


def _under_lock(changes: Path, stamp: Stamp, viewer: Viewer) -> None:
    if not is_current(stamp, viewer):
        raise OutdatedError
    write_changes(db.session.connection(), changes)


def _ahead(changes: Path, stamp: Stamp, viewer: Viewer) -> None:
    _check(stamp, viewer)  # avoids writing so much in vain
    connection = db.session.connection(execution_options={ACCESS: Access.WRITES_AHEAD})
    columns = ", ".join(c.name for c in HistoryEntry.__table__.columns if not c.primary_key)
    connection.exec_driver_sql(_LATER.format(columns, HISTORY))
    connection.exec_driver_sql("ALTER TABLE pg_temp.later ADD place BIGSERIAL")

    @cache
    def lock() -> None:
        take_write_lock(connection, patience())
        _check(stamp, viewer)

    def prepared(statement: str) -> str:
        if not statement.startswith("INSERT"):  # whoever saves that row has the lock and waits
            lock()
        # Entries of the history go to a temporary table first, because they are numbered last.
        return _INTO_HISTORY.sub(r"INSERT INTO pg_temp.later \1", statement)

    write_changes(connection, changes, prepared)
    lock()
    _write_history(connection, columns)


def _write_history(connection: Connection, columns: str) -> None:
    statement = "INSERT INTO {0} ({1}) SELECT {1} FROM pg_temp.later ORDER BY place"
    connection.exec_driver_sql(statement.format(HISTORY, columns))


def _check(stamp: Stamp, viewer: Viewer) -> None:
    """Compare the stamp with what others have committed, ignoring what was written here.

    Raises OutdatedError.
    """
    with current_app.app_context(), reading():
        if not is_current(stamp, viewer):
            raise OutdatedError
