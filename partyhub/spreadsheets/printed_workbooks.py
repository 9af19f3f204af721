"""The writing of printed sheets as a workbook of values. openpyxl is loaded when one is written."""

import os
from collections.abc import Mapping, Sequence
from typing import IO

from partyhub.spreadsheets._replacing import write_whole
from partyhub.spreadsheets.printing import PrintedSheet


def write_printed(
    target: str | os.PathLike[str] | IO[bytes],
    sheets: Sequence[PrintedSheet],
    *,
    title: str,
    properties: Mapping[str, str],
    fonts: Mapping[str, str] | None = None,
) -> None:
    """Write the sheets in order; a path is replaced in one step, a stream stays open.

    `fonts` are the names of fonts that stand in for those of official papers. Raises ValueError for
    a link to a sheet that isn't there.
    """
    from partyhub.spreadsheets._fonts import replace_fonts
    from partyhub.spreadsheets._printed import workbook_of

    known = {sheet.title for sheet in sheets}
    lost = {
        box.target[0]
        for sheet in sheets
        for row in sheet.rows
        for _, box in row.boxes
        if box.target and box.target[0] not in known
    }
    if lost:
        raise ValueError(f"Links lead to sheets that are not there: {sorted(lost)}")
    workbook = workbook_of(sheets, title, properties)
    replace_fonts(workbook, fonts or {})
    write_whole(target, workbook.save)
