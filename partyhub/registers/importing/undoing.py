"""Taking an import back as a whole: what it made is archived, what it changed is as before."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import Action, ImportGroup
from partyhub.history.operations import Change, log
from partyhub.registers import saving
from partyhub.registers.batches import put_back
from partyhub.registers.importing.images import (
    images_of,
    is_in_scope,
    keeps_all,
    load,
    portions_of,
)
from partyhub.registers.importing.obstacles import Obstacle, find_obstacles
from partyhub.registers.register import Register
from partyhub.registers.restoring import references
from partyhub.viewers import Viewer


class ObstaclesError(Exception):
    """The import can't be taken back any more; `obstacles` says which records stand against it."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__()
        self.obstacles = obstacles


class OutOfScopeError(Exception):
    """The import touched a record that the viewer may not write, as it stands or as it stood."""


def take_back(viewer: Viewer, group: ImportGroup) -> int:
    """Undo the import; return how many records that touched; never commits.

    What was made is archived, so that it can still be restored; its history stays. Raises
    OutOfScopeError and ObstaclesError, and has written by then.
    """
    if not is_in_scope(viewer, group):
        raise OutOfScopeError
    obstacles = find_obstacles(viewer, group)
    if obstacles:
        raise ObstaclesError(obstacles)
    back = _Back(viewer, group)
    images = images_of(group)
    for register, portion in portions_of(images):
        back.archive(register, [each.record_id for each in portion if each.before is None])
    db.session.flush()
    for register, portion in portions_of(images):
        before = {each.record_id: each.before for each in portion if each.before is not None}
        obstacles += back.put_back(register, before)
    if obstacles:
        raise ObstaclesError(obstacles)
    group.undone_at, group.undone_by = clock.now(), viewer.name
    return len(images)


class _Back:
    """Takes back what one import did, some records of a register at a time."""

    def __init__(self, viewer: Viewer, group: ImportGroup) -> None:
        self.viewer, self.group = viewer, group
        self.reason = gettext("Import %(number)s taken back", number=group.id)

    def archive(self, register: Register, ids: Collection[int]) -> None:
        for record in load(register, ids).values():
            saving.archive(record, self.viewer, self.reason)

    def put_back(
        self, register: Register, before: Mapping[int, Mapping[str, Any]]
    ) -> Iterator[Obstacle]:
        """Give records what they held; yield those for which that can't stand as things are now."""
        records = load(register, before)
        old = {record_id: saving.snapshot(record) for record_id, record in records.items()}
        for record_id, record in records.items():
            put_back(record, before[record_id])
            record.updated_at = clock.now()  # with the rest, so that the version counts up once
        db.session.flush()
        for record in records.values():
            db.session.expire(record)
        if not keeps_all(self.viewer, register, records):
            raise OutOfScopeError
        for record in load(register, before).values():
            changes = saving.differences(old[record.id], saving.snapshot(record))
            log(self.viewer, register.name, record, Action.TAKEN_BACK, changes, self.reason)
            why = self._reason_against(register, record, changes)
            if why:
                yield Obstacle(register.name, record.id, record.caption, why)

    def _reason_against(self, register: Register, record: Any, changes: Sequence[Change]) -> str:
        """Why it can't be as it was: its key was taken since, or what it names is gone."""
        if any(change.field in register.key for change in changes):
            key = {name: getattr(record, name) for name in register.key}
            if saving.find_twin(register, key, record) is not None:
                return gettext("another record has taken its key since")
        for other in references(register, record):
            if other.archived_at is not None and other.archived_at > self.group.at:
                return gettext("as it was, it names what is archived: %(name)s", name=other.caption)
        return ""
