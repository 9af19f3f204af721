"""Values of formulas in a file that openpyxl has written, which writes none.

Loads openpyxl: import it in a child process only.
"""

import re
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from partyhub.spreadsheets.cell_references import column_letter
from partyhub.spreadsheets.formula_values import FormulaText, FormulaValues, Place
from partyhub.spreadsheets.formulas import CellContent, CellError, UnknownFormulaError

_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*>[^<]*</f>)<v ?/?>(?:</v>)?</c>')


def store_values(workbook: Any, source: Path, target: Path) -> None:
    """Write the saved workbook again, with a value beside each formula that can be computed.

    Programs that compute do so when they open it; the others show these.
    """
    found = _values(workbook)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if own := found.get(entry.filename):
                content = _with_values(content, own)
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _values(workbook: Any) -> dict[str, dict[str, CellContent | CellError]]:
    """Return the values by the sheet's name in the file and the cell's reference."""
    sheets = {each.title: each for each in workbook.worksheets}
    values = FormulaValues(lambda place: _content(sheets, place))
    found: dict[str, dict[str, CellContent | CellError]] = {}
    for title, sheet in sheets.items():
        own = found.setdefault(sheet.path.lstrip("/"), {})
        for row, column in [key for key, cell in sheet._cells.items() if cell.data_type == "f"]:  # noqa: SLF001 - rows would create all cells
            reference = f"{column_letter(column - 1)}{row}"
            try:
                own[reference] = values.value((title, row, column))
            except CellError as error:
                own[reference] = error
            except UnknownFormulaError:
                continue
    return found


def _content(sheets: Mapping[str, Any], place: Place) -> CellContent | FormulaText:
    sheet = sheets.get(place[0])
    if sheet is None:
        raise UnknownFormulaError(place[0])
    cell = sheet._cells.get(place[1:])  # noqa: SLF001 - as above
    value = None if cell is None else cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return FormulaText(value if isinstance(value, str) else "")
    if cell.data_type == "e":
        raise CellError(str(value))
    if cell.data_type in ("b", "d"):
        raise UnknownFormulaError("a truth value or a day")
    return float(value) if isinstance(value, int | float) else str(value)


def _with_values(content: bytes, values: Mapping[str, CellContent | CellError]) -> bytes:
    def with_value(match: re.Match[bytes]) -> bytes:
        reference, attributes, formula = match[1].decode(), match[2], match[3]
        if reference not in values:
            return match[0]
        kind, text = _written(values[reference])
        cell = b'<c r="%s"%s%s>' % (match[1], attributes, kind)
        return b"%s%s<v>%s</v></c>" % (cell, formula, text.encode())

    return _CELL.sub(with_value, content)


def _written(value: CellContent | CellError) -> tuple[bytes, str]:
    """Return the attribute of a cell's type, and its value as text."""
    if isinstance(value, CellError):
        return b' t="e"', str(value)
    if isinstance(value, str):
        return b' t="str"', escape(value, quote=False)
    return b"", f"{value or 0.0:.15g}"
