"""The record that a row is about, as far as it can be told."""

from dataclasses import dataclass, field

from partyhub.database import Record
from partyhub.registers.importing.questions import Question
from partyhub.registers.importing.reading.rows import Row


@dataclass
class Match:
    """The record that a row is about, or None for a new one.

    `row` is the row to judge, without what only looks like another key. `is_hidden` says that the
    viewer may not see the record. `warnings` are (column, sentence) pairs, `objections` the reasons
    why the row may do nothing. `question` may need an answer (`is_open`), or be only offered;
    `is_left_out` is the answer that the row is to be left out. `answered` are questions whose
    answer led to that one.
    """

    row: Row
    record: Record | None = None
    is_hidden: bool = False
    is_left_out: bool = False
    is_open: bool = False
    question: Question | None = None
    answered: list[Question] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
