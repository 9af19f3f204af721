"""One pass over a part of a package with expat: its contents, refused as soon as they are too many.

Only counts are stored, so that a part of any size costs the memory of one chunk. Document types and
entities are always refused.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO, Any, NoReturn
from xml.parsers import expat

from partyhub.spreadsheets.areas import area_of, column_of, number_of
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.limits import Limits

CHUNK = 2**16
_DIGITS = "0123456789"
_TAGS_OF_A_CELL = 7  # a text in the cell itself has six, and a row some too
_LONGEST_NAME = len("{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}")
# The beginning of a text in UTF-8, or its declaration; then the most bytes of a row that
# is taken at once.
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?<[?A-Za-z_]")
_BEGINNING = 8
_LONGEST_ROW = 2**22
# Merged cells tell which rows are headers together: the rows that count, and the most cells.
_HEAD_ROWS, _MOST_IN_HEAD = 30, 500
_FEATURES = ("legacyDrawingHF", "controls", "oleObjects")


@dataclass
class SheetScan:
    """The result of one pass over a sheet; rows and columns as in `UploadedSheet`.

    `merged` are ranges of several rows as (first row, last row, column); `merged_in_head` are all
    merged ranges that begin in the first rows, as `UploadedSheet` has them. `extensions` are the
    names of extensions that newer programs added to the file format, and of elements that openpyxl
    would leave out. `is_simple` says that each tag can be recognized by its text: no comment or the
    like contains one, no name has a prefix, and no row takes much memory.
    """

    rows: int = 0
    cells: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    merged_in_head: list[tuple[int, int, int, int]] = field(default_factory=list)
    extensions: set[str] = field(default_factory=set)
    is_simple: bool = False


def bound_tags(stream: IO[bytes], limits: Limits) -> None:
    """Refuse a sheet with far too many cells before each of them is parsed."""
    left = _TAGS_OF_A_CELL * limits.cells
    while chunk := stream.read(CHUNK):
        left -= chunk.count(b"<")
        if left < 0:
            raise UnreadableError(Fault.TOO_MANY_CELLS, {"limit": limits.cells})


def scan_sheet(stream: IO[bytes], limits: Limits) -> SheetScan:
    """Scan a worksheet; raises UnreadableError when it's damaged, unsafe or too large."""
    return _Sheet(limits).run(stream)


def scan_strings(stream: IO[bytes], limits: Limits) -> int:
    """Scan the shared strings and return how many there are."""
    return _Strings(limits).run(stream)["si"]


def scan_part(stream: IO[bytes], limits: Limits, counted: Collection[str] = ()) -> Counter[str]:
    """Scan any other part and count its elements whose names are in `counted`."""
    return _Part(limits, counted).run(stream)


