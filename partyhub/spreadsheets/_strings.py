"""The texts that the cells of a workbook share: each stands once in the file, up to a bound."""

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

PART: Final = "xl/sharedStrings.xml"
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Programs read shared texts faster, but to write them all must be known; so many of so many
# characters take some 15 MB. What comes later or is longer stands in its cell.
MOST = 50_000
LONGEST = 200
_PORTION = 2_000
_MARKUP = re.compile("[&<>]")


class SharedStrings(dict[str, int]):
    """Each text with its number in the table, in the order of their coming."""

    def number(self, text: str) -> int | None:
        """Return the number of a text, a new one if need be; None where the table takes no more."""
        found = self.get(text)
        if found is None and len(self) < MOST and len(text) <= LONGEST:
            found = self[text] = len(self)
        return found

    def chunks(self) -> Iterator[bytes]:
        """Yield the part of the package, portion by portion."""
        yield (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns="{_NAMESPACE}" uniqueCount="{len(self)}">'
        ).encode()
        portion: list[str] = []
        for text in self:
            portion.append(f"<si>{marked(text)}</si>")
            if len(portion) >= _PORTION:
                yield "".join(portion).encode()
                portion.clear()
        yield ("".join(portion) + "</sst>").encode()


def marked(text: str) -> str:
    """Return a text, made safe before, as the element that holds it."""
    if text == text.strip():
        return f"<t>{escape(text) if _MARKUP.search(text) else text}</t>"
    return f'<t xml:space="preserve">{escape(text)}</t>'
