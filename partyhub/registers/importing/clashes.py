"""What a record held when a file was exported: read back from its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from partyhub.database import Record, db
from partyhub.history.models import HistoryEntry
from partyhub.registers.importing.cells import same_text, shown_text
from partyhub.registers.register import Register


class Bases:
    """Answers, for records changed since `exported_at`, what each changed column held then."""

    def __init__(self, register: Register, exported_at: datetime | None) -> None:
        self.register, self.exported_at = register, exported_at

    def of(self, record: Record) -> Mapping[str, Any]:
        """Plain values by column: those of the first change after the export, from before it."""
        if self.exported_at is None:
            return {}
        query = (
            select(HistoryEntry.changes)
            .where(
                HistoryEntry.register == self.register.name,
                HistoryEntry.record_id == record.id,
                HistoryEntry.at > self.exported_at,
            )
            .order_by(HistoryEntry.id.desc())
        )
        found: dict[str, Any] = {}
        for changes in db.session.scalars(query):  # the oldest comes last, and stays
            found |= {change["field"]: change["old"] for change in changes}
        return found

    def unknown_of(self, record: Record, texts: Mapping[str, str]) -> dict[str, str]:
        """Those of `texts` that aren't what the export wrote of columns that changed since."""
        held, found = self.of(record) if texts else {}, {}
        for key, text in texts.items():
            column = self.register.column(key)
            kind = self.register.kind(column) if column else ""
            if key not in held or not same_text(text, shown_text(held[key], kind), kind):
                found[key] = text
        return found
