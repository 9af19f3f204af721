"""What an import touched, and whether somebody may still write all of it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true

from partyhub.database import db
from partyhub.history.models import ImportGroup, ImportImage
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import can_write
from partyhub.viewers import Viewer

CHUNK = 400
Images = Sequence[tuple[Register, ImportImage]]


def images_of(group: ImportGroup) -> list[tuple[Register, ImportImage]]:
    """What each record was before; of one that was changed twice, before the first change."""
    by_name = {register.name: register for register in REGISTERS.values()}
    query = select(ImportImage).where(ImportImage.group_id == group.id).order_by(ImportImage.id)
    found: dict[tuple[str, int], ImportImage] = {}
    for image in db.session.scalars(query):
        found.setdefault((image.register, image.record_id), image)
    return [(by_name[name], image) for (name, _), image in found.items()]


def portions_of(images: Images) -> Iterator[tuple[Register, list[ImportImage]]]:
    """The same by registers, some at a time: few queries load the records of a portion."""
    by_name: dict[str, list[ImportImage]] = {}
    registers = {register.name: register for register, _ in images}
    for register, image in images:
        by_name.setdefault(register.name, []).append(image)
    for name, found in by_name.items():
        for start in range(0, len(found), CHUNK):
            yield registers[name], found[start : start + CHUNK]


def load(register: Register, ids: Collection[int]) -> dict[int, Any]:
    """Those of the records that are there, archived ones too."""
    query = register.load().where(register.model.id.in_(ids))
    return {record.id: record for record in db.session.scalars(query).unique()}


def touches_others(viewer: Viewer) -> ColumnElement[bool]:
    """Whether an import touched a record that `viewer` may not write.

    Today counts: who looked after a record when it was imported may do so no more.
    """
    strange = [
        and_(ImportImage.register == register.name, _is_strange(register, viewer))
        for register in REGISTERS.values()
    ]
    return exists().where(ImportImage.group_id == ImportGroup.id, or_(*strange))


def is_in_scope(viewer: Viewer, group: ImportGroup) -> bool:
    """Whether the viewer may write every record that the import made or changed."""
    query = select(ImportGroup.id).where(ImportGroup.id == group.id, ~touches_others(viewer))
    return db.session.scalar(query) is not None


def keeps_all(viewer: Viewer, register: Register, ids: Collection[int]) -> bool:
    query = _select_own(register, viewer).where(register.model.id.in_(ids))
    return set(db.session.scalars(query)) >= set(ids)


def _is_strange(register: Register, viewer: Viewer) -> ColumnElement[bool]:
    if not can_write(register, viewer):
        return true()
    return ImportImage.record_id.not_in(_select_own(register, viewer))


def _select_own(register: Register, viewer: Viewer) -> Select[int]:
    """The ids of what the viewer may write."""
    own = register.load().where(register.access.condition(viewer, writes=True))
    return own.with_only_columns(register.model.id).order_by(None)
