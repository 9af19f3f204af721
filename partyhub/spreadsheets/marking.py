"""Marks in a user's own workbook for its errors, or a plain list where marking would damage it.

Call `uploads.losses` first, and name to the user what openpyxl would remove.
"""

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from partyhub.spreadsheets.cell_references import column_letter
from partyhub.spreadsheets.headings import Heading
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.subprocesses import child
from partyhub.spreadsheets.workbooks import WorkbookWriter

HEADING = "处理意见"
TICK = "✓"


class Mark(NamedTuple):
    """An error in a cell; rows count from 1, columns from 0.

    Without a column it is the whole row.
    """

    row: int
    column: int | None
    sentence: str


@dataclass(frozen=True)
class SheetMarks:
    """The marks of one sheet, whose headings are in row `header_row`."""

    title: str
    header_row: int
    marks: Sequence[Mark] = ()
    right_rows: Collection[int] = ()


class PlainError(NamedTuple):
    """A line of the plain list; `column` counts from 0, None for an error of the whole row."""

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

    One more column, under `heading`, contains for each row what to fix, or the tick for a correct
    one. A workbook marked before is marked afresh: the column is reused, and cells that are no
    longer wrong get their old look back. Everything else is unchanged, except for `losses`;
    formulas are computed when a program opens the file. The target is replaced in one step. Raises
    UnreadableError as `read_upload` does, and also when the workbook takes too much memory to be
    written: then use `write_plain_errors`.
    """
    limits = limits or Limits()
    request = {
        "path": str(Path(source).resolve(strict=True)),
        "limits": asdict(limits),
        "sheets": [_packed(sheet) for sheet in sheets],
        "heading": heading,
        "tick": tick,
    }
    _mark(request, Path(target).resolve(), limits)


def _mark(request: Mapping[str, object], target: Path, limits: Limits) -> None:
    """Write the workbook beside the target in another process, then replace it in one step."""
    with tempfile.TemporaryDirectory(prefix=".", dir=target.parent) as folder:
        marked = Path(folder) / "marked.xlsx"
        with child("marking_process", limits.seconds, limits.silence) as marking:
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

    `title` names the sheet, `headings` its five columns; the column of an error is given by its
    letter.
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
