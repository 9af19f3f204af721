"""Other fonts in a finished workbook: in its cells, at the edges of its pages, in its charts."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from openpyxl.descriptors.serialisable import Serialisable
from openpyxl.drawing.text import Font as DrawnFont
from openpyxl.utils.indexed_list import IndexedList


def replace_fonts(workbook: Any, fonts: Mapping[str, str]) -> None:
    """Replace fonts by those that stand in for them, by name; others stay."""
    if not fonts:
        return
    found = [copy(font) for font in workbook._fonts]  # noqa: SLF001 - no public way to all fonts
    for font in found:
        font.name = fonts.get(font.name, font.name)
    workbook._fonts = IndexedList(found)  # noqa: SLF001
    for worksheet in workbook.worksheets:
        for part in _parts(worksheet):
            name, *style = (part.font or "").split(",")
            part.font = ",".join([fonts.get(name, name), *style]) or None
        for chart in getattr(worksheet, "_charts", ()):
            for font in _drawn(chart, set()):
                font.typeface = fonts.get(font.typeface, font.typeface)


def _parts(worksheet: Any) -> Iterator[Any]:
    """Yield the texts above and below the pages."""
    for line in (worksheet.oddHeader, worksheet.oddFooter):
        yield from (line.left, line.center, line.right)


def _drawn(element: Any, seen: set[int]) -> Iterator[DrawnFont]:
    """Yield the fonts of a chart once each, however deep they are; a chart contains itself."""
    seen.add(id(element))
    for value in vars(element).values():
        for each in value if isinstance(value, list | tuple) else [value]:
            if id(each) in seen or not isinstance(each, Serialisable):
                continue
            if isinstance(each, DrawnFont):
                seen.add(id(each))
                yield each
            else:
                yield from _drawn(each, seen)
