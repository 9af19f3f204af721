"""Cells that were changed here since a file was exported, and what they held then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from partyhub import clock
from partyhub.database import Record, db
from partyhub.forms import RecordForm
from partyhub.history.models import HistoryEntry
from partyhub.registers.editing import form_values
from partyhub.registers.importing.cells import comparable, same_text, shown_text
from partyhub.registers.importing.outcomes import CellChange, Clash
from partyhub.registers.importing.rows import Row
from partyhub.registers.importing.sheets import Layout
from partyhub.registers.values import words, words_of_plain


@dataclass
class Clashes:
    """Answers, for records changed since `exported_at`, what each changed column held then."""

    layout: Layout
    form: RecordForm
    exported_at: datetime | None

    def __post_init__(self) -> None:
        self.register = self.layout.register

    def bases_of(self, record: Record) -> Mapping[str, Any]:
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
        held, found = self.bases_of(record) if texts else {}, {}
        for key, text in texts.items():
            column = self.register.column(key)
            kind = self.register.kind(column) if column else ""
            if key not in held or not same_text(text, shown_text(held[key], kind), kind):
                found[key] = text
        return found

    def clash(
        self, row: Row, record: Record, key: str, text: str, bases: Mapping[str, Any]
    ) -> Clash:
        """What stands against the text in the column: the value on record, and the exported one."""
        column = self.register.column(key)
        assert column is not None
        kind = self.register.kind(column)
        now = words(column.value(record, clock.today()), kind)
        then = words_of_plain(self.register, column, bases[key]) if key in bases else now
        is_edited = key not in bases or not self._says(record, key, text, bases[key])
        change = CellChange(key, self.register.header(column), now, text)
        place = self.layout.place(row.place.sheet, row.number, key)
        return Clash(place, change, then, is_edited)

    def _says(self, record: Record, key: str, text: str, was: Any) -> bool:
        """Whether the text is what the export wrote for a plain value of the column."""
        column = self.register.column(key)
        assert column is not None
        kind = self.register.kind(column)
        self.form.begin(record, form_values(self.register, record), {key: text})
        return same_text(text, shown_text(was, kind), kind) or (
            not self.form[key].errors
            and comparable(self.form[key].data, kind) == comparable(was, kind)
        )
