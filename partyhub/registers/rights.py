"""Rights of viewers on the records of a register, checked in queries and not just in menus."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, bindparam, literal, union_all
from sqlalchemy.sql.elements import True_

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import Record, db
from partyhub.registers.catalog import current_catalog
from partyhub.registers.register import Register
from partyhub.roles import Right
from partyhub.statement_cache import remember
from partyhub.viewers import Viewer


def can_read(register: Register, viewer: Viewer) -> bool:
    return viewer.may(register.access.to_read)


def can_write(register: Register, viewer: Viewer) -> bool:
    return viewer.may(register.access.to_write)


def can_write_shared(viewer: Viewer) -> bool:
    """Return whether the viewer may change what all organizations share, such as the rules.

    It belongs to the root: only the secretary and the clerks of the committee itself may.
    """
    registers = current_catalog().registers
    return viewer.may(Right.WRITE_STRUCTURE) and any(
        each.access.reach(viewer).contains_root for each in registers
    )


def can_export(register: Register, viewer: Viewer) -> bool:
    """Return whether the viewer may export records of the register.

    A commissar may read the records of a workshop, but not export them.
    """
    return can_read(register, viewer) and viewer.may(Right.READ)


def can_read_history(register: Register, viewer: Viewer) -> bool:
    """Return whether the viewer may read who changed what.

    Auditors, who read nothing else, are allowed separately.
    """
    return can_read(register, viewer) and viewer.may(Right.WRITE)


def find_record(
    register: Register,
    viewer: Viewer,
    record_id: int,
    *,
    writes: bool = False,
    archived: bool = False,
    everything: bool = False,
) -> Any:
    """Return the record; aborts with 404 if it is missing or out of the viewer's scope.

    With `writes`, a record that the viewer may see but not write aborts with 403. `archived`
    includes archived records. `everything` is for auditors, who see the history of all records and
    nothing else of them.
    """
    made_of = (register.access.reach(viewer), clock.today())
    key = (find_record, register, viewer, archived, everything, made_of)
    query = remember(key, lambda: _select_record(register, viewer, archived, everything))
    record = db.session.scalars(query, {"record_id": record_id}).first()
    if record is None:
        abort(404)
    if writes and not can_write_record(register, viewer, record):
        abort(403)
    return record


def _select_record(
    register: Register, viewer: Viewer, archived: bool, everything: bool
) -> Select[Any]:
    query = register.load().where(register.model.id == bindparam("record_id"))
    if not archived:
        query = query.where(register.model.archived_at.is_(None))
    return query if everything else query.where(register.access.readable(viewer))


def can_write_record(register: Register, viewer: Viewer, record: Record) -> bool:
    """Return whether `viewer` may write this record."""
    if not can_write(register, viewer):
        return False
    query, condition = register.load(), register.access.condition(viewer, writes=True)
    if is_no_condition(query, condition):
        return True
    query = query.where(register.model.id == record.id, condition)
    return db.session.scalar(query.with_only_columns(register.model.id)) is not None


def find_writable(register: Register, viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
    """Return those of `ids` whose records the viewer may write, voided ones too."""
    if not ids or not can_write(register, viewer):
        return frozenset()
    own = register.load().where(register.access.condition(viewer, writes=True))
    query = own.where(register.model.id.in_(ids)).with_only_columns(register.model.id)
    return frozenset(db.session.scalars(query.order_by(None)))


def find_readable(model: type[Record], ids: Collection[int], viewer: Viewer) -> frozenset[int]:
    """Return those of `ids` whose page the viewer may open; the others are shown without a link."""
    return frozenset(found for _, found in find_readable_among({model: ids}, viewer))


def find_readable_among(
    named: Mapping[type[Record], Collection[int]], viewer: Viewer
) -> set[tuple[type[Record], int]]:
    """Return (model, id) pairs of the records whose pages the viewer may open.

    It sends at most one statement.
    """
    registers = current_catalog().by_model
    models = [model for model, ids in named.items() if ids and can_read(registers[model], viewer)]
    found: set[tuple[type[Record], int]] = set()
    requested = []
    for at, model in enumerate(models):
        register = registers[model]
        query = remember((find_readable_among, register), register.load)
        seen = register.access.readable(viewer)
        if is_no_condition(query, seen):
            found.update((model, record_id) for record_id in named[model])
        else:
            query = query.where(model.id.in_(named[model]), seen).order_by(None)
            requested.append(query.with_only_columns(literal(at), model.id))
    if requested:
        rows = db.session.execute(requested[0] if len(requested) == 1 else union_all(*requested))
        found.update((models[at], record_id) for at, record_id in rows)
    return found


def is_no_condition(query: Select[Any], condition: ColumnElement[bool]) -> bool:
    """Return whether every record of `query` fulfils the condition, so that no query is needed."""
    return isinstance(condition, True_) and query.whereclause is None


def can_open(viewer: Viewer, record: Record) -> bool:
    """Return whether `viewer` may open the record's page; otherwise it is named without a link."""
    return record.id in find_readable(type(record), [record.id], viewer)


@dataclass(frozen=True)
class Rights:
    """The actions that a page offers. The views check again: an offer grants nothing."""

    create: bool
    edit: bool
    archive: bool
    export: bool

    @classmethod
    def of(cls, register: Register, viewer: Viewer, record: Record | None = None) -> "Rights":
        """Return the rights on the register, or on `record` if it is given."""
        writes = can_write(register, viewer)
        edits = writes and (record is None or can_write_record(register, viewer, record))
        live = record is None or record.archived_at is None
        return cls(writes, edits and live, edits, can_export(register, viewer))


def reader(register: Register) -> Viewer:
    """Return the current viewer; aborts with 403 if they may not read the register."""
    viewer = current_viewer()
    if not can_read(register, viewer):
        abort(403)
    return viewer


def writer(register: Register) -> Viewer:
    """Return the current viewer; aborts with 403 if they may not write the register."""
    viewer = current_viewer()
    if not can_write(register, viewer):
        abort(403)
    return viewer


def writer_of_shared() -> Viewer:
    """Return the current viewer; aborts with 403 if they may not change what all share."""
    viewer = current_viewer()
    if not can_write_shared(viewer):
        abort(403)
    return viewer
