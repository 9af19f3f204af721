"""Formulas of a form that stay without a value until Excel or WPS computes them."""

from collections.abc import Mapping, Sequence

from partyhub.spreadsheets.formula_values import FormulaText, FormulaValues
from partyhub.spreadsheets.formula_values import Place as Cell
from partyhub.spreadsheets.formulas import CellContent, CellError, UnknownFormulaError
from partyhub.superior_forms.filling import Filled
from partyhub.superior_forms.grids import FORMULA, NUMBER, Grid
from partyhub.superior_forms.mapping import Place


def find_uncomputed(grids: Mapping[str, Grid], filled: Sequence[Filled]) -> list[Place]:
    """Return the cells whose formulas get no value when the form is filled so."""
    entries = {tuple(each.place): each.entry.value for each in filled if each.entry is not None}

    def content(cell: Cell) -> CellContent | FormulaText:
        title, row, column = cell
        if title not in grids:
            raise UnknownFormulaError(title)
        if cell in entries:
            value = entries[cell]
            return float(value) if isinstance(value, int | float) else value
        held = grids[title].cells.get((row, column))
        if held is None:
            return None
        if held.kind == FORMULA:
            return FormulaText(held.text)
        return float(held.text) if held.kind == NUMBER else held.text

    values = FormulaValues(content)
    return [
        Place(title, row, column)
        for title, grid in grids.items()
        for (row, column), held in sorted(grid.cells.items())
        if held.kind == FORMULA
        and (title, row, column) not in entries
        and not _has_value(values, (title, row, column))
    ]


def _has_value(values: FormulaValues, cell: Cell) -> bool:
    try:
        values.value(cell)
    except CellError:
        return True  # which the cell then shows
    except UnknownFormulaError:
        return False
    return True
