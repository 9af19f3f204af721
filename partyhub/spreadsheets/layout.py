"""The layout of a sheet, computed from plain numbers: rows of the head, spans, heights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

from partyhub.spreadsheets.headings import HEADING_SCALE, Heading, lines_needed
from partyhub.spreadsheets.values import Stored
from partyhub.text_width import text_width

# The standard font of the workbook is narrower than 仿宋_GB2312 at 11 pt by about this much.
BODY_SCALE = 1.05
TITLE_SCALE = 2.0  # the title is in 22 pt, widths count characters of 11 pt
LINE_SCALE = 1.15  # the lines above and below the table are in 12 pt
DATA_HEIGHT = 21.0  # points, as all heights
FILING_HEIGHT = 24.0
HINT_HEIGHT = 17.0
_TITLE_LINE = 34.0
_HEADING_LINE = 17.0
_BODY_LINE = 15.0
_HIGHEST = 409.0  # the maximum of Excel
PADDING = 0.7
# A narrow table is widened to about its page, so that title and filing line have room.
_LEAST_UPRIGHT, _LEAST_LANDSCAPE = 110.0, 132.0
_MOST_STRETCH = 4.0
# The width that fits one page at 60 % of its size; a wider table takes two pages side by side.
_MOST_ON_A_PAGE = 235.0
# The number of columns repeated on the second page to identify the row: mostly code and name.
REPEATED = 2
_LEAST_GAP = 2


class Look(NamedTuple):
    """The look of a cell: its role in the sheet, its number format, its alignment."""

    role: str
    format: str = "@"
    horizontal: str = "left"


class Inked(NamedTuple):
    """A cell to write: a safe value, its look, the target of its link, and its comment.

    `result` is the result of a formula, where that is known.
    """

    look: Look
    value: Stored
    is_formula: bool = False
    location: str = ""
    note: str = ""
    result: Stored = None


class Span(NamedTuple):
    """A text over adjacent columns, first and last counted from 0."""

    first: int
    last: int
    text: str
    horizontal: str = "left"


class Layout(TypedDict, total=False):
    """The optional settings of a sheet beside its title and headings; see `Plan`."""

    heading_title: str | None
    filing: Sequence[str]
    signoff: Sequence[str]
    landscape: bool
    hidden_columns: Collection[int]
    frozen_columns: int
    autofilter: bool
    fits_width: bool
    printed_columns: int | None


@dataclass(frozen=True)
class Plan:
    """The layout of a sheet, fixed before its first row.

    `heading_title` is the large title over the table, `filing` the texts in the line below it
    (left, middle, right), `signoff` the texts two rows below the table; each is left out when
    empty. `fits_width` scales print to one page in width, a very wide table to two; Excel heeds
    page breaks only without it. The first `printed_columns` are printed, or all when it is None.
    Columns are counted from 0.
    """

    headings: Sequence[Heading]
    footer: str
    heading_title: str | None = None
    filing: Sequence[str] = ()
    signoff: Sequence[str] = ()
    landscape: bool = True
    hidden_columns: Collection[int] = ()
    frozen_columns: int = 0
    autofilter: bool = True
    fits_width: bool = True
    printed_columns: int | None = None
    # The widths of the columns, hidden ones 0; computed once.
    widths: list[float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        count = len(self.headings)
        if not count:
            raise ValueError("A sheet needs at least one heading.")
        if not all(0 <= index < count for index in self.hidden_columns):
            raise ValueError(f"Hidden columns are among 0 to {count - 1}.")
        if len(set(self.hidden_columns)) == count:
            raise ValueError("A sheet needs at least one column that is not hidden.")
        if not 0 <= self.frozen_columns < count:
            raise ValueError(f"0 to {count - 1} columns can be frozen.")
        object.__setattr__(self, "widths", self._widths())

    @property
    def is_filled_in(self) -> bool:
        """Return whether people fill the sheet in.

        Its columns are then formatted below the last row too.
        """
        return any(heading.entry for heading in self.headings)

    def _widths(self) -> list[float]:
        """Return the widths of the columns; those that have no own one widen a narrow table.

        A table is narrow on paper: columns that aren't printed don't count.
        """
        printed = self.headings[: self.printed_columns]
        shown = [h for i, h in enumerate(printed) if i not in self.hidden_columns]
        free = sum(heading.column_width for heading in shown if heading.width is None)
        given = sum(heading.width for heading in shown if heading.width is not None)
        least = _LEAST_LANDSCAPE if self.landscape else _LEAST_UPRIGHT
        stretch = min(max(1.0, (least - given) / free), _MOST_STRETCH) if free else 1.0
        return [
            0.0
            if index in self.hidden_columns
            else heading.width or round(heading.column_width * stretch, 2)
            for index, heading in enumerate(self.headings)
        ]

    @property
    def printed_widths(self) -> list[float]:
        return self.widths[: self.printed_columns]

    @property
    def measured_widths(self) -> list[float]:
        """Return the widths for the heights of rows, 0 for columns that make no row higher.

        Minutes and other texts that aren't printed would else leave a page for a few rows.
        """
        printed = self.printed_widths
        return [*printed, *[0.0] * (len(self.widths) - len(printed))]

    @property
    def pages_wide(self) -> int:
        """Return how many pages side by side the table takes; always 1 for a sheet to fill in."""
        is_wide = sum(self.printed_widths) > _MOST_ON_A_PAGE
        return 2 if is_wide and self.landscape and not self.is_filled_in else 1

    @property
    def page_widths(self) -> list[float]:
        """Return the widths of the columns over which title, filing and signatures are, others 0.

        Of two pages they are on the first, and not over the columns that the second one repeats.
        """
        widths = self.printed_widths
        if self.pages_wide == 1:
            return widths
        return [0.0] * REPEATED + _first_of_two(widths)[REPEATED:]

    @property
    def first_visible(self) -> int:
        """Return the first column that is not hidden, counted from 0."""
        return next(index for index, width in enumerate(self.widths) if width)

    @property
    def bands(self) -> list[Span]:
        """Return the headings above the headings; empty without any."""
        spans: list[Span] = []
        for index, heading in enumerate(self.headings):
            if heading.band and spans and spans[-1][1:3] == (index - 1, heading.band):
                spans[-1] = spans[-1]._replace(last=index)
            elif heading.band:
                spans.append(Span(index, index, heading.band, "center"))
        return spans

    @property
    def title_height(self) -> float:
        """Return the height of the title line, which wraps on a narrow sheet."""
        width = sum(self.page_widths)
        return _TITLE_LINE * lines_needed(self.heading_title or "", width, TITLE_SCALE)

    @property
    def heading_height(self) -> float:
        """Return the height of the line of headings, by the heading with most lines."""
        pairs = zip(self.headings, self.widths, strict=True)
        lines = (
            lines_needed(heading.label, width, HEADING_SCALE) for heading, width in pairs if width
        )
        return _HEADING_LINE * max(1, *lines, 1) + 9


def _first_of_two(widths: list[float]) -> list[float]:
    """Return the widths of the columns that are certainly on the first of two pages.

    The table is broken where both pages, the second with its repeated columns, are about equally
    wide; one column less is taken, since programs measure a little differently.
    """

    def larger(count: int) -> float:
        return max(sum(widths[:count]), sum(widths[:REPEATED]) + sum(widths[count:]))

    return widths[: min(range(1, len(widths)), key=larger) - 1]


def spread(texts: Sequence[str], widths: Sequence[float]) -> list[Span]:
    """Return the texts side by side over the columns, each as wide as its share of the text.

    The first is left-aligned, the last right-aligned, the others centered. Without texts the list
    is empty.
    """
    visible = [index for index, width in enumerate(widths) if width]
    edges = _edges([max(1, text_width(text)) for text in texts], [widths[i] for i in visible])
    spans = []
    for number, text in enumerate(texts):
        first, last = visible[edges[number]], visible[edges[number + 1] - 1]
        spans.append(Span(first, last, text, _side(number, len(texts))))
    return spans


def have_room(texts: Sequence[str], widths: Sequence[float]) -> bool:
    """Return whether the texts fit one line over the columns, hidden ones having width 0."""
    needed = sum(text_width(text) * LINE_SCALE + _LEAST_GAP for text in texts)
    return needed <= sum(widths) and len(texts) <= sum(width > 0 for width in widths)


def spaced(texts: Sequence[str], widths: Sequence[float]) -> list[str]:
    """Return the texts as one line with even room after each to write in, or one line for each.

    They share one cell, since the columns above are seldom where a signature needs room.
    """
    total = sum(widths) / LINE_SCALE
    room = int((total - sum(map(text_width, texts))) / max(1, len(texts)) / 2)
    # Full-width spaces, since those of half width differ from font to font.
    return [("\u3000" * room).join(texts)] if room >= _LEAST_GAP else list(texts)


def _side(number: int, count: int) -> str:
    if number == 0:
        return "left"
    return "right" if number == count - 1 else "center"


def _edges(shares: Sequence[int], widths: Sequence[float]) -> list[int]:
    """Return the index of the first width for each share, followed by the number of widths."""
    edges = [0]
    for number in range(1, len(shares)):
        wanted = sum(widths) * sum(shares[:number]) / sum(shares)
        candidates = range(edges[-1] + 1, len(widths) - (len(shares) - number) + 1)
        edges.append(min(candidates, key=lambda edge: abs(sum(widths[:edge]) - wanted)))
    return [*edges, len(widths)]


def row_height(cells: Sequence[Inked], widths: Sequence[float]) -> float:
    """Return the height that shows every line of a row; columns of width 0 don't count.

    It is computed here because LibreOffice gives a row without a height that of a single line.
    """
    lines = max(
        (
            lines_needed(cell.value, width - PADDING, BODY_SCALE)
            for cell, width in zip(cells, widths, strict=True)
            if width and isinstance(cell.value, str) and not cell.is_formula
        ),
        default=1,
    )
    return height_of(lines)


def height_of(lines: int) -> float:
    """Return the height of a row of this many lines."""
    return min(DATA_HEIGHT + _BODY_LINE * (lines - 1), _HIGHEST)
