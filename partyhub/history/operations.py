"""Operations that write the history."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol, cast

from flask import has_request_context
from sqlalchemy import Table

from partyhub.bulk_insert import insert_rows
from partyhub.clock import now
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.viewers import Viewer

# Where the session keeps the entries that it has logged.
_LOGGED = "logged"


class Subject(Protocol):
    """Anything that the history tells of: a record, or a version of a rule."""

    id: Any

    @property
    def title_in_history(self) -> str: ...


class Change(NamedTuple):
    """One changed column of a record, as plain JSON values before and after."""

    field: str
    old: Any
    new: Any


def log(
    viewer: Viewer,
    register: str,
    record: Subject | None,
    action: Action,
    changes: Sequence[Change] = (),
    reason: str | None = None,
) -> HistoryEntry:
    """Add one entry and return it; the caller commits it with the change itself."""
    entry = HistoryEntry(**entry_of(viewer, register, record, action, changes, reason))
    db.session.add(entry)
    if has_request_context():  # a command may log without end, and nobody asks it for more
        db.session.info.setdefault(_LOGGED, []).append(entry)
    return entry


def take_logged() -> list[HistoryEntry]:
    """Return the entries that a request has logged since this was last asked."""
    found: list[HistoryEntry] = db.session.info.pop(_LOGGED, [])
    return found


def log_many(entries: Sequence[Mapping[str, Any]], group_id: int) -> None:
    """Insert entries made by `entry_of` as parts of one import, all by one statement."""
    rows = [{**entry, "group_id": group_id} for entry in entries]
    insert_rows(db.session.connection(), cast(Table, HistoryEntry.__table__), rows)


def entry_of(
    viewer: Viewer,
    register: str,
    record: Subject | None,
    action: Action,
    changes: Sequence[Change],
    reason: str | None,
) -> dict[str, Any]:
    """Return the column values of one entry."""
    return {
        "at": now(),  # the moment of the act, not that of the flush, which may come later
        "user_id": viewer.user_id,
        "user_name": viewer.name,
        "register": register,
        "record_id": record.id if record else None,
        "record_title": record.title_in_history[:300] if record else "",
        "action": action,
        "reason": reason or None,
        "changes": [{"field": field, "old": old, "new": new} for field, old, new in changes],
    }
