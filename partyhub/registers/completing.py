"""New records that rows of another register complete, where one file has both.

A person who is entered alone is assigned as far as the own row tells. Where the file also has a
sheet of assignments, that sheet has the last word, so nothing is made before it was read. The
register above says so, and what becomes of records that no row completes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from partyhub.database import Record
from partyhub.forms import RecordForm
from partyhub.registers.register import Register


class Held(dict[Any, Mapping[str, Any]]):
    """By new record: what its own row said, by field.

    Of the `doubtful` ones the other sheet has rows that are wrong, so it tells less than it might.
    """

    def __init__(self) -> None:
        super().__init__()
        self.doubtful: set[Any] = set()


class Wrong(NamedTuple):
    """What is wrong with the row of a new record, and in which column."""

    record: Record
    key: str
    sentence: str


class Settled(NamedTuple):
    """The records that were still missing, and which rows contradict those that are there."""

    made: Sequence[Record]
    wrong: Sequence[Wrong]


@dataclass(frozen=True)
class Completion:
    """Rows of `by` have the last word on what new records say in `fields`.

    These are held back until all rows of `by` have been judged; its form can look into them
    (`RecordForm.held`). `settle` then makes what is missing and says what contradicts.
    """

    by: Register
    fields: Sequence[str]
    settle: Callable[[Held], Settled]

    def hold(self, form: RecordForm) -> dict[str, Any]:
        """Take what is held back out of the form of a new record."""
        fields = [form[name] for name in self.fields]
        held = {field.name: field.data for field in fields}
        for field in fields:
            field.data = None
        return held


_completions: dict[str, Completion] = {}


def complete(register: Register, completion: Completion) -> None:
    """Let new records of `register` be completed so, where a file has both sheets."""
    _completions[register.name] = completion


def completion_of(register: Register) -> Completion | None:
    return _completions.get(register.name)
