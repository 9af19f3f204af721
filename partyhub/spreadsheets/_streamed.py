"""A sheet whose rows are written as text, which `_package` puts into the XML that openpyxl makes.

Loads openpyxl.
"""

import gc
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from operator import getitem
from typing import IO, Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.worksheet.hyperlink import Hyperlink

from partyhub.spreadsheets._columns import Column, Pending, Shared, body_of
from partyhub.spreadsheets._encoders import Encoder, encoder_for
from partyhub.spreadsheets._looks import styled_cell
from partyhub.spreadsheets._paper import Paper, comment_of
from partyhub.spreadsheets._strings import SharedStrings
from partyhub.spreadsheets.layout import Inked, Look, Plan, height_of
from partyhub.spreadsheets.names import column_index, column_letter
from partyhub.spreadsheets.values import RowValue

_CHARACTERS = 2**18  # so much text is kept before it goes to disk
_CHUNK = 2**18  # bytes
# Rows of so many different combinations of types: above it, columns rather than rows differ.
_MOST_PLANS = 2_000


class StreamedPaper(Paper):
    """A sheet whose rows go as text to a file without a name, which no crash leaves behind."""

    def __init__(
        self, worksheet: Any, plan: Plan, yes_no: tuple[str, str], strings: SharedStrings
    ) -> None:
        super().__init__(worksheet, plan, yes_no)
        self._strings = strings
        self._styles: dict[Look, int] = {}
        self._pending = Pending()
        self._writers: dict[str, _RowWriter] = {}
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
        # Many rows come and go, and each time the collector would look through all else there is.
        gc.freeze()
        try:
            self._write_all(rows, role)
        finally:
            gc.unfreeze()

    def _write_all(self, rows: Iterable[Sequence[RowValue]], role: str) -> None:
        writer = self._writers.get(role) or self._begin(role)
        plans, pending, add = writer.plans, self._pending, self._add
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
                self._settle(pending)
            add(str(self.row).join(('<row r="', head, *pieces)))

    def forget(self) -> None:
        self._writers.clear()

    def discard(self) -> None:
        self._text.clear()
        self._writers.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def chunks(self) -> Iterator[bytes]:
        """Yield the rows as they stand between the tags of the sheet's data."""
        if self._file is not None:
            self._file.seek(0)
            while chunk := self._file.read(_CHUNK):
                yield chunk
        yield "".join(self._text).encode()

    @property
    def dimension(self) -> str:
        """The area that the rows fill, as the sheet is to say it."""
        return f"A1:{column_letter(len(self._widths) - 1)}{max(self.row, 1)}"

    def _begin(self, role: str) -> "_RowWriter":
        shared = Shared(self._strings, self._style, self._yes_no, self._pending)
        writer = self._writers[role] = _RowWriter(shared, self._plan, role)
        return writer

    def _settle(self, pending: Pending) -> None:
        """Do what the row asks for beside its cells."""
        for note in pending.notes:
            place = f"{column_letter(note.column)}{self.row}"
            if note.location:
                self.links.append(Hyperlink(ref=place, location=note.location))
            if note.sheet:
                self.linked.add(note.sheet)
            else:
                self.cuts.append(place)
        pending.clear()

    def _add(self, row: str) -> None:
        self._text.append(row)
        self._size += len(row)
        if self._size > _CHARACTERS:
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
        """Note the link and the comment of a cell, which stand behind all rows."""
        if cell.location:
            self.links.append(Hyperlink(ref=place, location=cell.location))
        if cell.note:
            bearer: Any = WriteOnlyCell(self._sheet)
            bearer.row, bearer.column = self.row, column_index(place.rstrip("0123456789")) + 1
            bearer.comment = comment_of(cell.note)
            self.comments.append(CommentRecord.from_cell(bearer))


class _RowWriter:
    """The columns of a sheet in one role, and which encoders a row of certain types takes."""

    def __init__(self, shared: Shared, plan: Plan, role: str) -> None:
        last = len(plan.headings) - 1
        pairs = enumerate(zip(plan.headings, plan.widths, strict=True))
        self._columns = [
            Column(shared, index, heading, width, role, is_last=index == last)
            for index, (heading, width) in pairs
        ]
        self._known: list[dict[type, Encoder]] = [{} for _ in self._columns]
        self._heads: dict[int, str] = {}
        self.plans: dict[tuple[type, ...], tuple[Encoder, ...]] = {}
        self.head = self.head_of(1)

    def head_of(self, lines: int) -> str:
        """Return what stands between the number of a row of so many lines and its first cell's."""
        head = self._heads.get(lines)
        if head is None:
            height = f"{height_of(lines):.16g}"
            head = self._heads[lines] = f'" ht="{height}" customHeight="1"><c r="A'
        return head

    def plan(self, values: Sequence[Any]) -> tuple[Encoder, ...]:
        """Return the encoders of a row's values, ready for the next row of the same types."""
        types = tuple(map(type, values))
        if len(types) != len(self._columns):
            raise ValueError(f"{len(types)} values, {len(self._columns)} headings.")
        if len(self.plans) >= _MOST_PLANS:
            self.plans.clear()
        found = self.plans[types] = tuple(
            self._encoder(index, kind) for index, kind in enumerate(types)
        )
        return found

    def _encoder(self, index: int, kind: type) -> Encoder:
        known = self._known[index]
        if kind not in known:
            known[kind] = encoder_for(self._columns[index], kind)
        return known[kind]
