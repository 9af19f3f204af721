"""From a value to the text of its cell: what a column decides is worked out once, not a cell.

A row is written as `number.join(pieces)`: the number of the row stands in every reference of it,
so a piece reaches from behind one number to before the next: `" s="7"><v>5</v></c><c r="B`. For
each type of value a column has a dictionary from value to piece, so that one pass of
`map(getitem, …)` looks a whole row up; `__missing__` makes what is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple, Protocol
from xml.sax.saxutils import escape

from partyhub.spreadsheets._strings import SharedStrings, marked
from partyhub.spreadsheets.cells import NEVER_RENDERED, inked, was_cut
from partyhub.spreadsheets.headings import TEXTS, Heading, kind_for, line_width, lines_needed
from partyhub.spreadsheets.layout import BODY_SCALE, PADDING, Inked, Look
from partyhub.spreadsheets.names import column_letter
from partyhub.spreadsheets.serials import serial_of
from partyhub.spreadsheets.values import (
    Link,
    RowValue,
    safe_moment,
    safe_number,
    safe_text,
)

# So many pieces a column and type are remembered; more would cost memory without being quicker.
_MOST = 1_000
_LONG = 1_000  # characters
_REMEMBERED = frozenset({type(None), bool, date, datetime, time})
_MOMENTS: Mapping[type, date | time] = {
    date: date(2000, 1, 1),
    datetime: datetime(2000, 1, 1),  # noqa: DTZ001 - a workbook knows no time zones
    time: time(),
}
# Equal numbers of one type may have different digits: 1.5 and 1.50.
_NUMBERS = (int, float, Decimal)
_NO_WIDTH = 100_000


class Encoder(Protocol):
    """Makes of a value of one type its piece of a row."""

    def __getitem__(self, value: Any) -> str: ...


class Note(NamedTuple):
    """What a cell asks for beside its text: a link to a place, or to be named as cut."""

    column: int
    location: str = ""
    sheet: str = ""


@dataclass(slots=True)
class Pending:
    """What the row that is being made asks for beside its cells."""

    lines: int = 1
    notes: list[Note] = field(default_factory=list)

    def clear(self) -> None:
        self.lines = 1
        self.notes.clear()


class Shared(NamedTuple):
    """What the columns of a sheet have in common; `style` gives the number of a look."""

    strings: SharedStrings
    style: Callable[[Look], int]
    yes_no: tuple[str, str]
    pending: Pending


class Column:
    """One column of a sheet in one role, as its cells are written."""

    def __init__(
        self,
        shared: Shared,
        index: int,
        heading: Heading,
        width: float,
        role: str,
        *,
        is_last: bool,
    ) -> None:
        self.shared, self.index, self.heading = shared, index, heading
        self.kind, self.role, self.width = heading.kind, role, width
        self.end = "</row>" if is_last else f'<c r="{column_letter(index + 1)}'
        self.blank = f'" s="{self.style_for(None)}"/>{self.end}'

    def encoder(self, kind: type) -> Encoder:
        """Return what encodes the values of a type; it is asked for once a column."""
        if self.heading.render is None or kind in NEVER_RENDERED:
            return self.encoder_of_stored(kind)
        is_remembered = kind.__hash__ is not None and kind not in _NUMBERS
        return Rendered(self) if is_remembered else Plain(self)

    def encoder_of_stored(self, kind: type) -> Encoder:
        if kind is str:
            return Texts(self)
        if self.kind not in TEXTS and kind in _NUMBERS:
            return Numbers(self, kind(0))
        if self.kind not in TEXTS and kind in _MOMENTS:
            return Moments(self, _MOMENTS[kind])
        return Others(self, remembers=kind in _REMEMBERED)

    def style_for(self, value: Any) -> int:
        """Return the number of the style of a value that `cells.inked` would leave as it is."""
        kind = kind_for(self.kind, value)
        return self.shared.style(Look(self.role, kind.format, kind.horizontal))

    def piece(self, value: RowValue) -> str:
        """Return the piece of any value, by the rules of all; TypeError for none of a cell's."""
        cell = inked(value, self.kind, self.role, self.shared.yes_no)
        pending = self.shared.pending
        if isinstance(value, Link):
            pending.notes.append(Note(self.index, cell.location, value.sheet))
        if was_cut(value, cell):
            pending.notes.append(Note(self.index))
        if isinstance(cell.value, str) and not cell.is_formula and self.width:
            lines = lines_needed(cell.value, self.width - PADDING, BODY_SCALE)
            pending.lines = max(pending.lines, lines)
        return body_of(cell, self.shared.style(cell.look), self.shared.strings) + self.end


