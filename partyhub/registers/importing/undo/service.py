"""Undo of an import as a whole: new records are voided, changed ones get their old values."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import Action, ImportRun
from partyhub.history.operations import Change, log
from partyhub.registers import saving
from partyhub.registers.batches import put_back
from partyhub.registers.importing.undo.clashes import find_clashes
from partyhub.registers.importing.undo.conflicts import UndoConflict, find_undo_conflicts
from partyhub.registers.importing.undo.snapshots import (
    can_write_all,
    can_write_run,
    find_snapshots,
    load,
    portions_of,
)
from partyhub.registers.register import Register
from partyhub.registers.voiding import references
from partyhub.viewers import Viewer


class UndoConflictsError(Exception):
    """The error raised when an import can't be undone; `conflicts` are the records in the way."""

    def __init__(self, conflicts: Sequence[UndoConflict]) -> None:
        super().__init__()
        self.conflicts = conflicts


class OutOfScopeError(Exception):
    """The error raised when the import touched a record that the viewer may not write.

    Both its current and its restored values count.
    """


def undo_run(viewer: Viewer, run: ImportRun, reason: str = "") -> int:
    """Undo the import and return the number of records touched; never commits.

    New records are voided, so that they can still be restored, and their history stays, with
    `reason`. Raises OutOfScopeError and UndoConflictsError; something may have been written by
    then, so the caller must roll back.
    """
    if not can_write_run(viewer, run):
        raise OutOfScopeError
    conflicts = find_undo_conflicts(viewer, run)
    if conflicts:
        raise UndoConflictsError(conflicts)
    back = _Undo(viewer, run, reason)
    snapshots = find_snapshots(run)
    for register, portion in portions_of(snapshots):
        back.archive(register, [each.record_id for each in portion if each.before is None])
    db.session.flush()
    for register, portion in portions_of(snapshots):
        before = {each.record_id: each.before for each in portion if each.before is not None}
        conflicts += back.put_back(register, before)
    conflicts += find_clashes(run, back.restored)
    if conflicts:
        raise UndoConflictsError(conflicts)
    run.undone_at, run.undone_by = clock.now(), viewer.name
    return len(snapshots)


class _Undo:
    """The undo of one import, for some records of a register at a time."""

    def __init__(self, viewer: Viewer, run: ImportRun, reason: str) -> None:
        self.viewer, self.run = viewer, run
        self.restored: dict[Register, dict[int, list[str]]] = {}
        self.reason = gettext("Import %(number)s taken back", number=run.id)
        if reason:
            self.reason = gettext("%(act)s: %(reason)s", act=self.reason, reason=reason)

    def archive(self, register: Register, ids: Collection[int]) -> None:
        """Void the records with these ids, which the import made."""
        for record in load(register, ids).values():
            saving.archive(record, self.viewer, self.reason)

    def put_back(
        self, register: Register, before: Mapping[int, Mapping[str, Any]]
    ) -> Iterator[UndoConflict]:
        """Restore the values that records had before; yield those that are in conflict by now.

        Raises OutOfScopeError if the viewer may not write a record with its old values.
        """
        records = load(register, before)
        old = {record_id: saving.snapshot(record) for record_id, record in records.items()}
        for record_id, record in records.items():
            put_back(record, before[record_id])
            record.updated_at = clock.now()  # in the same flush, so that the version increases once
        db.session.flush()
        for record in records.values():
            db.session.expire(record)
        if not can_write_all(self.viewer, register, records):
            raise OutOfScopeError
        restored = self.restored.setdefault(register, {})
        for record in load(register, before).values():
            changes = saving.differences(old[record.id], saving.snapshot(record))
            restored[record.id] = [change.field for change in changes]
            log(self.viewer, register.name, record, Action.TAKEN_BACK, changes, self.reason)
            why = self._reason_against(register, record, changes)
            if why:
                yield UndoConflict(register.name, record.id, record.caption, why)

    def _reason_against(self, register: Register, record: Any, changes: Sequence[Change]) -> str:
        """Return why the record can't have its old values, or an empty text.

        Its key may be taken by now, or a record that it refers to be voided.
        """
        if any(change.field in register.key for change in changes):
            key = {name: getattr(record, name) for name in register.key}
            if saving.find_duplicate(register, key, record) is not None:
                return gettext("another record has taken its key since")
        for other in references(register, record):
            if other.archived_at is not None and other.archived_at > self.run.at:
                return gettext("as it was, it names what is voided: %(name)s", name=other.caption)
        return ""
