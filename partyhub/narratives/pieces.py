"""The pieces of a report's text, and the paragraphs and sections that are made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

# What stands between two parts of a sentence; behind the last part it becomes a full stop.
SEPARATORS = "，、；：,;:"
# What ends a part or the sentence, and bears no separator in front of it.
ENDS = "，、；。：,;.!！?？)）"


@dataclass(frozen=True)
class Piece:
    """A part of a paragraph; `url` leads to the records behind it, a gap is still to be filled."""

    text: str
    url: str = ""
    is_gap: bool = False


@dataclass(frozen=True)
class RenderedSection:
    """A section of the report as it reads now."""

    key: str
    heading: str
    paragraphs: Sequence[Sequence[Piece]]

    @property
    def gaps(self) -> int:
        """Return how many places are still to be filled."""
        return sum(piece.is_gap for paragraph in self.paragraphs for piece in paragraph)


class Paragraph:
    """A paragraph of sentences, some of which fall away, with the punctuation mended there."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._is_loose = False  # whether what stands next may not be what was written next

    def add(self, pieces: Iterable[Piece], *, is_optional: bool) -> None:
        """Append a sentence."""
        added = [piece for piece in pieces if piece.text]
        if self._is_loose and added and added[0].text.lstrip().startswith(tuple(ENDS)):
            self._end_with("")
        self._pieces += added
        self._is_loose = is_optional

    def leave_out(self) -> None:
        """Leave out the sentence whose turn it is."""
        self._is_loose = True

    def finish(self) -> list[Piece]:
        """Return the pieces; none where nothing is left to be read."""
        if self._is_loose and self._pieces:
            last = self._pieces[-1].text.rstrip()[-1:]
            self._end_with("." if last.isascii() else "。")
        return self._pieces if "".join(piece.text for piece in self._pieces).strip() else []

    def _end_with(self, end: str) -> None:
        """Write `end` in the place of the separator that the last piece ends with, if it does."""
        if not self._pieces:
            return
        text = self._pieces[-1].text.rstrip()
        if text.endswith(tuple(SEPARATORS)):
            self._pieces[-1] = replace(self._pieces[-1], text=text[:-1] + end)
