"""Matching of rows to records: by the id that an export carries, else by key, else by name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext

from partyhub.database import Record, db
from partyhub.forms import RecordForm
from partyhub.registers.folded_keys import Key, key_of_record, key_of_values
from partyhub.registers.importing.matching.exported import find_exported
from partyhub.registers.importing.matching.key_index import KeyIndex, chunks
from partyhub.registers.importing.matching.matches import Match
from partyhub.registers.importing.matching.namesakes import Namesakes, RowsOfFile
from partyhub.registers.importing.matching.questions import ask_about_name, follow
from partyhub.registers.importing.places import Place
from partyhub.registers.importing.reading.layout import Layout
from partyhub.registers.importing.reading.rows import Row, without
from partyhub.registers.register import Register
from partyhub.texts import fold_name
from partyhub.viewers import Viewer


class Matcher:
    """The search for the records of portions of rows, with a few queries per portion.

    Repeated keys in a file are for the caller to judge: `first_row` returns the first row of a key.
    """

    def __init__(
        self,
        layout: Layout,
        exported_at: datetime | None,
        viewer: Viewer,
        form: RecordForm,
        decisions: Mapping[str, str],
        rows_of_file: RowsOfFile | None = None,
    ) -> None:
        self.layout, self.exported_at, self.viewer = layout, exported_at, viewer
        self.form, self.decisions = form, decisions
        self.register: Register = layout.register
        self._index = KeyIndex(self.register)
        self._rows_of_file = rows_of_file or RowsOfFile()
        self._namesakes = Namesakes(layout, self._rows_of_file)
        # The first row of the file with the id of each record.
        self._rows_of_ids: dict[int, int] = {}
        # The records of the last call of `find`, by row number, and the keys that find none.
        self._keys: dict[int, Key | None] = {}

    def find(self, rows: Sequence[Row]) -> list[Match]:
        """Return the record of each row, or none for a new one, with what is doubtful about it.

        Records out of the viewer's sight are included.
        """
        matches = [Match(row) for row in rows]
        self._match_ids(matches)
        self._match_keys([match for match in matches if match.record is None])
        self._note_hidden(matches)
        for match in matches:
            self._compare_name(match)
        if self.register.alike:
            self._match_names([match for match in matches if match.record is None])
        return matches

    def out_of_sight(self, ids: set[int]) -> set[int]:
        """Return those of `ids` whose records the viewer may not see."""
        seen = self.register.access.readable(self.viewer)
        return ids - self._ids_where(ids, seen)

    def not_writable(self, ids: set[int]) -> set[int]:
        """Return those of `ids` whose records the viewer may not write."""
        condition = self.register.access.condition(self.viewer, writes=True)
        return ids - self._ids_where(ids, condition)

    def first_row(self, row: Row, record: Record | None) -> Place | None:
        """Return the place of an earlier row of the file about the same record, or None.

        `row` must be one of the rows in the last call of `find`.
        """
        key = self._keys.get(row.number)
        mark: Any = ("id", record.id) if record is not None else key and key.mark
        if mark is None:
            return None
        first = self._rows_of_file.first.setdefault(mark, row.place)
        return None if first == row.place else first

    def note(self, row: Row, record: Record, *, is_new: bool) -> None:
        """Record that `row` made or changed `record`, which a later row may find by its key."""
        self._rows_of_file.first.setdefault(("id", record.id), row.place)
        if is_new:
            self._rows_of_file.made.add(record.id)

    def reserve(self, row: Row, record: Record) -> None:
        """Reserve the key that the system has made for the new record of `row`."""
        self._rows_of_file.first.setdefault(
            key_of_record(record, self.register.key).mark, row.place
        )

    def claim(self, row: Row, values: Sequence[Any], record: Record) -> bool:
        """Reserve a new key for `record`, which `row` changes; return whether no other one has it.

        `values` are those of the register's key.
        """
        key = key_of_values(self.register.key, values)
        if all(value is None for value in key.values):
            return True
        if self._rows_of_file.first.setdefault(key.mark, row.place) != row.place:
            return False
        with db.session.no_autoflush:
            other = self._index.by_keys([key]).get(key)
        return other is None or other is record

    def key_of(self, row: Row) -> Key | None:
        """Return the key that the row enters, or None if it is empty or unreadable.

        A row with an empty key may use the register's `other_key`.
        """
        key = self._read(row, self.register.key)
        if key is None and self.register.other_key and not row.typed.get(self.register.key[0]):
            key = self._read(row, self.register.other_key)
        return key

    def _read(self, row: Row, names: Sequence[str]) -> Key | None:
        try:
            values = [self.form.read_key(name, row.typed) for name in names]
        except ValueError:
            return None
        return None if values[0] is None else key_of_values(names, values)

    def _match_ids(self, matches: Sequence[Match]) -> None:
        """Find the records of the ids that an export carries; a copied row is a new one."""
        ids = {match.row.record_id for match in matches if match.row.record_id}
        found, copied = self._index.by_ids(ids), []
        for match in matches:
            row, record = match.row, found.get(match.row.record_id or 0)
            if record is None:
                continue
            first = self._rows_of_ids.setdefault(record.id, row.number)
            if self._is_copied(row, record, is_first=first == row.number):
                copied.append((match, record))
            else:
                match.record = record
        hidden = self.out_of_sight({record.id for _, record in copied}) if copied else set()
        for match, record in copied:
            sentence = _describe_copy("" if record.id in hidden else record.caption)
            match.warnings.append((self.register.key[0], sentence))
            match.row = replace(match.row, record_id=None, version=None)

    def _is_copied(self, row: Row, record: Record, *, is_first: bool) -> bool:
        """Return whether the row was made from that of `record`: its key says another one.

        So does its name, or the record's id has occurred before.
        """
        naming, first = self.register.naming, self.register.key[0]
        if naming and row.typed.get(first) == getattr(record, first):
            return False  # as most rows of an export
        if is_first and not naming:
            return False
        if row.version != record.version:  # its key may have changed here since
            then = find_exported(self.register, self.exported_at, record)
            if then.get(first) is not None and row.typed.get(first) == then[first]:
                return False
        key = self.key_of(row)
        if key is None:
            if not naming or row.typed.get(first):
                return False
        elif key.mark == key_of_record(record, key.names).mark:
            return False
        name = row.typed.get(naming)
        return not is_first or bool(name and fold_name(name) != fold_name(getattr(record, naming)))

    def _match_keys(self, matches: Sequence[Match]) -> None:
        self._keys = {match.row.number: self.key_of(match.row) for match in matches}
        keys = {key for key in self._keys.values() if key}
        found = self._index.by_keys(keys)
        for match in matches:
            key = self._keys[match.row.number]
            if key is None:
                continue
            match.record = found.get(key) or self._find_padded(match, key)
            if match.record is not None:
                match.row = _without_key(match.row, key, match.record)

    def _find_padded(self, match: Match, key: Key) -> Record | None:
        """Return the record whose number has lost its zeros in the file, if it can be told."""
        found = list(self._index.padded(key).values())
        naming = self.register.naming
        if not found or not naming:
            return None
        name = match.row.typed.get(naming)
        if len(found) > 1:
            found = [each for each in found if name and _has_name(each, naming, name)] or found
        numbers = "、".join(
            f"{each.caption}（{getattr(each, key.names[0])}）"
            for each in found
            if each.id not in self.out_of_sight({each.id})
        )
        if numbers:
            sentence = (
                gettext(
                    "The number may have lost its zeros; it is taken for %(known)s.", known=numbers
                )
                if len(found) == 1
                else gettext(
                    "The number may have lost its zeros: on record are %(known)s.", known=numbers
                )
            )
            match.warnings.append((key.names[0], sentence))
        return found[0] if len(found) == 1 else None

    def _compare_name(self, match: Match) -> None:
        """Ask about a row with the key of one record and the name of another."""
        naming, record, row = self.register.naming, match.record, match.row
        name = row.typed.get(naming)
        is_by_key = record is not None and row.record_id != record.id
        if not is_by_key or match.is_hidden or not naming or not name:
            return
        if not _has_name(record, naming, name):
            match.question = ask_about_name(self.layout, row, record)
            follow(match, self.decisions, self.register.key)
            if match.record is None:
                self._keys[row.number] = None

    def _match_names(self, matches: Sequence[Match]) -> None:
        """Find the records of rows without a key by name, and warn of records that may be twice."""
        people = self._namesakes
        people.read((match.row for match in matches), self.out_of_sight)
        for match in matches:
            if not match.is_left_out:
                people.judge(match, self._keys.get(match.row.number), self.decisions)
        found = self._index.by_ids(set(people.chosen.values()))
        for match in matches:
            match.record = found.get(people.chosen.get(match.row.number, 0))
        self._note_hidden([match for match in matches if match.record is not None])

    def _note_hidden(self, matches: Sequence[Match]) -> None:
        hidden = self.out_of_sight({m.record.id for m in matches if m.record is not None})
        for match in matches:
            match.is_hidden = match.record is not None and match.record.id in hidden

    def _ids_where(self, ids: set[int], condition: Any) -> set[int]:
        found: set[int] = set()
        for chunk in chunks(sorted(ids)):
            query = self.register.load().where(self.register.model.id.in_(chunk), condition)
            found |= set(db.session.scalars(query.with_only_columns(self.register.model.id)))
        return found


def _describe_copy(title: str) -> str:
    """Return the warning of a copied row; `title` is that of the record, if it may be named."""
    if not title:
        return gettext("This row was copied from another record; it is taken as a new record.")
    return gettext(
        "This row was copied from “%(title)s”; it is taken as a new record.", title=title
    )


def _has_name(record: Any, naming: str, name: str) -> bool:
    return fold_name(getattr(record, naming)) == fold_name(name)


def _without_key(row: Row, key: Key, record: Record) -> Row:
    """Return the row without the texts of its key that only folded equal those of the record."""
    own = key_of_record(record, key.names)
    other = [
        name
        for name, mine, stored in zip(key.names, key.values, own.values, strict=True)
        if type(mine) is str and mine != stored
    ]
    return replace(row, typed=without(row.typed, other)) if other else row
