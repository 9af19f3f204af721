"""Headings of columns, and the kinds that decide number format, alignment and width."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from partyhub.spreadsheets.input_hints import InputHint
from partyhub.spreadsheets.values import CellValue, Stored
from partyhub.text_width import line_width, text_width

TEXT_FORMAT = "@"
WIDEST_HEADING = 24.0
_FILTER_BUTTON = 3.0


class Kind(NamedTuple):
    """A kind of column; `width` is the minimum, in characters of the standard font."""

    format: str
    horizontal: str
    width: float
    takes: tuple[type, ...]


KINDS = {
    "text": Kind(TEXT_FORMAT, "left", 16, ()),
    "code": Kind(TEXT_FORMAT, "left", 14, ()),
    "enum": Kind(TEXT_FORMAT, "center", 12, ()),
    "serial": Kind("0", "center", 8, (int,)),
    "int": Kind("#,##0", "right", 9, (int, float, Decimal)),
    "decimal": Kind("#,##0.##", "right", 11, (int, float, Decimal)),
    "money": Kind("#,##0.00", "right", 15, (int, float, Decimal)),
    "percent": Kind("0.0%", "right", 10, (int, float, Decimal)),
    "date": Kind('yyyy"年"m"月"d"日"', "center", 17, (date,)),
    "month": Kind('yyyy"年"m"月"', "center", 13, (date,)),
    "moment": Kind('yyyy"年"m"月"d"日" hh:mm', "center", 23, (date,)),
    "time": Kind("hh:mm", "center", 9, (time, datetime)),
    "any": Kind("General", "general", 14, ()),
}
TEXTS = ("text", "code", "enum")


@dataclass(frozen=True)
class Heading:
    """The heading of a column.

    `kind` is text, code, enum (always text), serial, int, decimal, money, percent, date, month,
    moment (date and time), time, or any (each value by its type). `width` is in characters of the
    standard font, a Chinese one counting 2; without it the kind and the label decide. Adjacent
    headings with the same non-empty `band` share it as a heading above them, for many narrow
    columns. `entry` describes what people enter below the heading. `render` converts a value that
    is no text, number or day to a cell value; for a choice it is called once. Raises ValueError for
    an unknown kind or a width that is not positive.
    """

    label: str
    kind: str = "text"
    width: float | None = None
    band: str = ""
    entry: InputHint | None = None
    render: Callable[[Any], CellValue] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"No kind of column is called {self.kind!r}.")
        if self.width is not None and not self.width > 0:
            raise ValueError(f"A column's width is more than 0, not {self.width}.")

    @property
    def column_width(self) -> float:
        """Return the width to use, in characters of the standard font."""
        if self.width is not None:
            return self.width
        labeled = text_width(self.label) * HEADING_SCALE + _FILTER_BUTTON
        return max(KINDS[self.kind].width, min(labeled, WIDEST_HEADING))


HEADING_SCALE = 1.15  # headings are in 12 pt, widths count characters of 11 pt


def lines_needed(text: str, width: float, scale: float = 1.0) -> int:
    """Return how many lines of a width the text fills, at least 1."""
    lines = text.split("\n")
    return sum(max(1, math.ceil(line_width(line) * scale / max(width, 1))) for line in lines)


def kind_for(kind: str, value: Stored) -> Kind:
    """Return the kind in which a value is shown: the column's, or its own if that doesn't fit.

    Otherwise a count in a column of dates would be shown as a day of 1900.
    """
    column = KINDS[kind]
    if isinstance(value, str):
        horizontal = "left" if kind == "any" else column.horizontal
        return column._replace(format=TEXT_FORMAT, horizontal=horizontal)
    if value is None or isinstance(value, column.takes):
        return column
    return KINDS[_own_kind(value)]


def _own_kind(value: Stored) -> str:
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, date):
        return "date"
    if isinstance(value, time):
        return "time"
    return "int" if isinstance(value, int) else "decimal"
