"""The mapping of a form: which figure, or which text, goes into which of its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from flask_babel import lazy_pgettext

from partyhub.database import LabeledEnum
from partyhub.superior_forms.grids import address_of


class Value(LabeledEnum):
    """The values of a figure that a cell may take."""

    NOW = "now", lazy_pgettext("own form", "This period")
    BEFORE = "before", lazy_pgettext("own form", "Period before")
    CHANGE = "change", lazy_pgettext("own form", "Change")


class Text(LabeledEnum):
    """The texts that a cell may take."""

    UNIT = "unit", lazy_pgettext("own form", "Name of the unit")
    PERIOD = "period", lazy_pgettext("own form", "Period")
    AS_OF = "as_of", lazy_pgettext("own form", "As-of day")
    FIRST_DAY = "first_day", lazy_pgettext("own form", "First day of the period")
    LAST_DAY = "last_day", lazy_pgettext("own form", "Last day of the period")
    YEAR = "year", lazy_pgettext("own form", "Year, in place of the one in the cell")


class Place(NamedTuple):
    """A cell of a form; rows and columns count from 1."""

    sheet: str
    row: int
    column: int

    @property
    def words(self) -> str:
        """Return the place as people write it: the sheet and the address."""
        return f"{self.sheet}!{address_of(self.row, self.column)}"


class Unit(LabeledEnum):
    """The units that a row may be about besides an organization."""

    ASKED = "asked", lazy_pgettext("own form", "The whole unit")
    ITSELF = "itself", lazy_pgettext("own form", "The unit itself, without those below it")


@dataclass(frozen=True)
class Source:
    """The value of a cell: a text, or a figure of a unit, divided by `scale`.

    `unit` is the id of an organization or a `Unit`. `replaces` says that it may take the place of a
    formula or a label.
    """

    code: str = ""
    value: str = Value.NOW.value
    scale: int = 1
    unit: int | str = Unit.ASKED.value
    text: str = ""
    replaces: bool = False


@dataclass(frozen=True)
class BranchTable:
    """Rows that are about organizations, named in one column, and what their columns take.

    `rows` maps a row to its unit, `columns` a column to its source.
    """

    sheet: str
    column: int
    rows: Mapping[int, int | str]
    columns: Mapping[int, Source]

    def sources(self) -> Iterator[tuple[Place, Source]]:
        """Yield what goes into each cell of the table."""
        for row, unit in self.rows.items():
            for column, source in self.columns.items():
                yield Place(self.sheet, row, column), replace(source, unit=unit)


@dataclass(frozen=True)
class FormMapping:
    """All of a form: single cells, and tables with a row a branch."""

    cells: Mapping[Place, Source] = field(default_factory=dict)
    tables: Sequence[BranchTable] = ()

    def sources(self) -> dict[Place, Source]:
        """Return what goes into each cell; a cell mapped by itself goes before a table."""
        found = {place: source for table in self.tables for place, source in table.sources()}
        return found | dict(self.cells)

    def table_at(self, sheet: str, column: int) -> BranchTable | None:
        """Return the table whose names stand in this column, or None."""
        found = (each for each in self.tables if (each.sheet, each.column) == (sheet, column))
        return next(found, None)

    def with_cell(self, place: Place, source: Source | None) -> "FormMapping":
        """Return the mapping with this cell, or without it."""
        cells = {key: each for key, each in self.cells.items() if key != place}
        return replace(self, cells=cells if source is None else cells | {place: source})

    def with_table(self, table: BranchTable) -> "FormMapping":
        """Return the mapping with this table; one without rows or columns is taken out."""
        others = [e for e in self.tables if (e.sheet, e.column) != (table.sheet, table.column)]
        is_empty = not table.rows or not table.columns
        return replace(self, tables=others if is_empty else [*others, table])


def to_json(mapping: FormMapping) -> dict[str, Any]:
    """Return the mapping as a record keeps it."""
    return {
        "cells": [[*place, asdict(source)] for place, source in sorted(mapping.cells.items())],
        "tables": [
            {
                "sheet": table.sheet,
                "column": table.column,
                "rows": sorted(table.rows.items()),
                "columns": [[at, asdict(each)] for at, each in sorted(table.columns.items())],
            }
            for table in mapping.tables
        ],
    }


def from_json(stored: Mapping[str, Any]) -> FormMapping:
    """Return the mapping that `to_json` wrote; an empty one for an empty dictionary."""
    return FormMapping(
        {
            Place(sheet, row, column): Source(**source)
            for sheet, row, column, source in stored.get("cells", ())
        },
        [
            BranchTable(
                table["sheet"],
                table["column"],
                dict(table["rows"]),
                {at: Source(**each) for at, each in table["columns"]},
            )
            for table in stored.get("tables", ())
        ],
    )
