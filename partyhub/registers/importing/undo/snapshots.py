"""Snapshots of the records that an import touched, and the right to write all of these."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from partyhub.database import db
from partyhub.history.models import ImportRun, ImportSnapshot
from partyhub.history.queries import is_of_new_record
from partyhub.registers.catalog import current_catalog
from partyhub.registers.register import Register
from partyhub.registers.rights import can_write
from partyhub.viewers import Viewer

CHUNK = 400
Snapshots = Sequence[tuple[Register, ImportSnapshot]]


def find_snapshots(run: ImportRun) -> list[tuple[Register, ImportSnapshot]]:
    """Return each touched record's (register, snapshot) from before its first change."""
    by_name = current_catalog().by_name
    query = (
        select(ImportSnapshot).where(ImportSnapshot.group_id == run.id).order_by(ImportSnapshot.id)
    )
    found: dict[tuple[str, int], ImportSnapshot] = {}
    for snapshot in db.session.scalars(query):
        found.setdefault((snapshot.register, snapshot.record_id), snapshot)
    return [(by_name[name], snapshot) for (name, _), snapshot in found.items()]


def registers_of(run: ImportRun) -> list[Register]:
    """Return the registers whose records an import touched, in the order of its first snapshots."""
    by_name = current_catalog().by_name
    first = func.min(ImportSnapshot.id)
    query = select(ImportSnapshot.register).where(ImportSnapshot.group_id == run.id)
    names = db.session.scalars(query.group_by(ImportSnapshot.register).order_by(first))
    return [by_name[name] for name in names]


def select_touched(run: ImportRun, register: Register) -> Select[int]:
    """Select the ids of the register's records that an import made or changed."""
    return select(ImportSnapshot.record_id).where(
        ImportSnapshot.group_id == run.id, ImportSnapshot.register == register.name
    )


def select_made(run: ImportRun, register: Register) -> Select[int]:
    """Select the ids of the register's records that an import made: there was nothing before."""
    return select_touched(run, register).where(is_of_new_record())


def portions_of(snapshots: Snapshots) -> Iterator[tuple[Register, list[ImportSnapshot]]]:
    """Yield the snapshots by register, in portions whose records few queries can load."""
    by_name: dict[str, list[ImportSnapshot]] = {}
    registers = {register.name: register for register, _ in snapshots}
    for register, snapshot in snapshots:
        by_name.setdefault(register.name, []).append(snapshot)
    for name, found in by_name.items():
        for start in range(0, len(found), CHUNK):
            yield registers[name], found[start : start + CHUNK]


def load(register: Register, ids: Collection[int]) -> dict[int, Any]:
    """Return the existing records with these ids, archived ones too, by id."""
    query = register.load().where(register.model.id.in_(ids))
    return {record.id: record for record in db.session.scalars(query).unique()}


def touches_unwritable(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that an import touched a record that `viewer` may not write.

    The rights of today count: whoever looked after a record when it was imported may no longer do
    so.
    """
    strange = [
        and_(ImportSnapshot.register == register.name, _is_strange(register, viewer))
        for register in current_catalog().registers
    ]
    return exists().where(ImportSnapshot.group_id == ImportRun.id, or_(*strange))


def can_write_run(viewer: Viewer, run: ImportRun) -> bool:
    """Return whether the viewer may write every record that the import made or changed."""
    query = select(ImportRun.id).where(ImportRun.id == run.id, ~touches_unwritable(viewer))
    return db.session.scalar(query) is not None


def can_write_all(viewer: Viewer, register: Register, ids: Collection[int]) -> bool:
    """Return whether the viewer may write every record with these ids."""
    query = _select_own(register, viewer).where(register.model.id.in_(ids))
    return set(db.session.scalars(query)) >= set(ids)


def _is_strange(register: Register, viewer: Viewer) -> ColumnElement[bool]:
    if not can_write(register, viewer):
        return true()
    return ImportSnapshot.record_id.not_in(_select_own(register, viewer))


def _select_own(register: Register, viewer: Viewer) -> Select[int]:
    """Select the ids of the records that the viewer may write."""
    own = register.load().where(register.access.condition(viewer, writes=True))
    return own.with_only_columns(register.model.id).order_by(None)
