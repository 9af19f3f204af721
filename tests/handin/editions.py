"""The edition to hand in, written and read again."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from flask_babel import force_locale

from partyhub.handin import Content, write_handin
from partyhub.periods import Period
from partyhub.viewers import Viewer

PERIOD = Period.parse("party-year-2023")
OWNER = Viewer("Owner")


def written(
    folder: Path,
    *,
    organization: Any = None,
    period: Period = PERIOD,
    language: str = "zh_Hans_CN",
    content: Content | None = None,
) -> Path:
    path = folder / "handin.xlsx"
    with force_locale(language):
        write_handin(OWNER, period, organization, path, content)
    return path


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def rows_by_code(workbook: Any) -> dict[str, dict[str, Any]]:
    """The cells of the summary by the code in its hidden column."""
    sheet = workbook.worksheets[2]
    found = {}
    for row in sheet.iter_rows(min_row=4):
        code = row[9].value
        if code:
            names = ("number", "label", "unit", "now", "before", "change", "remark")
            found[code] = dict(zip(names, row, strict=False))
    return found


def printed_cells(sheet: Any) -> Iterator[Any]:
    """The cells of the print area that have a value."""
    area = sheet.print_area.split("!")[-1].replace("$", "")
    for row in sheet[area]:
        yield from (cell for cell in row if cell.value is not None)


def texts(workbook: Any) -> list[str]:
    return [str(cell.value) for sheet in workbook for cell in printed_cells(sheet)]


def sizes_in(pdf: Path) -> Iterator[float]:
    """The sizes of fonts on the pages of a PDF that LibreOffice made, in points."""
    content = pdf.read_bytes()
    for found in re.finditer(rb"stream\r?\n", content):
        part = content[found.end() : content.find(b"endstream", found.end())]
        try:
            plain = zlib.decompress(part)
        except zlib.error:
            continue
        yield from (float(size) for size in re.findall(rb"/F\d+ ([\d.]+) Tf", plain))


def pages_of(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
