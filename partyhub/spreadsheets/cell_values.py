"""From what a file says of a cell to its value: numbers exactly, dates by their format."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Context, Decimal, InvalidOperation

from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.serials import from_serial
from partyhub.spreadsheets.values import NUMBER_DIGITS, shown_text
from partyhub.spreadsheets.wire import BadCell, UploadedValue

_LEAST = -30  # what is smaller is no quantity but dust of binary arithmetic
_ROUNDED = Context(prec=NUMBER_DIGITS)
_FORMULA_SHOWN = 200


@dataclass(frozen=True)
class Reading:
    """What all sheets of a workbook share; the styles are numbers as the cells name them."""

    strings: Sequence[str] = ()
    date_styles: Collection[int] = field(default_factory=frozenset)
    epoch: int = 1900


@dataclass(slots=True)
class RawCell:
    """A cell as it stands in the file; `value` is None where there is no such element."""

    kind: str = "n"
    style: str | None = None
    value: str | None = None
    inline: str = ""
    formula: str | None = None


def value_of(cell: RawCell, reading: Reading) -> UploadedValue:
    """Return the value; a text of nothing, as some formulas have, is None."""
    if cell.kind == "inlineStr":
        return shown_text(cell.inline) or None
    if not cell.value:
        return _valueless(cell)
    if cell.kind == "s":
        return _shared(cell.value, reading.strings)
    if cell.kind == "n":
        number = number_of(cell.value)
        return _dated(number, cell, reading) if cell.style else number
    return _other(cell.kind, cell.value)


def _valueless(cell: RawCell) -> UploadedValue:
    if cell.formula is None or (cell.kind == "str" and cell.value is not None):
        return None
    return BadCell("formula", "=" + cell.formula[:_FORMULA_SHOWN])


def _shared(text: str, strings: Sequence[str]) -> str | None:
    try:
        index = int(text)
        if index < 0:
            raise IndexError(index)
        return strings[index] or None
    except (ValueError, IndexError):
        raise UnreadableError(Fault.DAMAGED, why=f"no shared text {text[:20]!r}") from None


def _other(kind: str, text: str) -> UploadedValue:
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "e":
        return BadCell("error", text[:_FORMULA_SHOWN])
    if kind == "d":
        return _iso(text)
    return shown_text(text) or None


def number_of(text: str) -> int | Decimal | BadCell:
    """Return a whole number as int, another with the 15 digits that programs keep of it."""
    if len(text) <= NUMBER_DIGITS and text.isascii() and text.isdigit():
        return int(text)
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return BadCell("number", text[:_FORMULA_SHOWN])
    if not number.is_finite():
        return BadCell("number", text[:_FORMULA_SHOWN])
    if number.adjusted() >= NUMBER_DIGITS:
        return BadCell("digits", text[:_FORMULA_SHOWN])
    if not number or number.adjusted() < _LEAST:
        return 0
    rounded = _ROUNDED.plus(number)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()


def _dated(number: int | Decimal | BadCell, cell: RawCell, reading: Reading) -> UploadedValue:
    if isinstance(number, BadCell) or _style(cell) not in reading.date_styles:
        return number
    moment = from_serial(number, reading.epoch)
    return BadCell("date", cell.value or "") if moment is None else moment


def _style(cell: RawCell) -> int:
    style = cell.style or "0"
    return int(style) if style.isascii() and style.isdigit() and len(style) < 10 else 0


def _iso(text: str) -> date | datetime | time | str:
    """A date in words of ISO 8601, as the stricter form of the format has it."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        try:
            return time.fromisoformat(text).replace(tzinfo=None, microsecond=0)
        except ValueError:
            return text
    return moment if moment.time() != time() else moment.date()
