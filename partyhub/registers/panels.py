"""The panels of a record's page: the first related records of each register, and how many."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import aliased

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
# The related records of several records that are read at once.
MOST_READ = 1_000


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
    panels = [
        _panel(relation, record, viewer, found[at], _read_related(relation, found[at].ids))
        for at, relation in enumerate(known)
    ]
    return [panel for panel in panels if panel.rows or panel.add_url]


def panels_of_many(
    records: Sequence[Record], viewer: Viewer, others: Sequence[Relation], most: int
) -> Iterator[list[Panel]]:
    """Yield what `panels_of` returns for each of these records of one register.

    What is related is found by one statement for all of them, and read for some at once.
    """
    if not records:
        return
    relations = (*others, *current_catalog().relations_to(type(records[0])))
    known = tuple(relation for relation in relations if can_read(relation.of, viewer))
    found = _find_related_to_many(known, records, viewer, most)
    for some in _portions(records, found):
        read = [
            _read_related(relation, {i for each in some for i in found[each.id][at].ids})
            for at, relation in enumerate(known)
        ]
        for record in some:
            panels = [
                _panel(relation, record, viewer, found[record.id][at], read[at])
                for at, relation in enumerate(known)
            ]
            yield [panel for panel in panels if panel.rows]


def _portions(
    records: Sequence[Record], found: Mapping[int, Sequence["Related"]]
) -> Iterator[list[Record]]:
    """Yield runs of records that have few related ones together, so that memory stays flat."""
    some: list[Record] = []
    used = 0
    for record in records:
        own = sum(len(each.ids) for each in found[record.id])
        if some and used + own > MOST_READ:
            yield some
            some, used = [], 0
        some.append(record)
        used += own
    yield some


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


def _find_related_to_many(
    known: tuple[Relation, ...], records: Sequence[Record], viewer: Viewer, most: int
) -> Mapping[int, list[Related]]:
    """Find what the panels of each record show, by its id; all by one statement."""
    found = {record.id: [Related(0, []) for _ in known] for record in records}
    if known:
        of = type(records[0])
        owner = aliased(of)
        parts = [
            _select_related(at, relation, owner, viewer, most, owner)
            for at, relation in enumerate(known)
        ]
        every = union_all(*parts).subquery()
        query = select(every).order_by(every.c.owner, every.c.at, every.c.place)
        for owner_id, at, _, count, record_id in db.session.execute(query, {"owners": [*found]}):
            found[owner_id][at] = Related(count, [*found[owner_id][at].ids, record_id])
    return found


def _select_all_related(
    known: Sequence[Relation], of: type[Record], viewer: Viewer, most: int
) -> tuple[Select[Any], RecordParameters]:
    to = RecordParameters(of)
    parts = [_select_related(at, relation, to, viewer, most) for at, relation in enumerate(known)]
    every = union_all(*parts).subquery()
    return select(every).order_by(every.c.at, every.c.place), to


def _select_related(
    at: int, relation: Relation, to: Any, viewer: Viewer, most: int, owner: Any = None
) -> Select[Any]:
    """Select (at, place, count, id) of the records of one relation to one record, or to many.

    For many, each row begins with the id of its `owner`, one of the parameter `owners`.
    """
    register, model = relation.of, relation.of.model
    order = (relation.order, model.id)
    query = register.load().where(
        model.archived_at.is_(None), register.access.readable(viewer), relation.where(to)
    )
    own = () if owner is None else (owner.id.label("owner"),)
    each = None if owner is None else owner.id
    placed = query.with_only_columns(
        *own,
        literal(at).label("at"),
        func.row_number().over(partition_by=each, order_by=order).label("place"),
        func.count().over(partition_by=each).label("count"),
        model.id.label("id"),
    )
    if owner is None:
        first = placed.order_by(*order).limit(None if relation.parts else most).subquery()
        return select(first.c.at, first.c.place, first.c.count, first.c.id)
    # The second condition is always true: it only says that the two tables belong together, which
    # SQLAlchemy doesn't see where the relation is a subquery.
    among = owner.id.in_(bindparam("owners", expanding=True)), model.id != -owner.id
    every = placed.where(*among).subquery()
    query = select(every)
    return query if relation.parts else query.where(every.c.place <= most)


def _panel(
    relation: Relation,
    record: Record,
    viewer: Viewer,
    found: Related,
    read: Mapping[int, Any],
) -> Panel:
    """Return the panel; `read` are the related records by id, with what its columns need."""
    register = relation.of
    title, add_url = str(relation.title), _add_url(relation, record, viewer)
    if not found.ids:
        return Panel(register.name, title, (), None, 0, None, add_url)
    columns = _columns_of(relation)
    headings = list(headings_of(register, columns))
    records = [read[record_id] for record_id in found.ids]
    rows = ledger_of(register, records, columns, headings, clock.today())
    if relation.parts:
        headings[1:1] = relation.parts.own_headings
        rows = _with_parts(relation.parts, rows, headings, records, record)
    all_url = None
    if relation.filter:
        requested: dict[str, Any] = {relation.filter: record.id, "shown": "all"}
        all_url = url_for(f"{register.name}.list", **requested)
    return Panel(register.name, title, headings, rows, found.total, all_url, add_url)


def _columns_of(relation: Relation) -> list[Column]:
    return [column for key in relation.columns if (column := relation.of.column(key))]


def _read_related(relation: Relation, ids: Collection[int]) -> Mapping[int, Any]:
    """Return the records with these ids; no ids ask for nothing."""
    if not ids:
        return {}
    register, needs = relation.of, relation.parts.needs if relation.parts else ()
    query = register.load().where(register.model.id.in_(sorted(ids)))
    columns = in_tables(_columns_of(relation))
    return {each.id: each for (each,) in read_plain(register, query, columns, needs=needs)}


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
