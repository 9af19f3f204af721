"""The registers that a pack can hold, and how many records and files each has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from partyhub.attachments.models import Attachment
from partyhub.database import db
from partyhub.figures import Scope
from partyhub.registers import Column, Register, current_catalog
from partyhub.registers.rights import can_export
from partyhub.viewers import Viewer

# What an inspection asks for most often is chosen from the start.
USUAL = frozenset({"activities", "votes", "awards", "projects"})


@dataclass(frozen=True)
class Choice:
    """A register with how many records and files of it a pack would hold."""

    register: Register
    records: int
    files: int
    size: int
    is_chosen: bool


def offered(viewer: Viewer) -> list[Register]:
    """Return the registers that the viewer may take away, never the confidential ones."""
    return [
        register
        for register in current_catalog().registers
        if can_export(register, viewer) and not register.is_confidential
    ]


def conditions(register: Register, viewer: Viewer, scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions for the records of a scope: those of its period, or of its last day."""
    return [
        register.model.archived_at.is_(None),
        register.access.readable(viewer),
        register.access.belongs(scope, scope.as_of),
        register.lifetime.within(scope.period),
    ]


def select_ids(register: Register, viewer: Viewer, scope: Scope) -> Select[Any]:
    """Return the query for the ids of the records of a scope, in no order."""
    query = register.load().where(*conditions(register, viewer, scope))
    return query.with_only_columns(register.model.id).order_by(None).distinct()


def ordered_ids(register: Register, viewer: Viewer, scope: Scope) -> Sequence[int]:
    """Return the ids of the records of a scope: by day, if each has one, otherwise as in sheets."""
    day = day_column(register)
    order = [] if day is None else [day.sort_on(scope.as_of)]
    query = register.load().where(*conditions(register, viewer, scope))
    query = query.with_only_columns(register.model.id)
    keys = [key for key in (*order, *register.order_on(scope.as_of)) if key is not None]
    found = db.session.scalars(query.order_by(None).order_by(*keys))
    return list(dict.fromkeys(found))


def day_column(register: Register) -> Column | None:
    """Return the column with the day of what happens on one; None for what lasts."""
    if register.lifetime.kind != "flow":
        return None
    return next((each for each in register.columns if register.kind(each) == "date"), None)


def count_choices(viewer: Viewer, scope: Scope, chosen: Collection[str] | None) -> list[Choice]:
    """Return what can be chosen with its numbers, all by two statements."""
    registers = offered(viewer)
    ids = {each.name: select_ids(each, viewer, scope).subquery() for each in registers}
    records = _read(
        select(literal(name), func.count(), literal(0)).select_from(own)
        for name, own in ids.items()
    )
    files = _read(
        select(literal(name), func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(
            Attachment.register == name,
            Attachment.removed_at.is_(None),
            Attachment.record_id.in_(select(own.c.id)),
        )
        for name, own in ids.items()
    )
    return [
        Choice(
            register,
            records[register.name][0],
            *files[register.name],
            is_chosen=register.name in (USUAL if chosen is None else chosen),
        )
        for register in registers
    ]


def _read(parts: Any) -> dict[str, tuple[int, int]]:
    statements = list(parts)
    if not statements:
        return {}
    return {
        name: (count, int(size)) for name, count, size in db.session.execute(union_all(*statements))
    }
