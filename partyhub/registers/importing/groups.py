"""Past imports: which of them a viewer may see, and what pages say of them."""

from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, select

from partyhub.history.models import HistoryEntry, ImportGroup
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.values import moment_words
from partyhub.viewers import COMMITTEE, Viewer


def select_groups(viewer: Viewer, register: Register | None = None) -> Select[ImportGroup]:
    """The imports that the viewer may see: one's own, and the committee's office sees all."""
    query = select(ImportGroup).order_by(ImportGroup.id.desc())
    if not viewer.is_one_of(COMMITTEE):
        query = query.where(ImportGroup.user_id == viewer.user_id)
    if register is not None:
        name = f",{register.name},"
        listed = "," + ImportGroup.registers + ","
        query = query.where(listed.contains(name, autoescape=True))
    return query


def select_entries(group: ImportGroup) -> Select[HistoryEntry]:
    return select(HistoryEntry).where(HistoryEntry.group_id == group.id).order_by(HistoryEntry.id)


def group_words(group: ImportGroup) -> dict[str, Any]:
    titles = {register.name: str(register.title) for register in REGISTERS.values()}
    names = [titles.get(name, name) for name in group.registers.split(",") if name]
    return {
        "id": group.id,
        "at": moment_words(group.at),
        "who": group.user_name,
        "registers": "、".join(names),
        "file_name": group.file_name,
        "new": group.new_count,
        "changed": group.changed_count,
        "undone": group.undone_at
        and gettext(
            "taken back %(at)s by %(who)s",
            at=moment_words(group.undone_at),
            who=group.undone_by,
        ),
    }


def done_words(group: ImportGroup) -> str:
    return gettext(
        "Imported: %(new)s new, %(changed)s changed.",
        new=group.new_count,
        changed=group.changed_count,
    )
