"""Tables: columns in millimeters, cells over several columns and rows, heads on every page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from partyhub.documents._nodes import Composer, node, paragraph_node
from partyhub.documents.content import Cell, Content, Run, length_of

Row = Sequence[Content | Cell]

TWIPS = 1440 / 25.4  # per millimeter
LONG = 400  # characters from which a cell may be broken over two pages
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


class TableMaker:
    """Makes the element of one table; `size` in points is that of cells without their own."""

    def __init__(
        self,
        composer: Composer,
        columns: Sequence[float],
        *,
        heads: int = 0,
        size: float | None = None,
        has_borders: bool = True,
        row_height: float = 0,
    ) -> None:
        self._composer = composer
        self._widths = [round(width * TWIPS) for width in columns]
        self._heads = heads
        self._size = size
        self._has_borders = has_borders
        self._height = row_height

    def make(self, rows: Sequence[Row]) -> Any:
        """Return the table; ValueError where a row doesn't fill the columns."""
        table = node("tbl", self._properties(), self._grid())
        covered: dict[int, tuple[int, Cell]] = {}  # by column: the rows still covered, and by what
        for at, row in enumerate(rows):
            table.append(self._row(row, covered, is_head=at < self._heads))
        return table

    def _properties(self) -> Any:
        line = "single" if self._has_borders else "nil"
        edges = [node(edge, val=line, sz=4, space=0, color="000000") for edge in _EDGES]
        return node(
            "tblPr",
            node("tblW", w=sum(self._widths), type="dxa"),
            node("jc", val="center"),
            node("tblBorders", *edges),
            node("tblLayout", type="fixed"),
        )

    def _grid(self) -> Any:
        return node("tblGrid", *[node("gridCol", w=width) for width in self._widths])

    def _row(self, row: Row, covered: dict[int, tuple[int, Cell]], *, is_head: bool) -> Any:
        made = node("tr", self._row_properties(row, is_head=is_head))
        for at, cell, is_continued in self._places(row, covered):
            made.append(self._cell(at, cell, is_head=is_head, is_continued=is_continued))
        return made

    def _row_properties(self, row: Row, *, is_head: bool) -> Any:
        found = []
        contents = [each.content if isinstance(each, Cell) else each for each in row]
        if all(length_of(content) < LONG for content in contents):
            found.append(node("cantSplit"))
        height = max([self._height, *(each.height for each in row if isinstance(each, Cell))])
        if height:
            found.append(node("trHeight", val=round(height * TWIPS), hRule="atLeast"))
        if is_head:
            found.append(node("tblHeader"))
        return node("trPr", *found)

    def _places(
        self, row: Row, covered: dict[int, tuple[int, Cell]]
    ) -> Iterator[tuple[int, Cell, bool]]:
        """Yield column, cell, and whether it continues one above; keep account of what covers."""
        given = iter(row)
        at = 0
        while at < len(self._widths):
            left, above = covered.pop(at, (0, None))
            found = above or next(given, None)
            if found is None:
                raise ValueError("A row of a table has too few cells.")
            cell = found if isinstance(found, Cell) else Cell(found)
            rows = left if above else cell.rows
            if rows > 1:
                covered[at] = rows - 1, cell
            yield at, cell, above is not None
            at += cell.columns
        if at > len(self._widths) or next(given, None) is not None:
            raise ValueError("A row of a table has too many cells.")

    def _cell(self, at: int, cell: Cell, *, is_head: bool, is_continued: bool) -> Any:
        width = sum(self._widths[at : at + cell.columns])
        properties = node("tcPr", node("tcW", w=width, type="dxa"))
        if cell.columns > 1:
            properties.append(node("gridSpan", val=cell.columns))
        if cell.rows > 1:
            properties.append(node("vMerge", val="continue" if is_continued else "restart"))
        properties.append(node("vAlign", val="center"))
        shown = replace(cell, content="") if is_continued else cell
        return node("tc", properties, *self._paragraphs(shown, is_head=is_head or cell.is_head))

    def _paragraphs(self, cell: Cell, *, is_head: bool) -> Iterator[Any]:
        style = "TableHead" if is_head else "TableText"
        for content in _lines(cell.content):
            runs = self._composer.runs(content, cell.size or self._size)
            yield paragraph_node(style, *runs, align=cell.align)


def _lines(content: Content) -> list[Content]:
    """Return a plain text as its lines, each a paragraph that can be broken over pages."""
    if isinstance(content, str):
        return list(content.splitlines()) or [""]
    if isinstance(content, Run):
        return [replace(content, text=line) for line in content.text.splitlines()] or [""]
    return [content]
