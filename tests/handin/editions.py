"""The edition to hand in, written and read again."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import openpyxl
from flask_babel import force_locale
from openpyxl.utils import get_column_letter, range_boundaries

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


# Paper in mm, and the pixels of Excel: widths of columns are in digits, which are 8 wide.
A4, DIGIT, INCH, POINT = (210, 297), 8, 25.4, 25.4 / 72


def mm_of(sheet: Any, first: int, count: int = 1) -> float:
    """How wide some columns together are."""
    letters = (get_column_letter(number) for number in range(first, first + count))
    widths = (sheet.column_dimensions[letter].width for letter in letters)
    return sum(width * DIGIT / 96 * INCH for width in widths)


def scale_of(sheet: Any) -> float:
    """The scale at which a program prints the print area on the pages that the sheet asks for."""
    _, _, columns, rows = range_boundaries(sheet.print_area.split("!")[-1].replace("$", ""))
    paper = A4 if sheet.page_setup.orientation == "portrait" else A4[::-1]
    margins, pages = sheet.page_margins, sheet.page_setup.fitToHeight
    width = paper[0] - (margins.left + margins.right) * INCH
    height = paper[1] - (margins.top + margins.bottom) * INCH
    high = sum(sheet.row_dimensions[number].height for number in range(1, rows + 1)) * POINT
    return min(1.0, width / mm_of(sheet, 1, columns), height * pages / high)


def too_narrow(sheet: Any) -> list[str]:
    """The texts on one line that are wider than their cell, so that a program shrinks or cuts them.

    A Chinese sign is as wide as it is high; of others half the height is the least.
    """
    merged = {area.coord.split(":")[0]: area.size["columns"] for area in sheet.merged_cells.ranges}
    found = []
    for cell in printed_cells(sheet):
        if isinstance(cell.value, str) and not cell.alignment.wrap_text:
            signs = [1 if east_asian_width(sign) in "WF" else 0.5 for sign in cell.value]
            room = mm_of(sheet, cell.column, merged.get(cell.coordinate, 1))
            if sum(signs) * cell.font.sz * POINT > room:
                found.append(f"{sheet.title} {cell.coordinate}: {cell.value}")
    return found
