"""The one place where forms meet records: what is saved is recorded, in the same transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value

from partyhub import clock
from partyhub.database import Nameable, Record, db
from partyhub.forms import RecordForm
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.pinyin import pinyin_of, search_words
from partyhub.registers.register import REGISTERS, Column, Register, register_of
from partyhub.registers.values import plain
from partyhub.viewers import Viewer


def save(register: Register, record: Record | None, form: RecordForm) -> Record:
    """Write what `form` holds to `record`, or to a new one, and log it; never commits."""
    if record is None:
        record = register.model()
        made = register.store(record, form.values(), form.viewer)
        add(record, form.viewer, reason=form.reason.data)
        for other in made:
            add(other, form.viewer)
        return record
    with recorded(form.viewer, Action.CHANGED, record, reason=form.reason.data):
        for other in register.store(record, form.values(), form.viewer):
            add(other, form.viewer)
    return record


def add(
    record: Record, viewer: Viewer, action: Action = Action.CREATED, reason: str | None = None
) -> None:
    """Store a new record and log every column that it brings."""
    if inspect(record).transient:
        fill_empty_lists(record)
    db.session.add(record)
    touch(record)
    after = snapshot(record)
    changes = [Change(key, None, value) for key, value in after.items() if value not in EMPTY]
    log(viewer, register_of(record).name, record, action, changes, reason)


def fill_empty_lists(record: Record) -> None:
    """Let a new record know that it has no rows yet: asking the database would raise."""
    for key in _lists_of(type(record)):
        if key not in record.__dict__:
            set_committed_value(record, key, [])


@cache
def _lists_of(model: type[Record]) -> Sequence[str]:
    return [relation.key for relation in inspect(model).relationships if relation.uselist]


EMPTY: tuple[Any, ...] = (None, "", [])


@contextmanager
def recorded(
    viewer: Viewer, action: Action, *records: Record, reason: str | None = None
) -> Iterator[None]:
    """Log, for each of `records`, which columns the block changes; nothing changed logs nothing."""
    before = [snapshot(record) for record in records]
    yield
    db.session.flush()
    for record, old in zip(records, before, strict=True):
        changes = differences(old, snapshot(record))
        if changes:
            touch(record)
            log(viewer, register_of(record).name, record, action, changes, reason)


def touch(record: Record) -> None:
    """Write what lists search and sort by, and count the record's version up."""
    note_search(record)
    db.session.flush()


def note_search(record: Record) -> None:
    """Set what lists search and sort by, and the moment, so that the version will count up."""
    people, others = record.search_parts()
    record.search_text = search_words(*others, people=people)
    if isinstance(record, Nameable):
        record.pinyin = pinyin_of(record.name)
    record.updated_at = clock.now()


def snapshot(record: Record, day: date | None = None) -> dict[str, Any]:
    """Return every column of `record` as plain JSON, as it stands on `day`, by default today."""
    day = day or clock.today()
    return {
        column.key: plain(column.value(record, day), kind)
        for column, kind in _columns_of(type(record))
    }


@cache
def _columns_of(model: type[Record]) -> Sequence[tuple[Column, str]]:
    register = REGISTERS[model]
    return [(column, register.kind(column)) for column in register.columns]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    return [
        Change(key, old.get(key), value)
        for key, value in new.items()
        if old.get(key) != value and not (old.get(key) in EMPTY and value in EMPTY)
    ]


def archive(record: Record, viewer: Viewer, reason: str | None) -> None:
    """Take `record` off lists and figures, of past periods too; it stays in the history."""
    record.archived_at = record.updated_at = clock.now()
    log(viewer, register_of(record).name, record, Action.ARCHIVED, (), reason)


def restore(record: Record, viewer: Viewer, reason: str | None = None) -> None:
    record.archived_at = None
    record.updated_at = clock.now()
    log(viewer, register_of(record).name, record, Action.RESTORED, (), reason)


def find_twin(
    register: Register, values: Mapping[str, Any], record: Record | None
) -> Record | None:
    """Return another record, not archived, that has the same key as `values`, if there is one.

    A part of the key may be empty, such as the topic of a duty; a wholly empty key has no twin.
    """
    key = {name: values.get(name) for name in register.key}
    if all(value is None for value in key.values()):
        return None
    columns = inspect(register.model).all_orm_descriptors
    stored = [name for name in key if name in inspect(register.model).attrs]
    conditions: list[Any] = [columns[name] == key[name] for name in stored]
    query = register.load().where(register.model.archived_at.is_(None), *conditions)
    with db.session.no_autoflush:
        found = db.session.scalars(query).all()
    others = (other for other in found if record is None or other.id != record.id)
    return next((o for o in others if all(getattr(o, n) == v for n, v in key.items())), None)
