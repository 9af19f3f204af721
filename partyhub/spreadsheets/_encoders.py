"""Encoders from a value to the text of its cell, one for each type: dictionaries of pieces.

One pass of `map(getitem, …)` looks a whole row up; `__missing__` makes a piece that is not there,
and caches it if it may come again. See `_columns` for what a piece is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any, Protocol, TypeGuard

from partyhub.spreadsheets._columns import Column
from partyhub.spreadsheets._texts import MOST_PIECES, Texts
from partyhub.spreadsheets.cells import NEVER_RENDERED
from partyhub.spreadsheets.headings import TEXTS
from partyhub.spreadsheets.serials import DAY_ZERO, serial_of
from partyhub.spreadsheets.values import (
    FIRST_DATE,
    NUMBER_DIGITS,
    safe_moment,
    safe_number,
)

_LARGEST = 10**NUMBER_DIGITS
_REMEMBERED = frozenset({NoneType, bool, date, datetime, time})


class Encoder(Protocol):
    """An object that returns the piece of a row for a value of one type."""

    def __getitem__(self, value: Any) -> str: ...


def pieces_of(encoder: Encoder, values: Sequence[Any]) -> list[str]:
    """Return the pieces of values of the encoder's type."""
    if _is_varied(encoder):
        found = encoder.together(values)
        if found is not None:
            return found
    return list(map(encoder.__getitem__, values))


def pieces_or_blank(encoder: Encoder, blank: str, values: Sequence[Any]) -> list[str]:
    """Return the pieces of values of which some are None: these get the piece `blank`."""
    if not _is_varied(encoder):
        return [blank if value is None else encoder[value] for value in values]
    filled = iter(pieces_of(encoder, [value for value in values if value is not None]))
    return [blank if value is None else next(filled) for value in values]


def _is_varied(encoder: Encoder) -> "TypeGuard[Texts | Wholes | Days]":
    """Return whether most values of the column are new, as a full cache shows.

    Then they are written together, without a call for each.
    """
    return isinstance(encoder, Texts | Wholes | Days) and len(encoder) >= MOST_PIECES


def encoder_for(column: Column, kind: type) -> Encoder:
    """Return the encoder for the values of a type in a column."""
    if column.heading.render is None or kind in NEVER_RENDERED:
        return _stored_encoder(column, kind)
    return Rendered(column) if issubclass(kind, Enum | bool | time | tuple) else Plain(column)


def _stored_encoder(column: Column, kind: type) -> Encoder:
    """Return the encoder for values that need no rendering."""
    if kind is str:
        return Texts(column)
    if column.kind in TEXTS or kind not in _QUICK:
        return Others(column, remembers=kind in _REMEMBERED)
    return _QUICK[kind](column)


class Wholes(dict[int, str]):
    """The pieces of whole numbers."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column
        self._start, self._end = f'" s="{column.style_for(0)}"><v>', f"</v></c>{column.end}"

    def __missing__(self, number: int) -> str:
        if not -_LARGEST < number < _LARGEST:
            return self._column.piece(number)
        piece = f"{self._start}{number}{self._end}"
        if len(self) < MOST_PIECES:
            self[number] = piece
        return piece

    def together(self, numbers: Sequence[int]) -> list[str] | None:
        """Return all pieces, or None where a number needs more than its digits."""
        if not (min(numbers) > -_LARGEST and max(numbers) < _LARGEST):
            return None
        start, end = self._start, self._end
        return [f"{start}{number}{end}" for number in numbers]


class Fractions(dict[Any, str]):
    """The pieces of other numbers, with the precision of a double, as openpyxl writes them."""

    def __init__(self, column: Column, zero: Any) -> None:
        super().__init__()
        self._column = column
        self._form = f'" s="{column.style_for(zero)}"><v>%.16g</v></c>{column.end}'

    def __missing__(self, number: Any) -> str:
        safe = safe_number(number)
        if safe is None or isinstance(safe, str):
            return self._column.piece(number)
        piece: str = self._form % number
        if len(self) < MOST_PIECES:
            self[number] = piece
        return piece


class Days(dict[date, str]):
    """The pieces of days, as their serial numbers."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column
        style = column.style_for(FIRST_DATE)
        self._start, self._end = f'" s="{style}"><v>', f"</v></c>{column.end}"

    def __missing__(self, day: date) -> str:
        if day < FIRST_DATE:
            return self._column.piece(day)
        piece = f"{self._start}{day.toordinal() - DAY_ZERO}{self._end}"
        if len(self) < MOST_PIECES:
            self[day] = piece
        return piece

    def together(self, days: Sequence[date]) -> list[str] | None:
        """Return all pieces, or None where a day is before those that a sheet counts."""
        if min(days) < FIRST_DATE:
            return None
        start, end = self._start, self._end
        return [f"{start}{day.toordinal() - DAY_ZERO}{end}" for day in days]


class Moments(dict[Any, str]):
    """The pieces of moments or times of day."""

    def __init__(self, column: Column, example: datetime | time) -> None:
        super().__init__()
        self._column = column
        self._form = f'" s="{column.style_for(example)}"><v>%.16g</v></c>{column.end}'

    def __missing__(self, value: Any) -> str:
        moment = safe_moment(value)
        if isinstance(moment, str):
            return self._column.piece(value)
        piece: str = self._form % serial_of(moment)
        if len(self) < MOST_PIECES:
            self[value] = piece
        return piece


class Others(dict[Any, str]):
    """The pieces of dates, Booleans, formulas, links and all else, made by the general rules."""

    def __init__(self, column: Column, *, remembers: bool) -> None:
        super().__init__()
        self._column, self._remembers = column, remembers

    def __missing__(self, value: Any) -> str:
        pending = self._column.shared.pending
        before, pending.lines = pending.lines, 1
        piece = self._column.piece(value)
        if self._remembers and pending.lines == 1 and len(self) < MOST_PIECES:
            self[value] = piece
        pending.lines = max(before, pending.lines)
        return piece


class Plain:
    """The pieces of values that are rendered each time, such as lists."""

    def __init__(self, column: Column) -> None:
        self._column = column
        assert column.heading.render
        self.render = column.heading.render
        self._encoders: dict[type, Encoder] = {}

    def __getitem__(self, value: Any) -> str:
        return self.encode(self.render(value))

    def encode(self, shown: Any) -> str:
        """Return the piece of a rendered value."""
        kind = type(shown)
        encoder = self._encoders.get(kind)
        if encoder is None:
            encoder = self._encoders[kind] = _stored_encoder(self._column, kind)
        return encoder[shown]


class Rendered(dict[Any, str]):
    """The pieces of values of which there are few, such as choices: each label is rendered once."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column, self._plain = column, Plain(column)
        self._shown: dict[Any, Any] = {}

    def __missing__(self, value: Any) -> str:
        if value not in self._shown:
            self._shown[value] = self._plain.render(value)
        pending = self._column.shared.pending
        before, pending.lines = pending.lines, 1
        piece = self._plain.encode(self._shown[value])
        if pending.lines == 1 and not pending.notes and len(self) < MOST_PIECES:
            self[value] = piece
        pending.lines = max(before, pending.lines)
        return piece


_QUICK: Mapping[type, Callable[[Column], Encoder]] = {
    int: Wholes,
    float: lambda column: Fractions(column, 0.0),
    Decimal: lambda column: Fractions(column, Decimal(0)),
    date: Days,
    datetime: lambda column: Moments(column, datetime.combine(FIRST_DATE, time())),
    time: lambda column: Moments(column, time()),
}
