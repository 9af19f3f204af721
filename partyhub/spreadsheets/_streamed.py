"""A sheet whose rows are written as text, which `_package` inserts into the XML of openpyxl.

Loads openpyxl.
"""

import gc
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from operator import getitem
from typing import IO, Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.worksheet.hyperlink import Hyperlink

from partyhub.spreadsheets._columns import Note, Pending, Shared, body_of
from partyhub.spreadsheets._looks import styled_cell
from partyhub.spreadsheets._paper import Paper, comment_of
from partyhub.spreadsheets._row_writer import RowWriter
from partyhub.spreadsheets._strings import SharedStrings
from partyhub.spreadsheets.cell_references import column_index, column_letter
from partyhub.spreadsheets.layout import Inked, Look, Plan
from partyhub.spreadsheets.values import RowValue

_CHARACTERS = 2**18  # so much text is buffered before it goes to disk
_CHUNK = 2**18  # bytes
_SELDOM = 20_000  # objects made before the garbage collector looks for some


@cache
def _has_frozen() -> bool:
    """Return whether the process froze its start-up objects for the garbage collector.

    The result is cached, because `get_freeze_count` counts everything that is frozen. A process
    that collects seldom (see `collect_seldom`) needs no look: it has done so.
    """
    return gc.get_threshold()[0] > _SELDOM or gc.get_freeze_count() > 0


@contextmanager
def _start_frozen() -> Iterator[None]:
    """Keep the garbage collector off all other objects while rows come and go."""
    if _has_frozen():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class StreamedPaper(Paper):
    """A sheet whose rows go as text to a file without a name, which no crash leaves behind.

    The sheets of a workbook share `strings`, and the numbers of `styles`.
    """

    def __init__(
        self,
        worksheet: Any,
        plan: Plan,
        yes_no: tuple[str, str],
        strings: SharedStrings,
        styles: dict[Look, int],
    ) -> None:
        super().__init__(worksheet, plan, yes_no)
        self._strings = strings
        self._styles = styles
        self._pending = Pending()
        self._writers: dict[str, RowWriter] = {}
        self._text: list[str] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self.links: list[Hyperlink] = []
        self.comments: list[Any] = []

    def write(self, cells: Sequence[Inked | None], height: float | None = None) -> None:
        self.row += 1
        high = "" if height is None else f' ht="{height:.16g}" customHeight="1"'
        pieces = [f'<row r="{self.row}"{high}>']
        for index, cell in enumerate(cells):
            if cell is not None:
                place = f"{column_letter(index)}{self.row}"
                self._hang(cell, place)
                body = body_of(cell, self._style(cell.look), self._strings)
                pieces.append(f'<c r="{place}{body}')
        self._add("".join(pieces) + "</row>")

    def append(self, values: Sequence[RowValue], role: str) -> None:
        self._write_all((values,), role)

    def extend(self, rows: Iterable[Sequence[RowValue]], role: str) -> None:
        with _start_frozen():
            self._write_all(rows, role)

    def extend_columns(self, portions: Iterable[Sequence[Sequence[Any]]], role: str) -> None:
        with _start_frozen():
            for columns in portions:
                self._write_columns(columns, role)

    def _write_columns(self, columns: Sequence[Sequence[Any]], role: str) -> None:
        """Write a portion of rows, given by column; an error leaves all of it out."""
        writer = self._writers.get(role) or self._begin(role)
        pieces, beside = writer.pieces(columns)
        first, count = self.row + 1, len(columns[0])
        heads = [writer.head] * count
        for place, lines in beside.lines.items():
            heads[place] = writer.head_of(lines)
        numbers = map(str, range(first, first + count))
        starts = ['<row r="'] * count
        rows = list(map(str.join, numbers, zip(starts, heads, *pieces, strict=True)))
        for place, notes in sorted(beside.notes.items()):
            self.row = first + place
            self._settle(notes)
        self.row = first + count - 1
        self._text += rows
        self._size += sum(map(len, rows))
        if self._size > _CHARACTERS:
            self._spill()

    def _write_all(self, rows: Iterable[Sequence[RowValue]], role: str) -> None:
        writer = self._writers.get(role) or self._begin(role)
        plans, pending, text = writer.plans, self._pending, self._text
        for values in rows:
            encoders = plans.get(tuple(map(type, values))) or writer.plan(values)
            try:
                pieces = list(map(getitem, encoders, values))
            except BaseException:
                pending.clear()
                raise
            self.row += 1
            head = writer.head
            if pending.lines > 1 or pending.notes:
                head = writer.head_of(pending.lines)
                self._settle(pending.notes)
                pending.clear()
            row = str(self.row).join(('<row r="', head, *pieces))
            text.append(row)
            self._size += len(row)
            if self._size > _CHARACTERS:
                self._spill()

    def forget(self) -> None:
        self._writers.clear()

    def discard(self) -> None:
        self._text.clear()
        self._writers.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def chunks(self) -> Iterator[bytes]:
        """Yield the rows as the content of the sheet's data element."""
        if self._file is not None:
            self._file.seek(0)
            while chunk := self._file.read(_CHUNK):
                yield chunk
        yield "".join(self._text).encode()

    @property
    def dimension(self) -> str:
        """Return the area that the rows fill, as the sheet has to declare it."""
        return f"A1:{column_letter(len(self._plan.widths) - 1)}{max(self.row, 1)}"

    def _begin(self, role: str) -> "RowWriter":
        shared = Shared(self._strings, self._style, self._yes_no, self._pending)
        writer = self._writers[role] = RowWriter(shared, self._plan, role)
        return writer

    def _settle(self, notes: Iterable[Note]) -> None:
        """Add the links and cuts that the row requested beside its cells."""
        for note in notes:
            place = f"{column_letter(note.column)}{self.row}"
            if note.location:
                self.links.append(Hyperlink(ref=place, location=note.location))
            if note.sheet:
                self.linked.add(note.sheet)
            else:
                self.cuts.append(place)

    def _add(self, row: str) -> None:
        self._text.append(row)
        self._size += len(row)
        if self._size > _CHARACTERS:
            self._spill()

    def _spill(self) -> None:
        """Move the buffered text to disk."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="partyhub.")  # noqa: SIM115 - see discard
        self._file.write("".join(self._text).encode())
        self._text.clear()
        self._size = 0

    def _style(self, look: Look) -> int:
        number = self._styles.get(look)
        if number is None:
            number = self._styles[look] = styled_cell(self._sheet, look).style_id
        return number

    def _hang(self, cell: Inked, place: str) -> None:
        """Record the link and the comment of a cell, which are written after all rows."""
        if cell.location:
            self.links.append(Hyperlink(ref=place, location=cell.location))
        if cell.note:
            bearer: Any = WriteOnlyCell(self._sheet)
            bearer.row, bearer.column = self.row, column_index(place.rstrip("0123456789")) + 1
            bearer.comment = comment_of(cell.note)
            self.comments.append(CommentRecord.from_cell(bearer))
