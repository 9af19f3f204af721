"""Which records of all registers refer to one: read from the foreign keys of their models."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, FromClause, func, inspect, or_, select, true
from sqlalchemy.orm import RelationshipProperty

from partyhub.database import Record, db
from partyhub.periods import FAR, Period
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import can_read
from partyhub.viewers import Viewer

MOST_NAMED = 10


@dataclass(frozen=True)
class Dependents:
    """The records of one register that refer to a record, by now or in the past.

    `named` are the first of those that the viewer may open.
    """

    register: Register
    count: int
    named: Sequence[Any]

    @property
    def title(self) -> str:
        return str(self.register.title)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Caption and address of each of `named`."""
        show = f"{self.register.name}.show"
        return [(each.caption, url_for(show, record_id=each.id)) for each in self.named]

    @property
    def unnamed(self) -> int:
        return self.count - len(self.named)


def find_dependents(record: Record, viewer: Viewer, since: date | None = None) -> list[Dependents]:
    """What refers to `record` and isn't archived, itself or with what it belongs to.

    Given `since`, only what is still there on that day, or comes or happens later.
    """
    found = []
    for register in REGISTERS.values():
        conditions = list(_conditions(register, record))
        if conditions:
            lasts = true() if since is None else _lasts(register, since)
            dependents = _find_in(register, or_(*conditions) & lasts, viewer)
            if dependents.count:
                found.append(dependents)
    return found


def _lasts(register: Register, day: date) -> ColumnElement[bool]:
    """What ends on `day` is no longer there then."""
    life = register.lifetime
    if life.kind == "flow":
        return life.within(Period(day, FAR))
    return life.as_on(day) | life.within(Period(day + timedelta(days=1), FAR))


def _conditions(register: Register, record: Record) -> Iterator[ColumnElement[bool]]:
    """The ways in which a record of `register` can refer to this one: itself, or by its rows."""
    mapper = inspect(register.model)
    target = inspect(type(record)).local_table
    for column in mapper.local_table.columns:
        if column.references(target.c.id):
            yield column == record.id
    for relationship in mapper.relationships:
        yield from _by_rows(relationship, target, record)


def _by_rows(
    relationship: RelationshipProperty[Any], target: FromClause, record: Record
) -> Iterator[ColumnElement[bool]]:
    rows = relationship.mapper
    if not relationship.uselist or rows.class_ in REGISTERS:
        return  # the records of another register refer for themselves
    for column in rows.local_table.columns:
        if column.references(target.c.id) and column not in relationship.remote_side:
            yield relationship.class_attribute.any(column == record.id)


def _find_in(register: Register, condition: ColumnElement[bool], viewer: Viewer) -> Dependents:
    model = register.model
    query = register.load().where(model.archived_at.is_(None), condition)
    ids = query.with_only_columns(model.id).order_by(None).subquery()
    count = db.session.scalar(select(func.count()).select_from(ids)) or 0
    named: Sequence[Any] = ()
    if count and can_read(register, viewer):
        first = query.where(register.access.seen(viewer)).order_by(model.id).limit(MOST_NAMED)
        named = db.session.scalars(first).all()
    return Dependents(register, count, named)
