"""What judging a file wrote to a private copy: its statements, to be written to the original."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeAlias

from sqlalchemy import Connection, Engine, event

from partyhub.clock import now

WRITING = ("INSERT", "UPDATE", "DELETE")
# How the driver writes an instant: so many characters of a text that sorts as the instants do.
INSTANT = "%Y-%m-%d %H:%M:%S.%f"
INSTANT_LENGTH = 26

# The statement, whether its parameters are those of many rows, they, and how many rows it changed.
Written: TypeAlias = tuple[str, bool, Any, int | None]


class OutdatedError(Exception):
    """The original isn't as the copy was: what was written to the copy doesn't fit it."""


class _Log:
    """The statements of one transaction, without those that a savepoint gave up.

    What no savepoint can give up any more goes to the file, so that memory holds one portion.
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

    def give_up(self) -> None:
        del self._waiting[self._savepoints.pop() :]

    def flush(self) -> None:
        for written in self._waiting:
            self._stream.write(json.dumps(written, ensure_ascii=False) + "\n")
        self._waiting.clear()


@contextmanager
def recorded_changes(engine: Engine, path: Path) -> Iterator[set[str]]:
    """Write to `path` what the block writes by `engine`, in one transaction of its session.

    Gives the statements that it sends, each once: they grow while it runs.
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
        # SQLAlchemy says "many" of a statement with the values of many rows in one list, too.
        many = bool(parameters) and isinstance(parameters[0], tuple | list)
        verb = statement.lstrip()[:6].upper()
        if verb in WRITING:
            count = None if verb == "INSERT" else cursor.rowcount
            log.add((statement, many, parameters, count))

    return {
        "after_cursor_execute": after,
        "savepoint": lambda _connection, _name: log.begin(),
        "release_savepoint": lambda _connection, _name, _context: log.release(),
        "rollback_savepoint": lambda _connection, _name, _context: log.give_up(),
    }


def write_changes(connection: Connection, path: Path) -> None:
    """Write what `recorded_changes` took down, as of this moment. Raises OutdatedError."""
    began, ended = _times(path)
    moment = _instant(now())

    def renewed(values: Any) -> tuple[Any, ...]:
        return tuple(
            moment
            if isinstance(value, str) and len(value) == INSTANT_LENGTH and began <= value <= ended
            else value
            for value in values
        )

    with path.open(encoding="utf-8") as stream:
        for line in stream:
            written = json.loads(line)
            if isinstance(written, dict):
                return
            statement, many, parameters, count = written
            given: Any = [renewed(row) for row in parameters] if many else renewed(parameters)
            result = connection.exec_driver_sql(statement, given)
            if result.returns_rows:
                result.fetchall()
            elif count is not None and result.rowcount != count:
                raise OutdatedError
    raise OutdatedError  # the file is cut off


def _times(path: Path) -> tuple[str, str]:
    """Between which instants it was judged: those that lie between say when it was written."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 200))
        last = stream.read().decode("utf-8", "replace").splitlines()[-1]
    try:
        times = json.loads(last)
        return str(times["from"]), str(times["to"])
    except (ValueError, KeyError, TypeError) as error:
        raise OutdatedError from error


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(INSTANT)
