"""Saving many records together: written and logged by portions, as one group of the history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from sqlalchemy import Table, insert, inspect, select
from sqlalchemy.orm import RelationshipProperty
from sqlalchemy.orm.attributes import set_committed_value

from partyhub.database import Nameable, Record, db, give_ids
from partyhub.forms import RecordForm
from partyhub.history.models import Action, ImportGroup, ImportImage
from partyhub.history.operations import Change, entry_of, log_many
from partyhub.registers.register import Register, register_of
from partyhub.registers.saving import EMPTY, differences, fill_empty_lists, note_search, snapshot
from partyhub.registers.values import plain
from partyhub.viewers import Viewer


@dataclass
class Batch:
    """Records that are saved but not written yet; `flush` writes and logs them.

    It says the same of each record as `saving.save` does, with few statements for many records.
    Without a group, what is saved will be given up, so nothing is logged of it.
    """

    viewer: Viewer
    group: ImportGroup | None
    _made: list[tuple[Record, str | None]] = field(default_factory=list)
    _changed: list[tuple[Record, list[Change], Any, str | None]] = field(default_factory=list)
    # What new records said that is written later on: the history tells it of them.
    _said: dict[Record, dict[str, Any]] = field(default_factory=dict)

    def save(self, register: Register, record: Record | None, form: RecordForm) -> Record:
        """Write what `form` holds to `record`, or to a new one."""
        reason = form.reason.data
        if record is None:
            record = register.model()
            made = [record, *register.store(record, form.values(), self.viewer)]
        else:
            made = self._change(register, record, form, reason)
        for item in made:
            self._add(item, reason)
        return record

    def _change(
        self, register: Register, record: Record, form: RecordForm, reason: str | None
    ) -> list[Record]:
        before = image_of(record) if self.group is not None else None
        old = snapshot(record)
        made = list(register.store(record, form.values(), self.viewer))
        changes = differences(old, snapshot(record))
        if changes:
            note_search(record)
            self._changed.append((record, changes, before, reason))
        return made

    def _add(self, record: Record, reason: str | None) -> None:
        fill_empty_lists(record)
        session = db.session()
        if record not in session:  # where a record that was added refers to it, it is
            session.add(record)
        note_search(record)
        self._made.append((record, reason))

    def add(self, records: Iterable[Record]) -> None:
        """Take in new records that no form made."""
        for record in records:
            self._add(record, None)

    def note(self, record: Record, said: Mapping[str, Any]) -> None:
        """Let the history of a new record tell what it said and what is written later on."""
        if said:
            register = register_of(record)
            columns = [column for column in register.columns if column.key in said]
            self._said[record] = {c.key: plain(said[c.key], register.kind(c)) for c in columns}

    def flush(self) -> None:
        """Write what was saved since the last time, log it, and keep how it was before."""
        give_ids([record for record, _ in self._made])
        db.session.flush()
        _note_namesakes(record for record, _ in self._made)
        if self.group is not None:
            self._log(self.group)
        self.give_up()

    def give_up(self) -> None:
        """Forget what was saved since the last flush."""
        self._made.clear()
        self._changed.clear()
        self._said.clear()

    def _log(self, group: ImportGroup) -> None:
        entries, images = [], []
        for record, action, changes, before, reason in self._acts():
            name = register_of(record).name
            entries.append(entry_of(self.viewer, name, record, action, changes, reason))
            about = {"group_id": group.id, "register": name, "record_id": record.id}
            images.append({**about, "before": before})
        if entries:
            log_many(entries, group.id)
            db.session.execute(insert(cast(Table, ImportImage.__table__)), images)

    def _acts(self) -> Iterator[tuple[Record, Action, list[Change], Any, str | None]]:
        for record, reason in self._made:
            values = snapshot(record) | self._said.get(record, {})
            changes = [Change(k, None, value) for k, value in values.items() if value not in EMPTY]
            yield record, Action.CREATED, changes, None, reason
        for record, changes, before, reason in self._changed:
            yield record, Action.CHANGED, changes, before, reason


def _note_namesakes(records: Iterable[Record]) -> None:
    """Let new records know whether they share their name: one query for each kind of them."""
    named: dict[type[Nameable], dict[int, Nameable]] = {}
    for record in records:
        if isinstance(record, Nameable):
            named.setdefault(type(record), {})[record.id] = record
    for model, known in named.items():
        query = select(model.id, model.shares_name).where(model.id.in_(known))
        for record_id, shares_name in db.session.execute(query):
            set_committed_value(known[record_id], "shares_name", shares_name)


def image_of(record: Record) -> dict[str, Any]:
    """Every stored value of `record` and of its dated rows, as plain JSON; see `put_back`."""
    rows = {
        relation.key: [_values(child) for child in getattr(record, relation.key)]
        for relation in row_relations(type(record))
        if relation.key in record.__dict__
    }
    return {"values": _values(record), "rows": rows}


def row_relations(model: type[Any]) -> Iterable[RelationshipProperty[Any]]:
    """The lists of rows that are no records of their own, but part of a record of `model`."""
    relations = inspect(model).relationships
    return [
        relation
        for relation in relations
        if relation.uselist and not issubclass(relation.mapper.class_, Record)
    ]


def put_back(record: Record, image: Mapping[str, Any]) -> None:
    """Give `record` and its dated rows the values of an image, but not its version."""
    _set(record, image["values"], leave=("id", "version", "created_at", "updated_at"))
    for relation in row_relations(type(record)):
        if relation.key in image["rows"]:
            _set_rows(record, relation, image["rows"][relation.key])


def _set_rows(record: Record, relation: Any, wanted: list[dict[str, Any]]) -> None:
    """Make the rows those of the image: one with its key is kept, others are made or removed."""
    model = relation.mapper.class_
    keys = [column.key for column in relation.mapper.primary_key]
    kept = {tuple(getattr(row, key) for key in keys): row for row in getattr(record, relation.key)}
    found = []
    for values in wanted:
        row = kept.pop(tuple(_read(model, key, values[key]) for key in keys), None) or model()
        _set(row, values)
        found.append(row)
    for row in kept.values():
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
    """Whether the attribute is a column of the table, not an expression over it."""
    return bool(attr.columns[0].table is not None and hasattr(attr.columns[0], "primary_key"))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(model: type[Any], key: str, value: Any) -> Any:
    """Return what `_plain` made of a column's value as the column takes it."""
    kind = inspect(model).column_attrs[key].columns[0].type
    if value is None or not isinstance(value, str):
        return value
    python = kind.python_type
    if issubclass(python, Enum):
        return python(value)
    if python in (date, datetime, time):
        return python.fromisoformat(value)
    return Decimal(value) if python is Decimal else value
