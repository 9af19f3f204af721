"""One column of a sheet as text of its cells; its properties are computed once, not per cell.

A row is written as `number.join(pieces)`: the row number is part of every cell reference, so a
piece reaches from behind one number to before the next: `" s="7"><v>5</v></c><c r="B`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from html import escape
from typing import Any, NamedTuple

from partyhub.spreadsheets._strings import SharedStrings, marked
from partyhub.spreadsheets.cell_references import column_letter
from partyhub.spreadsheets.cells import inked, was_cut
from partyhub.spreadsheets.headings import Heading, kind_for, lines_needed
from partyhub.spreadsheets.layout import BODY_SCALE, PADDING, Inked, Look
from partyhub.spreadsheets.serials import serial_of
from partyhub.spreadsheets.values import Link, RowValue


class Note(NamedTuple):
    """A cell's request beside its text: a link to a location, or to be listed as cut."""

    column: int
    location: str = ""
    sheet: str = ""


@dataclass(slots=True)
class Pending:
    """The requests of the row being written beside its cells: its number of lines, and notes."""

    lines: int = 1
    notes: list[Note] = field(default_factory=list)

    def clear(self) -> None:
        self.lines = 1
        self.notes.clear()


@dataclass(slots=True)
class PortionRequests:
    """The requests of a portion's rows, counted from 0: lines of more than one, and notes."""

    lines: dict[int, int] = field(default_factory=dict)
    notes: dict[int, list[Note]] = field(default_factory=dict)

    def need(self, row: int, lines: int) -> None:
        if lines > self.lines.get(row, 1):
            self.lines[row] = lines

    def add(self, row: int, pending: Pending) -> None:
        """Add the requests of one cell, and clear them."""
        self.need(row, pending.lines)
        if pending.notes:
            self.notes.setdefault(row, []).extend(pending.notes)
        pending.clear()


class Shared(NamedTuple):
    """The objects that the columns of a sheet share; `style` returns the number of a look."""

    strings: SharedStrings
    style: Callable[[Look], int]
    yes_no: tuple[str, str]
    pending: Pending


class Column:
    """One column of a sheet in one role, as text of its cells."""

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

    def style_for(self, value: Any) -> int:
        """Return the style number of a value that `cells.inked` would not change."""
        kind = kind_for(self.kind, value)
        return self.shared.style(Look(self.role, kind.format, kind.horizontal))

    def piece(self, value: RowValue) -> str:
        """Return the piece of any value by the general rules.

        Raises TypeError for an unsupported type.
        """
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


def body_of(cell: Inked, style: int, strings: SharedStrings) -> str:
    """Return the text of a cell after its reference up to its end: `" s="7"><v>5</v></c>`."""
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
    text = f"<f>{escape(str(cell.value)[1:], quote=False)}</f>"
    if cell.result is None:
        return f"{start}>{text}</c>"
    if isinstance(cell.result, str):
        return f'{start} t="str">{text}<v>{escape(cell.result, quote=False)}</v></c>'
    return f"{start}>{text}<v>{_number(cell.result)}</v></c>"


def _number(value: Any) -> str:
    return number_text(serial_of(value) if isinstance(value, date | time) else value)


def number_text(value: Any) -> str:
    """Return the digits of a number as openpyxl writes them, with the precision of a double."""
    return f"{float(value):.16g}" if not isinstance(value, int) else str(value)
