"""A cache of statements that pages send often, since building one takes longer than running it."""

from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import BindParameter, bindparam, inspect

Made = TypeVar("Made")

# The size of the cache; the oldest statement is dropped first.
MOST = 512

_known: dict[Hashable, Any] = {}
_lock = Lock()


def remember(key: Hashable, build: Callable[[], Made]) -> Made:
    """Return the statement cached under `key`, or build and cache it.

    The key must contain everything that the statement depends on, except the values of bound
    parameters given at execution, so that a cached statement never differs from a new one.
    """
    found: Made | None = _known.get(key)
    if found is None:
        found = build()
        with _lock:
            while len(_known) >= MOST:
                del _known[next(iter(_known))]
            _known[key] = found
    return found


class RecordParameters:
    """A stand-in for a record of `model` in conditions: each of its columns is a parameter.

    So a condition is built once for all records. It may compare columns and nothing else.
    """

    def __init__(self, model: type[Any]) -> None:
        self._columns, self._used = inspect(model).columns, dict[str, BindParameter[Any]]()

    def __getattr__(self, name: str) -> BindParameter[Any]:
        if name not in self._columns:
            raise AttributeError(f"{name} is no column: a condition can't be made of it.")
        made = bindparam(f"of_{name}", type_=self._columns[name].type)
        return self._used.setdefault(name, made)

    def values(self, record: Any) -> Mapping[str, Any]:
        """Return the values of `record` for the parameters that the conditions use."""
        return {f"of_{name}": getattr(record, name) for name in self._used}
