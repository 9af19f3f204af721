"""What stands against taking an import back: changes since, and who refers to what it made."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from flask_babel import gettext
from sqlalchemy import func, inspect, select

from partyhub.accounts.models import User
from partyhub.database import Record, db
from partyhub.history.models import HistoryEntry, ImportGroup
from partyhub.registers.batches import row_relations
from partyhub.registers.importing.images import CHUNK, Images, images_of, load, portions_of
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import find_readable
from partyhub.viewers import Viewer

Made = dict[type[Record], set[int]]


class Obstacle(NamedTuple):
    """A record that was changed, or came to refer to what was imported, since the import.

    Of one out of the viewer's sight, `record_id` is 0 and `title` says only that.
    """

    register: str
    record_id: int
    title: str
    why: str


def find_obstacles(viewer: Viewer, group: ImportGroup) -> list[Obstacle]:
    """What has happened since to the records of the import, and who refers to those it made."""
    images = images_of(group)
    found = {(each.register, each.record_id): each for each in _changed_since(group, images)}
    made: Made = {}
    for register, image in images:
        if image.before is None:
            made.setdefault(register.model, set()).add(image.record_id)
    for register in REGISTERS.values():
        for record in _referring(register, made):
            why = gettext("refers to a record of this import")
            obstacle = Obstacle(register.name, record.id, record.caption, why)
            found.setdefault((register.name, record.id), obstacle)
    return [*_in_sight(viewer, list(found.values())), *_accounts_referring(made)]


def _changed_since(group: ImportGroup, images: Images) -> Iterator[Obstacle]:
    query = select(func.max(HistoryEntry.id)).where(HistoryEntry.group_id == group.id)
    last = db.session.scalar(query) or 0
    for register, portion in portions_of(images):
        entries = select(HistoryEntry).where(
            HistoryEntry.register == register.name,
            HistoryEntry.record_id.in_([image.record_id for image in portion]),
            HistoryEntry.id > last,
        )
        for entry in db.session.scalars(entries.order_by(HistoryEntry.id)):
            why = gettext("%(act)s by %(who)s", act=entry.action.label, who=entry.user_name)
            yield Obstacle(register.name, entry.record_id or 0, entry.record_title, why)


def _in_sight(viewer: Viewer, obstacles: list[Obstacle]) -> Iterator[Obstacle]:
    """The same, without the titles of records that the viewer may not open."""
    ids: dict[str, list[int]] = {}
    for each in obstacles:
        ids.setdefault(each.register, []).append(each.record_id)
    seen = {
        register.name: _readable(register, ids[register.name], viewer)
        for register in REGISTERS.values()
        if register.name in ids
    }
    titles = {register.name: str(register.title) for register in REGISTERS.values()}
    for each in obstacles:
        if each.record_id in seen[each.register]:
            yield each
        else:
            sentence = gettext("%(register)s: a record that you don't look after")
            yield Obstacle(
                each.register, 0, sentence % {"register": titles[each.register]}, each.why
            )


def _readable(register: Register, ids: list[int], viewer: Viewer) -> set[int]:
    return {
        record_id
        for chunk in _chunks(ids)
        for record_id in find_readable(register.model, chunk, viewer)
    }


def _referring(register: Register, made: Made) -> Iterator[Any]:
    """Records that aren't of the import and refer to one that it made, in a column or a row."""
    strangers = _ids_referring(register, made) - made.get(register.model, set())
    for ids in _chunks(strangers):
        for record in load(register, ids).values():
            if record.archived_at is None:
                yield record


def _ids_referring(register: Register, made: Made) -> set[int]:
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


def _accounts_referring(made: Made) -> Iterator[Obstacle]:
    for column, target in _references(User):
        for ids in _chunks(made.get(target, set())):
            for name in db.session.scalars(select(User.name).where(column.in_(ids))):
                yield Obstacle("", 0, name, gettext("an account that refers to a record of it"))


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
