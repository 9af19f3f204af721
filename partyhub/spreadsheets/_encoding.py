"""From a value to the text of its cell: what a column decides is worked out once, not a cell.

A row is written as `number.join(pieces)`: the number of the row stands in every reference of it,
so a piece reaches from behind one number to before the next: `" s="7"><v>5</v></c><c r="B`. For
each type of value a column has a dictionary from value to piece, so that one pass of
`map(getitem, …)` looks a whole row up; `__missing__` makes what is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple, Protocol
from xml.sax.saxutils import escape

from partyhub.spreadsheets._strings import SharedStrings, marked
from partyhub.spreadsheets.cells import inked, was_cut
from partyhub.spreadsheets.headings import TEXTS, Heading, kind_for, lines_needed
from partyhub.spreadsheets.layout import BODY_SCALE, PADDING, Inked, Look
from partyhub.spreadsheets.names import column_letter
from partyhub.spreadsheets.serials import serial_of
from partyhub.spreadsheets.values import (
    NUMBER_DIGITS,
    Formula,
    Link,
    RowValue,
    Typed,
    safe_number,
    safe_text,
)

# So many pieces a column and type are remembered; more would cost memory without being quicker.
_MOST = 1_000
_LARGEST = 10**NUMBER_DIGITS
_SMALL = 1_000
_REMEMBERED = frozenset({type(None), bool, date, datetime, time})
_NEVER_RENDERED = frozenset({type(None), Formula, Link, Typed})
# Equal numbers of one type may have different digits: 1.5 and 1.50.
_NUMBERS = (int, float, Decimal)
_NO_WIDTH = 100_000


class Encoder(Protocol):
    """Makes of a value of one type its piece of a row."""

    def __getitem__(self, value: Any) -> str: ...


@dataclass(slots=True)
class Pending:
    """What the row that is being made asks for beside its cells; indexes of columns from 0."""

    lines: int = 1
    links: list[tuple[int, str]] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)

    @property
    def has_notes(self) -> bool:
        return bool(self.links or self.linked or self.cuts)

    def clear(self) -> None:
        self.lines = 1
        for notes in (self.links, self.linked, self.cuts):
            notes.clear()


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
        if self.heading.render is None or kind in _NEVER_RENDERED:
            return self.encoder_of_stored(kind)
        is_remembered = kind.__hash__ is not None and kind not in _NUMBERS
        return Rendered(self) if is_remembered else Plain(self)

    def encoder_of_stored(self, kind: type) -> Encoder:
        if kind is str:
            return Texts(self)
        if kind in _NUMBERS and self.kind not in TEXTS:
            return Numbers(self, kind(0))
        return Others(self, remembers=kind in _REMEMBERED)

    def style_for(self, value: Any) -> int:
        """Return the number of the style of a value that `cells.inked` would leave as it is."""
        kind = kind_for(self.kind, value)
        return self.shared.style(Look(self.role, kind.format, kind.horizontal))

    def piece(self, value: RowValue) -> str:
        """Return the piece of any value, by the rules of all; TypeError for none of a cell's."""
        cell = inked(value, self.kind, self.role, self.shared.yes_no)
        pending = self.shared.pending
        if cell.location:
            pending.links.append((self.index, cell.location))
        if isinstance(value, Link):
            pending.linked.append(value.sheet)
        if was_cut(value, cell):
            pending.cuts.append(self.index)
        if isinstance(cell.value, str) and not cell.is_formula:
            self.ask_lines(cell.value)
        return body_of(cell, self.shared.style(cell.look), self.shared.strings) + self.end

    def ask_lines(self, text: str) -> int:
        """Let the row be as high as the text needs in this column; return its lines."""
        if not self.width:
            return 1
        lines = lines_needed(text, self.width - PADDING, BODY_SCALE)
        self.shared.pending.lines = max(self.shared.pending.lines, lines)
        return lines


class Texts(dict[str, str]):
    """The pieces of plain texts; only those of one line are remembered here."""

    def __init__(self, column: Column) -> None:
        super().__init__({"": column.blank})
        self._column, self._strings = column, column.shared.strings
        self._start = f'" s="{column.style_for("")}" t="'
        # No sign is wider than two of half width, so that a text of these many fits for certain.
        width = max(column.width - PADDING, 1) if column.width else _NO_WIDTH
        self._room = int(width / BODY_SCALE / 2)
        self._tall: dict[str, tuple[str, int]] = {}

    def __missing__(self, text: str) -> str:
        if len(text) > self._room or not text.isprintable() or "_x" in text:
            return self._long(text)
        piece = self._piece(text)
        if len(self) < _MOST:
            self[text] = piece
        return piece

    def _piece(self, stored: str) -> str:
        if not stored:
            return self._column.blank
        number = self._strings.number(stored)
        if number is None:
            return f'{self._start}inlineStr"><is>{marked(stored)}</is></c>{self._column.end}'
        return f'{self._start}s"><v>{number}</v></c>{self._column.end}'

    def _long(self, text: str) -> str:
        """What may take several lines, or can't be stored as it is."""
        pending = self._column.shared.pending
        if found := self._tall.get(text):
            pending.lines = max(pending.lines, found[1])
            return found[0]
        stored = safe_text(text)
        if len(stored) > _SMALL:  # too long to remember, and perhaps to be whole
            return self._column.piece(text)
        piece, lines = self._piece(stored), self._column.ask_lines(stored)
        if lines == 1 and len(self) < _MOST:
            self[text] = piece
        elif lines > 1 and len(self._tall) < _MOST:
            self._tall[text] = (piece, lines)
        return piece


class Numbers(dict[Any, str]):
    """The pieces of numbers of one type; few are remembered, since most come once."""

    def __init__(self, column: Column, zero: Any) -> None:
        super().__init__()
        self._column = column
        self._start = f'" s="{column.style_for(zero)}"><v>'
        self._end = "</v></c>" + column.end
        self._is_whole = type(zero) is int

    def __missing__(self, number: Any) -> str:
        if not self._is_whole:
            safe = safe_number(number)
            if safe is None or isinstance(safe, str):
                return self._column.piece(number)
            return f"{self._start}{number_text(number)}{self._end}"
        if not -_LARGEST < number < _LARGEST:
            return self._column.piece(number)
        piece = f"{self._start}{number}{self._end}"
        if -_SMALL < number < _SMALL:
            self[number] = piece
        return piece


class Others(dict[Any, str]):
    """The pieces of dates, truths, formulas, links and all else, made by the rules of all."""

    def __init__(self, column: Column, *, remembers: bool) -> None:
        super().__init__()
        self._column, self._remembers = column, remembers

    def __missing__(self, value: Any) -> str:
        before = self._column.shared.pending.lines
        piece = self._column.piece(value)
        lines = self._column.shared.pending.lines
        if self._remembers and lines == before == 1 and len(self) < _MOST:
            self[value] = piece
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
        if lines == 1 and len(self) < _MOST and not pending.has_notes:
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
