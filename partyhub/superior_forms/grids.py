"""Sheets of a form as grids: cells, merged areas, and the labels that stand beside a cell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from werkzeug.utils import cached_property

from partyhub.spreadsheets import column_letter
from partyhub.spreadsheets.cell_references import column_index
from partyhub.superior_forms.labels import FILLED_IN

TEXT, NUMBER, FORMULA = "t", "n", "f"
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,4})")


class Content(NamedTuple):
    """The kind and the text of a cell that holds something."""

    kind: str
    text: str


class Area(NamedTuple):
    """A merged range; rows and columns count from 1, the last ones belong to it."""

    row: int
    column: int
    last_row: int
    last_column: int


class Grid:
    """One sheet of a form; rows and columns count from 1."""

    def __init__(self, sheet: Mapping[str, Any]) -> None:
        self.title: str = sheet["title"]
        self.is_hidden: bool = sheet["hidden"]
        self.is_cut: bool = sheet["cut"]
        self.rows: int = sheet["rows"]
        self.columns: int = sheet["columns"]
        self.cells = {(row, at): Content(kind, text) for row, at, kind, text in sheet["cells"]}
        self.merged = [Area(*area) for area in sheet["merged"]]

    @cached_property
    def _anchors(self) -> Mapping[tuple[int, int], Area]:
        """Return the merged area of each cell that belongs to one."""
        return {
            (row, column): area
            for area in self.merged
            for row in range(area.row, min(area.last_row, self.rows) + 1)
            for column in range(area.column, min(area.last_column, self.columns) + 1)
        }

    def area(self, row: int, column: int) -> Area:
        """Return the merged area of a cell, or the cell itself as one."""
        return self._anchors.get((row, column)) or Area(row, column, row, column)

    def is_first(self, row: int, column: int) -> bool:
        """Return whether the cell is shown: it isn't hidden behind the first of a merged area."""
        return self.area(row, column)[:2] == (row, column)

    def content(self, row: int, column: int) -> Content | None:
        """Return what a cell shows, also through a merged area."""
        return self.cells.get(self.area(row, column)[:2])

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield each cell that is shown, row by row."""
        for row in range(1, self.rows + 1):
            for column in range(1, self.columns + 1):
                if self.is_first(row, column):
                    yield row, column

    def labels_left(self, row: int, column: int) -> list[str]:
        """Return the texts beside a cell, the nearest first, past cells that hold no text."""
        return self._run((row, at) for at in range(self.area(row, column).column - 1, 0, -1))

    def labels_above(self, row: int, column: int) -> list[str]:
        """Return the headings above a cell, the nearest first, past cells that hold no text.

        The title, and what is filled in above the headings, is none of them.
        """
        found = self._run((at, column) for at in range(self.area(row, column).row - 1, 0, -1))
        return list(takewhile(lambda text: text not in self._no_headings, found))

    @cached_property
    def _no_headings(self) -> frozenset[str]:
        """Return the texts that stand over the whole sheet, or have a colon."""
        wide = {
            area[:2] for area in self.merged if area.last_column - area.column + 2 > self.columns
        }
        return frozenset(
            content.text.strip()
            for place, content in self.cells.items()
            if content.kind == TEXT and (place in wide or FILLED_IN.search(content.text))
        )

    def _run(self, places: Iterable[tuple[int, int]]) -> list[str]:
        """Return the first texts that follow each other without a gap."""
        found: dict[tuple[int, int], str] = {}
        for place in places:
            content = self.content(*place)
            if content is not None and content.kind == TEXT:
                found.setdefault(self.area(*place)[:2], content.text.strip())
            elif found:
                break
        return list(found.values())


def grids_of(sheets: Sequence[Mapping[str, Any]]) -> dict[str, Grid]:
    """Return the visible sheets by title; all of them if none is visible."""
    grids = [Grid(sheet) for sheet in sheets]
    shown = [grid for grid in grids if not grid.is_hidden] or grids
    return {grid.title: grid for grid in shown}


def address_of(row: int, column: int) -> str:
    """Return the address of a cell as programs write it, such as C5."""
    return f"{column_letter(column - 1)}{row}"


def parse_address(text: str) -> tuple[int, int] | None:
    """Return the row and the column of an address; None for a text that is none."""
    found = _ADDRESS.fullmatch(text.strip())
    return (int(found[2]), column_index(found[1]) + 1) if found else None
