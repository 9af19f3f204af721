"""Widths of texts and heights of rows on paper: no program computes those of merged cells."""

from collections.abc import Iterable
from math import ceil

from partyhub.text_width import line_width

POINT = 25.4 / 72
_CHINESE, _LATIN, WIDE_LATIN = 1.0, 0.56, 0.65  # em
PADDING = 2.0  # mm
INDENT = 3.0  # mm
_HIGHEST = 409.0  # points, the maximum of Excel
# Columns count digits of the standard font, 8 pixels wide at 11 pt.
_DIGIT, _DOTS, _STRETCH = 8, 96 / 25.4, 1.05
# The widest digit seen in a program, in mm; 8 pixels are 2.12.
_WIDEST_DIGIT = 2.18


def column_width(millimetres: float) -> float:
    """Return the width of a column in characters of the standard font."""
    return round((millimetres * _STRETCH * _DOTS - 5) / _DIGIT, 2)


def real_width(millimetres: float) -> float:
    """Return how wide a column is at most on paper, in mm."""
    return column_width(millimetres) * _WIDEST_DIGIT


def ems_of(line: str, latin: float = _LATIN) -> float:
    """Return the width of a line in ems: a Chinese sign is one, any other about a half."""
    wide = line_width(line) - len(line)
    return wide * _CHINESE + (len(line) - wide) * latin


def lines_of(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a column of `width` mm in a font of `size` points."""
    room = max(1.0, width - PADDING) / (size * POINT)
    return sum(max(1, ceil(_needed(line, room) / room)) for line in text.split("\n"))


def _needed(line: str, room: float) -> float:
    """Return the ems that a line needs; words that aren't broken leave room at the ends."""
    ems = ems_of(line)
    is_words = " " in line and line.isascii()
    return ems * 1.1 if is_words and ems > room else ems


def row_height_of(texts: Iterable[tuple[str, float, float]]) -> float:
    """Return the height in points of a row of (text, width in mm, size)."""
    heights = [
        lines * size * (1.32 if lines > 1 else 1.3) + (3 if lines > 1 else 1.5)
        for text, width, size in texts
        for lines in (lines_of(text, width, size),)
    ]
    return min(_HIGHEST, round(max(heights, default=14.0), 2))
