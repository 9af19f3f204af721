"""The look of each part of a sheet as openpyxl styles. Loads openpyxl."""

from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from partyhub.spreadsheets.layout import Look

_SONG, _HEI, _FANG = "方正小标宋简体", "黑体", "仿宋_GB2312"
_LINE = Side(style="thin", color="FF808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
# A heading without a band above it looks as if it filled both lines, but is not merged: its
# text stays in the line that the filter and an import read.
_OPEN_BELOW = Border(left=_LINE, right=_LINE, top=_LINE)
_OPEN_ABOVE = Border(left=_LINE, right=_LINE, bottom=_LINE)
_GRAY = PatternFill("solid", fgColor="FFEDEDED")
_RED = PatternFill("solid", fgColor="FF9B1C1C")
_PALE = PatternFill("solid", fgColor="FFF7F7F7")
_NO_FILL = PatternFill()
_NO_BORDER = Border()

FONTS = {
    "title": Font(name=_SONG, size=22),
    "filing": Font(name=_FANG, size=12),
    "heading": Font(name=_HEI, size=12),
    "lower heading": Font(name=_HEI, size=12),
    "upper heading": Font(name=_HEI, size=12),
    "required heading": Font(name=_HEI, size=12, color="FFFFFFFF"),
    "hint": Font(name=_FANG, size=10, color="FF6B6257"),
    "body": Font(name=_FANG, size=11),
    "strong": Font(name=_FANG, size=11, bold=True),
    "group": Font(name=_FANG, size=11, bold=True),
    "link": Font(name=_FANG, size=11, color="FF0563C1", underline="single"),
    "strong link": Font(name=_FANG, size=11, bold=True, color="FF0563C1", underline="single"),
}
_BORDERS = {"title": _NO_BORDER, "filing": _NO_BORDER, "hint": _NO_BORDER}
_BORDERS |= {"lower heading": _OPEN_ABOVE, "upper heading": _OPEN_BELOW}
_FILLS = {"heading": _GRAY, "lower heading": _GRAY, "upper heading": _GRAY, "group": _PALE}
_FILLS |= {"required heading": _RED}


def styled_cell(worksheet: Any, look: Look) -> Cell:
    """Return a new empty cell of the sheet with this look; it has no position yet."""
    cell = WriteOnlyCell(worksheet)
    cell.font = FONTS[look.role]
    cell.border = _BORDERS.get(look.role, _BOX)
    cell.fill = _FILLS.get(look.role, _NO_FILL)
    cell.alignment = alignment_of(look)
    cell.number_format = look.format
    return cell


def alignment_of(look: Look) -> Alignment:
    """Return the alignment of a look."""
    spans = look.role == "filing"
    wraps = look.format == "@" and not spans and look.role != "group"
    # The line above the lower heading is blank: top-aligned, the text is in the middle of the two.
    vertical = "top" if look.role == "lower heading" else "center"
    # A number keeps clear of the text that begins in the next column.
    indent = 1 if look.horizontal == "right" and not spans else 0
    return Alignment(look.horizontal, vertical, wrap_text=wraps, shrink_to_fit=spans, indent=indent)
