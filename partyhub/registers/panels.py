"""The panels of a record's page: the first related records of each register, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import Select, func, literal, select, union_all

from partyhub import clock
from partyhub.database import Record, db
from partyhub.registers.catalog import current_catalog
from partyhub.registers.list_parts import headings_of
from partyhub.registers.list_query import in_tables
from partyhub.registers.pages import ledger_of
from partyhub.registers.plain_records import read_plain
from partyhub.registers.register import Column
from partyhub.registers.relations import Parts, Relation
from partyhub.registers.rights import can_read, can_write
from partyhub.registers.table_markup import Heading, Ledger
from partyhub.statement_cache import RecordParameters, remember
from partyhub.viewers import Viewer

MOST_SHOWN = 10


@dataclass(frozen=True)
class Panel:
    """A relation as the template shows it: the first rows, how many there are, where to go on."""

    name: str
    title: str
    headings: Sequence[Heading]
    rows: Ledger | None
    count: int
    all_url: str | None
    add_url: str | None


def panels_of(
    record: Record, viewer: Viewer, others: Sequence[Relation] = (), most: int = MOST_SHOWN
) -> list[Panel]:
    """Return the panels of one record, without empty ones that the viewer can't fill.

    `others` are relations beside those of the catalog, `most` is how many records each shows.
    """
    relations = (*others, *current_catalog().relations_to(type(record)))
    known = tuple(relation for relation in relations if can_read(relation.of, viewer))
    found = _find_related(known, record, viewer, most)
    panels = [_panel(relation, record, viewer, found[at]) for at, relation in enumerate(known)]
    return [panel for panel in panels if panel.rows or panel.add_url]


class Related(NamedTuple):
    """The number of records and the ids of the first; of all, where each shows its parts."""

    total: int
    ids: list[int]


def _find_related(
    known: tuple[Relation, ...], record: Record, viewer: Viewer, most: int
) -> list[Related]:
    """Find what each panel shows, by one statement for all of them."""
    found = [Related(0, []) for _ in known]
    if known:
        of = type(record)
        reach = current_catalog().by_model[of].access.reach(viewer)
        key = (known, viewer, reach, clock.today(), most)
        query, to = remember(key, lambda: _select_all_related(known, of, viewer, most))
        for at, place, count, record_id in db.session.execute(query, to.values(record)):
            ids = [] if place == 1 else found[at].ids
            found[at] = Related(count, [*ids, record_id])
    return found


def _select_all_related(
    known: Sequence[Relation], of: type[Record], viewer: Viewer, most: int
) -> tuple[Select[Any], RecordParameters]:
    to = RecordParameters(of)
    parts = [_select_related(at, relation, to, viewer, most) for at, relation in enumerate(known)]
    every = union_all(*parts).subquery()
    return select(every).order_by(every.c.at, every.c.place), to


def _select_related(
    at: int, relation: Relation, to: RecordParameters, viewer: Viewer, most: int
) -> Select[Any]:
    """Select (at, place, count, id) of the records of one relation."""
    register, model = relation.of, relation.of.model
    order = (relation.order, model.id)
    query = register.load().where(
        model.archived_at.is_(None), register.access.readable(viewer), relation.where(to)
    )
    placed = query.with_only_columns(
        literal(at).label("at"),
        func.row_number().over(order_by=order).label("place"),
        func.count().over().label("count"),
        model.id.label("id"),
    )
    first = placed.order_by(*order).limit(None if relation.parts else most).subquery()
    return select(first.c.at, first.c.place, first.c.count, first.c.id)


def _panel(relation: Relation, record: Record, viewer: Viewer, found: Related) -> Panel:
    register = relation.of
    title, add_url = str(relation.title), _add_url(relation, record, viewer)
    if not found.ids:
        return Panel(register.name, title, (), None, 0, None, add_url)
    columns = [column for key in relation.columns if (column := register.column(key))]
    headings = list(headings_of(register, columns))
    records = _read_related(relation, columns, found.ids)
    rows = ledger_of(register, records, columns, headings, clock.today())
    if relation.parts:
        headings[1:1] = relation.parts.own_headings
        rows = _with_parts(relation.parts, rows, headings, records, record)
    all_url = None
    if relation.filter:
        requested: dict[str, Any] = {relation.filter: record.id, "shown": "all"}
        all_url = url_for(f"{register.name}.list", **requested)
    return Panel(register.name, title, headings, rows, found.total, all_url, add_url)


def _read_related(relation: Relation, columns: Sequence[Column], ids: Sequence[int]) -> list[Any]:
    """Return the records with these ids, in their order."""
    register, needs = relation.of, relation.parts.needs if relation.parts else ()
    query = register.load().where(register.model.id.in_(ids))
    read = read_plain(register, query, in_tables(columns), needs=needs)
    known = {each.id: each for (each,) in read}
    return [known[record_id] for record_id in ids]


def _with_parts(
    parts: Parts, ledger: Ledger, headings: Sequence[Heading], records: Sequence[Any], to: Record
) -> Ledger:
    """Repeat each row for every part of its record, with the cells of that part after the first."""
    added = len(parts.headings)
    rows = [
        (record_id, *values[:1], *texts, *values[1:])
        for record_id, values, found in zip(
            ledger.ids, zip(*ledger.values, strict=True), records, strict=True
        )
        for texts in parts.read(found, to)
    ]
    ids, *columns = zip(*rows, strict=True) if rows else [() for _ in range(len(headings) + 1)]
    return replace(
        ledger,
        headings=headings,
        states=[*ledger.states[:1], *({} for _ in range(added)), *ledger.states[1:]],
        ids=ids,
        values=columns,
        name=ledger.name + added if ledger.name else 0,
    )


def _add_url(relation: Relation, record: Record, viewer: Viewer) -> str | None:
    if not relation.field or record.archived_at is not None or not can_write(relation.of, viewer):
        return None
    filled: dict[str, Any] = {relation.field: f"#{record.id}"}
    return url_for(f"{relation.of.name}.create", **filled)
