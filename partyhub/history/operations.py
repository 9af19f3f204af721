from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, insert

from partyhub.clock import now
from partyhub.database import Record, db
from partyhub.history.models import Action, HistoryEntry
from partyhub.viewers import Viewer


class Change(NamedTuple):
    """One column of a record, as plain JSON values before and after."""

    field: str
    old: Any
    new: Any


def log(
    viewer: Viewer,
    register: str,
    record: Record | None,
    action: Action,
    changes: Sequence[Change] = (),
    reason: str | None = None,
) -> HistoryEntry:
    """Add one entry; the caller commits it with the change itself."""
    entry = HistoryEntry(**entry_of(viewer, register, record, action, changes, reason))
    db.session.add(entry)
    return entry


def log_many(entries: Sequence[Mapping[str, Any]], group_id: int) -> None:
    """Write what `entry_of` made, as parts of one import: one statement for all of them."""
    rows = [{**entry, "group_id": group_id} for entry in entries]
    db.session.execute(
        insert(cast(Table, HistoryEntry.__table__)), rows
    )  # no objects are wanted of them


def entry_of(
    viewer: Viewer,
    register: str,
    record: Record | None,
    action: Action,
    changes: Sequence[Change],
    reason: str | None,
) -> dict[str, Any]:
    """The columns of one entry."""
    return {
        "at": now(),  # the moment of the act, not that of the flush, which may come later
        "user_id": viewer.user_id,
        "user_name": viewer.name,
        "register": register,
        "record_id": record.id if record else None,
        "record_title": record.caption[:300] if record else "",
        "action": action,
        "reason": reason or None,
        "changes": [{"field": field, "old": old, "new": new} for field, old, new in changes],
    }
