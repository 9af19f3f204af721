"""One pass over a part of a package with expat: what it holds, refused as soon as it's too much.

Nothing is kept but counts, so that a part of any size costs the memory of one chunk. There is no
document type and no entity that is let through.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO, Any, NoReturn
from xml.parsers import expat

from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.names import column_index

CHUNK = 2**16
_DIGITS = "0123456789"
_TAGS_OF_A_CELL = 7  # a text in the cell itself has six, and a row some too
_LONGEST_NAME = len("{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}")
_FEATURES = ("legacyDrawingHF", "controls", "oleObjects")


@dataclass
class SheetScan:
    """What one pass over a sheet found; rows and columns as in `UploadedSheet`.

    `merged` are ranges of several rows as (first row, last row, column); `extensions` the names
    under which newer programs have put what the file format did not know, and elements that
    openpyxl would leave out.
    """

    rows: int = 0
    cells: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    extensions: set[str] = field(default_factory=set)


def bound_tags(stream: IO[bytes], limits: Limits) -> None:
    """Refuse a sheet of far too many cells before each of them has been looked at."""
    left = _TAGS_OF_A_CELL * limits.cells
    while chunk := stream.read(CHUNK):
        left -= chunk.count(b"<")
        if left < 0:
            raise UnreadableError(Fault.TOO_MANY_CELLS, {"limit": limits.cells})


def scan_sheet(stream: IO[bytes], limits: Limits) -> SheetScan:
    """Look through a worksheet; UnreadableError when it's damaged, unsafe or too big."""
    return _Sheet(limits).run(stream)


def scan_strings(stream: IO[bytes], limits: Limits) -> int:
    """Look through the shared strings and return how many there are."""
    return _Strings(limits).run(stream)["si"]


def scan_part(stream: IO[bytes], limits: Limits, noted: Collection[str] = ()) -> Counter[str]:
    """Look through any other part and count the elements whose names are noted."""
    return _Part(limits, noted).run(stream)


class _Scan:
    """Feeds a part to expat and bounds what stands between two tags."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        # A character takes up to eight bytes where it is written as a reference.
        self._gap = 8 * limits.characters + 8_192
        self._last = 0
        self._kinds: dict[str, str] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.EntityDeclHandler = _refuse_doctype

    def feed(self, stream: IO[bytes]) -> None:
        parser, fed = self.parser, 0
        try:
            while chunk := stream.read(CHUNK):
                fed += len(chunk)
                parser.Parse(chunk, False)
                self.bound(fed)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableError(Fault.DAMAGED, why=str(error)) from None

    def bound(self, position: int) -> None:
        """Refuse a text or tag that goes on for too long; memory would go with it."""
        if position - self._last > self._gap + CHUNK:
            raise UnreadableError(Fault.CELL_TOO_LONG, {"limit": self.limits.characters})

    def local(self, name: str) -> str:
        """Return the name without its prefix, from memory after the first time."""
        kind = self._kinds[name] = name.rpartition(":")[2]
        return kind


class _Part(_Scan):
    def __init__(self, limits: Limits, noted: Collection[str]) -> None:
        super().__init__(limits)
        self._noted = noted
        self._left = limits.elements
        self._found: Counter[str] = Counter()
        self.parser.StartElementHandler = self._start

    def run(self, stream: IO[bytes]) -> Counter[str]:
        self.feed(stream)
        return self._found

    def bound(self, position: int) -> None:
        """Other parts may hold long texts (a theme's picture); their size is bounded already."""

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError(Fault.TOO_COMPLEX, {"limit": self.limits.elements})
        kind = self._kinds.get(name) or self.local(name)
        if kind in self._noted:
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
        self.parser.StartElementHandler = self._start
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
        return self.found

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
        self.found.rows += 1
        if self.found.rows > self.limits.rows:
            self._refuse(Fault.TOO_MANY_ROWS, self.limits.rows)
        self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = -1

    def _take_value(self, _: dict[str, str]) -> None:
        """Judge where the cell stands: an empty one far off is only a look, and harms nobody."""
        if self._is_empty:
            self._empty, self._is_empty = self._empty - 1, False
        if self._row > self.limits.rows:
            self._refuse(Fault.TOO_MANY_ROWS, self.limits.rows)
        if self._reference:
            letters = self._reference.rstrip(_DIGITS)
            known = self._letters.get(letters)
            if known is None:
                known = self._letters[letters] = _column(letters)
            self._column = known
            self._reference = None
        if self._column >= self.limits.columns:
            self._refuse(Fault.TOO_MANY_COLUMNS, self.limits.columns)

    def _take_column(self, attributes: dict[str, str]) -> None:
        self._take_other("col")
        if _is_hidden(attributes):
            first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
            self.found.hidden_columns.update(range(first - 1, min(last, self.limits.columns)))

    def _take_merged(self, attributes: dict[str, str]) -> None:
        top, left, bottom, right = _area(attributes.get("ref", ""))
        if top < bottom:
            self.found.merged.append((top, bottom, left))
        if len(self.found.merged) > self.limits.merged:
            self._refuse(Fault.TOO_COMPLEX, self.limits.merged)
        self._cover((bottom - top + 1) * (right - left + 1))

    def _take_link(self, attributes: dict[str, str]) -> None:
        """Openpyxl makes every cell of a range that has a link, as of a merged one."""
        if ":" in attributes.get("ref", ""):
            top, left, bottom, right = _area(attributes["ref"])
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
        # The texts of cells are as many as the cells; everything else should be little.
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


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UnreadableError(Fault.DAMAGED, why=f"row or column number {text[:20]!r}")
    return int(text)


def _column(letters: str) -> int:
    try:
        return column_index(letters)
    except ValueError as error:
        raise UnreadableError(Fault.DAMAGED, why=str(error)) from None


def _area(reference: str) -> tuple[int, int, int, int]:
    """Return the first row and column of a range, and the last; a single cell is a range too."""
    first, _, last = reference.replace("$", "").partition(":")
    return (*_place(first), *_place(last or first))


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip(_DIGITS)
    return _number(reference[len(letters) :]), _column(letters)
