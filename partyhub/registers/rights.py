"""Who may do what with which record of a register: asked in the query, never in the menu."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, literal, union_all
from sqlalchemy.sql.elements import True_

from partyhub.accounts import current_viewer
from partyhub.database import Record, db
from partyhub.registers.register import REGISTERS, Register
from partyhub.viewers import READERS, SECRETARIES, Viewer


def can_read(register: Register, viewer: Viewer) -> bool:
    return viewer.is_one_of(register.access.readers)


def can_write(register: Register, viewer: Viewer) -> bool:
    return viewer.is_one_of(register.access.writers)


def can_export(register: Register, viewer: Viewer) -> bool:
    """A commissar reads the records of a workshop, and takes none of them away."""
    return can_read(register, viewer) and viewer.is_one_of(READERS)


def can_read_history(register: Register, viewer: Viewer) -> bool:
    """Whether the viewer reads who changed what; auditors, who read nothing else, come besides."""
    return can_read(register, viewer) and viewer.is_one_of(SECRETARIES)


def find_record(
    register: Register,
    viewer: Viewer,
    record_id: int,
    *,
    writes: bool = False,
    archived: bool = False,
    everything: bool = False,
) -> Any:
    """Return the record; out of the viewer's scope is 404, the same as missing.

    A record that may be seen but not written answers 403 when `writes`. `everything` is for
    auditors, who see the history of all records and nothing else of them.
    """
    query = register.load().where(register.model.id == record_id)
    if not archived:
        query = query.where(register.model.archived_at.is_(None))
    if not everything:
        query = query.where(register.access.seen(viewer))
    record = db.session.scalars(query).first()
    if record is None:
        abort(404)
    if writes and not keeps(register, viewer, record):
        abort(403)
    return record


def keeps(register: Register, viewer: Viewer, record: Record) -> bool:
    """Whether `viewer` may write this record."""
    if not can_write(register, viewer):
        return False
    query, condition = register.load(), register.access.condition(viewer, writes=True)
    if _is_no_condition(query, condition):
        return True
    query = query.where(register.model.id == record.id, condition)
    return db.session.scalar(query.with_only_columns(register.model.id)) is not None


def find_readable(model: type[Record], ids: Collection[int], viewer: Viewer) -> frozenset[int]:
    """Those of `ids` whose own page the viewer may open; the others are shown and not linked."""
    return frozenset(found for _, found in find_readable_among({model: ids}, viewer))


def find_readable_among(
    named: Mapping[type[Record], Collection[int]], viewer: Viewer
) -> set[tuple[type[Record], int]]:
    """The same of records of several kinds, by one statement at most."""
    models = [model for model, ids in named.items() if ids and can_read(REGISTERS[model], viewer)]
    found: set[tuple[type[Record], int]] = set()
    asked = []
    for at, model in enumerate(models):
        query, seen = REGISTERS[model].load(), REGISTERS[model].access.seen(viewer)
        if _is_no_condition(query, seen):
            found.update((model, record_id) for record_id in named[model])
        else:
            query = query.where(model.id.in_(named[model]), seen).order_by(None)
            asked.append(query.with_only_columns(literal(at), model.id))
    if asked:
        rows = db.session.execute(asked[0] if len(asked) == 1 else union_all(*asked))
        found.update((models[at], record_id) for at, record_id in rows)
    return found


def _is_no_condition(query: Select[Any], condition: ColumnElement[bool]) -> bool:
    """Whether every record of `query` fulfils the condition, so that nobody needs to ask."""
    return isinstance(condition, True_) and query.whereclause is None


def can_open(viewer: Viewer, record: Record) -> bool:
    """Whether `viewer` may open the record's own page: what isn't so is named, not linked."""
    return record.id in find_readable(type(record), [record.id], viewer)


@dataclass(frozen=True)
class Rights:
    """What the page offers. The views ask again: an offer is no right."""

    create: bool
    edit: bool
    archive: bool
    export: bool

    @classmethod
    def of(cls, register: Register, viewer: Viewer, record: Record | None = None) -> "Rights":
        writes = can_write(register, viewer)
        edits = writes and (record is None or keeps(register, viewer, record))
        live = record is None or record.archived_at is None
        return cls(writes, edits and live, edits, can_export(register, viewer))


def reader(register: Register) -> Viewer:
    viewer = current_viewer()
    if not can_read(register, viewer):
        abort(403)
    return viewer


def writer(register: Register) -> Viewer:
    viewer = current_viewer()
    if not can_write(register, viewer):
        abort(403)
    return viewer
