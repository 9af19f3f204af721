"""Sheets made to be printed: cells with a look, merged areas, millimetres, pages of A4.

A sheet is built row by row in memory, for it fills a few pages; `printed_workbooks` writes it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from partyhub.spreadsheets.cell_references import column_letter
from partyhub.spreadsheets.fitting import fitting_size, is_too_wide, least_height
from partyhub.spreadsheets.printed_charts import Mark, PrintedChart
from partyhub.spreadsheets.printed_text import INDENT, POINT, real_width, row_height_of
from partyhub.spreadsheets.values import Stored

# Programs measure fonts and borders a little differently; so much of a page stays free.
SPARE = 0.985
_LEAST_GAP = 3.0  # points
# No letter is printed smaller. A text without room takes the second size at least, then lines.
LEAST_SIZE, _SMALLER = 9.0, 9.5


class Style(NamedTuple):
    """The look of a cell; `face` is one of `faces.FACES`, colors are RRGGBB, empty for none.

    `edges` is "box", "none", "under" (a line below), "total" (a box with a strong line above) or
    "rule" (the red double rule of official papers).
    """

    face: str = "body"
    size: float = 10.5
    bold: bool = False
    color: str = ""
    horizontal: str = "center"
    vertical: str = "center"
    format: str = "General"
    fill: str = ""
    edges: str = "box"
    wraps: bool = True
    indent: int = 0
    is_underlined: bool = False


class Box(NamedTuple):
    """A value with its look over one or more cells; `target` is a sheet and a cell to go to."""

    value: Stored
    style: Style
    across: int = 1
    down: int = 1
    target: tuple[str, str] | None = None


class Placed(NamedTuple):
    """A box in a row; `column` counts from 0."""

    column: int
    box: Box


@dataclass
class PrintedRow:
    """One row with its height in points, and the least that its texts need."""

    height: float
    boxes: Sequence[Placed]
    tight: float


@dataclass(frozen=True)
class Paper:
    """The page of a sheet: margins (left, right, top, bottom) in mm, lines above and below.

    `header` is (left, right), `footer` (left, middle, right); both are empty on a cover. `repeated`
    are the first and last row to print on each page. `frozen` is the first cell that scrolls.
    """

    landscape: bool = False
    margins: tuple[float, float, float, float] = (12, 12, 18, 16)
    header: Sequence[str] = ()
    footer: Sequence[str] = ()
    repeated: tuple[int, int] | None = None
    frozen: str | None = None
    hidden: Collection[int] = ()

    @property
    def room(self) -> tuple[float, float]:
        """Return the width and height in mm that can be printed on."""
        width, height = (297.0, 210.0) if self.landscape else (210.0, 297.0)
        left, right, top, bottom = self.margins
        return width - left - right, height - top - bottom


@dataclass
class PrintedSheet:
    """One sheet: columns by their widths in mm, of which the first `printed` are printed.

    `marks` are cells that charts of other sheets show, by a name.
    """

    title: str
    widths: Sequence[float]
    paper: Paper
    printed: int
    rows: list[PrintedRow] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    charts: list[PrintedChart] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)

    @property
    def next_row(self) -> int:
        return len(self.rows) + 1

    def add(
        self,
        *boxes: Box | int,
        height: float | None = None,
        least: float = 0,
        tight: float | None = None,
    ) -> int:
        """Add a row of boxes from the left, a number skipping as many columns; return its number.

        Without a height it is as high as its texts need, and at least `least` points. A row with a
        height may be as low as `tight`, which is by default that height; texts that take more lines
        than that make it higher.
        """
        column, placed = 0, list[Placed]()
        for each in boxes:
            if isinstance(each, int):
                column += each
                continue
            placed.append(Placed(column, self._fitted(column, each)))
            column += each.across
        needed = self._needed(placed)
        if height is None:
            tight = max(needed, row_height_of(self._texts(placed, down=1)))
            height = max(least, tight)
        height, tight = max(height, needed), max(height if tight is None else tight, needed)
        self.rows.append(PrintedRow(height, placed, tight))
        return len(self.rows)

    def _fitted(self, column: int, box: Box) -> Box:
        """Return the box with letters that fit its width, or with lines where none do."""
        if not isinstance(box.value, str) or not box.value or column >= self.printed:
            return box
        style, width = box.style, self.width_of(column, box.across) - INDENT * box.style.indent
        least = min(style.size, max(_SMALLER, ceil(LEAST_SIZE / self.scale_of_width * 10) / 10))
        size = fitting_size(box.value, width, style.size, least, wraps=style.wraps)
        wraps = style.wraps or "\n" in box.value or is_too_wide(box.value, width, size)
        return box._replace(style=style._replace(size=size, wraps=wraps))

    def _needed(self, placed: Sequence[Placed]) -> float:
        """Return the height below which texts of a new row, or of two rows, are cut."""
        needed = [least_height(*text) for text in self._texts(placed, down=1)]
        if self.rows:
            above = self.rows[-1]
            both = [least_height(*text) for text in self._texts(above.boxes, down=2)]
            needed.append(max(both, default=0.0) - above.height)
        return max(needed, default=0.0)

    def add_gap(self, height: float) -> None:
        """Add a row without anything, between two tables."""
        self.add(height=height, tight=min(height, _LEAST_GAP))

    def tighten(self) -> None:
        """Give up the room that rows have beyond their texts, where that saves a page."""
        pages, loose = self.pages(), [row.height for row in self.rows]
        for part in (0.25, 0.5, 0.75, 1.0):
            for row, height in zip(self.rows, loose, strict=True):
                row.height = round(height - part * (height - row.tight), 2)
            if self.pages() < pages:
                return
        for row, height in zip(self.rows, loose, strict=True):
            row.height = height

    def _texts(self, placed: Sequence[Placed], *, down: int) -> list[tuple[str, float, float]]:
        """Return (text, width in mm, size) of the boxes that are so many rows high."""
        return [
            (
                str(box.value),
                self.width_of(column, box.across) - INDENT * box.style.indent,
                box.style.size,
            )
            for column, box in placed
            if box.down == down and box.style.wraps and box.value is not None
            if column < self.printed
        ]

    def width_of(self, column: int, across: int = 1) -> float:
        """Return the width in mm of some columns together."""
        return sum(self.widths[column : column + across])

    def put(self, row: int, column: int, box: Box) -> None:
        """Put a box into a row that is there already."""
        own = self.rows[row - 1]
        own.boxes = [*own.boxes, Placed(column, box)]

    def break_page(self) -> None:
        """Begin a new page with the next row."""
        self.breaks.append(len(self.rows))

    @property
    def area(self) -> str:
        """Return the range that is printed."""
        last = len(self.rows)
        return f"$A$1:${column_letter(self.printed - 1)}${last}"

    @property
    def smallest(self) -> float:
        """Return the smallest size of a font that is printed."""
        sizes = [
            box.style.size
            for row in self.rows
            for column, box in row.boxes
            if column < self.printed and box.value not in (None, "")
        ]
        return min(sizes, default=10.0)

    @property
    def scale_of_width(self) -> float:
        """Return the scale at which the columns fit one page."""
        total = sum(map(real_width, self.widths[: self.printed]))
        return min(1.0, self.paper.room[0] / total)

    def pages_at(self, scale: float) -> int:
        """Return how many pages the rows take at a scale, whole rows on each."""
        room = self.paper.room[1] / POINT / scale * SPARE
        first, last = self.paper.repeated or (0, -1)
        again = sum(row.height for row in self.rows[max(first - 1, 0) : max(last, 0)])
        pages, used = 1, 0.0
        for number, row in enumerate(self.rows, 1):
            if used + row.height > room or (number - 1 in self.breaks and used):
                pages, used = pages + 1, again
            used += row.height
        return pages

    def pages(self, least_size: float = LEAST_SIZE) -> int:
        """Return the fewest pages on which no printed letter is smaller than `least_size`."""
        smallest = min(self.scale_of_width, least_size / self.smallest)
        return self.pages_at(smallest)
