"""Clashes of what an undo puts back with what was entered since the import."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import BESIDE, HistoryEntry, ImportRun
from partyhub.registers.catalog import current_catalog
from partyhub.registers.exclusions import Exclusion
from partyhub.registers.importing.undo.conflicts import UndoConflict, chunks, last_entry
from partyhub.registers.importing.undo.snapshots import load
from partyhub.registers.register import Register

# The keys of the columns that an undo changes, by the id of each record that it puts back.
Restored = Mapping[int, Collection[str]]


def find_clashes(run: ImportRun, restored: Mapping[Register, Restored]) -> Iterator[UndoConflict]:
    """Yield the records that, as they were, share a day with what may not share one with them.

    Only what was entered or changed since the import counts: the rest was so before it, too.
    """
    for exclusion in current_catalog().extensions(Exclusion):
        records = restored.get(exclusion.of, {})
        moved = [each for each, keys in records.items() if exclusion.columns.intersection(keys)]
        for ids in chunks(moved):
            found = _find_sharing(run, exclusion, ids, records)
            for record in load(exclusion.of, found).values() if found else ():
                name, sentence = exclusion.of.name, str(exclusion.sentence)
                yield UndoConflict(name, record.id, record.caption, sentence)


def _find_sharing(
    run: ImportRun, exclusion: Exclusion, ids: Collection[int], restored: Restored
) -> set[int]:
    """Return those of `ids` that share a day with a record that isn't as it was at the import."""
    pairs = db.session.execute(exclusion.select_pairs(), {"ids": list(ids)}).all()
    others = {other for _, other in pairs if other not in restored}
    changed = {each for part in chunks(others) for each in _changed_since(run, exclusion, part)}
    return {each for each, other in pairs if other in changed}


def _changed_since(run: ImportRun, exclusion: Exclusion, ids: Collection[int]) -> Iterator[int]:
    """Yield those of `ids` that were made, restored, or moved to other days since the import."""
    query = select(HistoryEntry.record_id, HistoryEntry.changes).where(
        HistoryEntry.register == exclusion.of.name,
        HistoryEntry.record_id.in_(ids),
        HistoryEntry.id > last_entry(run),
        HistoryEntry.action.not_in(BESIDE),
    )
    for record_id, changes in db.session.execute(query):
        if not changes or any(each["field"] in exclusion.columns for each in changes):
            yield record_id
