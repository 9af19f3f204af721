"""Sheets of a form as grids: cells, merged areas, and the labels that stand beside a cell."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple, TypeAlias

from werkzeug.utils import cached_property

from partyhub.spreadsheets import column_letter
from partyhub.spreadsheets.cell_references import column_index
from partyhub.superior_forms.labels import FILLED_IN

TEXT, NUMBER, FORMULA = "t", "n", "f"
# So many texts beside each other may be labels of one cell; more are a text in columns.
MOST_LABELS = 8
# The places of texts in one row or column, and for each the texts up to it, the nearest first.
Runs: TypeAlias = tuple[Sequence[int], Sequence[tuple[str, ...]]]
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
        """Yield each cell that is shown and has a text beside or above it, row by row."""
        for row in range(1, self.rows + 1):
            for column in range(1, self.columns + 1):
                is_beside = self.text_left(row, column) or self.text_above(row, column)
                is_text = (row, column) in self._texts
                if (is_text or is_beside) and self.is_first(row, column):
                    yield row, column

    def labeled_places(self) -> Iterator[tuple[int, int]]:
        """Yield, row by row, each cell that is a text, is to the right of one, or just below one.

        A stray cell far away makes a sheet large; what lies between has no labels.
        """
        nothing: Runs = ((), ())
        for row in range(1, self.rows + 1):
            own, above = (self._beside.get(at, nothing)[0] for at in (row, row - 1))
            first = own[0] if own else self.columns + 1
            columns = [at for at in above if at < first]
            for column in (*columns, *range(first, self.columns + 1)):
                if self.is_first(row, column):
                    yield row, column

    def count_texts(self, column: int) -> int:
        """Return how many rows of a column show a text."""
        return len(self._above.get(column, ((), ()))[0])

    def text_left(self, row: int, column: int) -> int:
        """Return the column of the nearest text beside a cell; 0 without one."""
        return _last(self._beside.get(row), self.area(row, column).column)[0]

    def text_above(self, row: int, column: int) -> int:
        """Return the row of the nearest text above a cell; 0 without one."""
        return _last(self._above.get(column), self.area(row, column).row)[0]

    def labels_left(self, row: int, column: int) -> list[str]:
        """Return the texts beside a cell, the nearest first, past cells that hold no text."""
        return list(_last(self._beside.get(row), self.area(row, column).column)[1])

    def labels_above(self, row: int, column: int) -> list[str]:
        """Return the headings above a cell, the nearest first, past cells that hold no text.

        The title, and what is filled in above the headings, is none of them.
        """
        found = _last(self._above.get(column), self.area(row, column).row)[1]
        return list(takewhile(lambda text: text not in self._no_headings, found))

    @cached_property
    def _texts(self) -> Mapping[tuple[int, int], str]:
        """Return the text that each cell shows, also through a merged area."""
        found = {
            place: content.text.strip()
            for place, content in self.cells.items()
            if content.kind == TEXT and place not in self._anchors
        }
        for place, area in self._anchors.items():
            content = self.cells.get(area[:2])
            if content is not None and content.kind == TEXT:
                found[place] = content.text.strip()
        return found

    @cached_property
    def _beside(self) -> Mapping[int, Runs]:
        """Return the texts of each row, left to right."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(self._texts):
            rows.setdefault(row, []).append(column)
        return {
            row: (columns, self._runs([(row, column) for column in columns]))
            for row, columns in rows.items()
        }

    @cached_property
    def _above(self) -> Mapping[int, Runs]:
        """Return the texts of each column, from top to bottom."""
        columns: dict[int, list[int]] = {}
        for row, column in sorted(self._texts):
            columns.setdefault(column, []).append(row)
        return {
            column: (rows, self._runs([(row, column) for row in rows]))
            for column, rows in columns.items()
        }

    def _runs(self, places: Sequence[tuple[int, int]]) -> list[tuple[str, ...]]:
        """Return, for each of the places, it and those before that follow without a gap."""
        found: list[tuple[str, ...]] = []
        run: tuple[str, ...] = ()
        last = (0, 0)
        for place in places:
            follows = sum(place) == sum(last) + 1
            if not follows or self.area(*place) != self.area(*last):
                run = (self._texts[place], *(run if follows else ()))[:MOST_LABELS]
            found.append(run)
            last = place
        return found

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


def _last(runs: Runs | None, before: int) -> tuple[int, tuple[str, ...]]:
    """Return the place of the last text before a place, and the run that ends there."""
    at = bisect_left(runs[0], before) if runs else 0
    return (runs[0][at - 1], runs[1][at - 1]) if runs and at else (0, ())


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
