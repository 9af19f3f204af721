"""What cells call the records that others name, without joining them to every row."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from partyhub.database import Nameable, db, reference_in

# So many names of a kind are remembered: some 10 MB at most.
MOST = 50_000
_PORTION = 1_000

# By id; None where there is nothing to call.
_Known = dict[int | None, str | None]


class Names:
    """The references of records by their ids: asked some hundreds at once, and remembered."""

    def __init__(self) -> None:
        self._all: dict[type[Nameable], _Known] = {}
        self._on_record: dict[type[Nameable], _Known] = {}

    def of(self, model: type[Nameable], ids: Sequence[int | None]) -> list[str | None]:
        """Return what cells call each of the records; None for None."""
        self._learn(model, ids)
        return list(map(self._all[model].__getitem__, ids))

    def on_record(self, model: type[Nameable], ids: Sequence[int]) -> list[str | None]:
        """Return the same of records that are not archived, None for those that are."""
        self._learn(model, ids)
        return list(map(self._on_record[model].__getitem__, ids))

    def _learn(self, model: type[Nameable], ids: Sequence[int | None]) -> None:
        known = self._all.setdefault(model, {None: None})
        missing = set(ids).difference(known)
        if len(known) + len(missing) > MOST:
            known = self._all[model] = {None: None}
            self._on_record.pop(model, None)
            missing = {*ids, None}
        on_record = self._on_record.setdefault(model, {})
        for record_id, name, is_archived in _read(model, [i for i in missing if i is not None]):
            known[record_id] = name
            on_record[record_id] = None if is_archived else name


def _read(model: type[Nameable], ids: Sequence[int]) -> Iterator[tuple[int, str, bool]]:
    query = select(model.id, reference_in(model), model.archived_at.is_not(None))
    for start in range(0, len(ids), _PORTION):
        part = query.where(model.id.in_(ids[start : start + _PORTION]))
        for row in db.session.connection().execute(part).all():
            yield row[0], row[1], row[2]
