"""Authors of a difference: the last acts on each record between two moments of the history.

A record counts otherwise by what was done to it, or to one that refers to it: a member by an
assignment, a post by a review. Where nobody did anything to these, it is one that the record itself
refers to: a vote's meeting was cancelled.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Column, Select, Table, select
from sqlalchemy.sql.visitors import iterate

from partyhub.database import db
from partyhub.figures import Figure, Scope
from partyhub.history.models import BESIDE, HistoryEntry
from partyhub.registers import Register, current_catalog
from partyhub.registers.rights import can_read_history, find_readable
from partyhub.viewers import Viewer

MOST_IDS = 500
# As many acts are named of one record.
MOST_ACTS = 3
# An act, and the id of the record that it made count otherwise.
_Act: TypeAlias = tuple[HistoryEntry, int]


def find_authors(
    viewer: Viewer,
    register: Register,
    ids: Collection[int],
    span: tuple[int, int | None],
    scope: Scope,
) -> Mapping[int, Sequence[HistoryEntry]]:
    """Return the last acts on each record, by its id, that the viewer may read, the newest first.

    Acts count that came after the first entry of `span`, up to the second one if there is one.
    Others than those on what the register's figures read in a scope like this are left out, unless
    there are no such ones.
    """
    wanted, found = sorted(ids)[:MOST_IDS], dict[int, list[HistoryEntry]]()
    for entry, key in _acts_below(viewer, register, wanted, span):
        found.setdefault(key, []).append(entry)
    rest = [each for each in wanted if each not in found]
    for entry, key in _acts_above(viewer, register, rest, span):
        found.setdefault(key, []).append(entry)
    read = _names_read(register, scope)
    return {key: _latest(acts, read) for key, acts in found.items()}


def _latest(acts: Sequence[HistoryEntry], read: Collection[str]) -> Sequence[HistoryEntry]:
    """Return the newest acts on what is read, or of all where there are none."""
    likely = [each for each in acts if each.register in read] or acts
    return sorted(likely, key=lambda each: each.id, reverse=True)[:MOST_ACTS]


def _names_read(register: Register, scope: Scope) -> set[str]:
    """Return the names of the register and of all whose tables its figures read."""
    catalog = current_catalog()
    figures = (each for each in catalog.figures if isinstance(each, Figure))
    queries = [each.select(scope) for each in figures if each.model is register.model]
    tables = {part for query in queries for part in iterate(query) if isinstance(part, Table)}
    read = {e.name for e in catalog.registers if e.model.__table__ in tables}
    return read | {register.name}


def _acts_below(
    viewer: Viewer, register: Register, ids: Sequence[int], span: tuple[int, int | None]
) -> Iterator[_Act]:
    """Yield the acts on the records, and on those that refer to them."""
    if can_read_history(register, viewer):
        own = select(HistoryEntry, HistoryEntry.record_id).where(
            HistoryEntry.register == register.name, HistoryEntry.record_id.in_(ids)
        )
        yield from _within(own, span)
    for other, column in _referring(register):
        if can_read_history(other, viewer):
            yield from _within(_acts_through(other, column, ids), span)


def _acts_above(
    viewer: Viewer, register: Register, ids: Sequence[int], span: tuple[int, int | None]
) -> Iterator[_Act]:
    """Yield the acts on what the records refer to, as far as the viewer may open that."""
    own: Any = register.model.__table__
    for other, column in _referred(register) if ids else ():
        if can_read_history(other, viewer):
            query = select(HistoryEntry, own.c.id).join(own, column == HistoryEntry.record_id)
            query = query.where(HistoryEntry.register == other.name, own.c.id.in_(ids))
            acts = list(_within(query, span))
            known = (entry.record_id for entry, _ in acts)
            seen = find_readable(other.model, {each for each in known if each}, viewer)
            yield from (act for act in acts if act[0].record_id in seen)


def _acts_through(other: Register, column: Column[Any], ids: Sequence[int]) -> Select[Any]:
    table = column.table
    return (
        select(HistoryEntry, column)
        .join(table, table.c.id == HistoryEntry.record_id)
        .where(HistoryEntry.register == other.name, column.in_(ids))
    )


def _within(query: Select[*tuple[Any, ...]], span: tuple[int, int | None]) -> Iterable[_Act]:
    since, until = span
    query = query.where(HistoryEntry.id > since, HistoryEntry.action.not_in(BESIDE))
    if until is not None:
        query = query.where(HistoryEntry.id <= until)
    return [(entry, record_id) for entry, record_id in db.session.execute(query)]


def _referring(register: Register) -> Iterator[tuple[Register, Column[Any]]]:
    """Yield the registers whose records refer to those of `register`, and their columns."""
    own: Any = register.model.__table__
    for other in current_catalog().registers:
        table: Any = other.model.__table__
        assert isinstance(table, Table)
        for column in table.c:
            if other is not register and any(k.column.table is own for k in column.foreign_keys):
                yield other, column


def _referred(register: Register) -> Iterator[tuple[Register, Column[Any]]]:
    """Yield the registers to whose records those of `register` refer, and its columns."""
    own: Any = register.model.__table__
    by_table = {other.model.__table__: other for other in current_catalog().registers}
    for column in own.c:
        for key in column.foreign_keys:
            if key.column.table in by_table:
                yield by_table[key.column.table], column
