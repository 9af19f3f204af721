"""Marks in a workbook, made with openpyxl. Loads openpyxl: import it in a child process only.

A mark is a red fill and a comment that begins with the heading in brackets. The cell's earlier fill
is written at the end of the comment, so that it can be restored without any hidden state.
"""

from collections import defaultdict
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, PatternFill
from openpyxl.workbook.properties import CalcProperties

from partyhub.spreadsheets._fills import described, filled_as
from partyhub.spreadsheets.cell_references import column_letter
from partyhub.spreadsheets.headings import lines_needed
from partyhub.spreadsheets.values import safe_text, shown_text

_RED = "FFFF9896"  # an unusual one, to recognize it again
_WIDTH = 42.0
_COMMENT_WIDTH, _LINE_HEIGHT = 280, 20  # pixels
_COMMENT_COLUMNS = 36  # of Chinese characters half as many
_OPENING, _CLOSING = "〔", "〕"


class _Whole(ExcelReader):
    """A reader that reads a number formatted as a date as the number, to write it unchanged."""

    def read_worksheets(self) -> None:
        workbook: Any = self.wb
        workbook._date_formats = workbook._timedelta_formats = frozenset()  # noqa: SLF001 - no other way
        super().read_worksheets()


def open_whole(path: Path) -> Any:
    """Return the workbook with its formulas and with the formats inside of texts."""
    with path.open("rb") as stream:
        reader: Any = _Whole(stream, rich_text=True)
        reader.read()
    workbook = reader.wb
    # Formulas written by openpyxl have no computed values: the program that opens the file computes
    # them.
    workbook.calculation = workbook.calculation or CalcProperties()
    workbook.calculation.fullCalcOnLoad = True
    for worksheet in workbook.worksheets:
        for cell in _cells(worksheet):
            if cell.comment:
                _size(cell.comment)
    return workbook


def _cells(worksheet: Any) -> list[Any]:
    """Return the existing cells.

    Reading row by row, openpyxl would create all up to the last one.
    """
    return list(worksheet._cells.values())  # noqa: SLF001 - no other way


def mark_sheet(worksheet: Any, sheet: dict[str, Any], heading: str, tick: str) -> None:
    """Remove the marks of an earlier run and add the new ones."""
    header_row = sheet["header_row"]
    _clear(worksheet, header_row, heading)
    column = _remark_column(worksheet, header_row, heading)
    remarks: dict[int, list[str]] = defaultdict(list)
    by_cell: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row, at, sentence in sheet["marks"]:
        if sentence not in remarks[row]:
            remarks[row].append(sentence)
        if at is not None:
            by_cell[_anchor(worksheet, row, at + 1)].append(sentence)
    for row in sheet["right_rows"]:
        _remark(worksheet, row, column, tick)
    for row, sentences in remarks.items():
        _remark(worksheet, row, column, " ".join(sentences))
    for (row, at), sentences in by_cell.items():
        _mark(worksheet.cell(row, at), "\n".join(sentences), heading)


def _anchor(worksheet: Any, row: int, column: int) -> tuple[int, int]:
    """Return (row, column) of the value shown in the cell: for a merged range, its first cell."""
    if isinstance(worksheet.cell(row, column), MergedCell):
        for area in worksheet.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                return area.min_row, area.min_col
    return row, column


def _mark(cell: Any, sentence: str, heading: str) -> None:
    text = f"【{heading}】{sentence}"
    if before := described(cell.fill):
        text += f"{_OPENING}{before}{_CLOSING}"
    if cell.comment:
        text = f"{cell.comment.text}\n{text}"
    author = cell.comment.author if cell.comment else heading
    cell.comment = Comment(safe_text(text), author)
    _size(cell.comment)
    cell.fill = PatternFill("solid", fgColor=_RED)


def _size(comment: Any) -> None:
    """Set the size of a comment so that it shows the whole text.

    openpyxl loses the original size.
    """
    comment.width = _COMMENT_WIDTH
    comment.height = _LINE_HEIGHT * (1 + lines_needed(comment.text or "", _COMMENT_COLUMNS))


def _clear(worksheet: Any, header_row: int, heading: str) -> None:
    marker = f"【{heading}】"
    for cell in _cells(worksheet):
        if cell.row <= header_row or isinstance(cell, MergedCell):
            continue
        if cell.comment and marker in (cell.comment.text or ""):
            _unmark(cell, marker)
        elif _is_red(cell):
            cell.fill = PatternFill()  # its comment was deleted by hand


def _is_red(cell: Any) -> bool:
    return bool(cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == _RED)


def _unmark(cell: Any, marker: str) -> None:
    own, _, mark = cell.comment.text.partition(marker)
    own = own.rstrip("\n")
    cell.comment = Comment(own, cell.comment.author) if own else None
    if own:
        _size(cell.comment)
    if _is_red(cell):
        before = mark.rpartition(_OPENING)[2].rstrip(_CLOSING) if _OPENING in mark else ""
        cell.fill = filled_as(before)


def _remark_column(worksheet: Any, header_row: int, heading: str) -> int:
    """Return the column of the remarks, emptied, or a new one to the right of everything."""
    filled = [c for c in _cells(worksheet) if c.row >= header_row and c.value is not None]
    for cell in filled:
        if cell.row == header_row and _is_marked(cell.value, heading):
            return _emptied(worksheet, header_row, cell.column)
    rightmost = max((cell.column for cell in filled), default=0)
    areas = [area for area in worksheet.merged_cells.ranges if area.max_row >= header_row]
    last: int = max([rightmost, *(area.max_col for area in areas)])
    head = worksheet.cell(header_row, last + 1, heading)
    if last:
        head._style = copy(worksheet.cell(header_row, last)._style)  # noqa: SLF001 - all looks at once
    _widen(worksheet, last + 1)
    return last + 1


def _is_marked(value: Any, heading: str) -> bool:
    return isinstance(value, str) and shown_text(value).strip() == heading


def _emptied(worksheet: Any, header_row: int, column: int) -> int:
    for cell in _cells(worksheet):
        if cell.column == column and cell.row > header_row and not isinstance(cell, MergedCell):
            cell.value = None
    return column


def _remark(worksheet: Any, row: int, column: int, text: str) -> None:
    cell = worksheet.cell(row, column)
    if column > 1 and not cell.has_style:
        cell._style = copy(worksheet.cell(row, column - 1)._style)  # noqa: SLF001 - all looks at once
    cell.value = safe_text(text)
    cell.data_type = "s"
    cell.number_format = "@"
    # Not wrapped: so the row's height doesn't change, and there is room to the right of the text.
    cell.alignment = Alignment(vertical="center")


def _widen(worksheet: Any, column: int) -> None:
    """Give the column its own width, splitting the range of columns that it may belong to."""
    columns = worksheet.column_dimensions
    for letter, group in list(columns.items()):
        group.reindex()
        if group.min <= column <= group.max:
            _split(columns, letter, column)
    own = columns[column_letter(column - 1)]
    own.width, own.hidden = _WIDTH, False


def _split(columns: Any, letter: str, column: int) -> None:
    group = columns[letter]
    first, last = group.min, group.max
    for start, end in ((first, column - 1), (column, column), (column + 1, last)):
        if start <= end:
            part = copy(group)
            part.index = column_letter(start - 1)
            part.min, part.max = start, end
            columns[part.index] = part
