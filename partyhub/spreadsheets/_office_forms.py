"""Cells of a form of another office, read and written with openpyxl.

Loads openpyxl: import it in a child process only.
"""

from datetime import datetime
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format

from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.labeled_texts import split_after_colon, with_year
from partyhub.spreadsheets.serials import from_serial
from partyhub.spreadsheets.values import safe_text, shown_text

_LONGEST = 300
# A form is looked at cell by cell, so it is no list of thousands of rows.
_MOST_CELLS = 20_000
_PERCENT = "0.0%"


def describe(workbook: Any, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """Return each worksheet with its cells that hold something, as far as its first rows go.

    Raises UnreadableError for more cells and merged areas than a form has.
    """
    found = [_sheet(each, workbook, most_rows, most_columns) for each in workbook.worksheets]
    if sum(len(sheet["cells"]) + len(sheet["merged"]) for sheet in found) > _MOST_CELLS:
        raise UnreadableError(Fault.TOO_MANY_CELLS, {"limit": _MOST_CELLS})
    return found


def _sheet(worksheet: Any, workbook: Any, most_rows: int, most_columns: int) -> dict[str, Any]:
    epoch = 1904 if workbook.epoch.year == 1904 else 1900
    cells = [
        [cell.row, cell.column, *_content(cell, epoch)]
        for cell in worksheet._cells.values()  # noqa: SLF001 - rows would create all cells
        if cell.value is not None and not isinstance(cell, MergedCell)
    ]
    merged = [
        [area.min_row, area.min_col, area.max_row, area.max_col]
        for area in worksheet.merged_cells.ranges
    ]
    rows = max([cell[0] for cell in cells], default=0)
    columns = max([cell[1] for cell in cells], default=0)
    rows = max([rows, *(area[2] for area in merged if area[0] <= rows)])
    columns = max([columns, *(area[3] for area in merged if area[1] <= columns)])
    shown_rows, shown_columns = min(rows, most_rows), min(columns, most_columns)
    return {
        "title": worksheet.title,
        "hidden": worksheet.sheet_state != "visible",
        "rows": shown_rows,
        "columns": shown_columns,
        "cut": rows > shown_rows or columns > shown_columns,
        "cells": sorted(c for c in cells if c[0] <= shown_rows and c[1] <= shown_columns),
        "merged": sorted(a for a in merged if a[0] <= shown_rows and a[1] <= shown_columns),
    }


def _content(cell: Any, epoch: int) -> tuple[str, str]:
    """Return the kind of a cell, text, number or formula, and the text to show for it."""
    value = cell.value
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool | datetime):
        formula = getattr(value, "text", None) or str(value)
        is_rich = type(value).__name__ == "CellRichText"
        return ("t", _short(formula)) if is_rich else ("f", _short(formula))
    if isinstance(value, bool | str):
        return "t", _short(str(value))
    if isinstance(value, datetime):
        return "t", value.date().isoformat()
    if is_date_format(cell.number_format):
        day = from_serial(value, epoch)
        return "t", str(day) if day is not None else _short(str(value))
    return "n", f"{value:.12g}"


def _short(text: str) -> str:
    return shown_text(text)[:_LONGEST]


def write(workbook: Any, entries: list[list[Any]]) -> list[int]:
    """Write values into cells, whose looks stay; return the numbers of entries left out.

    An entry is (sheet, row, column, kind, value, whether it may replace a formula). An entry is
    left out where its sheet is missing, or where it would replace a formula without being allowed
    to.
    """
    skipped = []
    for number, (title, row, column, kind, value, replaces) in enumerate(entries):
        cell = _find(workbook, title, row, column)
        if cell is None or (cell.data_type == "f" and not replaces):
            skipped.append(number)
        else:
            _put(cell, kind, value)
    return skipped


def _find(workbook: Any, title: str, row: int, column: int) -> Any:
    """Return the cell, for one inside of a merged range the first of that; None without a sheet."""
    if title not in workbook.sheetnames:
        return None
    worksheet = workbook[title]
    cell = worksheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    for area in worksheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return worksheet.cell(area.min_row, area.min_col)
    return None


def _put(cell: Any, kind: str, value: Any) -> None:
    if value is None:
        cell.value = None
    elif kind == "text":
        _put_text(cell, value)
    elif kind == "after_colon":
        _put_text(cell, _after_colon(cell.value, value))
    elif kind == "year":
        _put_text(cell, with_year(str(cell.value or ""), value))
    else:
        if cell.number_format == "@":
            cell.number_format = "General"
        if kind == "rate" and "%" not in cell.number_format:
            cell.number_format = _PERCENT
        cell.value = value


def _put_text(cell: Any, text: str) -> None:
    cell.value = safe_text(text)
    cell.data_type = "s"


def _after_colon(before: Any, value: str) -> str:
    """Return the label with the value behind its first colon; what follows stays."""
    label, rest = split_after_colon("" if before is None else str(before))
    return label + value + rest
