"""Conflicts that prevent undoing an import: later changes, and references to its new records."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext
from sqlalchemy import Select, func, inspect, select

from partyhub.accounts.models import User
from partyhub.database import Record, db
from partyhub.history.models import READING, HistoryEntry, ImportRun
from partyhub.registers.batches import row_relations
from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.undo.snapshots import (
    CHUNK,
    load,
    registers_of,
    select_made,
    select_touched,
)
from partyhub.registers.register import Register
from partyhub.registers.rights import find_readable
from partyhub.viewers import Viewer

# The queries for the ids of the records that an import made, by model.
Made = dict[type[Record], Select[int]]


class UndoConflict(NamedTuple):
    """A record that was changed since the import, or refers to a record that the import made.

    If the record is out of the viewer's sight, `record_id` is 0 and `title` says only that.
    """

    register: str
    record_id: int
    title: str
    why: str


def find_undo_conflicts(viewer: Viewer, run: ImportRun) -> list[UndoConflict]:
    """Return later changes of the import's records, and other references to those that it made.

    Accounts that refer to them are included.
    """
    touched = registers_of(run)
    found = {(each.register, each.record_id): each for each in _changed_since(run, touched)}
    made: Made = {register.model: select_made(run, register) for register in touched}
    for register in current_catalog().registers:
        for record in _referring(register, made):
            why = gettext("refers to a record of this import")
            conflict = UndoConflict(register.name, record.id, record.caption, why)
            found.setdefault((register.name, record.id), conflict)
    return [*_in_sight(viewer, list(found.values())), *_accounts_referring(made)]


def last_entry(run: ImportRun) -> int:
    """Return the id of the last entry of the import in the history."""
    query = select(func.max(HistoryEntry.id)).where(HistoryEntry.group_id == run.id)
    return db.session.scalar(query) or 0


def _changed_since(run: ImportRun, registers: Sequence[Register]) -> Iterator[UndoConflict]:
    last = last_entry(run)
    for register in registers:
        entries = select(HistoryEntry).where(
            HistoryEntry.register == register.name,
            HistoryEntry.record_id.in_(select_touched(run, register)),
            HistoryEntry.id > last,
            HistoryEntry.action.not_in(READING),
        )
        for entry in db.session.scalars(entries.order_by(HistoryEntry.id)):
            why = gettext("%(act)s by %(who)s", act=entry.action.label, who=entry.user_name)
            yield UndoConflict(register.name, entry.record_id or 0, entry.record_title, why)


def _in_sight(viewer: Viewer, conflicts: list[UndoConflict]) -> Iterator[UndoConflict]:
    """Yield the conflicts without the titles of records that the viewer may not open."""
    ids: dict[str, list[int]] = {}
    for each in conflicts:
        ids.setdefault(each.register, []).append(each.record_id)
    seen = {
        register.name: _readable(register, ids[register.name], viewer)
        for register in current_catalog().registers
        if register.name in ids
    }
    titles = current_catalog().titles()
    for each in conflicts:
        if each.record_id in seen[each.register]:
            yield each
        else:
            sentence = gettext("%(register)s: a record that you don't manage")
            yield UndoConflict(
                each.register, 0, sentence % {"register": titles[each.register]}, each.why
            )


def _readable(register: Register, ids: list[int], viewer: Viewer) -> set[int]:
    return {
        record_id
        for chunk in chunks(ids)
        for record_id in find_readable(register.model, chunk, viewer)
    }


def _referring(register: Register, made: Made) -> Iterator[Any]:
    """Yield other records that refer to a record made by the import, in a column or a dated row."""
    for ids in chunks(_ids_referring(register, made)):
        for record in load(register, ids).values():
            if record.archived_at is None:
                yield record


def _ids_referring(register: Register, made: Made) -> set[int]:
    """Return the ids of the register's records that refer to one in `made` and aren't in it."""
    model = register.model
    found: set[int] = set()
    for table_model, owner in ((model, model.id), *_row_models(model)):
        for column, target in _references(table_model):
            if target in made:
                query = select(owner).where(column.in_(made[target]))
                if model in made:
                    query = query.where(owner.not_in(made[model]))
                found |= set(db.session.scalars(query))
    return found


def _row_models(model: type[Record]) -> Iterator[tuple[Any, Any]]:
    """Yield each model of dated rows of `model`, with its column that names the owner."""
    for relation in row_relations(model):
        ((_, remote),) = relation.local_remote_pairs or ()
        yield relation.mapper.class_, remote


def _references(model: Any) -> Iterator[tuple[Any, type[Record]]]:
    """Yield the columns of `model` that refer to records, each with the model that it refers to."""
    models = current_catalog().by_model
    by_table = {model.__tablename__: model for model in models}
    for column in inspect(model).columns:
        for key in column.foreign_keys:
            target = by_table.get(key.column.table.name)
            if target is not None:
                yield column, target


def _accounts_referring(made: Made) -> Iterator[UndoConflict]:
    for column, target in _references(User):
        query = select(User.name).where(column.in_(made[target])) if target in made else None
        for name in () if query is None else db.session.scalars(query):
            yield UndoConflict("", 0, name, gettext("an account that refers to a record of it"))


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Return the ids in order, in portions that one query can name."""
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
