"""Texts that don't fit the cell they are given: smaller letters, then lines, then higher rows.

No program does it by itself: merged cells never grow, and a cell that shrinks its text to fit
shrinks it below what can be read.
"""

from math import ceil

from partyhub.spreadsheets.printed_text import PADDING, POINT, ems_of, lines_of

# Two lines of the fonts of official papers without any room between them.
_LINE, _ROOM = 1.22, 1.0
# Widths are estimated with some room; a text that only takes that still fits.
_TOLERANCE = 1.0  # mm


def fitting_size(text: str, width: float, size: float, least: float, *, wraps: bool) -> float:
    """Return the size, not below `least`, at which a text fits `width` mm on its lines.

    Of a text that may wrap no word is to be broken.
    """
    words = _words(text) if wraps else text.split("\n")
    needed = max(map(ems_of, words), default=0.0) * POINT
    room = width - PADDING + _TOLERANCE
    if needed * size <= room:
        return size
    return min(size, max(least, int(room / needed * 10) / 10))


def _words(text: str) -> list[str]:
    """Return the words that no program breaks; Chinese may be broken anywhere."""
    return [word for word in text.split() if word.isascii()]


def is_too_wide(text: str, width: float, size: float) -> bool:
    """Return whether a line of the text is wider than the cell."""
    return max(map(ems_of, text.split("\n"))) * size * POINT > width - PADDING + _TOLERANCE


def least_height(text: str, width: float, size: float) -> float:
    """Return the height in points below which lines are cut; 0 for a text of a single one."""
    lines = lines_of(text, width + _TOLERANCE, size)
    return ceil((lines * size * _LINE + _ROOM) * 10) / 10 if lines > 1 else 0.0
