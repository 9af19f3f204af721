"""Values of the cells of a file: numbers exactly, dates by their format."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Context, Decimal, InvalidOperation

from partyhub.known_dates import month_of
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.ipc import BadCell, UploadedValue
from partyhub.spreadsheets.serials import from_serial
from partyhub.spreadsheets.values import NUMBER_DIGITS, shown_text

_LEAST = -30  # smaller numbers are rounding errors of binary arithmetic
_ROUNDED = Context(prec=NUMBER_DIGITS)
_FORMULA_SHOWN = 200


@dataclass(frozen=True)
class Reading:
    """The properties that all sheets of a workbook share.

    `date_styles` are style numbers of cells, `month_styles` those that show no day, and
    `decimal_places` those that show so many places.
    """

    strings: Sequence[str] = ()
    date_styles: Collection[int] = field(default_factory=frozenset)
    month_styles: Collection[int] = field(default_factory=frozenset)
    decimal_places: Mapping[int, int] = field(default_factory=dict)
    epoch: int = 1900


@dataclass(slots=True)
class RawCell:
    """A cell as it is in the file; `value` is None where the element is missing."""

    kind: str = "n"
    style: str | None = None
    value: str | None = None
    inline: str = ""
    formula: str | None = None


def value_of(cell: RawCell, reading: Reading) -> UploadedValue:
    """Return the value of a cell; an empty text, which some formulas have, is None."""
    if cell.kind == "inlineStr":
        return shown_text(cell.inline) or None
    if not cell.value:
        return _valueless(cell)
    if cell.kind == "s":
        return _shared(cell.value, reading.strings)
    if cell.kind == "n":
        number = number_of(cell.value)
        return _formatted(number, cell, reading) if cell.style else number
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
    """Return a whole number as int, any other with the 15 digits that programs store.

    A text that is no finite number, or has more than 15 digits before the point, gives a BadCell.
    """
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


def _formatted(number: int | Decimal | BadCell, cell: RawCell, reading: Reading) -> UploadedValue:
    """Return a number as its cell shows it: as a day, a month, or with the zeros at its end."""
    if isinstance(number, BadCell):
        return number
    style = _style(cell)
    if style not in reading.date_styles:
        places = reading.decimal_places.get(style, 0)
        return number if isinstance(number, int) else _with_places(number, places)
    moment = from_serial(number, reading.epoch)
    if style in reading.month_styles and type(moment) is date and moment.day == 1:
        return month_of(moment)  # which is what was typed: programs add the first day
    return BadCell("date", cell.value or "") if moment is None else moment


def _with_places(number: Decimal, places: int) -> Decimal:
    exponent = number.as_tuple().exponent
    is_shorter = isinstance(exponent, int) and -exponent < places
    return number.quantize(Decimal(1).scaleb(-places)) if is_shorter else number


def _style(cell: RawCell) -> int:
    style = cell.style or "0"
    return int(style) if style.isascii() and style.isdigit() and len(style) < 10 else 0


def _iso(text: str) -> date | datetime | time | str:
    """Return a date in ISO 8601, as strict Open XML writes it; any other text unchanged."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        try:
            return time.fromisoformat(text).replace(tzinfo=None, microsecond=0)
        except ValueError:
            return text
    return moment if moment.time() != time() else moment.date()
