"""The process that writes marks into a user's workbook; see `marking`."""

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from partyhub.confinement import confine
from partyhub.spreadsheets.guard import inspect
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.subprocesses import Message, serve


def _mark(request: Message, _: Callable[[Any], None]) -> None:
    limits, path = Limits(**request["limits"]), Path(request["path"])
    confine(limits.marking_memory, limits.seconds, writes=True)
    inspect(path, limits)
    from partyhub.spreadsheets._marks import mark_sheet, open_whole

    warnings.simplefilter("ignore")
    target = Path(request["target"])
    # openpyxl writes each sheet to a temporary file first; in this folder the parent deletes it.
    tempfile.tempdir = str(target.parent)
    workbook = open_whole(path)
    for sheet in request["sheets"]:
        mark_sheet(workbook[sheet["title"]], sheet, request["heading"], request["tick"])
    workbook.save(target)


if __name__ == "__main__":
    serve(_mark)
