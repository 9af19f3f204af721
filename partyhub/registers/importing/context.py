"""The context in which rows are judged: the file that a form knows, and the sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from partyhub.database import Nameable, Record
from partyhub.forms import FormContext, Notice, RecordForm
from partyhub.forms.context import Choose
from partyhub.references import Index
from partyhub.registers.batches import Batch
from partyhub.registers.deferring import Deferral, DeferredValues
from partyhub.registers.importing.matching.matcher import Matcher
from partyhub.registers.importing.places import Place, Problem
from partyhub.registers.importing.questions import choice_name
from partyhub.registers.importing.reading.layout import Layout
from partyhub.registers.importing.reading.rows import Row, Source
from partyhub.registers.importing.results import RowResult, State
from partyhub.registers.register import Register

# The two possible decisions about a cell that was changed here since the export.
FILE, HERE = "file", "here"
# Decisions about cells, by `decision_name`, and answers about rows, by `who_name`, `key_name` and
# `choice_name`.
Decisions = Mapping[str, str]


@dataclass
class ImportContext(FormContext):
    """The context of a form that judges rows of a file; names are looked up once in `index`."""

    deferred: DeferredValues = field(default_factory=DeferredValues)
    index: Index = field(default_factory=Index)
    # The row that the form judges.
    place: Place | None = None

    def decision(self, question: str) -> str:
        """Return what was decided about the question for the row, else for all rows, or ""."""
        if self.place is not None:
            own = self.decisions.get(choice_name(question, self.place.sheet, self.place.row), "")
            if own:
                return own
        return super().decision(question)

    def find(self, choose: Choose, query: Select[Any], text: str) -> Nameable:
        """Return the record that `text` names, from the index; see `FormContext.find`."""
        return self.index.find(choose, query, text)

    def flag_doubtful(self, record: Any) -> None:
        """Add `record` to the deferred records about which another row is wrong."""
        self.deferred.doubtful.add(record)

    def forget(self, record: Record) -> None:
        """Look the names of `record` up again, because they are new or about to change."""
        if isinstance(record, Nameable):
            self.index.forget(record)


@dataclass
class SheetImport:
    """One sheet while its rows are judged: its layout, and what judges and saves its rows.

    `deferral` says which values of new records wait for another sheet of the file, or is None.
    """

    layout: Layout
    source: Source
    form: RecordForm
    context: ImportContext
    matcher: Matcher
    batch: Batch
    decisions: Decisions
    deferral: Deferral | None = None

    def __post_init__(self) -> None:
        self.keys = self.layout.keys
        # Rows that lack a required column which the sheet doesn't have, by key and sentence.
        self.missing: dict[tuple[str, str], set[int]] = {}
        # Whether anything has changed since the export, once it is known, and what records were
        # called since, by table and id.
        self.is_outdated: bool | None = None
        self.names_since: dict[tuple[str, int], tuple[set[str], set[str]]] = {}
        # Rows of which the file is told the same, by key and notice.
        self.noticed: dict[tuple[str, Notice], set[int]] = {}
        self.compared = {f.name for f in self.form.stored_fields() if f.is_compared}
        self.about_others = {f.name for f in self.form.stored_fields() if f.is_about_others}
        self.create_only = {f.name for f in self.form.stored_fields() if f.is_create_only}

    @property
    def register(self) -> Register:
        return self.layout.register

    @property
    def exported_at(self) -> datetime | None:
        """Return the moment of the export if the file is an export of this instance, else None."""
        return self.source.exported_at

    def problem(self, row: Row, key: str, sentence: str) -> Problem:
        """Return a problem at the cell of column `key` in a row."""
        place = self.layout.place(row.place.sheet, row.number, key)
        return Problem(place, row.raw.get(key, ""), sentence, key=key)

    def refuse_at(self, row: int, result: RowResult, key: str, sentence: str) -> None:
        """Mark the result of a row as an error when its texts are no longer at hand."""
        result.state = State.ERROR
        place = self.layout.place(result.place.sheet, row, key)
        result.problems.append(Problem(place, "", sentence))

    def refuse(self, row: Row, result: RowResult, key: str, sentence: str) -> None:
        """Mark the row's result as an error, with `sentence` at its column `key`."""
        result.state = State.ERROR
        result.problems.append(self.problem(row, key, sentence))
