"""Aftereffects: saving a record of one register changes records of others in one transaction.

A feature names its aftereffects among the extensions of its `feature.py`. A form has them settled
when its record is saved; an import when all rows of its file are judged, because one row may end
what the next one goes on with.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from partyhub.database import Record
from partyhub.registers.catalog import current_catalog
from partyhub.registers.register import Register


class Tracker(Protocol):
    """Whoever logs the changes of other records: a form, or the batch of an import."""

    def track(self, *records: Record, reason: str | None = None) -> AbstractContextManager[None]:
        """Log the columns of `records` that the block changes."""

    def has_made(self, record: Record) -> bool:
        """Return whether `record` was made by the same import, whose file says how it is."""


class Refusal(NamedTuple):
    """An error in the row of a record: its id, the key of the column, and the sentence."""

    record_id: int
    key: str
    sentence: str


def settle_nothing(_ids: Sequence[int], _tracker: Tracker) -> Sequence[str]:
    """Change nothing: what follows is only judged."""
    return ()


def refuse_nothing(_ids: Sequence[int]) -> Iterable[Refusal]:
    """Refuse nothing: what follows is only settled."""
    return ()


@dataclass(frozen=True, eq=False)
class Aftereffect:
    """The consequence of giving another value to one of the attributes `keys` of a record of `of`.

    `settle` takes the ids of such records and returns sentences about what it changed. `judge`
    returns what an import refuses once all rows of its file are judged; a form judges for itself.
    """

    of: Register
    keys: Sequence[str]
    settle: Callable[[Sequence[int], Tracker], Sequence[str]] = settle_nothing
    judge: Callable[[Sequence[int]], Iterable[Refusal]] = refuse_nothing

    def concerns(self, record: Record, before: Mapping[str, Any]) -> bool:
        """Return whether a saved record has other values than `before`; empty for a new one."""
        return any(getattr(record, key) != before.get(key) for key in self.keys)


def effects_on(register: Register) -> Sequence[Aftereffect]:
    """Return what follows when records of `register` are saved."""
    return [each for each in current_catalog().extensions(Aftereffect) if each.of is register]


def values_before(effects: Sequence[Aftereffect], record: Record | None) -> dict[str, Any]:
    """Return the values of the attributes that `effects` look at, before saving."""
    if record is None:
        return {}
    return {key: getattr(record, key) for effect in effects for key in effect.keys}
