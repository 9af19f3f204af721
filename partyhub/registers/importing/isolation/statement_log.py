"""A log of the statements that judging a file sends to a private copy, to be replayed later."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeAlias

from sqlalchemy import Connection, Engine, event

from partyhub.clock import now

WRITING = ("INSERT", "UPDATE", "DELETE")
# The driver's text format of an instant, which sorts chronologically, and a whole text of it.
INSTANT = "%Y-%m-%d %H:%M:%S.%f"
_INSTANTS = re.compile(r'"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6})"', re.ASCII)

# The statement, whether it has parameters for many rows, the parameters, and the rows it changed.
Written: TypeAlias = tuple[str, bool, Any, int | None]


class OutdatedError(Exception):
    """The error raised when the original differs from the copy, so the changes don't fit it."""


class _Log:
    """The statements of one transaction, except those that a savepoint rolled back.

    What no savepoint can roll back any more is written to the file, so memory contains one portion.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._waiting: list[Written] = []
        self._savepoints: list[int] = []

    def add(self, written: Written) -> None:
        self._waiting.append(written)
        if not self._savepoints:
            self.flush()

    def begin(self) -> None:
        self._savepoints.append(len(self._waiting))

    def release(self) -> None:
        self._savepoints.pop()
        if not self._savepoints:
            self.flush()

    def discard(self) -> None:
        del self._waiting[self._savepoints.pop() :]

    def flush(self) -> None:
        for written in self._waiting:
            self._stream.write(json.dumps(written, ensure_ascii=False, default=_as_text) + "\n")
        self._waiting.clear()


@contextmanager
def recorded_changes(engine: Engine, path: Path) -> Iterator[set[str]]:
    """Record to `path` what the block writes through `engine` in one transaction of its session.

    Yield the set of the statements sent, which grows while the block runs.
    """
    began = _instant(now())
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8") as stream:
        log = _Log(stream)
        statements: set[str] = set()
        listeners = _listeners(log, statements)
        for name, listener in listeners.items():
            event.listen(engine, name, listener)
        try:
            yield statements
        finally:
            for name, listener in listeners.items():
                event.remove(engine, name, listener)
        log.flush()
        stream.write(json.dumps({"from": began, "to": _instant(now())}) + "\n")


def _listeners(log: _Log, statements: set[str]) -> dict[str, Any]:
    def after(_c: Any, cursor: Any, statement: str, parameters: Any, _x: Any, _many: bool) -> None:
        statements.add(statement)
        # SQLAlchemy also reports "many" for one statement with the values of many rows in a list.
        first = next(iter(parameters), None)  # for one row, this is a value or its name
        many = isinstance(first, tuple | list | dict)
        verb = statement.lstrip()[:6].upper()
        if verb in WRITING:
            count = None if verb == "INSERT" else cursor.rowcount
            log.add((statement, many, parameters, count))

    return {
        "after_cursor_execute": after,
        "savepoint": lambda _connection, _name: log.begin(),
        "release_savepoint": lambda _connection, _name, _context: log.release(),
        "rollback_savepoint": lambda _connection, _name, _context: log.discard(),
    }


def write_changes(
    connection: Connection,
    path: Path,
    rewritten: Callable[[str], str] = lambda statement: statement,
) -> None:
    """Replay what `recorded_changes` recorded, with the current moment as its time.

    `rewritten` may change each statement before it is sent. Raises OutdatedError if a statement
    changes another number of rows than on the copy, or if the file is cut off.
    """
    renew = _renewing(path)
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            written = json.loads(renew(line))
            if isinstance(written, dict):
                return
            statement, many, parameters, count = written
            # A driver takes the parameters of one row as a tuple or a dictionary.
            rows = parameters if many else [parameters]
            given = [tuple(row) if isinstance(row, list) else row for row in rows]
            values = given if many else given[0]
            result = connection.exec_driver_sql(rewritten(statement), values)
            if result.returns_rows:
                result.fetchall()
            elif count is not None and result.rowcount != count:
                raise OutdatedError
    raise OutdatedError  # the file is cut off


def _renewing(path: Path) -> Callable[[str], str]:
    """Return a function that moves instants of the judging, in a line, to the present.

    An instant is a parameter as a whole, so no other text that contains one is changed: the quotes
    around it there are escaped.
    """
    began, ended = _times(path)
    moment = json.dumps(_instant(now()))

    def renew(found: re.Match[str]) -> str:
        return moment if began <= found[1] <= ended else found[0]

    return partial(_INSTANTS.sub, renew)


def _times(path: Path) -> tuple[str, str]:
    """Return the instants when judging began and ended; instants between them are times of writing.

    Raises OutdatedError if the file is cut off.
    """
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 200))
        last = stream.read().decode("utf-8", "replace").splitlines()[-1]
    try:
        times = json.loads(last)
        return str(times["from"]), str(times["to"])
    except (ValueError, KeyError, TypeError) as error:
        raise OutdatedError from error


def _as_text(value: Any) -> str:
    """Return a value that JSON doesn't know as PostgreSQL reads it.

    SQLite never gets such values.
    """
    if isinstance(value, datetime):
        return value.strftime(INSTANT)
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value.obj)  # the driver's wrapper of a list or an object


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(INSTANT)
