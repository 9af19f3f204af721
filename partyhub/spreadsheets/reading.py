"""Reading of workbooks for tests and for checks of what this application wrote.

Files that people upload need limits and a process of their own; this module has neither.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from partyhub.spreadsheets.values import plain_text

if TYPE_CHECKING:
    from os import PathLike

    from openpyxl.workbook.workbook import Workbook

    Source: TypeAlias = str | PathLike[str] | IO[bytes]

ReadValue: TypeAlias = str | int | float | bool | date | time | None


def sheet_titles(source: "Source") -> list[str]:
    """Return the titles of the sheets in order, hidden ones too."""
    with _opened(source, computed=False) as workbook:
        return list(workbook.sheetnames)


def read_rows(
    source: "Source", sheet_title: str, *, computed: bool = False
) -> list[list[ReadValue]]:
    """Return the rows of a sheet from row 1 on, all as long as the longest; empty gives [].

    A formula gives its text, with `computed` the value stored beside it (None without one). A date
    gives a datetime at midnight. Raises KeyError for a missing sheet.
    """
    with _opened(source, computed=computed) as workbook:
        rows = [[value for _, value in cells] for cells in _cells(workbook, sheet_title)]
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def content_digest(source: "Source") -> str:
    """Return the SHA-256, in hex, of the titles and the values and types of all cells.

    Looks, widths, properties and empty cells do not count, so that two saves of the same content
    agree although their bytes differ.
    """
    digest = hashlib.sha256()
    with _opened(source, computed=False) as workbook:
        for title in workbook.sheetnames:
            digest.update(_line("sheet", title))
            for row_number, cells in enumerate(_cells(workbook, title), start=1):
                for column_number, (kind, value) in enumerate(cells, start=1):
                    if value is not None:
                        digest.update(_line(row_number, column_number, kind, _written(value)))
    return digest.hexdigest()


def _cells(workbook: "Workbook", title: str) -> Iterator[list[tuple[str, Any]]]:
    worksheet: Any = workbook[title]
    # WPS writes dimensions that are too small, and openpyxl would trust them.
    worksheet.reset_dimensions()
    for row in worksheet.iter_rows():
        yield [
            (cell.data_type, plain_text(cell.value) if isinstance(cell.value, str) else cell.value)
            for cell in row
        ]


def _written(value: ReadValue) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def _line(*parts: int | str) -> bytes:
    return json.dumps(parts, ensure_ascii=False).encode() + b"\n"


@contextmanager
def _opened(source: "Source", *, computed: bool) -> "Iterator[Workbook]":
    from openpyxl import load_workbook

    workbook = load_workbook(source, read_only=True, data_only=computed)
    try:
        yield workbook
    finally:
        workbook.close()
