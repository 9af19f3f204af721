"""Results of an import: the effect of each row and of the whole file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from partyhub.registers.importing.column_proposals import SheetColumns
from partyhub.registers.importing.left_out import LeftOut
from partyhub.registers.importing.places import Place, Problem
from partyhub.registers.importing.questions import Choice, Question


class State(StrEnum):
    """The effect of a row: a new record, a change, no change, an error, or a conflict."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"
    CONFLICT = "conflict"


class CellChange(NamedTuple):
    """One changed column of a record: the value on record and the value of the file, in words."""

    key: str
    label: str
    old: str
    new: str


class Conflict(NamedTuple):
    """A cell of a record that was changed here since the file was exported.

    `base` is the exported value; `is_edited` says whether the file differs from it.
    """

    place: Place
    change: CellChange
    base: str
    is_edited: bool

    @property
    def name(self) -> str:
        """Return the name of the form field for the decision about this cell."""
        return decision_name(self.place.sheet, self.place.row, self.change.key)

    def as_json(self) -> dict[str, Any]:
        """Return the conflict as the command line prints it."""
        return {
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.header,
            "value": self.change.new,
            "current": self.change.old,
            "exported": self.base,
        }


def decision_name(sheet: str, row: int, key: str) -> str:
    """Return the name of the decision about a cell."""
    return f"{sheet}:{row}:{key}"


@dataclass
class RowResult:
    """The effect of one row; `title` names its record."""

    place: Place
    state: State
    title: str = ""
    changes: Sequence[CellChange] = ()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    conflicts: Sequence[Conflict] = ()
    # The register and the id of the record that was made or changed.
    record: tuple[str, int] | None = None
    # The record may be another one; a question without an answer that `is_open` keeps all out.
    question: Question | None = None
    is_open: bool = False
    # Questions that were answered before that one could be asked.
    answered: Sequence[Question] = ()
    # The version of an existing record before the import: the preview is valid only for it.
    version: int | None = None
    # A digest of the row's effect on a version, without decisions: a preview is bound to it.
    mark: str = ""
    # Whether the row names missing records, which may come further down in the file.
    is_unresolved: bool = False
    # Values of a new record that another sheet of the file decides; None if there are none.
    deferred: Mapping[str, Any] | None = None


@dataclass
class Result:
    """The effect of a whole file."""

    rows: list[RowResult] = field(default_factory=list)
    # Problems without a row: an unknown column (a note), a sheet without a header row (a fault).
    notes: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    # Decisions about many rows alike.
    choices: list[Choice] = field(default_factory=list)
    group_id: int | None = None
    # The number of the header row, and the name of the register, by title of the sheet.
    header_rows: dict[str, int] = field(default_factory=dict)
    registers: dict[str, str] = field(default_factory=dict)
    # How the columns of each sheet are mapped.
    columns: list[SheetColumns] = field(default_factory=list)

    def count(self, state: State) -> int:
        """Return the number of rows with this state."""
        return sum(row.state is state for row in self.rows)

    @property
    def digest(self) -> str:
        """Return a digest of the file's effect on the records.

        A preview with another digest is outdated.
        """
        marks = [(row.place.sheet, row.place.row, row.mark) for row in self.rows]
        return sha256(repr(marks).encode()).hexdigest()

    @property
    def errors(self) -> list[Problem]:
        """Return the faults of the file and the problems of all rows."""
        return [*self.faults, *(problem for row in self.rows for problem in row.problems)]

    @property
    def warnings(self) -> list[Problem]:
        """Return the notes about the file and the warnings of all rows."""
        return [*self.notes, *(problem for row in self.rows for problem in row.warnings)]

    @property
    def remarks(self) -> list[Problem | LeftOut]:
        """Return everything worth knowing that doesn't prevent the import."""
        return [*self.warnings, *self.left_out]

    @property
    def conflicts(self) -> list[Conflict]:
        return [conflict for row in self.rows for conflict in row.conflicts]

    @property
    def questions(self) -> list[Question]:
        """Return the questions that have to be answered first."""
        return [row.question for row in self.rows if row.question and row.is_open]

    @property
    def asked(self) -> list[tuple[RowResult, Question]]:
        """Return each row with a question, answered ones first, be it open or not."""
        return [
            (row, question)
            for row in self.rows
            for question in (*row.answered, row.question)
            if question is not None
        ]

    @property
    def is_applicable(self) -> bool:
        """Return whether the file has no errors, no conflicts and no open questions."""
        return not self.faults and not any(
            row.problems or row.conflicts or (row.is_open and row.question) for row in self.rows
        )

    @property
    def does_nothing(self) -> bool:
        """Return whether the file is valid but makes and changes no record."""
        writing = (State.NEW, State.CHANGED)
        return self.is_applicable and not any(row.state in writing for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints (registers.md, The command line)."""
        return {
            "new": self.count(State.NEW),
            "changed": self.count(State.CHANGED),
            "unchanged": self.count(State.UNCHANGED),
            "errors": [problem.as_json() for problem in self.errors],
            "conflicts": [
                *(question.as_json() for question in self.questions),
                *(conflict.as_json() for conflict in self.conflicts),
            ],
            "warnings": [problem.as_json() for problem in self.remarks],
        }
