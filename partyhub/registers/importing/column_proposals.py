"""The columns of a file, and what each is proposed to be."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from partyhub.registers.importing.places import Place


class Certainty(StrEnum):
    """The certainty of a column's mapping: certain, asked about, or left out."""

    CERTAIN = "certain"
    ASKED = "asked"
    LEFT_OUT = "left_out"


class ColumnProposal(NamedTuple):
    """A column of the file and what it is proposed to be.

    `name` tells it apart in the sheet. `target` is the key of the register's column, two keys
    joined by + for a column that is split, or "" for none; `evidence` says why, in words.
    What `is_remembered` was confirmed for another file with the same headers.
    `samples` are a few of its values.
    """

    place: Place
    name: str
    target: str
    certainty: Certainty
    evidence: str = ""
    is_remembered: bool = False
    samples: Sequence[str] = ()

    @property
    def is_question(self) -> bool:
        return self.certainty is Certainty.ASKED


class SheetColumns(NamedTuple):
    """The columns of a sheet with their proposals; `signature` stands for all of its headers."""

    sheet: str
    register: str
    signature: str
    proposals: Sequence[ColumnProposal]

    @property
    def questions(self) -> list[ColumnProposal]:
        """Return the columns that nobody has decided yet."""
        return [proposal for proposal in self.proposals if proposal.is_question]


COLUMN_DECISION = "column:"


def column_decision(register: str, name: str) -> str:
    """Return the name of the decision about a column of the file; its value is the target."""
    return f"{COLUMN_DECISION}{register}:{name}"