class _Scan:
    """A scan that feeds a part to expat and limits the bytes between two tags."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        # A character takes up to eight bytes when it is written as a reference.
        self._gap = 8 * limits.characters + 8_192
        self._last = 0
        self.begins, self.fed = b"", 0
        self._kinds: dict[str, str] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.EntityDeclHandler = _refuse_doctype

    def feed(self, stream: IO[bytes]) -> None:
        parser = self.parser
        try:
            while chunk := stream.read(CHUNK):
                self.begins = self.begins or chunk[:_BEGINNING]
                self.fed += len(chunk)
                parser.Parse(chunk, False)
                self.bound(self.fed)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableError(Fault.DAMAGED, why=str(error)) from None

    def bound(self, position: int) -> None:
        """Refuse a text or tag that is too long, which would use too much memory."""
        if position - self._last > self._gap + CHUNK:
            raise UnreadableError(Fault.CELL_TOO_LONG, {"limit": self.limits.characters})

    def local(self, name: str) -> str:
        """Return the name without its prefix, and cache it."""
        kind = self._kinds[name] = name.rpartition(":")[2]
        return kind


class _Part(_Scan):
    def __init__(self, limits: Limits, counted: Collection[str]) -> None:
        super().__init__(limits)
        self._counted = counted
        self._left = limits.elements
        self._found: Counter[str] = Counter()
        self.parser.StartElementHandler = self._start

    def run(self, stream: IO[bytes]) -> Counter[str]:
        self.feed(stream)
        return self._found

    def bound(self, position: int) -> None:
        """Do nothing: other parts may contain long texts (a theme's picture) of limited size."""

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError(Fault.TOO_COMPLEX, {"limit": self.limits.elements})
        kind = self._kinds.get(name) or self.local(name)
        if kind in self._counted:
            self._found[kind] += 1


class _Strings(_Scan):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._found: Counter[str] = Counter()
        self.parser.StartElementHandler = self._start

    def run(self, stream: IO[bytes]) -> Counter[str]:
        self.feed(stream)
        return self._found

    def _start(self, name: str, _: dict[str, str]) -> None:
        here = self.parser.CurrentByteIndex
        if here - self._last > self._gap:
            self.bound(here + CHUNK)
        self._last = here
        kind = self._kinds.get(name) or self.local(name)
        self._found[kind] += 1
        if self._found[kind] > 4 * self.limits.strings or self._found["si"] > self.limits.strings:
            raise UnreadableError(Fault.TOO_MANY_CELLS, {"limit": self.limits.strings})


class _Sheet(_Scan):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.found = SheetScan()
        self._letters: dict[str, int] = {}
        self._row = 0
        self._column = -1
        self._reference: str | None = None
        self._others = limits.elements
        self._covered = 0
        self._empty = 0
        self._is_empty = False
        self._is_odd = False
        self._row_start = 0
        self.parser.StartElementHandler = self._start
        for name in ("Comment", "StartCdataSection", "ProcessingInstruction"):
            setattr(self.parser, f"{name}Handler", self._note_odd)
        self.parser.XmlDeclHandler = self._note_encoding
        self._takers: dict[str, Any] = {
            "row": self._take_row,
            "v": self._take_value,
            "is": self._take_value,
            "f": self._take_value,
            "col": self._take_column,
            "mergeCell": self._take_merged,
            "hyperlink": self._take_link,
            "ext": self._take_extension,
        }

    def run(self, stream: IO[bytes]) -> SheetScan:
        self.feed(stream)
        self._bound_row(self.fed)
        known = all(n == kind for n, kind in self._kinds.items() if kind in ("row", "c"))
        is_plain = _PLAIN.match(self.begins) is not None
        self.found.is_simple = known and is_plain and not self._is_odd
        return self.found

    def _note_odd(self, *_: object) -> None:
        self._is_odd = True

    def _note_encoding(self, _version: str, encoding: str | None, _alone: int) -> None:
        self._is_odd |= encoding is not None and encoding.casefold() != "utf-8"

    def _bound_row(self, here: int) -> None:
        self._is_odd |= here - self._row_start > _LONGEST_ROW
        self._row_start = here

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        here = self.parser.CurrentByteIndex
        if here - self._last > self._gap:
            self.bound(here + CHUNK)
        self._last = here
        kind = self._kinds.get(name) or self.local(name)
        if kind == "c":
            self._reference = attributes.get("r")
            self._column += 1
            self._count_cell()
            self._empty, self._is_empty = self._empty + 1, True
            if self._empty > self.limits.cells // 2:
                self._refuse(Fault.TOO_MANY_CELLS, self.limits.cells)
        elif taker := self._takers.get(kind):
            taker(attributes)
        else:
            self._take_other(kind)

    def _take_row(self, attributes: dict[str, str]) -> None:
        self._bound_row(self._last)
        self.found.rows += 1
        if self.found.rows > self.limits.rows:
            self._refuse(Fault.TOO_MANY_ROWS, self.limits.rows)
        self._row = number_of(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = -1

    def _take_value(self, _: dict[str, str]) -> None:
        """Check the position of a cell with a value; an empty cell far off is only formatting."""
        self._empty, self._is_empty = self._empty - self._is_empty, False
        if self._row > self.limits.rows:
            self._refuse(Fault.TOO_MANY_ROWS, self.limits.rows)
        if self._reference:
            letters = self._reference.rstrip(_DIGITS)
            if letters not in self._letters:
                self._letters[letters] = column_of(letters)
            self._column, self._reference = self._letters[letters], None
        if self._column >= self.limits.columns:
            self._refuse(Fault.TOO_MANY_COLUMNS, self.limits.columns)

    def _take_column(self, attributes: dict[str, str]) -> None:
        self._take_other("col")
        if _is_hidden(attributes):
            first, last = number_of(attributes.get("min", "")), number_of(attributes.get("max", ""))
            self.found.hidden_columns.update(range(first - 1, min(last, self.limits.columns)))

    def _take_merged(self, attributes: dict[str, str]) -> None:
        top, left, bottom, right = area_of(attributes.get("ref", ""))
        if top < bottom:
            self.found.merged.append((top, bottom, left))
        if len(self.found.merged) > self.limits.merged:
            self._refuse(Fault.TOO_COMPLEX, self.limits.merged)
        if top <= _HEAD_ROWS and len(self.found.merged_in_head) < _MOST_IN_HEAD:
            self.found.merged_in_head.append((top, left, bottom, right))
        self._cover((bottom - top + 1) * (right - left + 1))

    def _take_link(self, attributes: dict[str, str]) -> None:
        """Count the cells of a linked range; openpyxl creates all of them, as of a merged one."""
        if ":" in attributes.get("ref", ""):
            top, left, bottom, right = area_of(attributes["ref"])
            self._cover((bottom - top + 1) * (right - left + 1))

    def _cover(self, cells: int) -> None:
        self._covered += max(cells, 1)
        if self._covered > self.limits.cells:
            self._refuse(Fault.TOO_COMPLEX, self.limits.cells)

    def _take_extension(self, attributes: dict[str, str]) -> None:
        self._take_other("ext")
        self.found.extensions.add(attributes.get("uri", "")[:_LONGEST_NAME].upper())

    def _take_other(self, kind: str) -> None:
        if kind in _FEATURES:
            self.found.extensions.add(kind)
        # There are as many texts as cells; everything else should be rare.
        if kind in ("t", "r", "rPr"):
            self._count_cell()
            return
        self._others -= 1
        if self._others < 0:
            self._refuse(Fault.TOO_COMPLEX, self.limits.elements)

    def _count_cell(self) -> None:
        self.found.cells += 1
        if self.found.cells > self.limits.cells:
            self._refuse(Fault.TOO_MANY_CELLS, self.limits.cells)

    def _refuse(self, fault: Fault, limit: int) -> NoReturn:
        raise UnreadableError(fault, {"limit": limit})


def _refuse_doctype(*_: object) -> NoReturn:
    raise UnreadableError(Fault.UNSAFE, why="document type declaration")


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0"
