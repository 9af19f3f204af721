"""Charts of printed sheets, drawn over cells from cells of any sheet of the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Cells(NamedTuple):
    """Cells of a sheet beside each other in one row or one column; all count from 1."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Mark(NamedTuple):
    """Cells that a chart may show, with a label for each."""

    cells: Cells
    labels: Sequence[str]


class ChartSeries(NamedTuple):
    """One color of bars with its name."""

    name: str
    values: Cells


@dataclass(frozen=True)
class PrintedChart:
    """A chart of columns, side by side or stacked; `corner` and `end` are its (column, row).

    They count from 0; the end is the first column and row that it doesn't cover. Numbers on bars
    that are too narrow for them are turned, and stand inside.
    """

    title: str
    names: Cells
    series: Sequence[ChartSeries]
    corner: tuple[int, int]
    end: tuple[int, int]
    is_stacked: bool = False
    format: str = "#,##0"
    turns_numbers: bool = False
