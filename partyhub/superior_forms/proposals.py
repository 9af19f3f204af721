"""Proposals for the mapping of a form, made from its labels."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from partyhub.names import Names, UnresolvedReferenceError
from partyhub.organizations.queries import choose_organization
from partyhub.registers import current_catalog
from partyhub.superior_forms.grids import FORMULA, TEXT, Grid
from partyhub.superior_forms.labels import YEAR, LabelIndex, is_in_ten_thousands, kind_of
from partyhub.superior_forms.mapping import (
    TEN_THOUSAND,
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
_COLON = re.compile("[:：]")
# So many rows without an organization end a table.
GAP = 3
FEWEST_ROWS = 2
MOST_MEANT = 3


@dataclass(frozen=True)
class Labeled:
    """The labels of a cell that name figures, and the value that the others say it takes."""

    row: Sequence[str]
    column: Sequence[str]
    value: str
    is_never: bool
    is_total: bool


class Proposer:
    """Proposals for all sheets of a form."""

    def __init__(self, grids: Mapping[str, Grid], viewer: Viewer) -> None:
        self.grids = grids
        self.index = LabelIndex(current_catalog().figures)
        self._names = Names.of(choose_organization(viewer))

    def propose(self) -> FormMapping:
        """Return the mapping that the labels speak for."""
        tables = [table for grid in self.grids.values() for table in self.tables_of(grid)]
        taken = {place for table in tables for place, _ in table.sources()}
        cells: dict[Place, Source] = {}
        for grid in self.grids.values():
            cells |= {
                place: source
                for place, source in self._cells_of(grid)
                if place not in taken and not _is_name(place, tables)
            }
        return FormMapping(cells, tables)

    def _cells_of(self, grid: Grid) -> Iterator[tuple[Place, Source]]:
        for row, column in grid.places():
            source = self.cell(grid, row, column)
            if source is not None:
                yield Place(grid.title, row, column), source

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
        labeled = labels_of(grid, row, column)
        if labeled.is_never or (not labeled.row and not labeled.column):
            return None
        by_row = self.index.find_in(labeled.row) if labeled.row else ""
        by_column = self.index.find_in(labeled.column) if labeled.column else ""
        if not by_row and (
            labeled.row or (not labeled.is_total and not _is_below_label(grid, row, column))
        ):
            return None
        code = by_row or by_column
        if not code or (by_row and by_column and by_row != by_column):
            return None
        return Source(code=code, value=labeled.value, scale=self.scale(grid, row, column, code))

    def scale(self, grid: Grid, row: int, column: int, code: str) -> int:
        """Return 10,000 for money whose label, or whose sheet, names that unit."""
        if code not in MONEY:
            return 1
        near = [*grid.labels_left(row, column), *grid.labels_above(row, column)]
        everywhere = [
            c.text for c in grid.cells.values() if c.kind == TEXT and _COLON.search(c.text)
        ]
        return TEN_THOUSAND if is_in_ten_thousands([*near, *everywhere]) else 1

    def tables_of(self, grid: Grid) -> Iterator[BranchTable]:
        """Yield the tables of a sheet that have a row a branch."""
        for column in range(1, grid.columns + 1):
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
        if content is None or content.kind != TEXT or not content.text.strip():
            return None
        try:
            return int(self._names.find(content.text.strip()).id)
        except UnresolvedReferenceError:
            return UNITS.get(kind_of(content.text))

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
            labels = labels_of(grid, first, column)
            code = self.index.find_in(labels.column) if labels.column else ""
            if code and not labels.is_never:
                scale = self.scale(grid, first, column, code)
                found[column] = Source(code=code, value=labels.value, scale=scale)
        return found


# Figures in yuan, which forms often want in units of 10,000.
MONEY = frozenset({"projects.benefit", "prosperity.output", "prosperity.monthly_income"})


def labels_of(grid: Grid, row: int, column: int) -> Labeled:
    """Return the labels of a cell, without units, and without those that say which value it is."""
    left, above = grid.labels_left(row, column), grid.labels_above(row, column)
    kinds = {text: kind_of(text) for text in [*left, *above]}
    values = [kinds[text] for text in [*left, *above] if kinds[text] in set(Value)]
    plain = [
        [text for text in texts if kinds[text] not in ("unit", *Value)] for texts in (left, above)
    ]
    is_never = any(texts and kinds[texts[0]] == "never" for texts in plain)
    is_total = bool(plain[0]) and kinds[plain[0][0]] == "total"
    rows = [text for text in plain[0] if kinds[text] not in ("total", "never", "name")]
    columns = [text for text in plain[1] if kinds[text] not in ("never", "name")]
    return Labeled(rows, columns, values[0] if values else Value.NOW.value, is_never, is_total)


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


def _is_name(place: Place, tables: Sequence[BranchTable]) -> bool:
    """Return whether the cell lies in a row of a table with a row a branch."""
    return any(place.sheet == each.sheet and place.row in each.rows for each in tables)


def without_known(proposed: FormMapping, known: FormMapping) -> FormMapping:
    """Return the proposals for what nobody has mapped yet."""
    taken = known.sources()
    cells = {place: source for place, source in proposed.cells.items() if place not in taken}
    tables = [t for t in proposed.tables if known.table_at(t.sheet, t.column) is None]
    return replace(proposed, cells=cells, tables=tables)
