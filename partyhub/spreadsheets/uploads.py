"""Reading of an uploaded workbook: all its sheets and rows, whatever program wrote them.

A child process with limits on time and memory does the reading; rows come as they are read, so that
neither process has more than a few in memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from partyhub.spreadsheets.faults import UnreadableError
from partyhub.spreadsheets.ipc import UploadedValue, unpacked
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.package_losses import Loss
from partyhub.spreadsheets.subprocesses import Child, child

__all__ = [
    "SheetHead",
    "UnreadableError",
    "Upload",
    "UploadedRow",
    "UploadedSheet",
    "losses",
    "read_upload",
]


class UploadedRow(NamedTuple):
    """A row with any value; `cells` end with the last one that has a value, columns count from 0.

    A formula has the value that was stored beside it. A value merged down a column is in each of
    its rows that contain anything else.
    """

    number: int
    hidden: bool
    cells: list[UploadedValue]


class SheetHead(NamedTuple):
    """The facts about a sheet that are known before its rows are read."""

    title: str
    hidden: bool
    row_count: int


@dataclass(frozen=True)
class UploadedSheet:
    """One sheet; `rows` can be iterated once, before the next sheet is requested.

    Later they raise ValueError. `row_count` is how many rows are in the file, empty ones too: a
    measure for progress. `epoch` is 1900 or 1904, from which numbers that should be days count (see
    `from_serial`). `merged` are the merged ranges that begin in the first rows, as (first row,
    first column, last row, last column).
    """

    title: str
    hidden: bool
    hidden_columns: tuple[int, ...]
    row_count: int
    epoch: int
    rows: Iterator[UploadedRow] = field(repr=False, compare=False)
    merged: tuple[tuple[int, int, int, int], ...] = ()


class Upload:
    """An uploaded workbook that is being read; iterate over it for its sheets, in their order.

    `titles` are those of all its sheets, `heads` what is known of them, `properties` its custom
    properties, `losses` what marking it would remove.
    """

    def __init__(self, reading: Child) -> None:
        self._child = reading
        self._head: dict[str, Any] = reading.receive()
        self.heads = [
            SheetHead(sheet["title"], sheet["hidden"], sheet["row_count"])
            for sheet in self._head["sheets"]
        ]
        self.titles = [head.title for head in self.heads]
        self.properties: dict[str, str] = self._head["properties"]
        self.losses = [Loss(name) for name in self._head["losses"]]

    def __iter__(self) -> Iterator[UploadedSheet]:
        for about in self._head["sheets"]:
            rows = _Rows(self._child)
            yield UploadedSheet(
                about["title"],
                about["hidden"],
                tuple(about["hidden_columns"]),
                about["row_count"],
                self._head["epoch"],
                rows,
                tuple((top, left, bottom, right) for top, left, bottom, right in about["merged"]),
            )
            rows.pass_by()


class _Rows(Iterator[UploadedRow]):
    """The rows of the sheet that the child is reading.

    After the next sheet, they raise ValueError.
    """

    def __init__(self, reading: Child) -> None:
        self._rows = self._receive(reading)
        self._passed = False

    def __next__(self) -> UploadedRow:
        if self._passed:
            raise ValueError("The next sheet was asked for; the rows of this one are gone.")
        return next(self._rows)

    def pass_by(self) -> None:
        """Skip the remaining rows."""
        for _ in self._rows:
            pass
        self._passed = True

    def _receive(self, reading: Child) -> Iterator[UploadedRow]:
        while isinstance(message := reading.receive(), list):
            for number, hidden, cells in message:
                yield UploadedRow(number, bool(hidden), unpacked(cells))


@contextmanager
def read_upload(path: str | PathLike[str], limits: Limits | None = None) -> Iterator[Upload]:
    """Open an uploaded file, judged by its content and never by its name.

    Raises UnreadableError, here or while the rows are read, when it isn't a workbook, is damaged or
    exceeds a limit; OSError when it is missing.
    """
    with _reading(path, limits or Limits(), rows=True) as reading:
        yield Upload(reading)


def losses(path: str | PathLike[str], limits: Limits | None = None) -> list[Loss]:
    """Return what marking the workbook would remove.

    Raises UnreadableError as `read_upload` does.
    """
    with _reading(path, limits or Limits(), rows=False) as reading:
        return Upload(reading).losses


@contextmanager
def _reading(path: str | PathLike[str], limits: Limits, *, rows: bool) -> Iterator[Child]:
    absolute = Path(path).resolve(strict=True)
    with child("reader_process", limits.seconds, limits.silence) as reading:
        reading.send({"path": str(absolute), "limits": asdict(limits), "rows": rows})
        yield reading
