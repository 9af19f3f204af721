"""A copy of a workbook's cells with openpyxl: cells SOURCE CELLS | load|write CELLS OUT.

`load` does everything but writing, so that its time can be subtracted.
"""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

WIDTH, HEAD = 14, 4  # of every column; the row of the headings
Sheet = tuple[str, list[tuple[Any, ...]]]


def copy_cells(source: Path, cells: Path) -> str:
    """Read the values of every sheet into a file; return the numbers of rows and cells as JSON."""
    book = load_workbook(source, read_only=True)
    rows = filled = 0
    with cells.open("wb") as file:
        for sheet in book:
            found = [tuple(row) for row in sheet.iter_rows(values_only=True)]
            pickle.dump((sheet.title, found), file)
            rows += len(found)
            filled += sum(value is not None for row in found for value in row)
    return f"[{rows}, {filled}]"


def load(cells: Path) -> Iterator[Sheet]:
    with cells.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # noqa: S301  # written by copy_cells


def write(cells: Path, out: Path) -> None:
    """Write the cells as the documentation shows: widths, a bold frozen heading row, a filter."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in load(cells):
        sheet = book.create_sheet(title)
        last = get_column_letter(max(map(len, rows), default=1))
        for place in range(max(map(len, rows), default=1)):
            sheet.column_dimensions[get_column_letter(place + 1)].width = WIDTH
        sheet.freeze_panes = f"A{HEAD + 1}"
        sheet.auto_filter.ref = f"A{HEAD}:{last}{max(len(rows), HEAD)}"
        for row in rows:
            sheet.append(row)
        for cell in sheet[HEAD]:
            cell.font = Font(bold=True)
    book.save(out)


def main(mode: str, *paths: str) -> str:
    files = [Path(path) for path in paths]
    if mode == "cells":
        return copy_cells(files[0], files[1])
    if mode == "write":
        write(files[0], files[1])
    else:
        list(load(files[0]))
    return ""


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
