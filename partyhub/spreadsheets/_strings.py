"""The shared strings of a workbook: each text is once in the file, up to a limit."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

PART: Final = "xl/sharedStrings.xml"
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Programs read shared texts faster, but all must be known before writing; so many of so many
# characters take some 15 MB. Later or longer texts are written inside their cells.
MOST = 50_000
LONGEST = 200
_PORTION = 2_000
_MARKUP = re.compile("[&<>]")


class SharedStrings(dict[str, int]):
    """Each text with its number in the table, in the order of addition."""

    def number(self, text: str) -> int | None:
        """Return the number of a text, adding it if needed; None if the table takes no more."""
        found = self.get(text)
        if found is None and len(self) < MOST and len(text) <= LONGEST:
            found = self[text] = len(self)
        return found

    def numbers(self, texts: Sequence[str]) -> list[int | None]:
        """Return `number` of each text, without a call for those that are in the table."""
        find, number = self.get, self.number
        if len(self) >= MOST:
            return list(map(find, texts))
        return [number(text) if (known := find(text)) is None else known for text in texts]

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
    """Return an already safe text as its XML element."""
    if text.isalnum():  # as most names and numbers are: nothing to escape
        return f"<t>{text}</t>"
    if text == text.strip():
        return f"<t>{escape(text, quote=False) if _MARKUP.search(text) else text}</t>"
    return f'<t xml:space="preserve">{escape(text, quote=False)}</t>'