class Texts(dict[str, str]):
    """The pieces of texts; those of one line are remembered here, others are `_tall`."""

    def __init__(self, column: Column) -> None:
        super().__init__({"": column.blank})
        self._column, self._strings = column, column.shared.strings
        self._pending = column.shared.pending
        start = f'" s="{column.style_for("")}" t="'
        self._shared, self._end = f'{start}s"><v>', f"</v></c>{column.end}"
        self._inline, self._inline_end = f'{start}inlineStr"><is>', f"</is></c>{column.end}"
        self._width = max(column.width - PADDING, 1) if column.width else _NO_WIDTH
        # No sign is wider than two of half width, so that a text of these many fits for certain.
        self._room = int(self._width / BODY_SCALE / 2)
        self._tall: dict[str, tuple[str, int]] = {}

    def __missing__(self, text: str) -> str:
        if len(text) <= self._room and text.isprintable() and "_x" not in text:
            piece = self._piece(text)
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
        """Return the piece of what may take several lines or can't stand as it is; its lines."""
        if text.isprintable() and "_x" not in text:
            piece = self._piece(text)
            lines = ceil(line_width(text) * BODY_SCALE / self._width)
        else:
            stored = safe_text(text)
            piece = self._piece(stored) if stored else self._column.blank
            lines = lines_needed(stored, self._width, BODY_SCALE)
        if lines > 1 and len(self._tall) < _MOST:
            self._tall[text] = (piece, lines)
        elif lines == 1 and len(self) < _MOST:
            self[text] = piece
        return piece, lines

    def _piece(self, stored: str) -> str:
        number = self._strings.number(stored)
        if number is None:
            return f"{self._inline}{marked(stored)}{self._inline_end}"
        return f"{self._shared}{number}{self._end}"


class Numbers(dict[Any, str]):
    """The pieces of numbers of one type, as a double holds them: so openpyxl writes them."""

    def __init__(self, column: Column, zero: Any) -> None:
        super().__init__()
        self._column = column
        digits = "%d" if isinstance(zero, int) else "%.16g"
        self._form = f'" s="{column.style_for(zero)}"><v>{digits}</v></c>{column.end}'

    def __missing__(self, number: Any) -> str:
        safe = safe_number(number)
        if safe is None or isinstance(safe, str):
            return self._column.piece(number)
        piece: str = self._form % number
        if len(self) < _MOST:
            self[number] = piece
        return piece


class Moments(dict[Any, str]):
    """The pieces of days, moments or times of day, as the serial numbers that they are."""

    def __init__(self, column: Column, example: date | time) -> None:
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
    """The pieces of dates, truths, formulas, links and all else, made by the rules of all."""

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
    """The pieces of values that no dictionary can hold, such as lists: rendered each time."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._encoders: dict[type, Encoder] = {}

    def __getitem__(self, value: Any) -> str:
        assert self._column.heading.render
        return self._stored(self._column.heading.render(value))

    def _stored(self, shown: Any) -> str:
        kind = type(shown)
        encoder = self._encoders.get(kind)
        if encoder is None:
            encoder = self._encoders[kind] = self._column.encoder_of_stored(kind)
        return encoder[shown]


class Rendered(dict[Any, str]):
    """The pieces of values that the heading renders: a label, say, is asked for once."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column, self._plain = column, Plain(column)

    def __missing__(self, value: Any) -> str:
        pending = self._column.shared.pending
        before, pending.lines = pending.lines, 1
        piece = self._plain[value]
        lines = pending.lines
        pending.lines = max(before, lines)
        if lines == 1 and len(self) < _MOST and not pending.notes:
            self[value] = piece
        return piece


def body_of(cell: Inked, style: int, strings: SharedStrings) -> str:
    """Return a cell from behind its reference to its end: `" s="7"><v>5</v></c>`."""
    start = f'" s="{style}"'
    if cell.is_formula:
        return _formula(start, cell)
    if cell.value is None:
        return f"{start}/>"
    if not isinstance(cell.value, str):
        return f"{start}><v>{_number(cell.value)}</v></c>"
    number = strings.number(cell.value)
    if number is None:
        return f'{start} t="inlineStr"><is>{marked(cell.value)}</is></c>'
    return f'{start} t="s"><v>{number}</v></c>'


def _formula(start: str, cell: Inked) -> str:
    text = f"<f>{escape(str(cell.value)[1:])}</f>"
    if cell.result is None:
        return f"{start}>{text}</c>"
    if isinstance(cell.result, str):
        return f'{start} t="str">{text}<v>{escape(cell.result)}</v></c>'
    return f"{start}>{text}<v>{_number(cell.result)}</v></c>"


def _number(value: Any) -> str:
    return number_text(serial_of(value) if isinstance(value, date | time) else value)


def number_text(value: Any) -> str:
    """Return the digits of a number as openpyxl writes them: what a double holds of it."""
    return f"{float(value):.16g}" if not isinstance(value, int) else str(value)
