"""Workbooks of plain texts: what somebody pasted, and tables that come as CSV."""

import os
from collections.abc import Iterable, Sequence
from typing import IO, NamedTuple

from partyhub.spreadsheets.cell_references import CREATOR, sheet_title
from partyhub.spreadsheets.values import safe_text


class PlainSheet(NamedTuple):
    """The title of a sheet and its rows from the first one on."""

    title: str
    rows: Iterable[Sequence[str]]


def write_plain_workbook(
    target: str | os.PathLike[str] | IO[bytes], sheets: Iterable[PlainSheet]
) -> None:
    """Write every cell as a text, also one that begins like a formula; empty ones stay blank."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    workbook = Workbook(write_only=True)
    workbook.properties.creator = CREATOR
    titles: list[str] = []
    for plain in sheets:
        titles.append(sheet_title(plain.title, titles))
        sheet = workbook.create_sheet(titles[-1])
        for row in plain.rows:
            cells = [WriteOnlyCell(sheet, safe_text(text)) if text else None for text in row]
            for cell in filter(None, cells):
                cell.data_type = "s"
            sheet.append(cells)
    workbook.save(target)
