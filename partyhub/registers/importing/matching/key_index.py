"""Search of a register's records by the keys of rows, a few queries for many rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, inspect

from partyhub.database import Record, db
from partyhub.registers.folded_keys import Key, fold_part, key_of_record, select_parts
from partyhub.registers.register import Register

CHUNK = 400
# The first part of a key as it is stored, with the id of its record.
Stored = tuple[str, int]


class KeyIndex:
    """The records of a register by key; a key as it is written goes before one that is folded."""

    def __init__(self, register: Register) -> None:
        self.register = register
        # The first parts of all keys by column and folded text, read when a text isn't found.
        self._stored: dict[str, dict[str, list[Stored]]] = {}
        self._unpadded: dict[str, list[int]] | None = None

    def by_ids(self, ids: Iterable[int]) -> dict[int, Record]:
        """Return the records with these ids that are not archived."""
        found: dict[int, Record] = {}
        for chunk in chunks(sorted(ids)):
            query = self._query().where(self.register.model.id.in_(chunk))
            found |= {record.id: record for record in db.session.scalars(query).unique()}
        return found

    def by_keys(self, keys: Iterable[Key]) -> dict[Key, Record]:
        """Return the records that are not archived by those of `keys` that they have."""
        found: dict[Key, Record] = {}
        wanted = set(keys)
        for names in {key.names for key in wanted}:
            own = [key for key in wanted if key.names == names]
            firsts = sorted({_as_stored(key.values[0]) for key in own}, key=str)
            self._collect(found, own, self._records(_column(self.register, names[0]), firsts))
            left = [k for k in own if k not in found and type(k.values[0]) is str]
            ids = [each[1] for key in left for each in self._folded(key)]
            self._collect(found, left, self._records(self.register.model.id, sorted(set(ids))))
        return found

    def padded(self, key: Key) -> dict[int, Record]:
        """Return the records whose numbers are that of `key` behind zeros, by id."""
        number = key.folded[0]
        if len(key.names) > 1 or not str(number).isdigit() or number.startswith("0"):
            return {}
        if self._unpadded is None:
            self._unpadded = {}
            for folded, stored in self._by_first(key.names[0]).items():
                if folded[0] == "0":
                    ids = self._unpadded.setdefault(folded.lstrip("0"), [])
                    ids += [record_id for _, record_id in stored]
        return self.by_ids(self._unpadded.get(number, ()))

    def _collect(
        self, found: dict[Key, Record], keys: Sequence[Key], records: Iterable[Record]
    ) -> None:
        """Add the record of each of `keys`, which all have the same columns."""
        if not keys:
            return
        exact: dict[Any, Record] = {}
        folded: dict[Any, Record] = {}
        for record in records:
            key = key_of_record(record, keys[0].names)
            exact.setdefault(key.values, record)
            folded.setdefault(key.folded, record)
        for key in keys:
            if match := exact.get(key.values) or folded.get(key.folded):
                found[key] = match

    def _folded(self, key: Key) -> Iterable[Stored]:
        """Return the stored first parts that equal that of `key` only when folded."""
        first = key.values[0]
        found = self._by_first(key.names[0]).get(key.folded[0], ())
        return (each for each in found if each[0] != first)

    def _by_first(self, name: str) -> dict[str, list[Stored]]:
        if name not in self._stored:
            found: dict[str, list[Stored]] = {}
            for record_id, text in db.session.execute(select_parts(self.register, [name])):
                found.setdefault(fold_part(text), []).append((text, record_id))
            self._stored[name] = found
        return self._stored[name]

    def _records(self, column: Any, values: Sequence[Any]) -> Iterable[Record]:
        for chunk in chunks(values):
            yield from db.session.scalars(self._query().where(column.in_(chunk))).unique()

    def _query(self) -> Select[Any]:
        return self.register.load().where(self.register.model.archived_at.is_(None))


def chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _as_stored(mark: Any) -> Any:
    """Return the value of the column that `mark` represents."""
    return mark[1] if isinstance(mark, tuple) else mark


def _column(register: Register, name: str) -> Any:
    """Return the column of the first part of a key; for a reference, the column with the id."""
    relation = inspect(register.model).relationships.get(name)
    if relation is None:
        return getattr(register.model, name)
    (column,) = relation.local_columns
    return column
