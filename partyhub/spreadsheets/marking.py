"""The user's own workbook back with what is wrong in it; or, where it would suffer, a plain list.

Ask `uploads.losses` first, and name to the user what openpyxl would take away.
"""

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from partyhub.spreadsheets.children import child
from partyhub.spreadsheets.headings import Heading
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.names import column_letter
from partyhub.spreadsheets.workbooks import WorkbookWriter

HEADING = "处理意见"
TICK = "✓"


class Mark(NamedTuple):
    """What is wrong with a cell; rows count from 1, columns from 0. No column: the whole row."""

    row: int
    column: int | None
    sentence: str


@dataclass(frozen=True)
class SheetMarks:
    """What to write into one sheet, whose headings stand in row `header_row`."""

    title: str
    header_row: int
    marks: Sequence[Mark] = ()
    right_rows: Collection[int] = ()


class PlainError(NamedTuple):
    """A line of the plain list; `column` counts from 0, None for what concerns the whole row."""

    sheet: str
    row: int
    column: int | None
    value: str
    sentence: str


def mark_upload(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    sheets: Sequence[SheetMarks],
    *,
    heading: str = HEADING,
    tick: str = TICK,
    limits: Limits | None = None,
) -> None:
    """Write the workbook to `target` with its wrong cells red and commented.

    One more column, under `heading`, says for each row what to fix, or has the tick for a right
    one. A workbook marked before is marked afresh: the column is used again, what was marked and
    is no longer wrong gets its old looks back. Everything else stays as it was, but for `losses`;
    formulas are computed when a program opens the file. The target is replaced in one step.
    Raises UnreadableError as `read_upload` does, also when the workbook takes too much memory to
    be written: then `write_plain_errors` is left.
    """
    limits = limits or Limits()
    request = {
        "path": str(Path(source).resolve(strict=True)),
        "limits": asdict(limits),
        "sheets": [_packed(sheet) for sheet in sheets],
        "heading": heading,
        "tick": tick,
    }
    _mark(request, Path(target).resolve(), limits.seconds)


def _mark(request: Mapping[str, object], target: Path, seconds: int) -> None:
    """Let another process write the workbook beside the target, then replace that in one step."""
    with tempfile.TemporaryDirectory(prefix=".", dir=target.parent) as folder:
        marked = Path(folder) / "marked.xlsx"
        with child("marking_process", seconds) as marking:
            marking.send({**request, "target": str(marked)})
            marking.receive()
        marked.replace(target)


def _packed(sheet: SheetMarks) -> dict[str, object]:
    return {
        "title": sheet.title,
        "header_row": sheet.header_row,
        "marks": [list(mark) for mark in sheet.marks],
        "right_rows": sorted(sheet.right_rows),
    }


def write_plain_errors(
    target: str | os.PathLike[str],
    errors: Iterable[PlainError],
    *,
    title: str,
    headings: tuple[str, str, str, str, str],
) -> None:
    """Write a workbook of one sheet that lists the errors: sheet, row, column, value, what to do.

    `title` names the sheet, `headings` its five columns; the column is given by its letter.
    """
    kinds = (("text", 18), ("serial", 8), ("enum", 8), ("text", 28), ("text", 60))
    with WorkbookWriter(target) as writer:
        columns = [
            Heading(label, kind, width)
            for label, (kind, width) in zip(headings, kinds, strict=True)
        ]
        sheet = writer.add_sheet(title, columns)
        for error in errors:
            letter = None if error.column is None else column_letter(error.column)
            sheet.append([error.sheet, error.row, letter, error.value, error.sentence])
