"""The process that reads an uploaded workbook: guard, openpyxl, rows; see `uploads`."""

import gc
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from partyhub.spreadsheets.cell_values import Reading
from partyhub.spreadsheets.children import Message, confine, serve
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.guard import Package, inspect
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.package_losses import losses_of
from partyhub.spreadsheets.rows import read_rows, read_strings
from partyhub.spreadsheets.scanning import SheetScan

if TYPE_CHECKING:  # the module loads openpyxl
    from partyhub.spreadsheets._opening import Book, BookSheet


def _read(request: Message, say: Callable[[Any], None]) -> None:
    limits, path = Limits(**request["limits"]), Path(request["path"])
    confine(limits.memory, limits.seconds, writes=False)
    package = inspect(path, limits)
    book = _open(path, package)
    say(
        {
            "sheets": [_described(sheet, package.sheets[sheet.part]) for sheet in book.sheets],
            "properties": book.properties,
            "losses": [loss.value for loss in losses_of(package)],
            "epoch": book.epoch,
        }
    )
    if request["rows"]:
        _send_rows(path, package, book, limits, say)


def _open(path: Path, package: Package) -> "Book":
    # Loads openpyxl, and that takes longer than to refuse most of what is refused.
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
    }


def _send_rows(
    path: Path, package: Package, book: "Book", limits: Limits, say: Callable[[Any], None]
) -> None:
    with ZipFile(path) as archive:
        strings: list[str] = []
        for name in package.types.strings & set(package.names):
            with archive.open(name) as stream:
                strings = read_strings(stream)
        reading = Reading(strings, book.date_styles, book.epoch)
        for sheet in book.sheets:
            with archive.open(sheet.part) as stream:
                for rows in read_rows(stream, package.sheets[sheet.part], reading, limits):
                    say(rows)
            say({"end": True})


if __name__ == "__main__":
    gc.disable()  # what is made here is given back by counting, or with the process
    serve(_read)
