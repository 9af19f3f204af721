from collections.abc import Sequence
from typing import Any, NamedTuple

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
    group_id: int | None = None,
) -> HistoryEntry:
    """Add one entry; the caller commits it with the change itself."""
    entry = HistoryEntry(
        at=now(),  # the moment of the act, not that of the flush, which may come later
        user_id=viewer.user_id,
        user_name=viewer.name,
        register=register,
        record_id=record.id if record else None,
        record_title=record.caption[:300] if record else "",
        action=action,
        reason=reason or None,
        group_id=group_id,
        changes=[change._asdict() for change in changes],
    )
    db.session.add(entry)
    return entry
