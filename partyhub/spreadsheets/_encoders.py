"""Encoders from a value to the text of its cell, one for each type: dictionaries of pieces.

One pass of `map(getitem, …)` looks a whole row up; `__missing__` makes a piece that is not there,
and caches it if it may come again. See `_columns` for what a piece is.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any, Protocol

from partyhub.spreadsheets._columns import Column
from partyhub.spreadsheets._strings import marked
from partyhub.spreadsheets.cells import NEVER_RENDERED
from partyhub.spreadsheets.headings import TEXTS, lines_needed
from partyhub.spreadsheets.layout import BODY_SCALE, PADDING
from partyhub.spreadsheets.serials import DAY_ZERO, serial_of
from partyhub.spreadsheets.values import (
    FIRST_DATE,
    NUMBER_DIGITS,
    safe_moment,
    safe_number,
    safe_text,
)
from partyhub.text_width import line_width

# The most pieces cached for a column and type; more would cost memory without being quicker.
_MOST = 1_000
_LARGEST = 10**NUMBER_DIGITS
_LONG = 1_000  # characters
_REMEMBERED = frozenset({NoneType, bool, date, datetime, time})


class Encoder(Protocol):
    """An object that returns the piece of a row for a value of one type."""

    def __getitem__(self, value: Any) -> str: ...


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


class Texts(dict[str, str]):
    """The pieces of texts; those of one line are cached here, others in `_tall`."""

    def __init__(self, column: Column) -> None:
        super().__init__({"": column.blank})
        self._column, self._strings = column, column.shared.strings
        self._pending = column.shared.pending
        start = f'" s="{column.style_for("")}" t="'
        self._shared, self._end = f'{start}s"><v>', f"</v></c>{column.end}"
        self._inline, self._inline_end = f'{start}inlineStr"><is>', f"</is></c>{column.end}"
        self._width = max(column.width - PADDING, 1) if column.width else math.inf
        # No character is wider than two half-width ones, so a text of this many fits for certain.
        self._room = int(min(self._width / BODY_SCALE / 2, _LONG))
        self._room_of_ascii = min(2 * self._room, _LONG)
        self._tall: dict[str, tuple[str, int]] = {}

    def __missing__(self, text: str) -> str:
        room = self._room_of_ascii if text.isascii() else self._room
        if len(text) <= room and text.isprintable() and "_x" not in text:
            # Most cells that are not cached come here: a shared text needs no further calls.
            number = self._strings.get(text)
            if number is None:
                number = self._strings.number(text)
            if number is None:
                piece = f"{self._inline}{marked(text)}{self._inline_end}"
            else:
                piece = f"{self._shared}{number}{self._end}"
            if len(self) < _MOST:
                self[text] = piece
            return piece
        if found := self._tall.get(text):
            piece, lines = found
        elif len(text) > _LONG:  # too long to be remembered, and perhaps to be whole
            return self._column.piece(text)
        else:
            piece, lines = self._long(text)
        if lines > self._pending.lines:
            self._pending.lines = lines
        return piece

    def _long(self, text: str) -> tuple[str, int]:
        """Return (piece, number of lines) for a text that may need several lines or escaping."""
        if text.isprintable() and "_x" not in text:
            piece = self._piece(text)
            lines = math.ceil(line_width(text) * BODY_SCALE / self._width)
        else:
            stored = safe_text(text)
            piece = self._piece(stored) if stored else self._column.blank
            is_measured = self._column.width > 0
            lines = lines_needed(stored, self._width, BODY_SCALE) if is_measured else 1
        if lines > 1 and len(self._tall) < _MOST:
            self._tall[text] = (piece, lines)
        elif lines <= 1 and len(self) < _MOST:
            self[text] = piece
        return piece, lines

    def _piece(self, stored: str) -> str:
        number = self._strings.number(stored)
        if number is None:
            return f"{self._inline}{marked(stored)}{self._inline_end}"
        return f"{self._shared}{number}{self._end}"


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
        if len(self) < _MOST:
            self[number] = piece
        return piece


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
        if len(self) < _MOST:
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
        if len(self) < _MOST:
            self[day] = piece
        return piece


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
        if len(self) < _MOST:
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
        if self._remembers and pending.lines == 1 and len(self) < _MOST:
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
        if pending.lines == 1 and not pending.notes and len(self) < _MOST:
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
