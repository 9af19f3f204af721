"""Forms of another office (.xlsx): their sheets as grids of cells, and the filling of their cells.

A child process with limits does the work, since the file comes from elsewhere. What openpyxl would
not write back is in `losses`: name it before.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.package_losses import Loss
from partyhub.spreadsheets.subprocesses import child

# A text may stand after the colon of the label that is in the same cell, or take the place of the
# first year in it (`labeled_texts`). A rate is a share of 1, shown as a percentage.
EntryKind: TypeAlias = Literal["number", "rate", "text", "after_colon", "year"]
MOST_ROWS, MOST_COLUMNS = 300, 60


class FormFile(NamedTuple):
    """A form as plain data.

    Each sheet has title, hidden, rows, columns, cut (whether it goes on beyond these), cells and
    merged. A cell is [row, column, kind, text], a merged area [row, column, last row, last column],
    all counted from 1; kinds are t (text), n (number) and f (formula).
    """

    sheets: list[dict[str, Any]]
    losses: list[Loss]


class Entry(NamedTuple):
    """A value for a cell; without one the cell becomes empty. Rows and columns count from 1."""

    sheet: str
    row: int
    column: int
    kind: EntryKind
    value: int | float | str | None
    replaces_formula: bool = False


def read_form(path: str | os.PathLike[str], limits: Limits | None = None) -> FormFile:
    """Return what is in a form; raises UnreadableError as `read_upload` does."""
    answer = _ask({"rows": MOST_ROWS, "columns": MOST_COLUMNS}, Path(path), limits or Limits())
    return FormFile(answer["sheets"], [Loss(name) for name in answer["losses"]])


def fill_form(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    entries: Sequence[Entry],
    limits: Limits | None = None,
) -> list[Entry]:
    """Write the form with the values to `target`; return the entries that were left out.

    Left out is what would replace a formula without being allowed to, and what lies on a sheet that
    isn't there. All else stays as it is, except for `losses`. Simple formulas have the values that
    follow (see `formulas`), others none; programs compute all anew when they open the file. The
    target is replaced in one step.
    """
    final = Path(target).resolve()
    with tempfile.TemporaryDirectory(prefix=".", dir=final.parent) as folder:
        part = Path(folder) / "filled.xlsx"
        request = {"target": str(part), "entries": [list(entry) for entry in entries]}
        answer = _ask(request, Path(source), limits or Limits())
        part.replace(final)
    return [entries[number] for number in answer["skipped"]]


def _ask(request: dict[str, Any], path: Path, limits: Limits) -> dict[str, Any]:
    absolute = str(path.resolve(strict=True))
    with child("form_process", limits.seconds, limits.silence) as process:
        process.send({**request, "path": absolute, "limits": asdict(limits)})
        answer: dict[str, Any] = process.receive()
        process.receive()
    return answer
