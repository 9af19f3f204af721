"""A watch over the database: which tables each transaction writes."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from partyhub.database import db

LOG = {"history_entry", "account_event"}
WRITE = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE
)


@dataclass
class Watch:
    """The tables that each transaction wrote, by connection, and those that were committed."""

    open: dict[int, set[str]] = field(default_factory=dict)
    committed: list[set[str]] = field(default_factory=list)

    def note(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if found := WRITE.match(statement):
            tables = self.open.setdefault(id(connection.connection.dbapi_connection), set())
            tables.add(found[1])

    def commit(self, connection: Any) -> None:
        tables = self.open.pop(id(connection.connection.dbapi_connection), set())
        self.committed.append(tables & db.metadata.tables.keys())

    def rollback(self, connection: Any) -> None:
        self.open.pop(id(connection.connection.dbapi_connection), None)

    @property
    def written(self) -> set[str]:
        return set().union(*self.committed)

    def faults(self, silent: Collection[str]) -> list[set[str]]:
        """Return the tables beside `silent` of each transaction that logs nothing."""
        left = [tables.difference(silent) for tables in self.committed if not tables & LOG]
        return [tables for tables in left if tables]


@contextmanager
def watching() -> Iterator[Watch]:
    db.session.rollback()
    watch, engine = Watch(), db.engine
    listeners = {
        "before_cursor_execute": watch.note,
        "commit": watch.commit,
        "rollback": watch.rollback,
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    yield watch
    for name, listener in listeners.items():
        event.remove(engine, name, listener)
