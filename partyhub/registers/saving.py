"""Saving of records from forms; every change is logged in the same transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import instance_dict, set_committed_value

from partyhub import clock
from partyhub.database import Nameable, Record, db
from partyhub.forms import RecordForm
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.pinyin import pinyin_of, search_words
from partyhub.registers.aftereffects import effects_on, values_before
from partyhub.registers.catalog import register_of
from partyhub.registers.folded_keys import find_folded, key_of_record, key_of_values
from partyhub.registers.inserting import lists_of
from partyhub.registers.register import Column, Register
from partyhub.registers.values import AS_IT_IS, plain
from partyhub.viewers import Viewer


def save(register: Register, record: Record | None, form: RecordForm) -> Record:
    """Store the form's values in `record`, or in a new one, log it and return it; never commits.

    What follows for records of other registers is settled and logged, too.
    """
    effects = effects_on(register)
    before = values_before(effects, record)
    if record is None:
        record = register.model()
        made = register.store(record, form.values(), form.viewer)
        add(record, form.viewer, reason=form.reason.data)
        for other in made:
            add(other, form.viewer)
    else:
        with track_changes(form.viewer, Action.CHANGED, record, reason=form.reason.data):
            for other in register.store(record, form.values(), form.viewer):
                add(other, form.viewer)
    for effect in effects:
        if effect.concerns(record, before):
            effect.settle([record.id], OwnTracker(form.viewer))
    return record


@dataclass(frozen=True)
class OwnTracker:
    """The tracker of what a viewer's own act changes, outside of any import."""

    viewer: Viewer

    def track(self, *records: Record, reason: str | None = None) -> AbstractContextManager[None]:
        """Log the columns of `records` that the block changes."""
        return track_changes(self.viewer, Action.CHANGED, *records, reason=reason)

    def has_made(self, _record: Record) -> bool:
        """Return False: nothing here was made by an import."""
        return False


def add(
    record: Record, viewer: Viewer, action: Action = Action.CREATED, reason: str | None = None
) -> None:
    """Store a new record and log every column with a value."""
    if inspect(record).transient:
        fill_empty_lists(record)
    db.session.add(record)
    touch(record)
    after = snapshot(record)
    changes = [Change(key, None, value) for key, value in after.items() if value not in EMPTY]
    log(viewer, register_of(record).name, record, action, changes, reason)


def fill_empty_lists(record: Record) -> None:
    """Set the unset lists of a new record to empty, because loading them would raise."""
    for key in lists_of(type(record)):
        if key not in record.__dict__:
            set_committed_value(record, key, [])


EMPTY: tuple[Any, ...] = (None, "", [])


@contextmanager
def track_changes(
    viewer: Viewer, action: Action, *records: Record, reason: str | None = None
) -> Iterator[None]:
    """Log the columns of `records` that the block changes; without changes nothing is logged."""
    before = [snapshot(record) for record in records]
    yield
    db.session.flush()
    for record, old in zip(records, before, strict=True):
        changes = differences(old, snapshot(record))
        if changes:
            touch(record)
            log(viewer, register_of(record).name, record, action, changes, reason)


def touch(record: Record) -> None:
    """Update what lists search and sort by, and flush, which increments the record's version."""
    note_search(record)
    db.session.flush()


def note_search(record: Record) -> None:
    """Set what lists search and sort by, and the time of the change (for a new version)."""
    people, others = record.search_parts()
    record.search_text = search_words(*others, people=people)
    if isinstance(record, Nameable):
        record.pinyin = pinyin_of(record.name)
    record.updated_at = clock.now()


def snapshot(record: Record, day: date | None = None) -> dict[str, Any]:
    """Return every column of `record` as plain JSON, with its value on `day` (default: today)."""
    day, known = day or clock.today(), instance_dict(record)
    found: dict[str, Any] = {}
    for key, kind, column in _columns_of(register_of(record)):
        if column.compute is not None:
            parts = [known[k] if k in known else getattr(record, k) for k in column.reads]
            value = column.compute(day, *parts)
        elif column.read is not None:
            value = column.read(record, day)
        else:
            value = known[key] if key in known else getattr(record, key)
        is_plain = value is None or type(value) in AS_IT_IS
        found[key] = value if is_plain else plain(value, kind)
    return found


@cache
def _columns_of(register: Register) -> Sequence[tuple[str, str, Column]]:
    """Return (key, kind, column) of each column."""
    return [(column.key, register.kind(column), column) for column in register.columns]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return the changes from `old` to `new`; empty values of different types count as equal."""
    return [
        Change(key, old.get(key), value)
        for key, value in new.items()
        if old.get(key) != value and not (old.get(key) in EMPTY and value in EMPTY)
    ]


def archive(record: Record, viewer: Viewer, reason: str | None) -> None:
    """Void `record`: it leaves lists and figures, also of past periods, but not the history."""
    record.archived_at = record.updated_at = clock.now()
    log(viewer, register_of(record).name, record, Action.ARCHIVED, (), reason)


def restore(record: Record, viewer: Viewer, reason: str | None = None) -> None:
    """Restore a voided record and log it."""
    record.archived_at = None
    record.updated_at = clock.now()
    log(viewer, register_of(record).name, record, Action.RESTORED, (), reason)


def find_duplicate(
    register: Register, values: Mapping[str, Any], record: Record | None
) -> Record | None:
    """Return another record, not archived, with the same key as `values`, or None.

    Texts are compared folded. A part of the key may be empty, such as the topic of a duty; an
    entirely empty key has no duplicate.
    """
    key = {name: values.get(name) for name in register.key}
    if all(value is None for value in key.values()):
        return None
    ids = find_folded(register, key)
    query = register.load().where(register.model.id.in_(ids))
    with db.session.no_autoflush:
        found = db.session.scalars(query).unique().all() if ids else ()
    wanted = key_of_values(key, list(key.values())).mark
    others = (other for other in found if record is None or other.id != record.id)
    return next((o for o in others if key_of_record(o, list(key)).mark == wanted), None)
