"""The user's own file back, with what is wrong marked in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from flask_babel import gettext

from partyhub.registers.importing.opening import limits
from partyhub.spreadsheets import Mark, mark_upload


def write_marked(source: Path, target: Path | IO[bytes], page: Mapping[str, Any]) -> None:
    """Write `source` to `target` with a note at each wrong cell, and one for each row.

    `page` is the judgment as `previews` keeps it.
    """
    marks = [Mark(*mark) for mark in page["marks"]]
    right = [(sheet, row) for sheet, row in page["right"]]
    mark_upload(source, target, marks, right, heading=gettext("What to do"), limits=limits())
