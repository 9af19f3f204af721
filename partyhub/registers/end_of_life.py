"""The end of a record's life: the records that still refer to it.

What refers to a record is read from the foreign keys of the models of all registers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, FromClause, func, inspect, or_, select, true
from sqlalchemy.orm import RelationshipProperty

from partyhub.database import Record, db
from partyhub.forms import RecordForm
from partyhub.periods import FAR, Period
from partyhub.registers.catalog import current_catalog
from partyhub.registers.register import Register
from partyhub.registers.rights import can_read
from partyhub.viewers import Viewer

MOST_NAMED = 10


@dataclass(frozen=True)
class Dependents:
    """The records of one register that refer to a record, now or in the past.

    `count` is the number of all; `named` are the first of those that the viewer may open.
    `is_direct` says whether a column of theirs refers to it, not just one of their dated rows.
    """

    register: Register
    count: int
    named: Sequence[Any]
    is_direct: bool = True

    @property
    def title(self) -> str:
        return str(self.register.title)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return (caption, address) pairs of the records in `named`."""
        show = f"{self.register.name}.show"
        return [(each.caption, url_for(show, record_id=each.id)) for each in self.named]

    @property
    def unnamed(self) -> int:
        """Return the number of the records that are not in `named`."""
        return self.count - len(self.named)


def find_dependents(record: Record, viewer: Viewer, since: date | None = None) -> list[Dependents]:
    """Return what refers to `record`, by register, without voided records.

    With `since`, only records that still exist on that day, or that begin or happen later.
    """
    found = []
    for register in current_catalog().registers:
        direct = list(_by_columns(register, record))
        conditions = [*direct, *_by_lists(register, record)]
        if conditions:
            lasts = true() if since is None else _lasts(register, since)
            dependents = _find_in(register, or_(*conditions) & lasts, viewer)
            if dependents.count:
                found.append(replace(dependents, is_direct=bool(direct)))
    return found


def shown_to(viewer: Viewer, dependents: Sequence[Dependents]) -> list[Dependents]:
    """Leave out confidential records: who may not read them isn't even told that there are any."""
    return [
        each
        for each in dependents
        if not each.register.is_confidential or can_read(each.register, viewer)
    ]


def _lasts(register: Register, day: date) -> ColumnElement[bool]:
    """Return the condition that records exist on `day`, or begin or happen later.

    A record that ends on `day` no longer exists on that day.
    """
    life = register.lifetime
    if life.kind == "flow":
        return life.within(Period(day, FAR))
    return life.as_on(day) | life.within(Period(day + timedelta(days=1), FAR))


def _by_columns(register: Register, record: Record) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which a column of a record of `register` refers to `record`."""
    target = inspect(type(record)).local_table
    for column in inspect(register.model).local_table.columns:
        if column.references(target.c.id):
            yield column == record.id


def _by_lists(register: Register, record: Record) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which a dated row of a record of `register` refers to `record`."""
    target = inspect(type(record)).local_table
    for relationship in inspect(register.model).relationships:
        yield from _by_rows(relationship, target, record)


def _by_rows(
    relationship: RelationshipProperty[Any], target: FromClause, record: Record
) -> Iterator[ColumnElement[bool]]:
    rows = relationship.mapper
    if not relationship.uselist or rows.class_ in current_catalog().by_model:
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
        first = query.where(register.access.readable(viewer)).order_by(model.id).limit(MOST_NAMED)
        named = db.session.scalars(first).all()
    return Dependents(register, count, named)


class EndingForm(RecordForm):
    """A form that warns when the record ends before others that refer to it.

    `dependents` are these others, for the page to list.
    """

    dependents: Sequence[Dependents] = ()

    def check_dependents(self, end_on: str) -> None:
        """Add a warning if other records still refer to this one on its last day or later.

        `end_on` is the name of the field with the day.
        """
        day = self[end_on].data
        if self.edited is None or day is None or day == self[end_on].stored:
            return
        self.dependents = find_dependents(self.edited, self.viewer, since=day)
        if self.dependents:
            self.warn(
                end_on,
                gettext(
                    "There are records on this day or later: %(what)s. End or move them first.",
                    what="、".join(_describe(each) for each in self.dependents),
                ),
            )


def _describe(dependents: Dependents) -> str:
    """Return the register's title and the number of records, with the name of a single one.

    The name is left out if the viewer may not open the record.
    """
    name = "".join(f"（{each.caption}）" for each in dependents.named[:1])
    return f"{dependents.title} {dependents.count}" + (name if dependents.count == 1 else "")
