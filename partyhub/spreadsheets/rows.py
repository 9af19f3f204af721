"""Streaming the rows of a sheet that the guard has let through.

openpyxl's own rows, in `read_only` too, hide a formula without a value behind an empty cell and
round long numbers before anyone can see it, and take three times as long. So openpyxl opens the
workbook (sheets, styles, properties), and the rows come from here; no dimension is believed.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any, TypeAlias
from xml.parsers import expat

from partyhub.spreadsheets.cell_values import RawCell, Reading, value_of
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.names import column_index
from partyhub.spreadsheets.scanning import CHUNK, SheetScan
from partyhub.spreadsheets.values import shown_text
from partyhub.spreadsheets.wire import packed

PackedRow: TypeAlias = list[Any]  # number, 1 when hidden else 0, values
_DIGITS = "0123456789"


class _Texts:
    """Collects the texts that a part of the XML holds between two tags."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.take
        self.collected: list[str] | None = None
        self.kinds: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError

    def take(self, text: str) -> None:
        if self.collected is not None:
            self.collected.append(text)

    def taken(self) -> str:
        """Return what was collected, and collect no more."""
        text = "".join(self.collected or ())
        self.collected = None
        return text

    def local(self, name: str) -> str:
        """Return the name without its prefix; from `kinds` after the first time."""
        kind = self.kinds[name] = name.rpartition(":")[2]
        return kind

    def chunks(self, stream: IO[bytes]) -> Iterator[None]:
        try:
            while chunk := stream.read(CHUNK):
                self.parser.Parse(chunk, False)
                yield
            self.parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            raise UnreadableError(Fault.DAMAGED, why=str(error)) from None


def read_strings(stream: IO[bytes]) -> list[str]:
    """Return the shared texts as Excel shows them, without their looks and readings."""
    table = _Strings()
    for _ in table.chunks(stream):
        pass
    return table.strings


class _Strings(_Texts):
    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self.kinds.get(name) or self.local(name)
        if kind == "t" and not self._reading:
            self.collected = []
        elif kind == "rPh":
            self._reading = True

    def end(self, name: str) -> None:
        kind = self.kinds.get(name) or self.local(name)
        if kind == "t" and self.collected is not None:
            self._parts.append(self.taken())
        elif kind == "si":
            self.strings.append(shown_text("".join(self._parts)))
            self._parts.clear()
        elif kind == "rPh":
            self._reading = False


def read_rows(
    stream: IO[bytes], scan: SheetScan, reading: Reading, limits: Limits
) -> Iterator[list[PackedRow]]:
    """Yield the rows that hold anything, some at a time, each as long as its last value."""
    rows = _Rows(scan, reading, limits)
    for _ in rows.chunks(stream):
        if rows.done:
            yield rows.done
            rows.done = []


class _Rows(_Texts):
    def __init__(self, scan: SheetScan, reading: Reading, limits: Limits) -> None:
        super().__init__()
        self.done: list[PackedRow] = []
        self._reading = reading
        self._limits = limits
        self._merged = _Merged(scan)
        self._letters: dict[str, int] = {}
        self._number, self._hidden, self._column = 0, 0, -1
        self._cell = RawCell()
        self._values: list[Any] = []
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self.kinds.get(name) or self.local(name)
        if kind == "c":
            self._place(attributes.get("r"))
            self._cell = RawCell(attributes.get("t", "n"), attributes.get("s"))
        elif kind in ("v", "f") or (kind == "t" and not self._phonetic):
            self.collected = []
        elif kind == "row":
            number = attributes.get("r")
            self._number = int(number) if number else self._number + 1
            self._hidden = int(attributes.get("hidden") in ("1", "true"))
            self._column, self._values = -1, []
        elif kind == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        kind = self.kinds.get(name) or self.local(name)
        if kind == "c":
            self._put(packed(value_of(self._cell, self._reading)))
        elif kind == "v":
            self._cell.value = self.taken()
        elif kind == "t" and self.collected is not None:
            self._cell.inline += self.taken()
        elif kind == "f":
            self._cell.formula = self.taken()
        elif kind == "row":
            self._finish()
        elif kind == "rPh":
            self._phonetic = False

    def _place(self, reference: str | None) -> None:
        if not reference:
            self._column += 1
            return
        letters = reference.rstrip(_DIGITS)
        column = self._letters.get(letters)
        if column is None:
            column = self._letters[letters] = column_index(letters)
        self._column = column

    def _put(self, value: Any) -> None:
        if value is None:
            return
        values, column = self._values, self._column
        if column >= self._limits.columns:
            raise UnreadableError(Fault.TOO_MANY_COLUMNS, {"limit": self._limits.columns})
        if column >= len(values):
            values.extend([None] * (column + 1 - len(values)))
        values[column] = value

    def _finish(self) -> None:
        self._merged.fill(self._number, self._values)
        if self._values:
            self.done.append([self._number, self._hidden, self._values])
        self._values = []


class _Merged:
    """Gives each row of a range merged down a column the value that stands in its first.

    A row that has nothing else stays empty: nobody meant it.
    """

    def __init__(self, scan: SheetScan) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for top, bottom, column in scan.merged:
            self._starts[top].append((column, bottom))
        self._open: dict[int, tuple[int, Any]] = {}

    def fill(self, row: int, values: list[Any]) -> None:
        if self._open:
            self._open = {c: held for c, held in self._open.items() if held[0] >= row}
            if values:
                self._fill(values)
        for column, bottom in self._starts.pop(row, ()):
            if column < len(values) and values[column] is not None:
                self._open[column] = (bottom, values[column])

    def _fill(self, values: list[Any]) -> None:
        for column, (_, value) in self._open.items():
            if column >= len(values):
                values.extend([None] * (column + 1 - len(values)))
            if values[column] is None:
                values[column] = value
