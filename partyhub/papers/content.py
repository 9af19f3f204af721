"""The content of a paper, described once for the page that prints and for the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from partyhub.documents import OFFICIAL, Cell, Content, Page

Row: TypeAlias = Sequence[Content | Cell]


@dataclass(frozen=True)
class Grid:
    """A table; `columns` are in millimeters, its first `heads` rows are on every page."""

    kind: ClassVar[str] = "grid"
    columns: Sequence[float]
    rows: Sequence[Row]
    heads: int = 0
    row_height: float = 0

    @property
    def shares(self) -> list[int]:
        """Return the widths of the columns in percent."""
        whole = sum(self.columns)
        return [round(100 * width / whole) for width in self.columns]

    @property
    def cells(self) -> list[list[Cell]]:
        """Return the rows with each content as a cell."""
        return [
            [each if isinstance(each, Cell) else Cell(each) for each in row] for row in self.rows
        ]


@dataclass(frozen=True)
class Plaque:
    """The lines of a plaque, in points, the first of them red."""

    kind: ClassVar[str] = "plaque"
    lines: Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Note:
    """A line of small letters."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class Signatures:
    """Places to sign, each after its label."""

    kind: ClassVar[str] = "signatures"
    labels: Sequence[str]


Part: TypeAlias = Grid | Plaque | Note | Signatures


@dataclass(frozen=True)
class Paper:
    """A paper of one or more pages; `subtitle` is the line below its title."""

    title: str
    parts: Sequence[Part]
    subtitle: str = ""
    page: Page = OFFICIAL
    bookmark: str = ""
