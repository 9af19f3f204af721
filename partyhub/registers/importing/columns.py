"""The columns of a sheet as an import maps them: by decisions, memory and what speaks for them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from partyhub.database import db
from partyhub.forms.pickers import RefField
from partyhub.references import model_of
from partyhub.registers.importing.column_proposals import (
    COLUMN_DECISION,
    Certainty,
    ColumnProposal,
    SheetColumns,
    column_decision,
)
from partyhub.registers.importing.places import Problem
from partyhub.registers.importing.reading.guessing import targets_of, unit_sentence
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.layout import Layout
from partyhub.registers.importing.reading.mapping import map_columns
from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.importing.remembering import find_remembered
from partyhub.registers.importing.results import Result
from partyhub.registers.register import Column, Register
from partyhub.viewers import Viewer

# The most names with which the cells of a column are compared.
MOST_NAMES = 20_000


@dataclass(frozen=True)
class ColumnMapper:
    """The mapper of the columns of one sheet after another, for a viewer with decisions."""

    viewer: Viewer
    decisions: Mapping[str, str]

    def map(
        self, sheet: str, layout: Layout, rows: Iterator[SheetRow]
    ) -> tuple[SheetColumns, Layout, Iterator[SheetRow]]:
        """Return how each column is mapped, the layout by that, and all of the rows."""
        register = layout.register
        return map_columns(
            sheet,
            layout,
            rows,
            lambda column: self._names(register, column),
            answers_of(self.decisions, register),
            lambda signature: find_remembered(register.name, signature),
        )

    def _names(self, register: Register, column: Column) -> Collection[str]:
        """Return the names of the records that a column may refer to.

        There are none to compare with where another column decides in which register to look.
        """
        field = register.field(column)
        if not isinstance(field, RefField):
            return ()
        query = field.choose(self.viewer)
        return set(
            db.session.scalars(query.with_only_columns(model_of(query).name).limit(MOST_NAMES))
        )


def answers_of(decisions: Mapping[str, str], register: Register) -> dict[str, str]:
    """Return the decisions about columns of sheets of the register, by their names."""
    start = column_decision(register.name, "")
    return {
        name.removeprefix(start): target
        for name, target in decisions.items()
        if name.startswith(start)
    }


def refuse_unknown(decisions: Mapping[str, str], result: Result) -> None:
    """Raise FileRefusedError if a decision is about a column that no sheet has."""
    decided = {key.split(":", 2)[2] for key in decisions if key.startswith(COLUMN_DECISION)}
    known = {each.name: each.place.header for s in result.columns for each in s.proposals}
    if known and (missing := sorted(decided - known.keys())):
        sentence = gettext(
            "The file has no column “%(name)s”. It has: %(headers)s.",
            name=missing[0],
            headers="、".join(known.values()),
        )
        raise FileRefusedError(sentence)


def describe_question(register: Register, question: ColumnProposal) -> Problem:
    """Return the error for a column that nobody has decided, with what to write about it."""
    target = targets_of(register).get(question.target) or gettext("COLUMN")
    sentence = gettext(
        "It is not certain which column this is. %(evidence)s Give --map %(name)s=%(target)s, or"
        " --map %(name)s= to leave it out.",
        evidence=question.evidence,
        name=question.name,
        target=target.replace(" ", ""),
    )
    return Problem(question.place, question.place.header, sentence)


def describe_notes(mapped: SheetColumns, layout: Layout) -> list[Problem]:
    """Return a note about each column that is left out, and each in another unit than ours."""
    notes = [
        Problem(each.place, each.place.header, each.evidence)
        for each in mapped.proposals
        if each.certainty is Certainty.LEFT_OUT
    ]
    by_index = {each.place.column: each.place for each in mapped.proposals}
    return notes + [
        Problem(
            by_index[index],
            layout.headers[index],
            unit_sentence(layout.headers[index], layout.register, layout.columns[index]),
        )
        for index in layout.units
    ]
