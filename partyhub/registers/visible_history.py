"""The history of all records, as far as a viewer may read it: the rights stand in the query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, true

from partyhub.history.models import HistoryEntry
from partyhub.history.queries import select_all_history
from partyhub.registers.catalog import current_catalog
from partyhub.registers.register import Register
from partyhub.registers.rights import can_read_history, is_no_condition
from partyhub.roles import Right
from partyhub.viewers import Viewer


def can_read_any_history(viewer: Viewer) -> bool:
    """Return whether the viewer may read the history of any records."""
    return viewer.may(Right.AUDIT) or bool(readable_registers(viewer))


def readable_registers(viewer: Viewer) -> list[Register]:
    """Return the registers whose history the viewer may read; auditors read that of all."""
    registers = current_catalog().registers
    is_auditor = viewer.may(Right.AUDIT)
    return [each for each in registers if is_auditor or can_read_history(each, viewer)]


def select_visible_history(viewer: Viewer) -> Select[HistoryEntry]:
    """Select what was done to the records that the viewer may open today, newest first.

    What concerns no record of a register, such as an export or a rule, is seen by who did it, by
    the committee that looks after the root, and by auditors.
    """
    return select_all_history().where(_is_visible(viewer))


def _is_visible(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.may(Right.AUDIT):
        return true()
    registers = readable_registers(viewer)
    is_own = HistoryEntry.user_id == viewer.user_id
    names = [register.name for register in current_catalog().registers]
    of_none: ColumnElement[bool] = or_(
        HistoryEntry.record_id.is_(None), HistoryEntry.register.not_in(names)
    )
    if not any(each.access.reach(viewer).contains_root for each in registers):
        of_none = and_(of_none, is_own)
    return or_(of_none, *(_is_of_readable(each, viewer) for each in registers))


def _is_of_readable(register: Register, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that an entry is about a record of `register` that the viewer reads."""
    of_register = HistoryEntry.register == register.name
    query, seen = register.load(), register.access.readable(viewer)
    if is_no_condition(query, seen):
        return and_(of_register, HistoryEntry.record_id.is_not(None))
    ids = query.where(seen).with_only_columns(register.model.id).order_by(None)
    return and_(of_register, HistoryEntry.record_id.in_(ids))


def subjects_of(viewer: Viewer) -> Sequence[tuple[str, Any]]:
    """Return (name, title) of what the viewer's history is about: registers, then the rest."""
    found: list[tuple[str, Any]] = [(each.name, each.title) for each in readable_registers(viewer)]
    others = current_catalog().subjects.items()
    return [*found, *((name, title) for name, title in others if "." not in name)]
