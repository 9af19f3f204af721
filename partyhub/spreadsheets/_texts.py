"""The encoder of texts, most cells of most sheets; see `_encoders`."""

import math
from collections.abc import Sequence

from partyhub.spreadsheets._columns import Column
from partyhub.spreadsheets._strings import marked
from partyhub.spreadsheets.headings import lines_needed
from partyhub.spreadsheets.layout import BODY_SCALE, PADDING
from partyhub.spreadsheets.values import safe_text
from partyhub.text_width import line_width

# The most pieces cached for a column and type; more would cost memory without being quicker.
MOST_PIECES = 1_000
_LONG = 1_000  # characters


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
            if len(self) < MOST_PIECES:
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

    def together(self, texts: Sequence[str]) -> list[str] | None:
        """Return all pieces, or None where one may need several lines, escaping, or no text."""
        whole, lengths = "".join(texts), list(map(len, texts))
        room = self._room_of_ascii if whole.isascii() else self._room
        if not min(lengths) or max(lengths) > room or not whole.isprintable() or "_x" in whole:
            return None
        shared, end = self._shared, self._end
        inline, inline_end = self._inline, self._inline_end
        numbers = self._strings.numbers(texts)
        if whole.isalnum():
            inline, inline_end = f"{inline}<t>", f"</t>{inline_end}"
            return [
                f"{inline}{text}{inline_end}" if number is None else f"{shared}{number}{end}"
                for text, number in zip(texts, numbers, strict=True)
            ]
        return [
            f"{inline}{marked(text)}{inline_end}" if number is None else f"{shared}{number}{end}"
            for text, number in zip(texts, numbers, strict=True)
        ]

    def _long(self, text: str) -> tuple[str, int]:
        """Return (piece, number of lines) for a text that may need several lines or escaping."""
        if text.isprintable() and "_x" not in text:
            piece = self._piece(text)
            lines = math.ceil(line_width(text) * BODY_SCALE / self._width)
        else:
            stored = safe_text(text)
            piece = self._piece(stored) if stored else self._column.blank
            is_seen = self._width < math.inf  # a hidden column makes no row taller
            lines = lines_needed(stored, self._width, BODY_SCALE) if is_seen else 1
        if lines > 1 and len(self._tall) < MOST_PIECES:
            self._tall[text] = (piece, lines)
        elif lines <= 1 and len(self) < MOST_PIECES:
            self[text] = piece
        return piece, lines

    def _piece(self, stored: str) -> str:
        number = self._strings.number(stored)
        if number is None:
            return f"{self._inline}{marked(stored)}{self._inline_end}"
        return f"{self._shared}{number}{self._end}"
