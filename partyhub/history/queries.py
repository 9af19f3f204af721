"""Queries for the history."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Select, Text, cast, func, select

from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry, ImportSnapshot

# How both databases store that there was nothing before.
NOTHING = "null"


def select_history_of(register: str, record_id: int) -> Select[HistoryEntry]:
    """Select everything done to one record, newest first."""
    return (
        select(HistoryEntry)
        .where(HistoryEntry.register == register, HistoryEntry.record_id == record_id)
        .order_by(HistoryEntry.id.desc())
    )


def find_last_acts(
    register: str, ids: Collection[int], action: Action
) -> Mapping[int, HistoryEntry]:
    """Return the last act of this kind on each record that had one, by the record's id."""
    query = select(HistoryEntry).where(
        HistoryEntry.register == register,
        HistoryEntry.record_id.in_(ids),
        HistoryEntry.action == action,
    )
    entries = db.session.scalars(query.order_by(HistoryEntry.id))
    return {entry.record_id or 0: entry for entry in entries}


def is_of_new_record() -> ColumnElement[bool]:
    """Return the condition that an import made the record of a snapshot: there was none before."""
    return func.coalesce(cast(ImportSnapshot.before, Text), NOTHING) == NOTHING


def select_all_history() -> Select[HistoryEntry]:
    """Select everything done to any record, newest first, for auditors and the owner."""
    return select(HistoryEntry).order_by(HistoryEntry.id.desc())
