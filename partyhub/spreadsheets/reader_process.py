"""The process that reads an uploaded workbook: guard, openpyxl, rows; see `uploads`."""

import gc
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from partyhub.confinement import confine
from partyhub.spreadsheets.cell_values import Reading
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.guard import Package, inspect
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.package_losses import losses_of
from partyhub.spreadsheets.rows import read_rows, read_strings
from partyhub.spreadsheets.scanning import SheetScan
from partyhub.spreadsheets.simple_rows import read_simple_rows
from partyhub.spreadsheets.subprocesses import Message, serve

if TYPE_CHECKING:  # the module loads openpyxl
    from partyhub.spreadsheets._opening import Book, BookSheet


def _read(request: Message, answer: Callable[[Any], None]) -> None:
    limits, path = Limits(**request["limits"]), Path(request["path"])
    confine(limits.memory, limits.seconds, writes=False)
    package = inspect(path, limits)
    book = _open(path, package)
    answer(
        {
            "sheets": [_described(sheet, package.sheets[sheet.part]) for sheet in book.sheets],
            "properties": book.properties,
            "losses": [loss.value for loss in losses_of(package)],
            "epoch": book.epoch,
        }
    )
    if request["rows"]:
        _send_rows(path, package, book, limits, answer)


def _open(path: Path, package: Package) -> "Book":
    # Loads openpyxl, which takes longer than refusing most of the refused files.
    from partyhub.spreadsheets._opening import Book

    warnings.simplefilter("ignore")
    book = Book(path)
    for sheet in book.sheets:
        if sheet.part not in package.sheets:
            why = f"{sheet.part[:100]} has not been looked at"
            raise UnreadableError(Fault.DAMAGED, why=why)
    return book


def _described(sheet: "BookSheet", scan: SheetScan) -> Message:
    return {
        "title": sheet.title,
        "hidden": sheet.hidden,
        "hidden_columns": sorted(scan.hidden_columns),
        "row_count": scan.rows,
        "merged": scan.merged_in_head,
    }


def _send_rows(
    path: Path, package: Package, book: "Book", limits: Limits, answer: Callable[[Any], None]
) -> None:
    with ZipFile(path) as archive:
        strings: list[str] = []
        for name in package.types.strings & set(package.names):
            with archive.open(name) as stream:
                strings = read_strings(stream)
        reading = Reading(
            strings, book.date_styles, book.month_styles, book.decimal_places, book.epoch
        )
        for sheet in book.sheets:
            with archive.open(sheet.part) as stream:
                scan = package.sheets[sheet.part]
                read = read_simple_rows if scan.is_simple else read_rows
                for rows in read(stream, scan, reading, limits):
                    answer(rows)
            answer({"end": True})


if __name__ == "__main__":
    gc.disable()  # objects made here are freed by reference counting, or when the process ends
    serve(_read)
