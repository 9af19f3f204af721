"""Values of cells, and how each is made safe for the file format."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

CellValue: TypeAlias = str | int | float | Decimal | bool | date | time | None
Number: TypeAlias = int | float | Decimal
Stored: TypeAlias = str | Number | date | time | None

TEXT_UNITS = 32_767  # the maximum of Excel for one cell, in UTF-16 units
FORMULA_UNITS = 8_192
NUMBER_DIGITS = 15  # the digits of a number that Excel stores
CUT_MARK = "…〔已截断〕"

# Excel counts 1900 as a leap year, so that serial numbers before this day mean different days in
# different programs.
FIRST_DATE = date(1900, 3, 1)

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
# Looked ahead, not consumed: in `_x0041_x0042_` the middle underscore belongs to both escapes.
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ANY_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ESCAPED = re.compile("_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Formula:
    """The only value that becomes a formula; the text begins with "=", in English functions.

    A program that opens the workbook computes it; until then the cell has `result`, where that is
    given. Raises ValueError for a text that is no formula, is unwritable, or is longer than Excel
    allows.
    """

    text: str
    result: CellValue = None

    def __post_init__(self) -> None:
        if not self.text.startswith("=") or len(self.text) == 1:
            raise ValueError(f"A formula begins with '=': {self.text!r}")
        if _UNWRITABLE.search(self.text):
            raise ValueError("A formula holds characters that no workbook can carry.")
        if utf16_units(self.text) > FORMULA_UNITS:
            raise ValueError(f"A formula is longer than {FORMULA_UNITS} characters.")


@dataclass(frozen=True)
class Typed:
    """A value with a kind of its own (see `Heading.kind`), for a column of mixed kinds."""

    value: CellValue
    kind: str


@dataclass(frozen=True)
class Link:
    """A value shown as a link to a cell of a sheet of the same workbook.

    `sheet` is a `SheetWriter.title`; the sheet may be added later, but must exist when the workbook
    is closed. An empty value shows nothing, so it is written without the link.
    """

    value: CellValue | Typed
    sheet: str
    cell: str = "A1"


RowValue: TypeAlias = CellValue | Formula | Link | Typed


def utf16_units(text: str) -> int:
    """Return the length of a text without lone surrogates as Excel counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Return the text without characters that XML forbids, each line end as one line feed."""
    return _LINE_END.sub("\n", _UNWRITABLE.sub("", str(text)))


def safe_text(text: str, cut_mark: str = CUT_MARK) -> str:
    r"""Return the text to store so that Excel shows `text`; empty stays empty.

    Control characters, lone surrogates, U+FFFE and U+FFFF are removed, line ends become "\n", and
    `_x0041_`, which Excel would show as "A", is escaped. The result has at most 32,767 UTF-16
    units; a longer text is cut and ends with the mark.
    """
    text = clean(text)
    stored = _escape(text)
    # The cheap bound first: no character takes more than two units.
    if 2 * len(stored) <= TEXT_UNITS or utf16_units(stored) <= TEXT_UNITS:
        return stored
    room = TEXT_UNITS - utf16_units(cut_mark)
    text = _first_units(text, room)
    # Escaping may lengthen what was just cut; every unit cut off takes away at least itself.
    excess = utf16_units(_escape(text)) - room
    return (
        _escape(_first_units(text, utf16_units(text) - excess) if excess > 0 else text) + cut_mark
    )


def plain_text(stored: str) -> str:
    """Return the text that `safe_text` stored, with the escapes it added removed."""
    return _ESCAPED.sub("_", stored)


def shown_text(stored: str) -> str:
    r"""Return the text that Excel shows for a stored one: `_x0041_` is "A", `_x005F_` a "_".

    Undoes the escapes of `safe_text` and of other programs; characters that no text can contain are
    removed.
    """
    if "_x" in stored:
        stored = _ANY_ESCAPE.sub(lambda found: chr(int(found[1], 16)), stored)
    return clean(stored)


def safe_number(value: Number) -> Number | str | None:
    """Return the number, or its digits as text if it has more than 15 before the point.

    Excel stores 15 significant digits, so that an identity number as a number loses its end. A
    number that is not finite (NaN, infinity) can't be in a cell and gives None.
    """
    if isinstance(value, int):
        return int(value) if abs(value) < 10**NUMBER_DIGITS else str(int(value))
    if isinstance(value, Decimal):
        return _safe_decimal(value)
    return value if math.isfinite(value) else None


def safe_moment(value: date | time) -> date | time | str:
    """Return a date or time that every program reads alike, or a date before 1900-03-01 as text.

    A time zone is dropped (convert to local time before) and so are microseconds, which would round
    23:59:59.999999 up to the next day.
    """
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None, microsecond=0)
        return value if value.date() >= FIRST_DATE else value.isoformat(" ")
    if isinstance(value, time):
        return value.replace(tzinfo=None, microsecond=0)
    return value if value >= FIRST_DATE else value.isoformat()


def _safe_decimal(value: Decimal) -> Decimal | str | None:
    if not value.is_finite():
        return None
    # Only the digits before the point must be complete: a third has no end, and nobody minds.
    return value if value.adjusted() < NUMBER_DIGITS else str(value)


def _escape(text: str) -> str:
    return _ESCAPE_LIKE.sub("_x005F_", text)


def _first_units(text: str, count: int) -> str:
    # Half of a pair at the cut is dropped with it.
    return text.encode("utf-16-le")[: 2 * count].decode("utf-16-le", errors="ignore")
