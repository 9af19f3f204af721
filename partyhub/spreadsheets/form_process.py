"""The process that reads a form of another office, or fills it; see `office_forms`."""

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from partyhub.confinement import confine
from partyhub.spreadsheets.guard import inspect
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.package_losses import losses_of
from partyhub.spreadsheets.subprocesses import Message, serve


def _work(request: Message, answer: Callable[[Any], None]) -> None:
    limits, path = Limits(**request["limits"]), Path(request["path"])
    fills = "target" in request
    confine(limits.marking_memory, limits.seconds, writes=fills)
    package = inspect(path, limits)
    from partyhub.spreadsheets._computed import store_values
    from partyhub.spreadsheets._marks import open_whole
    from partyhub.spreadsheets._office_forms import describe, write

    warnings.simplefilter("ignore")
    if not fills:
        sheets = describe(open_whole(path), request["rows"], request["columns"])
        answer({"sheets": sheets, "losses": [loss.value for loss in losses_of(package)]})
        return
    target = Path(request["target"])
    # openpyxl writes each sheet to a temporary file first; in this folder the parent deletes it.
    tempfile.tempdir = str(target.parent)
    workbook = open_whole(path)
    skipped = write(workbook, request["entries"])
    saved = target.with_name("saved.xlsx")
    workbook.save(saved)
    store_values(workbook, saved, target)
    answer({"skipped": skipped})


if __name__ == "__main__":
    serve(_work)
