"""Authors of a difference: the last act on each record between two moments of the history.

A record that nobody touched itself counts otherwise because of one that refers to it: a member by
an assignment, a post by a review.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Select, Table, select

from partyhub.database import db
from partyhub.history.models import BESIDE, HistoryEntry
from partyhub.registers import Register, current_catalog
from partyhub.registers.rights import can_read_history
from partyhub.viewers import Viewer

MOST_IDS = 500


def find_authors(
    viewer: Viewer, register: Register, ids: Collection[int], since: int, until: int | None
) -> Mapping[int, HistoryEntry]:
    """Return the last act on each record, by its id, that the viewer may read.

    Acts count that came after the entry `since`, up to the entry `until`.
    """
    found: dict[int, HistoryEntry] = {}
    wanted = sorted(ids)[:MOST_IDS]
    if can_read_history(register, viewer):
        own = select(HistoryEntry, HistoryEntry.record_id).where(
            HistoryEntry.register == register.name, HistoryEntry.record_id.in_(wanted)
        )
        found |= _last(own, since, until)
    rest = [each for each in wanted if each not in found]
    for other, column in _referring(register):
        if rest and can_read_history(other, viewer):
            later = _last(_acts_through(other, column, rest), since, until)
            found |= {key: entry for key, entry in later.items() if _is_newer(entry, found, key)}
    return found


def _is_newer(entry: HistoryEntry, found: Mapping[int, HistoryEntry], key: int) -> bool:
    return key not in found or found[key].id < entry.id


def _acts_through(other: Register, column: Column[Any], ids: Sequence[int]) -> Select[Any]:
    table = column.table
    return (
        select(HistoryEntry, column)
        .join(table, table.c.id == HistoryEntry.record_id)
        .where(HistoryEntry.register == other.name, column.in_(ids))
    )


def _last(
    query: Select[*tuple[Any, ...]], since: int, until: int | None
) -> dict[int, HistoryEntry]:
    query = query.where(HistoryEntry.id > since, HistoryEntry.action.not_in(BESIDE))
    if until is not None:
        query = query.where(HistoryEntry.id <= until)
    rows = db.session.execute(query.order_by(HistoryEntry.id))
    return {record_id: entry for entry, record_id in rows}


def _referring(register: Register) -> Iterator[tuple[Register, Column[Any]]]:
    """Yield the registers whose records refer to those of `register`, and their columns."""
    own: Any = register.model.__table__
    for other in current_catalog().registers:
        table: Any = other.model.__table__
        assert isinstance(table, Table)
        for column in table.c:
            if other is not register and any(k.column.table is own for k in column.foreign_keys):
                yield other, column
