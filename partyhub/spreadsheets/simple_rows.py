"""Reading of rows as most programs write them, without parsing each tag.

A row whose cells all look like `<c r="B2" s="1" t="s"><v>7</v></c>` is read by one expression; any
other goes to the parser. The guard has checked that the sheet is sound, and `is_simple`.
"""

import codecs
import re
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from partyhub.spreadsheets.cell_values import RawCell, Reading, value_of
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.ipc import packed
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.rows import PackedRow, Rows
from partyhub.spreadsheets.scanning import CHUNK, SheetScan

_ROW = re.compile(r"<row(?=[\s/>])")
_LONGEST_TAG = len("<row ")
_HEAD = re.compile(r'<row r="(\d{1,9})"(?: (?!hidden)[\w:.]+="[^"<>&]*")*>')
_VALUE = r'<v>([^<\r]*)</v>|<is><t(?: xml:space="preserve")?>([^<\r]*)</t></is>'
_CELL = rf'<c r="([A-Z]{{1,3}})\d+"(?: s="(\d{{1,9}})")?(?: t="(\w+)")?(?: ?/>|>(?:{_VALUE})?</c>)'
_CELLS = re.compile(_CELL, re.ASCII)
# The same without its groups, which would be filled anew for each cell.
_BODY = re.compile(rf"(?:{re.sub(r'[(](?![?])', '(?:', _CELL)})*</row>", re.ASCII)
# Some programs write all letters but the Latin ones so; no other names have a meaning here.
_REFERENCE = re.compile(r"&(#?\w+);", re.ASCII)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CLOSED = re.compile(r"</row\s*>")
_EMPTY = re.compile(r"""<row(?:[^>"']|"[^"]*"|'[^']*')*>""")
# Longer texts are seldom repeated.
_LONGEST_KNOWN = 200
# The most cells that are cached by their text in the file: most cells repeat others.
_MOST_KNOWN = 20_000
_NEW = object()


def read_simple_rows(
    stream: IO[bytes], scan: SheetScan, reading: Reading, limits: Limits
) -> Iterator[list[PackedRow]]:
    """Yield what `rows.read_rows` does, for a sheet that is simple."""
    rows = _SimpleRows(scan, reading, limits)
    for texts in _texts(stream):
        for text in texts:
            rows.read(text)
        if rows.done:
            yield rows.done
            rows.done = []


def _texts(stream: IO[bytes]) -> Iterator[list[str]]:
    """Yield lists of texts, each from one row's beginning to the next one's."""
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    rest = ""
    while chunk := stream.read(CHUNK):
        seen, rest = len(rest), rest + decode(chunk)
        starts = [found.start() for found in _ROW.finditer(rest, max(0, seen - _LONGEST_TAG))]
        yield [rest[start:end] for start, end in zip([0, *starts], starts, strict=False)]
        rest = rest[starts[-1] :] if starts else rest
    yield [rest]


class _SimpleRows(Rows):
    """A collector of rows that reads simple rows by expressions."""

    def __init__(self, scan: SheetScan, reading: Reading, limits: Limits) -> None:
        super().__init__(scan, reading, limits)
        self._known: dict[tuple[str, str, str, str], Any] = {}

    def read(self, text: str) -> None:
        """Read the row at the beginning of a text; text before the first row has none."""
        head = _HEAD.match(text)
        body = _BODY.match(text, head.end()) if head else None
        if head is None or body is None:
            self._parse(text)
            return
        self.number, self.hidden = int(head[1]), 0
        self.finish(self._values_in(text, head.end()))

    def _values_in(self, text: str, start: int) -> list[Any]:
        values: list[Any] = []
        known = self._known
        for cell in _CELLS.findall(text, start):
            markup = cell[1:]
            value = known.get(markup, _NEW)
            if value is _NEW:
                value = self._learn(markup)
            if value is None:
                continue
            column = self.column_of(cell[0])
            if column == len(values) < self.limits.columns:
                values.append(value)  # as nearly always
            else:
                self.put(values, column, value)
        return values

    def _learn(self, markup: tuple[str, str, str, str]) -> Any:
        style, kind, value, inline = markup
        cell = RawCell(kind or "n", style or None, _resolved(value) or None, _resolved(inline))
        found = packed(value_of(cell, self.reading))
        if len(value) + len(inline) <= _LONGEST_KNOWN:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[markup] = found
        return found

    def _parse(self, text: str) -> None:
        """Read a row in any other form with the parser."""
        if not _ROW.match(text):
            return
        ends = [*_CLOSED.finditer(text)] or [*_EMPTY.finditer(text)][:1]
        try:
            self.new_parser().Parse(text[: ends[-1].end()] if ends else text, True)
        except expat.ExpatError as error:
            raise UnreadableError(Fault.DAMAGED, why=str(error)) from None


def _resolved(text: str) -> str:
    """Return the text with the characters that its references stand for."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    if not name.startswith("#"):
        return _NAMED[name]
    is_hexadecimal = name[1] == "x"
    return chr(int(name[1 + is_hexadecimal :], 16 if is_hexadecimal else 10))
