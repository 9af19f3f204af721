"""Places in a file, and what is wrong or worth knowing there."""

from typing import Any, NamedTuple


class Place(NamedTuple):
    """A cell of the file: rows count from 1, columns from 0; column None means the whole row."""

    sheet: str
    row: int
    column: int | None = None
    header: str = ""


class Problem(NamedTuple):
    """An error or a warning at a place: the original value, and what to do.

    `proposal` is the text of the cell that would be accepted instead, if there is one, and
    `readings` are such texts if it may be one of several. `key` names the column of a cell whose
    text the preview page can correct.
    """

    place: Place
    value: str
    message: str
    proposal: str = ""
    key: str = ""
    readings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the problem as the command line prints it."""
        sheet, row, _, header = self.place
        return {
            "sheet": sheet,
            "row": row,
            "column": header,
            "value": self.value,
            "message": self.message,
        }
