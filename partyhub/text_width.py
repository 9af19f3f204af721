"""The width of texts in characters of a font, for sheets and for tables on a terminal."""

import re
import unicodedata

# Runs of characters that are all wide, the most common ones: they need no look at each.
_WIDE_SIGNS = "\u3001-\u303e\u4e00-\u9fff\uff01-\uff60"
_ALL_WIDE = re.compile(f"[{_WIDE_SIGNS}]+")
_PLAIN = re.compile(f"[ -~{_WIDE_SIGNS}]*")


class _Widths(dict[str, int]):
    """A cache of the width of each character."""

    def __missing__(self, character: str) -> int:
        is_wide = unicodedata.east_asian_width(character) in "WFA"
        width = self[character] = 2 if is_wide else 1
        return width


_WIDTHS = _Widths()


def text_width(text: str) -> int:
    """Return the width of the widest line, a Chinese character counting 2; empty gives 0."""
    return max(map(line_width, text.split("\n")))


def line_width(line: str) -> int:
    """Return the width of a text of one line, a Chinese character counting 2."""
    if line.isascii():
        return len(line)
    if _PLAIN.fullmatch(line):  # half-width characters take one byte, the others three
        return (len(line) + len(line.encode())) // 2
    others = _ALL_WIDE.sub("", line)
    return 2 * (len(line) - len(others)) + sum(map(_WIDTHS.__getitem__, others))
