"""What stands on a record's page of other registers: a project's milestones, a member's awards.

The register above says what it shows on the pages of registers below it; those needn't know it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from partyhub import clock
from partyhub.database import Record, db
from partyhub.registers.ledger import Cell, Heading, Row
from partyhub.registers.pages import rows_of
from partyhub.registers.plain_rows import read_plain
from partyhub.registers.register import REGISTERS, Column, Register
from partyhub.registers.rights import can_read, can_write
from partyhub.viewers import Viewer

MOST_SHOWN = 10


@dataclass(frozen=True)
class Parts:
    """What a record has to do with the one whose page it stands on: a row for each, of all records.

    `headings` are (words, kind) of the cells that stand behind the first one of the record;
    `read(record, to)` gives their texts, row by row; `needs` is what it reads of the record, as
    those of a column are.
    """

    headings: Sequence[tuple[Any, str]]
    read: Callable[[Any, Any], Sequence[Sequence[str]]]
    needs: Sequence[str] = ()

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
    known = [
        (register, relation)
        for register, relation in _relations.get(type(record), [])
        if can_read(register, viewer)
    ]
    found = _find_related(known, record, viewer)
    panels = [
        _panel(register, relation, record, viewer, found[at])
        for at, (register, relation) in enumerate(known)
    ]
    return [panel for panel in panels if panel.rows or panel.add_url]


class Related(NamedTuple):
    """How many records there are, and the ids of the first; of all, where each shows its parts."""

    total: int
    ids: list[int]


def _find_related(
    known: Sequence[tuple[Register, Relation]], record: Record, viewer: Viewer
) -> list[Related]:
    """What each panel shows, by one statement for all of them."""
    found = [Related(0, []) for _ in known]
    if known:
        parts = [
            _select_related(at, register, relation, record, viewer)
            for at, (register, relation) in enumerate(known)
        ]
        every = union_all(*parts).subquery()
        for at, place, count, record_id in db.session.execute(
            select(every).order_by(every.c.at, every.c.place)
        ):
            ids = [] if place == 1 else found[at].ids
            found[at] = Related(count, [*ids, record_id])
    return found


def _select_related(
    at: int, register: Register, relation: Relation, record: Record, viewer: Viewer
) -> Select[Any]:
    """(at, place, count, id) of the records of one relation."""
    model = register.model
    order = (relation.order, model.id)
    query = register.load().where(
        model.archived_at.is_(None), register.access.seen(viewer), relation.where(record)
    )
    placed = query.with_only_columns(
        literal(at).label("at"),
        func.row_number().over(order_by=order).label("place"),
        func.count().over().label("count"),
        model.id.label("id"),
    )
    most = None if relation.parts else MOST_SHOWN
    first = placed.order_by(*order).limit(most).subquery()
    return select(first.c.at, first.c.place, first.c.count, first.c.id)


def _panel(
    register: Register, relation: Relation, record: Record, viewer: Viewer, found: Related
) -> Panel:
    columns = [column for key in relation.columns if (column := register.column(key))]
    headings = [Heading(c.key, register.header(c), register.kind(c), False) for c in columns]
    records = _read_related(register, relation, columns, found.ids) if found.ids else []
    rows = rows_of(register, records, columns, clock.today()) if records else []
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
        found.total,
        all_url,
        _add_url(register, relation, record, viewer),
    )


def _read_related(
    register: Register, relation: Relation, columns: Sequence[Column], ids: Sequence[int]
) -> list[Any]:
    """The records with these ids, in their order."""
    needs = relation.parts.needs if relation.parts else ()
    query = register.load().where(register.model.id.in_(ids))
    known = {each.id: each for (each,) in read_plain(register, query, columns, needs=needs)}
    return [known[record_id] for record_id in ids]


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
