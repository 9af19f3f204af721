"""A chart beside the rows it is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Chart:
    """Columns of some rows of a sheet as bars or lines; columns count from 0, rows from 1.

    `names` is the column of what the marks stand for, `values` the columns of the series, which
    are named by the headings of their columns. It covers column `beside` from row `first` down to
    row `bottom`. An empty cell leaves a gap. `format` is the number format of the axis,
    `most` its end where it isn't left to the program.
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
