"""Reading a workbook that somebody has uploaded: all its sheets and rows, whatever wrote them.

The reading is done in a child process with limits on time and memory; rows come as they are read,
so that neither process holds more than a few.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from partyhub.spreadsheets.children import Child, child
from partyhub.spreadsheets.faults import UnreadableError
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.package_losses import Loss
from partyhub.spreadsheets.wire import UploadedValue, unpacked

__all__ = ["UnreadableError", "Upload", "UploadedRow", "UploadedSheet", "losses", "read_upload"]


class UploadedRow(NamedTuple):
    """A row that holds something. `cells` end with the last that does; columns count from 0.

    A formula has the value that was stored beside it. A value merged down a column stands in each
    of its rows that hold anything else.
    """

    number: int
    hidden: bool
    cells: list[UploadedValue]


@dataclass(frozen=True)
class UploadedSheet:
    """One sheet; `rows` can be gone through once, before the next sheet is asked for.

    Later they raise ValueError.
    `row_count` is how many rows stand in the file, empty ones too: a measure for progress.
    `epoch` is 1900 or 1904: from where numbers that should be days count (see `from_serial`).
    """

    title: str
    hidden: bool
    hidden_columns: tuple[int, ...]
    row_count: int
    epoch: int
    rows: Iterator[UploadedRow] = field(repr=False, compare=False)


class Upload:
    """An uploaded workbook that is being read; go through it for its sheets, in their order.

    `titles` are those of all its sheets, `properties` its custom properties, `losses` what marking
    it would take away.
    """

    def __init__(self, reading: Child) -> None:
        self._child = reading
        self._head: dict[str, Any] = reading.receive()
        self.titles: list[str] = [sheet["title"] for sheet in self._head["sheets"]]
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
            )
            rows.pass_by()


class _Rows(Iterator[UploadedRow]):
    """The rows of the sheet that the child is at; asked for too late, they say so."""

    def __init__(self, reading: Child) -> None:
        self._rows = self._receive(reading)
        self._passed = False

    def __next__(self) -> UploadedRow:
        if self._passed:
            raise ValueError("The next sheet was asked for; the rows of this one are gone.")
        return next(self._rows)

    def pass_by(self) -> None:
        for _ in self._rows:
            pass
        self._passed = True

    def _receive(self, reading: Child) -> Iterator[UploadedRow]:
        while isinstance(message := reading.receive(), list):
            for number, hidden, cells in message:
                yield UploadedRow(number, bool(hidden), unpacked(cells))


@contextmanager
def read_upload(path: str | PathLike[str], limits: Limits | None = None) -> Iterator[Upload]:
    """Open an uploaded file, by its content and never by its name.

    Raises UnreadableError, here or while the rows are read, when it isn't a workbook, is damaged
    or is too much; OSError when it isn't there.
    """
    with _reading(path, limits or Limits(), rows=True) as reading:
        yield Upload(reading)


def losses(path: str | PathLike[str], limits: Limits | None = None) -> list[Loss]:
    """Return what marking the workbook would take away; UnreadableError as in `read_upload`."""
    with _reading(path, limits or Limits(), rows=False) as reading:
        return Upload(reading).losses


@contextmanager
def _reading(path: str | PathLike[str], limits: Limits, *, rows: bool) -> Iterator[Child]:
    absolute = Path(path).resolve(strict=True)
    with child("reader_process", limits.seconds) as reading:
        reading.send({"path": str(absolute), "limits": asdict(limits), "rows": rows})
        yield reading
