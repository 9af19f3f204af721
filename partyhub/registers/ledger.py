"""Rows of a ledger and options of a filter: what a page repeats hundreds of times, as markup.

All other markup stands in templates; there a loop over these costs more than their query.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

_IS_SPECIAL = re.compile("[&<>\"']").search


class Drawn(NamedTuple):
    """One cell: how it is set, its words, where they lead, and the look of its state."""

    classes: str
    text: str
    href: str | None
    state: str | None


NUMBERS = ("int", "decimal", "money", "rate", "date", "month", "time")
MOST_SHOWN = 40  # characters of a cell


@dataclass(slots=True)
class Cell:
    """One value on a page: its words, where they lead, and how its state looks."""

    text: str
    kind: str = "text"
    href: str | None = None
    state: str | None = None
    label: str = ""
    wide: bool = False
    # Whether these words stand for the whole record: they lead to its page.
    is_name: bool = False


@dataclass(frozen=True)
class Heading:
    key: str
    header: str
    kind: str
    sortable: bool

    def classes(self, index: int, text: str = "") -> str:
        """How a cell of the column is set, `index` being its place, from 1 on."""
        is_code = index == 1 and self.key in ("code", "number")
        size = "long" if len(text) > 24 else "short" if len(text) <= 8 else ""
        return _column_classes(self.kind, is_code, size, index > 4)


@lru_cache(maxsize=512)
def _column_classes(kind: str, is_code: bool, size: str, is_beyond: bool) -> str:
    """Numbers and dates stand to the right, codes quietly; what is beyond leaves a phone."""
    if kind in NUMBERS:
        classes = "r nowrap"
    elif is_code:
        classes = "code"
    elif size == "long":
        classes = "long"
    else:
        classes = "nowrap" if kind in ("enum", "bool") or size == "short" else ""
    return f"{classes} hide-phone".strip() if is_beyond else classes


@dataclass(frozen=True)
class Row:
    id: int
    href: str | None
    cells: Sequence[Cell]

    def drawn(self, headings: Sequence[Heading]) -> list[Drawn]:
        """How each cell is drawn.

        One cell names the record; of the others, the last with a state ends the row on a phone.
        """
        tail = max((at for at, cell in enumerate(self.cells) if cell.state), default=-1)
        found = []
        for at, (cell, heading) in enumerate(zip(self.cells, headings, strict=True)):
            text = cell.text
            if cell.is_name:
                classes, text = "prime nowrap" if len(text) <= 12 else "prime", text or "—"
            else:
                classes = "tail" if at == tail else heading.classes(at + 1, text)
            if len(text) > MOST_SHOWN and not (cell.href or cell.state):
                text = f"{text[: MOST_SHOWN - 1]}…"
            found.append(Drawn(classes, text, cell.href, cell.state if text else None))
        return found


def draw_rows(
    rows: Iterable[Row],
    headings: Sequence[Heading],
    icons: Mapping[str, str],
    after: str = "",
) -> Markup:
    """The rows of a table, each with the cells `after` behind its own.

    Where there is no value nothing stands, so that the style sheet prints a dash. `icons` are the
    marks of states.
    """
    found = []
    for row in rows:
        cells = "".join([_cell(each, icons) for each in row.drawn(headings)])
        found.append(f"<tr>{cells}{escape(after)}</tr>")
    return Markup("\n".join(found))  # noqa: S704  # each part is escaped


def _cell(cell: Drawn, icons: Mapping[str, str]) -> str:
    classes, text, href, state = cell
    words = _quoted(text)
    if state:
        words = f'<span class="state {state}">{icons[state]}{words}</span>'
    elif href:
        words = f'<a class="quiet" href="{_quoted(href)}">{words}</a>'
    return f'<td class="{classes}">{words}</td>'


def draw_options(choices: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """The options of a select, the chosen one marked."""
    found = [
        f'<option value="{_quoted(value)}"{" selected" if value == chosen else ""}>'
        f"{_quoted(label)}</option>"
        for value, label in choices
    ]
    return Markup("\n".join(found))  # noqa: S704  # each part is escaped


def _quoted(text: str) -> str:
    return str(escape(text)) if _IS_SPECIAL(text) else text
