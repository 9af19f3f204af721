"""Streaming of the rows of a sheet that has passed the guard.

openpyxl's own rows, also in `read_only` mode, hide a formula without a value behind an empty cell,
round long numbers before anyone can see it, and take three times as long. So openpyxl opens the
workbook (sheets, styles, properties), and the rows come from here; no dimension is trusted.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any, TypeAlias
from xml.parsers import expat

from partyhub.spreadsheets.cell_references import column_index
from partyhub.spreadsheets.cell_values import RawCell, Reading, value_of
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.ipc import packed
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.scanning import CHUNK, SheetScan
from partyhub.spreadsheets.values import shown_text

PackedRow: TypeAlias = list[Any]  # number, 1 when hidden else 0, values
_DIGITS = "0123456789"


class _Texts:
    """A parser that collects the text of an XML part between two tags."""

    def __init__(self) -> None:
        self.collected: list[str] | None = None
        self.kinds: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError

    def take(self, text: str) -> None:
        """Collect a text if one is being collected."""
        if self.collected is not None:
            self.collected.append(text)

    def taken(self) -> str:
        """Return the collected text, and stop collecting."""
        text = "".join(self.collected or ())
        self.collected = None
        return text

    def local(self, name: str) -> str:
        """Return the name without its prefix, and cache it in `kinds`."""
        kind = self.kinds[name] = name.rpartition(":")[2]
        return kind

    def new_parser(self) -> Any:
        """Return an expat parser with the handlers of this object."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.take
        return parser

    def chunks(self, stream: IO[bytes]) -> Iterator[None]:
        """Parse the stream, yielding after each chunk; raises UnreadableError when it's damaged."""
        parser = self.new_parser()
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            raise UnreadableError(Fault.DAMAGED, why=str(error)) from None


def read_strings(stream: IO[bytes]) -> list[str]:
    """Return the shared strings as Excel shows them, without formats and phonetic readings."""
    table = _Strings()
    for _ in table.chunks(stream):
        pass
    return table.strings


class _Strings(_Texts):
    """A parser that collects the shared strings."""

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
    """Yield the rows that contain anything, some at a time, each as long as its last value."""
    rows = Rows(scan, reading, limits)
    for _ in rows.chunks(stream):
        if rows.done:
            yield rows.done
            rows.done = []


class Rows(_Texts):
    """A parser that collects the rows of a sheet in `done`."""

    def __init__(self, scan: SheetScan, reading: Reading, limits: Limits) -> None:
        super().__init__()
        self.done: list[PackedRow] = []
        self.reading = reading
        self.limits = limits
        self._merged = _Merged(scan)
        self._letters: dict[str, int] = {}
        self.number, self.hidden, self._column = 0, 0, -1
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
            self.number = int(number) if number else self.number + 1
            self.hidden = int(attributes.get("hidden") in ("1", "true"))
            self._column, self._values = -1, []
        elif kind == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        kind = self.kinds.get(name) or self.local(name)
        if kind == "c":
            self._put(packed(value_of(self._cell, self.reading)))
        elif kind == "v":
            self._cell.value = self.taken()
        elif kind == "t" and self.collected is not None:
            self._cell.inline += self.taken()
        elif kind == "f":
            self._cell.formula = self.taken()
        elif kind == "row":
            self.finish(self._values)
        elif kind == "rPh":
            self._phonetic = False

    def _place(self, reference: str | None) -> None:
        if reference:
            self._column = self.column_of(reference.rstrip(_DIGITS))
        else:
            self._column += 1

    def column_of(self, letters: str) -> int:
        """Return the index, counted from 0, of a column's letters, cached."""
        column = self._letters.get(letters)
        if column is None:
            column = self._letters[letters] = column_index(letters)
        return column

    def _put(self, value: Any) -> None:
        if value is not None:
            self.put(self._values, self._column, value)

    def put(self, values: list[Any], column: int, value: Any) -> None:
        """Put a value at its column in a row.

        Raises UnreadableError beyond the limit of columns.
        """
        if column >= self.limits.columns:
            raise UnreadableError(Fault.TOO_MANY_COLUMNS, {"limit": self.limits.columns})
        if column >= len(values):
            values.extend([None] * (column + 1 - len(values)))
        values[column] = value

    def finish(self, values: list[Any]) -> None:
        """Add a row, whose number is known, to `done`."""
        self._merged.fill(self.number, values)
        if values:
            self.done.append([self.number, self.hidden, values])
        self._values = []


class _Merged:
    """The values of ranges merged down a column, copied from the first row to each further row.

    A row that has no other value stays empty: nobody meant it to be one.
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
