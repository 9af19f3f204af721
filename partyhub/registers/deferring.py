"""Deferral of values of new records that rows of another register complete in the same file.

A person who is entered alone is assigned as far as the own row tells. Where the file also has a
sheet of assignments, that sheet has the last word, so nothing is made before it was read. The
feature above says so, and what becomes of records that no row completes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from partyhub.database import Record
from partyhub.forms import RecordForm
from partyhub.registers.register import Register


class DeferredValues(dict[Any, Mapping[str, Any]]):
    """A mapping of new records to the deferred values of their own rows, by field.

    `doubtful` are the records about which the other sheet has wrong rows, so that its rows may be
    incomplete.
    """

    def __init__(self) -> None:
        super().__init__()
        self.doubtful: set[Any] = set()


class DeferredError(NamedTuple):
    """An error in the row of a new record: the record, the key of the column, and the sentence."""

    record: Record
    key: str
    sentence: str


class Resolution(NamedTuple):
    """The result of resolving deferred values.

    `made` are the records that were still missing; `wrong` are the rows that contradict the other
    sheet.
    """

    made: Sequence[Record]
    wrong: Sequence[DeferredError]


@dataclass(frozen=True)
class Deferral:
    """Rows of `by` have the last word on what new records of `of` say in `fields`.

    These values are deferred until all rows of `by` have been judged; the form of `by` can read
    them (`FormContext.deferred`). `resolve` then makes the missing records and returns
    contradictions.
    """

    of: Register
    by: Register
    fields: Sequence[str]
    resolve: Callable[[DeferredValues], Resolution]

    def take_deferred(self, form: RecordForm) -> dict[str, Any]:
        """Remove the deferred values from the form of a new record, and return them by field."""
        fields = [form[name] for name in self.fields]
        deferred = {field.name: field.data for field in fields}
        for field in fields:
            field.data = None
        return deferred
