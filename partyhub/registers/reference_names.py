"""Names of referenced records, looked up without joining them to every row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from partyhub.database import Nameable, db, reference_in
from partyhub.dialects import among

# The most names remembered per model: about 10 MB.
MOST = 50_000
_PORTION = 1_000

# Names by record id; the id None has the name None.
_Known = dict[int | None, str | None]


class Names:
    """A cache of record names by id; several hundred missing ones are read with one query."""

    def __init__(self) -> None:
        self._known: dict[type[Nameable], _Known] = {}
        self._archived: dict[type[Nameable], set[int | None]] = {}

    def of(self, model: type[Nameable], ids: Sequence[int | None]) -> list[str | None]:
        """Return the name of each record as cells show it; the id None gives None."""
        return list(map(self._learn(model, ids).__getitem__, ids))

    def on_record(self, model: type[Nameable], ids: Sequence[int]) -> list[str | None]:
        """Return the name of each record like `of`, but None for archived records."""
        known = self._learn(model, ids)
        archived = self._archived[model]
        if archived.isdisjoint(ids):
            return list(map(known.__getitem__, ids))
        return [None if each in archived else known[each] for each in ids]

    def _learn(self, model: type[Nameable], ids: Sequence[int | None]) -> _Known:
        """Return the names known for the model, after reading those of `ids` that are missing."""
        known = self._known.setdefault(model, {None: None})
        archived = self._archived.setdefault(model, set())
        missing = set(ids).difference(known)
        if len(known) + len(missing) > MOST:
            known = self._known[model] = {None: None}
            archived.clear()
            missing = set(ids).difference(known)
        wanted, query = list(missing), _statement(model)
        connection = db.session.connection()
        for start in range(0, len(wanted), _PORTION):
            sent = {"ids": wanted[start : start + _PORTION]}
            for record_id, name, is_archived in connection.execute(query, sent).all():
                known[record_id] = name
                if is_archived:
                    archived.add(record_id)
        return known


@cache
def _statement(model: type[Nameable]) -> Select[Any, Any, Any]:
    query = select(model.id, reference_in(model), model.archived_at.is_not(None))
    return query.where(among(model.id))


@dataclass(frozen=True, eq=False)
class Summary:
    """Columns of many records that one or two statements compute for hundreds of records at once.

    `read` takes the ids of the records, the requested day and the names of records. It returns, for
    each record with a value, its id followed by the cell values of `keys`.
    """

    keys: Sequence[str]
    read: Callable[[Sequence[int], date, Names], Iterable[Sequence[Any]]]
