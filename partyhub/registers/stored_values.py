"""Raw database values and their conversion, cached instead of done by SQLAlchemy for each row."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, type_coerce
from sqlalchemy.types import NullType, TypeEngine

from partyhub.database import db

# The most conversions remembered: the days of fifty years.
MOST = 20_000
_UNTYPED = NullType()


def untyped(column: Any) -> ColumnElement[Any]:
    """Return the column without its type, so that it is read raw: SQLite gives days as texts."""
    return type_coerce(column, _UNTYPED)


class Meanings(dict[Any, Any]):
    """A cache of the values that raw values of a type stand for, by SQLAlchemy's rules."""

    def __init__(self, process: Callable[[Any], Any]) -> None:
        super().__init__()
        self._process = process

    def __missing__(self, stored: Any) -> Any:
        value = self._process(stored)
        if len(self) < MOST:
            self[stored] = value
        return value


Read = Callable[[Sequence[Any]], Sequence[Any]]


class Readers:
    """Functions that convert raw values to those of a type; all columns of days share one."""

    def __init__(self) -> None:
        self._dialect = db.session.connection().dialect
        self._known: dict[Any, Read] = {}

    def of(self, kind: TypeEngine[Any]) -> Read:
        """Return the conversion for a type."""
        key = Date if type(kind) is Date else kind
        if key not in self._known:
            self._known[key] = self._make(kind)
        return self._known[key]

    def _make(self, kind: TypeEngine[Any]) -> Read:
        process = kind.dialect_impl(self._dialect).result_processor(self._dialect, None)
        if process is None:
            return lambda stored: stored
        meaning = Meanings(process).__getitem__
        return lambda stored: list(map(meaning, stored))
