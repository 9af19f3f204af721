"""What stands on a record's page of other registers: a project's milestones, a member's awards.

The register above says what it shows on the pages of registers below it; those needn't know it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, select

from partyhub import clock
from partyhub.database import Record, db
from partyhub.registers.pages import Cell, Heading, Row, rows_of
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import can_read, can_write
from partyhub.viewers import Viewer

MOST_SHOWN = 10


@dataclass(frozen=True)
class Parts:
    """What a record has to do with the one whose page it stands on: a row for each, of all records.

    `headings` are (words, kind) of the cells that stand behind the first one of the record;
    `read(record, to)` gives their texts, row by row.
    """

    headings: Sequence[tuple[Any, str]]
    read: Callable[[Any, Any], Sequence[Sequence[str]]]

    @property
    def own_headings(self) -> list[Heading]:
        return [Heading("", str(label), kind, False) for label, kind in self.headings]


@dataclass(frozen=True)
class Relation:
    """Records of one register that belong on the page of a record of `to`.

    `where(record)` is the condition that finds them, `columns` the keys of what is shown of each,
    `order` what they are sorted by. `field` is the form's field that names the record, where one
    can be added from its page; `filter` the list's filter that finds them all, by the record's id.
    """

    to: type[Record]
    title: Any
    where: Callable[[Any], ColumnElement[bool]]
    columns: Sequence[str]
    order: Any
    field: str = ""
    filter: str = ""
    parts: Parts | None = None


@dataclass(frozen=True)
class Panel:
    """A relation as the template shows it: the first rows, how many there are, where to go on."""

    name: str
    title: str
    headings: Sequence[Heading]
    rows: Sequence[Row]
    count: int
    all_url: str | None
    add_url: str | None


_relations: dict[type[Record], list[tuple[Register, Relation]]] = {}


def relate(register: Register, *relations: Relation) -> None:
    """Let records of `register` stand on the pages of those that they have to do with."""
    for relation in relations:
        _relations.setdefault(relation.to, []).append((register, relation))


def arrange(registers: Sequence[Register]) -> None:
    """Let the panels of every page stand in the order of `registers`, not in that of imports.

    Whatever else goes over the registers does so in that order, too.
    """
    for register in registers:
        REGISTERS[register.model] = REGISTERS.pop(register.model)
    for relations in _relations.values():
        relations.sort(key=lambda relation: registers.index(relation[0]))


def panels_of(record: Record, viewer: Viewer) -> list[Panel]:
    """The panels of one record, without those that are empty and that the viewer can't fill."""
    known = _relations.get(type(record), [])
    found = [_panel(register, relation, record, viewer) for register, relation in known]
    return [panel for panel in found if panel and (panel.rows or panel.add_url)]


def _panel(register: Register, relation: Relation, record: Record, viewer: Viewer) -> Panel | None:
    if not can_read(register, viewer):
        return None
    count, records = _find(register, relation, record, viewer)
    columns = [column for key in relation.columns if (column := register.column(key))]
    headings = [Heading(c.key, register.header(c), register.kind(c), False) for c in columns]
    rows = rows_of(register, records, columns, clock.today()) if count else []
    if relation.parts:
        headings[1:1] = relation.parts.own_headings
        rows = _with_parts(relation.parts, rows, records, record)
    all_url = None
    if relation.filter:
        asked: dict[str, Any] = {relation.filter: record.id, "shown": "all"}
        all_url = url_for(f"{register.name}.list", **asked)
    return Panel(
        register.name,
        str(relation.title),
        headings,
        rows,
        count,
        all_url,
        _add_url(register, relation, record, viewer),
    )


def _find(
    register: Register, relation: Relation, record: Record, viewer: Viewer
) -> tuple[int, Sequence[Any]]:
    """How many records there are, and the first of them; all, where each shows its parts."""
    model = register.model
    query = register.load().where(
        model.archived_at.is_(None), register.access.seen(viewer), relation.where(record)
    )
    counted = query.with_only_columns(model.id).order_by(None).subquery()
    count = db.session.scalar(select(func.count()).select_from(counted)) or 0
    most = None if relation.parts else MOST_SHOWN
    return count, db.session.scalars(query.order_by(relation.order, model.id).limit(most)).all()


def _with_parts(parts: Parts, rows: Sequence[Row], records: Sequence[Any], to: Record) -> list[Row]:
    """Each row once for every part of its record, with the cells of that part."""
    kinds = [kind for _, kind in parts.headings]
    return [
        replace(row, cells=[*row.cells[:1], *map(Cell, texts, kinds), *row.cells[1:]])
        for row, found in zip(rows, records, strict=True)
        for texts in parts.read(found, to)
    ]


def _add_url(register: Register, relation: Relation, record: Record, viewer: Viewer) -> str | None:
    if not relation.field or record.archived_at is not None or not can_write(register, viewer):
        return None
    filled: dict[str, Any] = {relation.field: f"#{record.id}"}
    return url_for(f"{register.name}.create", **filled)
