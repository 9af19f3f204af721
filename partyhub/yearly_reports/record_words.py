"""Records that make a difference, in words: what each is, and who did what to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from partyhub.database import db
from partyhub.figures import Scope
from partyhub.history.models import HistoryEntry
from partyhub.registers import Register
from partyhub.registers.pages import Entry, format_entry
from partyhub.registers.rights import find_readable
from partyhub.viewers import Viewer
from partyhub.yearly_reports.authors import find_authors
from partyhub.yearly_reports.comparing import RecordChange


@dataclass(frozen=True)
class Shown:
    """A record that makes a difference: what it is, and the acts that may have done it."""

    kind: str
    title: str
    url: str | None
    subject: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class RecordWords:
    """The titles, the addresses and the acts of records, read once for each register."""

    titles: Mapping[tuple[str, int], str]
    acts: Mapping[tuple[str, int], Sequence[HistoryEntry]]

    @classmethod
    def of(
        cls,
        viewer: Viewer,
        changes: Iterable[RecordChange],
        span: tuple[int, int | None] | None,
        scope: Scope,
    ) -> "RecordWords":
        """Return the words for these records; without a span of the history, no acts."""
        ids: dict[Register, set[int]] = {}
        for _, register, record_id in changes:
            ids.setdefault(register, set()).add(record_id)
        titles: dict[tuple[str, int], str] = {}
        acts: dict[tuple[str, int], Sequence[HistoryEntry]] = {}
        for register, own in ids.items():
            readable = find_readable(register.model, own, viewer)
            query = register.load().where(register.model.id.in_(readable))
            for record in db.session.scalars(query).unique():
                titles[register.name, record.id] = record.caption
            if span is not None:
                place = (own & readable, span, scope)
                by_id = find_authors(viewer, register, *place)
                acts |= {(register.name, key): found for key, found in by_id.items()}
        return cls(titles, acts)

    def shown(self, change: RecordChange) -> Shown:
        """Return the record in words; one that the viewer may not open has no title."""
        register = change.register
        key = (register.name, change.record_id)
        title = self.titles.get(key, "")
        url = url_for(f"{register.name}.show", record_id=change.record_id) if title else None
        return Shown(
            change.kind.value,
            title,
            url,
            str(register.title),
            [format_entry(entry, hide=False) for entry in self.acts.get(key, ())],
        )
