"""Which record each row is about: by the key that an export carries, else by the register's key."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, inspect

from partyhub.database import Nameable, Record, db
from partyhub.forms import RecordForm
from partyhub.registers.importing.rows import Row
from partyhub.registers.register import Register
from partyhub.viewers import Viewer

Key = tuple[Any, ...]
CHUNK = 400


class Matcher:
    """Finds the records of portions of rows, with a few queries for each portion.

    The same key twice in one file is the judge's to say: `first_row` is where it stood first.
    """

    def __init__(self, register: Register, viewer: Viewer, form: RecordForm) -> None:
        self.register, self.viewer, self.form = register, viewer, form
        self._first_rows: dict[Any, int] = {}
        # The keys of the rows that were asked for last, by row.
        self._keys: dict[int, Key | None] = {}

    def find(self, rows: Sequence[Row]) -> list[Record | None]:
        """The record of each row, also one out of the viewer's sight; None: it isn't on record."""
        by_id = self._by_id({row.record_id for row in rows if row.record_id})
        keys = [None if row.record_id in by_id else self.key_of(row) for row in rows]
        self._keys = {row.number: key for row, key in zip(rows, keys, strict=True)}
        by_key = self._by_key([key for key in keys if key])
        return [
            by_id.get(row.record_id or 0) or (by_key.get(key) if key else None)
            for row, key in zip(rows, keys, strict=True)
        ]

    def find_seen(self, rows: Sequence[Row]) -> list[tuple[Record | None, bool]]:
        """The record of each row, as `find` says, and whether it is out of the viewer's sight."""
        found = self.find(rows)
        hidden = self.out_of_sight(record for record in found if record is not None)
        return [(each, each is not None and each.id in hidden) for each in found]

    def out_of_sight(self, records: Iterable[Record]) -> set[int]:
        """The ids of those of `records` that the viewer doesn't see."""
        ids = {record.id for record in records}
        seen = self.register.access.seen(self.viewer)
        return ids - self._ids_where(ids, seen)

    def not_kept(self, ids: set[int]) -> set[int]:
        """Those of `ids` whose records the viewer may not write."""
        condition = self.register.access.condition(self.viewer, writes=True)
        return ids - self._ids_where(ids, condition)

    def first_row(self, row: Row, record: Record | None) -> int | None:
        """The row of this file that was about the same record before, if there was one.

        `row` is one of those that `find` was asked for last.
        """
        marks: list[Any] = [] if record is None else [("id", record.id)]
        if key := self._keys[row.number]:
            marks.append(key)
        firsts = [self._first_rows.setdefault(mark, row.number) for mark in marks]
        return next((first for first in firsts if first != row.number), None)

    def note(self, row: Row, record: Record) -> None:
        """Remember that `row` made or changed `record`, which a later row may find by its key."""
        self._first_rows.setdefault(("id", record.id), row.number)

    def key_of(self, row: Row) -> Key | None:
        """The key as the row types it; None where it is empty or can't be read."""
        key = self._read(row, self.register.key)
        if key is None and self.register.other_key and not row.typed.get(self.register.key[0]):
            key = self._read(row, self.register.other_key)
        return key

    def _read(self, row: Row, names: Sequence[str]) -> Key | None:
        try:
            values = [self.form.read_key(name, row.typed) for name in names]
        except ValueError:
            return None
        if all(value is None for value in values) or values[0] is None:
            return None
        return (tuple(names), *(_mark(value) for value in values))

    def _by_id(self, ids: set[int]) -> dict[int, Record]:
        found: dict[int, Record] = {}
        for chunk in _chunks(sorted(ids)):
            query = self._query().where(self.register.model.id.in_(chunk))
            found |= {record.id: record for record in db.session.scalars(query).unique()}
        return found

    def _by_key(self, keys: Sequence[Key]) -> dict[Key, Record]:
        found: dict[Key, Record] = {}
        for names in {key[0] for key in keys}:
            wanted = {key for key in keys if key[0] == names}
            firsts = sorted({_stored(key[1]) for key in wanted}, key=str)
            for chunk in _chunks(firsts):
                query = self._query().where(_column(self.register, names[0]).in_(chunk))
                for record in db.session.scalars(query).unique():
                    key = (names, *(_mark(getattr(record, name)) for name in names))
                    if key in wanted:
                        found.setdefault(key, record)
        return found

    def _query(self) -> Select[Any]:
        return self.register.load().where(self.register.model.archived_at.is_(None))

    def _ids_where(self, ids: set[int], condition: Any) -> set[int]:
        found: set[int] = set()
        for chunk in _chunks(sorted(ids)):
            query = self.register.load().where(self.register.model.id.in_(chunk), condition)
            found |= set(db.session.scalars(query.with_only_columns(self.register.model.id)))
        return found


def _mark(value: Any) -> Any:
    """What stands for a value in a key: which record it is, else the value."""
    return (value.__tablename__, value.id) if isinstance(value, Nameable) else value


def _stored(mark: Any) -> Any:
    """What the column of a value holds for which `mark` stands."""
    return mark[1] if isinstance(mark, tuple) else mark


def _column(register: Register, name: str) -> Any:
    """The column of the first part of a key; that of a reference holds the id."""
    relation = inspect(register.model).relationships.get(name)
    if relation is None:
        return getattr(register.model, name)
    (column,) = relation.local_columns
    return column


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
