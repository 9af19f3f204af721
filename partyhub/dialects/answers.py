"""Answers that a connection remembers until something is written to the database.

Most pages ask for the same as the page before, and nothing has been written in between. SQLite
tells this to a transaction for next to nothing: one number says whether another connection has
committed, and one how many rows this connection has written itself. PostgreSQL is asked anew.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection

from partyhub.dialects.names import SQLITE
from partyhub.dialects.sqlite import only_reads

Answer = TypeVar("Answer")

PLACE = "answers"
# The answers of one connection are forgotten when there are more.
MOST = 64


def remember_answer(connection: Connection, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` returns, or what it returned when the database was as it is now.

    `key` must contain all that the answer depends on besides the database. Transactions that may
    write ask anew, for what they have written may be taken back.
    """
    state = _state_of(connection)
    if state is None:
        return ask()
    written, known = connection.info.get(PLACE, (None, {}))
    if written != state or len(known) >= MOST:
        known = {}
        connection.info[PLACE] = state, known
    if key not in known:
        known[key] = ask()
    found: Answer = known[key]
    return found


def _state_of(connection: Connection) -> tuple[int, int] | None:
    """Return numbers that differ once anything was written; None if that can't be told."""
    if connection.dialect.name != SQLITE or not only_reads(connection):
        return None
    driver: Any = connection.connection.driver_connection
    return driver.execute("PRAGMA data_version").fetchone()[0], driver.total_changes
