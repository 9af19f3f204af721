"""Contents of paragraphs and cells: texts, runs of one look, and cells that span others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right", "both"]

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")


class Face(StrEnum):
    """The faces of official papers; the value is the character style that has the fonts."""

    TITLE = "FaceTitle"
    TEXT = "FaceText"
    KAI = "FaceKai"
    HEI = "FaceHei"


@dataclass(frozen=True)
class Run:
    """A text of one look inside a paragraph.

    `size` is in points, by default that of the paragraph. `link` is an address, or "#" and the name
    of a bookmark of the same document. `is_marked` highlights what still has to be seen to.
    """

    text: str
    face: Face | None = None
    size: float | None = None
    is_bold: bool = False
    is_underlined: bool = False
    is_marked: bool = False
    link: str = ""


Content: TypeAlias = str | Run | Sequence[str | Run]


@dataclass(frozen=True)
class Cell:
    """A cell of a table that is more than a text: aligned, in another face, or over several cells.

    `columns` and `rows` are how many it spans; the rows of the table leave out what it covers.
    `height` is the least height of its row in millimeters.
    """

    content: Content
    align: Align | None = None
    columns: int = 1
    rows: int = 1
    is_head: bool = False
    size: float | None = None
    height: float = 0


def safe_text(text: str) -> str:
    r"""Return the text without characters that XML forbids, each line end as "\n"."""
    return _UNWRITABLE.sub("", _LINE_END.sub("\n", str(text)))


def runs_of(content: Content) -> Iterator[Run]:
    """Yield the runs of a content; a plain text is one."""
    parts = [content] if isinstance(content, str | Run) else content
    for part in parts:
        yield part if isinstance(part, Run) else Run(part)


def length_of(content: Content) -> int:
    """Return the number of characters of a content."""
    return sum(len(run.text) for run in runs_of(content))
