"""A chart beside the rows that it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Chart:
    """A chart of bars or lines over some rows of a sheet; columns count from 0, rows from 1.

    `names` is the column of the labels, `values` are the columns of the series, which are named by
    the headings of their columns. The chart covers column `beside` from row `first` down to row
    `bottom`. An empty cell leaves a gap. `format` is the number format of the axis, `most` its
    maximum, or None to leave it to the program.
    """

    kind: Literal["bar", "line"]
    title: str
    names: int
    values: Sequence[int]
    first: int
    last: int
    beside: int
    bottom: int
    format: str = "#,##0"
    most: float | None = None
