"""Reasons for which a record isn't counted although one might expect it: conditions, and sentences.

A feature lists its `NearMiss`es among the extensions of its `feature.py`; they cost no query.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from partyhub.database import Record
from partyhub.figures import Scope
from partyhub.registers.catalog import current_catalog


@dataclass(frozen=True, eq=False)
class NearMiss:
    """One reason: `figure` gives the code of the figure that a record isn't counted in.

    `applies` takes the record, as its page has loaded it, and the scope of the figure.
    """

    model: type[Record]
    figure: Callable[[Any], str]
    applies: Callable[[Any, Scope], bool]
    sentence: Any


def find_near_misses(
    record: Record, scope: Scope, counted: Collection[str]
) -> Sequence[tuple[str, str]]:
    """Return (code of the figure, sentence), the first reason for each figure not `counted` in."""
    found: dict[str, str] = {}
    for each in current_catalog().extensions(NearMiss):
        if each.model is type(record):
            code = each.figure(record)
            if code not in counted and code not in found and each.applies(record, scope):
                found[code] = str(each.sentence)
    return list(found.items())
