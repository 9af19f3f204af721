"""Rows of a ledger and options of a filter as markup: what a page repeats hundreds of times.

All other markup stands in templates; there a loop over these costs more than their query.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from markupsafe import Markup, escape

_IS_SPECIAL = re.compile("[&<>\"']").search


class Drawn(NamedTuple):
    """One cell: how it is set, its words, where they lead, and the look of its state."""

    classes: str
    text: str
    href: str | None
    state: str | None


class Drawable(Protocol):
    """A row that says how its cells are drawn under some headings."""

    def drawn(self, headings: Sequence[object]) -> Sequence[Drawn]: ...


def draw_rows(
    rows: Iterable[Drawable],
    headings: Sequence[object],
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
