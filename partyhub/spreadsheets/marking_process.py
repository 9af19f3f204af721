"""The process that writes marks into a user's workbook; see `marking`."""

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from partyhub.spreadsheets.children import Message, confine, serve
from partyhub.spreadsheets.guard import inspect
from partyhub.spreadsheets.limits import Limits


def _mark(request: Message, _: Callable[[Any], None]) -> None:
    limits, path = Limits(**request["limits"]), Path(request["path"])
    confine(limits.marking_memory, limits.seconds, writes=True)
    inspect(path, limits)
    from partyhub.spreadsheets._marks import mark_sheet, open_whole

    warnings.simplefilter("ignore")
    target = Path(request["target"])
    # openpyxl puts each sheet into a file first; there the parent clears it away.
    tempfile.tempdir = str(target.parent)
    workbook = open_whole(path)
    for sheet in request["sheets"]:
        mark_sheet(workbook[sheet["title"]], sheet, request["heading"], request["tick"])
    workbook.save(target)


if __name__ == "__main__":
    serve(_mark)
