"""Values that an export showed of a record, told from the history since."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from partyhub.database import Record, db
from partyhub.history.models import READING, HistoryEntry
from partyhub.registers.register import Register


def find_exported(register: Register, at: datetime | None, record: Record) -> Mapping[str, Any]:
    """Return the value at `at`, as plain JSON, of each column that has changed since."""
    if at is None:
        return {}
    query = (
        select(HistoryEntry.changes)
        .where(
            HistoryEntry.register == register.name,
            HistoryEntry.record_id == record.id,
            HistoryEntry.at > at,
        )
        .order_by(HistoryEntry.id.desc())
    )
    found: dict[str, Any] = {}
    for changes in db.session.scalars(query):  # the oldest comes last and wins
        found |= {change["field"]: change["old"] for change in changes}
    return found


def has_changed_since(at: datetime, run_id: int) -> bool:
    """Return whether anything has changed since `at`, besides what the import `run_id` did."""
    entry = HistoryEntry
    is_others = entry.group_id.is_distinct_from(run_id) & entry.action.not_in(READING)
    return bool(db.session.scalar(select(exists().where(entry.at > at, is_others))))
