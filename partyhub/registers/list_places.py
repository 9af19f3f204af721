"""Places in a list, as the addresses of its pages name them: a sort value and an id."""

import base64
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, DateTime, Enum, Select

from partyhub.database import db
from partyhub.dialects import remember_answer


class Count(NamedTuple):
    """A number of records; if it isn't exact, there are more than this number."""

    number: int
    is_exact: bool


def read_count(query: Select[Any], values: Mapping[str, Any]) -> int:
    """Return the number that `query` counts.

    Without `values`, which differ from search to search, it is remembered (dialects/answers.py).
    """
    connection = db.session.connection()

    def ask() -> int:
        return connection.scalar(query, values) or 0

    return ask() if values else remember_answer(connection, query, ask)


def mark_of(row: tuple[Any, Any]) -> str:
    """Return the place of a (record, sort key) pair, for an address."""
    record, key = row
    value = key.isoformat() if isinstance(key, date | datetime) else key
    return base64.urlsafe_b64encode(json.dumps([value, record.id]).encode()).decode()


def read_mark(mark: str, kind: Any) -> dict[str, Any]:
    """Return a place as query parameters; empty if there is none, or it is that of another sort.

    `kind` is the type of the column that the list is sorted by.
    """
    try:
        value, record_id = json.loads(base64.urlsafe_b64decode(mark.encode()))
        return _read_place(value, record_id, kind) if mark else {}
    except (ValueError, TypeError):
        return {}


def _read_place(value: Any, record_id: Any, kind: Any) -> dict[str, Any]:
    if isinstance(kind, Date):
        value = date.fromisoformat(value)
    elif isinstance(kind, Enum) and kind.enum_class is not None:
        value = kind.enum_class(value)
    elif not isinstance(value, kind.python_type) or isinstance(kind, DateTime):
        raise TypeError("another sort's place")
    str(value).encode()  # half a surrogate pair, which no database takes, is a ValueError
    if not isinstance(record_id, int) or not 0 < record_id < 2**31:
        raise TypeError("no id")
    return {"place": value, "place_id": record_id}
