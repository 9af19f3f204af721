"""Taking an import back as a whole: what it made is archived, what it changed is as before."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext
from sqlalchemy import func, inspect, select

from partyhub import clock
from partyhub.accounts.models import User
from partyhub.database import Record, db
from partyhub.history.models import Action, HistoryEntry, ImportGroup, ImportImage
from partyhub.history.operations import log
from partyhub.registers import saving
from partyhub.registers.batches import put_back, row_relations
from partyhub.registers.register import REGISTERS, Register
from partyhub.viewers import Viewer

CHUNK = 400


class Obstacle(NamedTuple):
    """A record that was changed, or came to refer to what was imported, since the import."""

    register: Register
    record_id: int
    title: str
    why: str


class ObstaclesError(Exception):
    """The import can't be taken back any more; `obstacles` says which records stand against it."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__()
        self.obstacles = obstacles


def take_back(viewer: Viewer, group: ImportGroup) -> int:
    """Undo the import; return how many records that touched. Raises ObstaclesError, never commits.

    What was made is archived, so that it can still be restored; its history stays.
    """
    obstacles = find_obstacles(group)
    if obstacles:
        raise ObstaclesError(obstacles)
    reason = gettext("Import %(number)s taken back", number=group.id)
    images = _images(group)
    for register, image in images:
        record = _load(register, image.record_id)
        if record is None:
            continue
        if image.before is None:
            saving.archive(record, viewer, reason)
        else:
            _put_back(register, record, image.before, viewer, reason)
    group.undone_at, group.undone_by = clock.now(), viewer.name
    return len(images)


def find_obstacles(group: ImportGroup) -> list[Obstacle]:
    """What has happened since to the records of the import, and who refers to those it made."""
    images = _images(group)
    found = {(each.register.name, each.record_id): each for each in _changed_since(group, images)}
    made: dict[type[Record], set[int]] = {}
    for register, image in images:
        if image.before is None:
            made.setdefault(register.model, set()).add(image.record_id)
    for obstacle in _referring(made):
        found.setdefault((obstacle.register.name, obstacle.record_id), obstacle)
    return list(found.values())


def _images(group: ImportGroup) -> list[tuple[Register, ImportImage]]:
    """What each record was before; of one that was changed twice, before the first change."""
    by_name = {register.name: register for register in REGISTERS.values()}
    query = select(ImportImage).where(ImportImage.group_id == group.id).order_by(ImportImage.id)
    found: dict[tuple[str, int], ImportImage] = {}
    for image in db.session.scalars(query):
        found.setdefault((image.register, image.record_id), image)
    return [(by_name[name], image) for (name, _), image in found.items()]


def _load(register: Register, record_id: int) -> Any:
    query = register.load().where(register.model.id == record_id)
    return db.session.scalars(query).unique().one_or_none()


def _put_back(
    register: Register, record: Any, before: dict[str, Any], viewer: Viewer, reason: str
) -> None:
    old = saving.snapshot(record)
    put_back(record, before)
    db.session.flush()
    db.session.expire(record)
    record = _load(register, record.id)
    changes = saving.differences(old, saving.snapshot(record))
    saving.touch(record)
    log(viewer, register.name, record, Action.TAKEN_BACK, changes, reason)


def _changed_since(
    group: ImportGroup, images: Sequence[tuple[Register, ImportImage]]
) -> Iterator[Obstacle]:
    query = select(func.max(HistoryEntry.id)).where(HistoryEntry.group_id == group.id)
    last = db.session.scalar(query) or 0
    by_name: dict[str, list[int]] = {}
    for register, image in images:
        by_name.setdefault(register.name, []).append(image.record_id)
    registers = {register.name: register for register, _ in images}
    for name, ids in by_name.items():
        for start in range(0, len(ids), CHUNK):
            entries = select(HistoryEntry).where(
                HistoryEntry.register == name,
                HistoryEntry.record_id.in_(ids[start : start + CHUNK]),
                HistoryEntry.id > last,
            )
            for entry in db.session.scalars(entries):
                why = gettext("%(act)s by %(who)s", act=entry.action.label, who=entry.user_name)
                yield Obstacle(registers[name], entry.record_id or 0, entry.record_title, why)


def _referring(made: dict[type[Record], set[int]]) -> Iterator[Obstacle]:
    """Records that aren't of the import and refer to one that it made, in a column or a row."""
    why = gettext("refers to a record of this import")
    for register in REGISTERS.values():
        own = made.get(register.model, set())
        for record_id in sorted(_ids_referring(register, made) - own):
            record = _load(register, record_id)
            if record is not None and record.archived_at is None:
                yield Obstacle(register, record_id, record.caption, why)
    for name in _accounts_referring(made):
        register = next(iter(REGISTERS.values()))
        yield Obstacle(register, 0, name, gettext("an account that refers to a record of it"))


def _ids_referring(register: Register, made: dict[type[Record], set[int]]) -> set[int]:
    model = register.model
    found: set[int] = set()
    for table_model, owner in ((model, model.id), *_row_models(model)):
        for column, target in _references(table_model):
            for ids in _chunks(made.get(target, set())):
                found |= set(db.session.scalars(select(owner).where(column.in_(ids))))
    return found


def _row_models(model: type[Record]) -> Iterator[tuple[Any, Any]]:
    """Each kind of dated row of `model`, with its column that names the record it belongs to."""
    for relation in row_relations(model):
        ((_, remote),) = relation.local_remote_pairs or ()
        yield relation.mapper.class_, remote


def _references(model: Any) -> Iterator[tuple[Any, type[Record]]]:
    """The columns of `model` that refer to records, each with the model it refers to."""
    by_table = {register.model.__tablename__: register.model for register in REGISTERS.values()}
    for column in inspect(model).columns:
        for key in column.foreign_keys:
            target = by_table.get(key.column.table.name)
            if target is not None:
                yield column, target


def _accounts_referring(made: dict[type[Record], set[int]]) -> list[str]:
    found: list[str] = []
    for column, target in _references(User):
        for ids in _chunks(made.get(target, set())):
            found += db.session.scalars(select(User.name).where(column.in_(ids)))
    return found


def _chunks(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
