"""A checked text as its page shows it: lines of plain pieces and marked ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from partyhub.drafts.checking import Finding

# A first line that is no longer is the title.
LONGEST_TITLE = 60
_ENDS = ("。", ".", "；", ";", "：", ":", "，", ",")


@dataclass(frozen=True)
class Piece:
    """A piece of a line; `number` is that of the finding which it marks, from 1 on, else 0."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class Line:
    """One line of the text."""

    pieces: Sequence[Piece]
    is_title: bool = False


def lines_of(text: str, findings: Sequence[Finding]) -> list[Line]:
    """Return the lines that have any text; where two marks overlap the first is whole."""
    pieces, position = [], 0
    for number, found in enumerate(findings, 1):
        start, end = max(found.start, position), max(found.end, position)
        if end > start:
            pieces += [Piece(text[position:start]), Piece(text[start:end], number)]
            position = end
    lines: list[list[Piece]] = [[]]
    for piece in (*pieces, Piece(text[position:])):
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.number))
        lines += [[Piece(other, piece.number)] for other in others]
    shown = [[p for p in line if p.text] for line in lines if any(p.text.strip() for p in line)]
    return [Line(line, n == 0 and _is_title(line)) for n, line in enumerate(shown)]


def _is_title(line: Sequence[Piece]) -> bool:
    text = "".join(piece.text for piece in line).strip()
    return len(text) <= LONGEST_TITLE and not text.endswith(_ENDS)
