"""The user's own file back, with what is wrong marked in it; or a plain list of that."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import gettext

from partyhub.registers.importing.opening import FileRefusedError, limits
from partyhub.registers.importing.sheets import remark_heading
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
    """What marking would take away from the file, in words. Raises FileRefusedError."""
    try:
        return [loss_name(loss) for loss in losses(source, limits())]
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error.fault, error.details)) from error


def write_marked(source: Path, target: Path, page: Mapping[str, Any]) -> None:
    """Write `source` to `target` with a note at each wrong cell, and one for each row.

    `page` is the judgment as `previews` keeps it. Raises FileRefusedError.
    """
    sheets = [
        SheetMarks(
            title,
            header_row,
            [
                Mark(row, column, said)
                for sheet, row, column, _, said in page["marks"]
                if sheet == title
            ],
            [row for sheet, row in page["right"] if sheet == title],
        )
        for title, header_row in page["header_rows"].items()
    ]
    try:
        mark_upload(source, target, sheets, heading=remark_heading(), limits=limits())
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error.fault, error.details)) from error


def write_list(target: Path, page: Mapping[str, Any]) -> None:
    """Write a workbook that only lists what is wrong."""
    headings = (
        gettext("Sheet"),
        gettext("Row"),
        gettext("Column"),
        gettext("Value"),
        gettext("What to do"),
    )
    errors = (PlainError(*mark) for mark in page["marks"])
    write_plain_errors(target, errors, title=gettext("To correct"), headings=headings)
