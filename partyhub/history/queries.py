from sqlalchemy import Select, select

from partyhub.history.models import HistoryEntry


def select_history_of(register: str, record_id: int) -> Select[HistoryEntry]:
    """Everything done to one record, the newest first."""
    return (
        select(HistoryEntry)
        .where(HistoryEntry.register == register, HistoryEntry.record_id == record_id)
        .order_by(HistoryEntry.id.desc())
    )


def select_all_history() -> Select[HistoryEntry]:
    """Everything done to any record, the newest first: for auditors and the owner."""
    return select(HistoryEntry).order_by(HistoryEntry.id.desc())
