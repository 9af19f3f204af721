"""What an import finds: of each row what it does, and what is wrong with which cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"
    CONFLICT = "conflict"


class Place(NamedTuple):
    """A cell of the file: rows from 1 as programs show them, columns from 0; None: the row."""

    sheet: str
    row: int
    column: int | None = None
    header: str = ""


class Problem(NamedTuple):
    """What is wrong at a place, or worth knowing: the value as it stood, and what to do."""

    place: Place
    value: str
    message: str

    def as_json(self) -> dict[str, Any]:
        sheet, row, _, header = self.place
        return {
            "sheet": sheet,
            "row": row,
            "column": header,
            "value": self.value,
            "message": self.message,
        }


class CellChange(NamedTuple):
    """One column of a record: what is on record, and what the file says, in words."""

    key: str
    label: str
    old: str
    new: str


class Clash(NamedTuple):
    """A cell of a record that was changed here since the file was exported.

    `base` is what it was then; `is_edited` says whether the file differs from that.
    """

    place: Place
    change: CellChange
    base: str
    is_edited: bool

    @property
    def name(self) -> str:
        """How a decision about this cell is called."""
        return decision_name(self.place.sheet, self.place.row, self.change.key)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.header,
            "value": self.change.new,
            "current": self.change.old,
            "exported": self.base,
        }


def decision_name(sheet: str, row: int, key: str) -> str:
    return f"{sheet}:{row}:{key}"


@dataclass
class RowOutcome:
    """What one row does: `title` names its record."""

    place: Place
    state: State
    title: str = ""
    changes: Sequence[CellChange] = ()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    clashes: Sequence[Clash] = ()
    # The record's version before, of one that was there: the preview holds only while it does.
    version: int | None = None
    # What the row would do to which version, whatever was decided since: a preview is bound to it.
    mark: str = ""
    # Whether it names records that aren't there: they may come further down in the file.
    names_nobody: bool = False
    # What a new record said that another sheet of the file has the last word on; None: nothing.
    held: Mapping[str, Any] | None = None


@dataclass
class Result:
    """What a whole file does."""

    rows: list[RowOutcome] = field(default_factory=list)
    # What concerns no row: a column that nobody knows, a sheet without a header row.
    notes: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    group_id: int | None = None
    # In which row of each sheet the headers stand.
    header_rows: dict[str, int] = field(default_factory=dict)

    def count(self, state: State) -> int:
        return sum(row.state is state for row in self.rows)

    @property
    def digest(self) -> str:
        """What the file does to what is on record; another one, and the preview holds no more."""
        marks = [(row.place.sheet, row.place.row, row.mark) for row in self.rows]
        return sha256(repr(marks).encode()).hexdigest()

    @property
    def errors(self) -> list[Problem]:
        return [*self.faults, *(problem for row in self.rows for problem in row.problems)]

    @property
    def warnings(self) -> list[Problem]:
        return [*self.notes, *(problem for row in self.rows for problem in row.warnings)]

    @property
    def clashes(self) -> list[Clash]:
        return [clash for row in self.rows for clash in row.clashes]

    @property
    def is_applicable(self) -> bool:
        return not self.errors and not self.clashes

    @property
    def does_nothing(self) -> bool:
        return self.is_applicable and not self.count(State.NEW) and not self.count(State.CHANGED)

    def as_json(self) -> dict[str, Any]:
        """What the command line answers (registers.md, The command line)."""
        return {
            "new": self.count(State.NEW),
            "changed": self.count(State.CHANGED),
            "unchanged": self.count(State.UNCHANGED),
            "errors": [problem.as_json() for problem in self.errors],
            "conflicts": [clash.as_json() for clash in self.clashes],
            "warnings": [problem.as_json() for problem in self.warnings],
        }
