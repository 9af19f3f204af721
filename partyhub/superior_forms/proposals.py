"""Proposals for the mapping of a form, made from its labels."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from partyhub.names import Names, UnresolvedReferenceError
from partyhub.organizations.queries import choose_organization
from partyhub.registers import current_catalog
from partyhub.superior_forms.grids import FORMULA, TEXT, Grid
from partyhub.superior_forms.labels import (
    YEAR,
    LabelIndex,
    kind_of,
    unit_of_money,
    unit_of_sheet,
)
from partyhub.superior_forms.mapping import (
    BranchTable,
    FormMapping,
    Place,
    Source,
    Text,
    Unit,
    Value,
)
from partyhub.viewers import Viewer

TEXTS = {"name": Text.UNIT.value, "period": Text.PERIOD.value, "as_of": Text.AS_OF.value}
UNITS = {"total": Unit.ASKED.value, "own": Unit.ITSELF.value}
NOW, VALUES = Value.NOW.value, frozenset(each.value for each in Value)
# Figures in yuan, which forms often want in units of 10,000.
MONEY = frozenset(
    {
        *("projects.benefit", "prosperity.output"),
        *("prosperity.monthly_income", "prosperity.avg_monthly_income"),
    }
)
_COLON = re.compile("[:：]")
# So many rows without an organization end a table.
GAP = 3
FEWEST_ROWS = 2
MOST_MEANT = 3
# The most cells of all sheets that are looked at for proposals.
MOST_PLACES = 60_000


@dataclass(frozen=True)
class Labels:
    """The labels on one side of a cell that name a figure, its code, and what the others say.

    `value` is which value of the figure they ask for, empty if they don't say it.
    """

    names: Sequence[str]
    code: str
    value: str
    is_never: bool
    is_total: bool


class Proposer:
    """Proposals for all sheets of a form."""

    def __init__(self, grids: Mapping[str, Grid], viewer: Viewer) -> None:
        self.grids = grids
        self.index = LabelIndex(current_catalog().figures)
        self._names = Names.of(choose_organization(viewer))
        # What the same labels said before.
        self._read: dict[tuple[bool, tuple[str, ...]], Labels] = {}
        self._units: dict[str, int | str | None] = {}
        self._scales: dict[Grid, int] = {}

    def propose(self) -> FormMapping:
        """Return the mapping that the labels speak for, as far as the most cells of all sheets."""
        tables = [table for grid in self.grids.values() for table in self.tables_of(grid)]
        taken = {place for table in tables for place, _ in table.sources()}
        named = {(table.sheet, row) for table in tables for row in table.rows}
        cells: dict[Place, Source] = {}
        every = ((grid, at) for grid in self.grids.values() for at in grid.labeled_places())
        for grid, (row, column) in islice(every, MOST_PLACES):
            place = Place(grid.title, row, column)
            if place in taken or (grid.title, row) in named:
                continue
            source = self.cell(grid, row, column)
            if source is not None:
                cells[place] = source
        return FormMapping(cells, tables)

    def cell(self, grid: Grid, row: int, column: int) -> Source | None:
        """Return what the labels of a cell speak for; None for labels, formulas and others."""
        content = grid.content(row, column)
        if content is not None and content.kind == FORMULA:
            return None
        if content is not None and content.kind == TEXT:
            return _in_label(grid, row, column, content.text)
        if content is None and (text := _beside_label(grid, row, column)):
            return Source(text=text)
        return self._figure(grid, row, column)

    def _figure(self, grid: Grid, row: int, column: int) -> Source | None:
        left, above = self._labels_of(grid, row, column)
        if left.is_never or above.is_never or (not left.names and not above.names):
            return None
        if not left.code and (
            left.names or (not left.is_total and not _is_below_label(grid, row, column))
        ):
            return None
        code = left.code or above.code
        if not code or (left.code and above.code and left.code != above.code):
            return None
        scale = self.scale(grid, row, column, code)
        return Source(code=code, value=left.value or above.value or NOW, scale=scale)

    def _labels_of(self, grid: Grid, row: int, column: int) -> tuple[Labels, Labels]:
        """Return the labels to the left of a cell, and those above it."""
        left, above = grid.labels_left(row, column), grid.labels_above(row, column)
        return self._read_labels(left, is_left=True), self._read_labels(above, is_left=False)

    def _read_labels(self, texts: Sequence[str], *, is_left: bool) -> Labels:
        key = (is_left, tuple(texts))
        if key not in self._read:
            self._read[key] = read_labels(texts, self.index, is_left=is_left)
        return self._read[key]

    def scale(self, grid: Grid, row: int, column: int, code: str) -> int:
        """Return 10,000 for money whose label names that unit, or its sheet if no label does."""
        if code not in MONEY:
            return 1
        near = (*grid.labels_left(row, column), *grid.labels_above(row, column))
        if grid not in self._scales:
            units = (unit_of_sheet(content.text) for content in grid.cells.values())
            self._scales[grid] = next(filter(None, units), 1)
        return next(filter(None, map(unit_of_money, near)), self._scales[grid])

    def tables_of(self, grid: Grid) -> Iterator[BranchTable]:
        """Yield the tables of a sheet that have a row a branch."""
        for column in range(1, grid.columns + 1):
            if grid.count_texts(column) < FEWEST_ROWS:
                continue
            rows = self.rows_of(grid, column)
            if len([unit for unit in rows.values() if isinstance(unit, int)]) < FEWEST_ROWS:
                continue
            first = min(row for row, unit in rows.items() if isinstance(unit, int))
            columns = self.columns_of(grid, column, first, rows)
            if columns:
                yield BranchTable(grid.title, column, rows, columns)

    def rows_of(self, grid: Grid, column: int) -> dict[int, int | str]:
        """Return the units that the names in a column stand for, by row; the first table only."""
        found: dict[int, int | str] = {}
        missed = 0
        for row in range(1, grid.rows + 1):
            if not grid.is_first(row, column):
                continue
            unit = self.unit_of(grid, row, column)
            if unit is not None and (found or isinstance(unit, int)):
                found[row], missed = unit, 0
            else:
                missed += 1
            if missed > GAP and len(found) < FEWEST_ROWS:
                found.clear()
            elif missed > GAP and found:
                break
        return found

    def unit_of(self, grid: Grid, row: int, column: int) -> int | str | None:
        """Return the unit that a cell names (an organization, 合计, 本级), or None."""
        content = grid.content(row, column)
        text = content.text.strip() if content is not None and content.kind == TEXT else ""
        if text not in self._units:
            self._units[text] = self._find_unit(text)
        return self._units[text]

    def _find_unit(self, text: str) -> int | str | None:
        try:
            return int(self._names.find(text).id) if text else None
        except UnresolvedReferenceError:
            return UNITS.get(kind_of(text))

    def meant_by(self, text: str) -> str:
        """Return the names of the organizations that an unknown name may mean, or nothing."""
        try:
            self._names.find(text.strip())
        except UnresolvedReferenceError as error:
            return "、".join(written for _, written in error.proposals[:MOST_MEANT])
        return ""

    def columns_of(
        self, grid: Grid, names: int, first: int, rows: Mapping[int, Any]
    ) -> dict[int, Source]:
        """Return what the headings to the right of the names speak for, by column."""
        found: dict[int, Source] = {}
        for column in range(names + 1, grid.columns + 1):
            if all(_is_formula(grid, row, column) for row in rows):
                continue
            left, above = self._labels_of(grid, first, column)
            if above.code and not left.is_never and not above.is_never:
                value = left.value or above.value or NOW
                scale = self.scale(grid, first, column, above.code)
                found[column] = Source(code=above.code, value=value, scale=scale)
        return found


def read_labels(texts: Sequence[str], index: LabelIndex, *, is_left: bool) -> Labels:
    """Return labels without units, and without those that say which value it is."""
    kinds = [(text, kind_of(text)) for text in texts]
    values = [kind for _, kind in kinds if kind in VALUES]
    plain = [(text, kind) for text, kind in kinds if kind != "unit" and kind not in VALUES]
    others = {"total", "never", "name"} if is_left else {"never", "name"}
    names = [text for text, kind in plain if kind not in others]
    first = plain[0][1] if plain else ""
    return Labels(
        names,
        index.find_in(names) if names else "",
        values[0] if values else "",
        is_never=first == "never",
        is_total=is_left and first == "total",
    )


def _in_label(grid: Grid, row: int, column: int, text: str) -> Source | None:
    """Return the text that goes into a label: behind its colon, or in place of its year."""
    head = _COLON.split(text, maxsplit=1)[0]
    kind = TEXTS.get(kind_of(head))
    if kind and _COLON.search(text):
        area = grid.area(row, column)
        beside = area.last_column + 1
        is_free = beside <= grid.columns and grid.content(row, beside) is None
        is_whole = area.last_column > area.column
        return None if is_free and not is_whole and text.strip()[-1] in ":：" else Source(text=kind)
    if row <= 2 and YEAR.search(text):
        return Source(text=Text.YEAR.value)
    return None


def _beside_label(grid: Grid, row: int, column: int) -> str:
    """Return the text that the label with a colon just left of a cell asks for, or an empty one."""
    content = grid.content(row, column - 1) if column > 1 else None
    if content is None or content.kind != TEXT or not _COLON.search(content.text):
        return ""
    return TEXTS.get(kind_of(content.text), "")


def _is_below_label(grid: Grid, row: int, column: int) -> bool:
    """Return whether the cell just above is a heading."""
    content = grid.content(row - 1, column) if row > 1 else None
    return content is not None and content.kind == TEXT


def _is_formula(grid: Grid, row: int, column: int) -> bool:
    content = grid.content(row, column)
    return content is not None and content.kind == FORMULA


def without_known(proposed: FormMapping, known: FormMapping) -> FormMapping:
    """Return the proposals for what nobody has mapped yet."""
    taken = known.sources()
    cells = {place: source for place, source in proposed.cells.items() if place not in taken}
    tables = [t for t in proposed.tables if known.table_at(t.sheet, t.column) is None]
    return replace(proposed, cells=cells, tables=tables)
