"""Batches of records that are written and logged in portions, as one group of the history."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from sqlalchemy import Table, inspect, select
from sqlalchemy.orm import RelationshipProperty
from sqlalchemy.orm.attributes import set_committed_value

from partyhub import clock
from partyhub.bulk_insert import insert_rows
from partyhub.database import Nameable, Record, db
from partyhub.forms import RecordForm
from partyhub.history.models import Action, ImportRun, ImportSnapshot
from partyhub.history.operations import Change, entry_of, log_many
from partyhub.registers.aftereffects import Aftereffect, Refusal, effects_on, values_before
from partyhub.registers.catalog import current_catalog, register_of
from partyhub.registers.inserting import assign_ids, let_go, wait, write_waiting
from partyhub.registers.register import Register
from partyhub.registers.saving import EMPTY, differences, fill_empty_lists, note_search, snapshot
from partyhub.registers.values import plain
from partyhub.viewers import Viewer


@dataclass
class Batch:
    """Saved records that are not written yet; `flush` writes and logs them.

    The log has the same entries as `saving.save` makes, but needs few statements for many records.
    """

    viewer: Viewer
    run: ImportRun
    _made: list[tuple[Record, str | None]] = field(default_factory=list)
    _changed: list[tuple[Record, list[Change], Any, str | None]] = field(default_factory=list)
    # Values of new records that are written later; the history lists them with the new record.
    _deferred: dict[Record, dict[str, Any]] = field(default_factory=dict)
    # What follows from saved records, once all are judged.
    _effects: dict[Register, Sequence[Aftereffect]] = field(default_factory=dict)
    _follows: list[tuple[Aftereffect, Record]] = field(default_factory=list)
    _pending: list[tuple[Aftereffect, Record]] = field(default_factory=list)

    def save(self, register: Register, record: Record | None, form: RecordForm) -> Record:
        """Store the values of `form` in `record`, or in a new record, and return it."""
        reason = form.reason.data
        if register not in self._effects:
            self._effects[register] = effects_on(register)
        effects = self._effects[register]
        before = values_before(effects, record)
        if record is None:
            record = register.model()
            made = [record, *register.store(record, form.values(), self.viewer)]
        else:
            made = self._change(register, record, form, reason)
        for item in made:
            self._add(item, reason)
        self._pending += [(each, record) for each in effects if each.concerns(record, before)]
        return record

    def settle(self) -> list[str]:
        """Settle what follows from all records saved so far; return sentences about it."""
        ids = self._ids_by_effect()
        self._follows.clear()
        found = [text for effect, own in ids.items() for text in effect.settle(own, self)]
        self.flush()
        return found

    def judge(self) -> Iterator[tuple[Register, Refusal]]:
        """Yield what is refused of the records saved so far, each with its register."""
        for effect, ids in self._ids_by_effect().items():
            for refusal in effect.judge(ids):
                yield effect.of, refusal

    def _ids_by_effect(self) -> dict[Aftereffect, list[int]]:
        found: dict[Aftereffect, list[int]] = {}
        for effect, record in self._follows:
            found.setdefault(effect, []).append(record.id)
        return found

    @contextmanager
    def track(self, *records: Record, reason: str | None = None) -> Iterator[None]:
        """Log the columns of stored `records` that the block changes, as changes of the import."""
        before = [(take_snapshot(record), snapshot(record)) for record in records]
        yield
        for record, (image, old) in zip(records, before, strict=True):
            changes = differences(old, snapshot(record))
            if changes:
                note_search(record)
                self._changed.append((record, changes, image, reason))

    def has_made(self, record: Record) -> bool:
        """Return whether this import has made `record`."""
        query = select(ImportSnapshot).where(
            ImportSnapshot.group_id == self.run.id,
            ImportSnapshot.register == register_of(record).name,
            ImportSnapshot.record_id == record.id,
        )
        return any(image.before is None for image in db.session.scalars(query))

    def _change(
        self, register: Register, record: Record, form: RecordForm, reason: str | None
    ) -> list[Record]:
        before = take_snapshot(record)
        old = snapshot(record)
        made = list(register.store(record, form.values(), self.viewer))
        changes = differences(old, snapshot(record))
        if changes:
            note_search(record)
            self._changed.append((record, changes, before, reason))
        return made

    def _add(self, record: Record, reason: str | None) -> None:
        fill_empty_lists(record)
        wait(record)
        note_search(record)
        self._made.append((record, reason))

    def add(self, records: Iterable[Record]) -> None:
        """Add new records that were made without a form."""
        for record in records:
            self._add(record, None)

    def note(self, record: Record, deferred: Mapping[str, Any]) -> None:
        """Add `deferred`, the values that are written later, to the history of a new record.

        The rows that complete the record refer to it, so it is added to the session.
        """
        if deferred:
            db.session.add(record)
            register = register_of(record)
            columns = [column for column in register.columns if column.key in deferred]
            self._deferred[record] = {
                c.key: plain(deferred[c.key], register.kind(c)) for c in columns
            }

    def flush(self) -> None:
        """Write and log everything saved since the last flush.

        The state that each record had before is stored as a snapshot.
        """
        assign_ids([record for record, _ in self._made])
        write_waiting()
        _note_namesakes(record for record, _ in self._made)
        self._log()
        self._follows += self._pending
        let_go(record for record, _ in self._made)
        self.discard()

    def discard(self) -> None:
        """Drop everything saved since the last flush."""
        self._made.clear()
        self._changed.clear()
        self._deferred.clear()
        self._pending.clear()

    def _log(self) -> None:
        entries, images, registers = [], [], current_catalog().by_model
        for record, action, changes, before, reason in self._acts():
            name = registers[type(record)].name
            entries.append(entry_of(self.viewer, name, record, action, changes, reason))
            about = {"group_id": self.run.id, "register": name, "record_id": record.id}
            images.append({**about, "before": before})
        if entries:
            log_many(entries, self.run.id)
            insert_rows(db.session.connection(), cast(Table, ImportSnapshot.__table__), images)

    def _acts(self) -> Iterator[tuple[Record, Action, list[Change], Any, str | None]]:
        today = clock.today()
        for record, reason in self._made:
            values = snapshot(record, today) | self._deferred.get(record, {})
            changes = [
                Change(k, None, value) for k, value in values.items() if value or value not in EMPTY
            ]
            yield record, Action.CREATED, changes, None, reason
        for record, changes, before, reason in self._changed:
            yield record, Action.CHANGED, changes, before, reason


def _note_namesakes(records: Iterable[Record]) -> None:
    """Set `shares_name` on new records, with one query per model."""
    named: dict[type[Nameable], dict[int, Nameable]] = {}
    for record in records:
        if isinstance(record, Nameable):
            named.setdefault(type(record), {})[record.id] = record
    for model, known in named.items():
        query = select(model.id, model.shares_name).where(model.id.in_(known))
        for record_id, shares_name in db.session.execute(query):
            set_committed_value(known[record_id], "shares_name", shares_name)


def take_snapshot(record: Record) -> dict[str, Any]:
    """Return every stored value of `record` and of its dated rows as plain JSON, for `put_back`.

    The shape is {"values": {attribute: value}, "rows": {relation: [{attribute: value}]}}. Relations
    that aren't loaded are left out.
    """
    rows = {
        relation.key: [_values(child) for child in getattr(record, relation.key)]
        for relation in row_relations(type(record))
        if relation.key in record.__dict__
    }
    return {"values": _values(record), "rows": rows}


def row_relations(model: type[Any]) -> Iterable[RelationshipProperty[Any]]:
    """Return the relations of `model` to lists of rows that are part of a record, not records."""
    relations = inspect(model).relationships
    return [
        relation
        for relation in relations
        if relation.uselist and not issubclass(relation.mapper.class_, Record)
    ]


def put_back(record: Record, image: Mapping[str, Any]) -> None:
    """Set `record` and its dated rows to the values of a snapshot made by `take_snapshot`.

    The id, the version and the timestamps stay.
    """
    _set(record, image["values"], leave=("id", "version", "created_at", "updated_at"))
    for relation in row_relations(type(record)):
        if relation.key in image["rows"]:
            _set_rows(record, relation, image["rows"][relation.key])


def _set_rows(record: Record, relation: Any, wanted: list[dict[str, Any]]) -> None:
    """Make the rows equal to `wanted`, which come from a snapshot.

    Rows with the same primary key are updated; others are added or deleted.
    """
    model = relation.mapper.class_
    keys = [column.key for column in relation.mapper.primary_key]
    existing = {
        tuple(getattr(row, key) for key in keys): row for row in getattr(record, relation.key)
    }
    found = []
    for values in wanted:
        row = existing.pop(tuple(_read(model, key, values[key]) for key in keys), None) or model()
        _set(row, values)
        found.append(row)
    for row in existing.values():
        if row in db.session:
            db.session.delete(row)
    getattr(record, relation.key)[:] = found


def _values(item: Any) -> dict[str, Any]:
    columns = inspect(type(item)).column_attrs
    return {attr.key: _plain(getattr(item, attr.key)) for attr in columns if _is_stored(attr)}


def _set(item: Any, values: Mapping[str, Any], leave: Iterable[str] = ()) -> None:
    for key, value in values.items():
        if key not in leave:
            setattr(item, key, _read(type(item), key, value))


def _is_stored(attr: Any) -> bool:
    """Return whether the attribute is a column of the table, not an expression over it."""
    return bool(attr.columns[0].table is not None and hasattr(attr.columns[0], "primary_key"))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(model: type[Any], key: str, value: Any) -> Any:
    """Return the value that a column takes for the plain value that `_plain` made of it."""
    kind = inspect(model).column_attrs[key].columns[0].type
    if value is None or not isinstance(value, str):
        return value
    python = kind.python_type
    if issubclass(python, Enum):
        return python(value)
    if python in (date, datetime, time):
        return python.fromisoformat(value)
    return Decimal(value) if python is Decimal else value
