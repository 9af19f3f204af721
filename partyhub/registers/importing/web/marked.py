"""The user's own file with its errors marked, or a plain list of the errors."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flask_babel import gettext

from partyhub.registers.importing.reading.layout import remark_heading
from partyhub.registers.importing.reading.workbook import FileRefusedError, limits
from partyhub.spreadsheets import (
    Mark,
    PlainError,
    SheetMarks,
    UnreadableError,
    losses,
    mark_upload,
    write_plain_errors,
)
from partyhub.spreadsheets.sentences import fault_sentence, loss_name


def find_losses(source: Path) -> list[str]:
    """Return, in words, what marking would remove from the file; raises FileRefusedError."""
    try:
        return [loss_name(loss) for loss in losses(source, limits())]
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error.fault, error.details)) from error


def write_marked(source: Path, target: Path, page: Mapping[str, Any]) -> None:
    """Write a copy of `source` to `target` with a note at each wrong cell and a remark in each row.

    `page` is the result as `previews` stores it. Raises FileRefusedError.
    """
    sheets = [
        SheetMarks(
            title,
            header_row,
            [
                Mark(error["row"], column, error["message"])
                for error, column in _errors(page)
                if error["sheet"] == title
            ],
            [row for sheet, row in page["right_rows"] if sheet == title],
        )
        for title, header_row in page["header_rows"].items()
    ]
    try:
        mark_upload(source, target, sheets, heading=remark_heading(), limits=limits())
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error.fault, error.details)) from error


def write_list(target: Path, page: Mapping[str, Any]) -> None:
    """Write a workbook that only lists the errors."""
    headings = (
        gettext("Sheet"),
        gettext("Row"),
        gettext("Column"),
        gettext("Entered"),
        gettext("What to do"),
    )
    errors = (
        PlainError(error["sheet"], error["row"], column, error["value"], error["message"])
        for error, column in _errors(page)
    )
    write_plain_errors(target, errors, title=gettext("To correct"), headings=headings)


def _errors(page: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int | None]]:
    """Yield each error with the index of its column, None for the whole row."""
    return zip(page["errors"], page["error_columns"], strict=True)
