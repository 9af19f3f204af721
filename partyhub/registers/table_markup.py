"""Markup of the rows of a ledger and the options of a filter, which a page repeats often.

All other markup is in templates; a template loop over these would cost more than their query.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup, escape

from partyhub.database import Nameable
from partyhub.registers.values import Wording

_IS_SPECIAL = re.compile("[&<>\"']").search


NUMBERS = ("int", "decimal", "money", "rate", "date", "known_date", "month", "time")
MOST_SHOWN = 40  # characters of a cell
LONGEST_UNBROKEN = 12  # characters of a name
LONG = 25  # characters, as are all longer texts
# The size class of a text by its length: those after the last are as long.
SIZES = (*["short"] * 9, *[""] * 16, "long")


@dataclass(slots=True)
class Cell:
    """One value on a record's page: its text, its link, and the look of its state."""

    text: str
    href: str | None
    state: str | None
    label: str
    wide: bool


@dataclass(frozen=True)
class Heading:
    """The head of one column: its key, text and kind, and whether the list sorts by it."""

    key: str
    header: str
    kind: str
    sortable: bool

    def classes(self, index: int, text: str = "") -> str:
        """Return the CSS classes of a cell of the column; `index` is the column's place, from 1."""
        return self.classes_by_size(index)[size_of(text)]

    def classes_by_size(self, index: int) -> Mapping[str, str]:
        """Return the CSS classes of a cell by the size of its text (see `size_of`)."""
        is_code = index == 1 and self.key in ("code", "number")
        return _column_classes(self.kind, is_code, index > 4)


def size_of(text: str) -> str:
    """Return the size class of a text: "short", "long" or an empty string."""
    return SIZES[min(len(text), LONG)]


@lru_cache(maxsize=512)
def _column_classes(kind: str, is_code: bool, is_beyond: bool) -> Mapping[str, str]:
    """Return CSS classes by size: numbers and dates align right, codes are subdued.

    Columns beyond the fourth are hidden on phones (`is_beyond`).
    """
    words = {"": "", "short": "nowrap", "long": "long"}
    if kind in NUMBERS:
        words = dict.fromkeys(words, "r nowrap")
    elif is_code:
        words = dict.fromkeys(words, "code")
    elif kind in ("enum", "bool"):
        words |= {"": "nowrap"}
    return {
        size: f"{each} hide-phone".strip() if is_beyond else each for size, each in words.items()
    }


class Description:
    """The texts and links of values; whatever is the same for a whole page is looked up once.

    `addresses` holds the pages that the viewer may open, by model and id; references link there.
    """

    def __init__(self, addresses: Mapping[tuple[type[Any], int], str]) -> None:
        self.addresses, self._wording = addresses, Wording()

    def text(self, value: Any, kind: str) -> str:
        """Return the text of a value of a kind of column."""
        is_text = type(value) is str and kind != "phone"
        return value if is_text else self._wording.words(value, kind)

    def texts(self, values: Sequence[Any], kind: str) -> Sequence[str]:
        """Return the text of each value; columns of words or of days, as most are, at once."""
        kinds = set(map(type, values)) - {type(None)}
        if kinds == {str} and kind != "phone":
            return [value or "" for value in values]
        if kinds == {date} and kind != "month":
            return self._wording.days(values)
        return [self.text(value, kind) for value in values]

    def href(self, value: Any) -> str | None:
        """Return the address that a value links to, or None."""
        return self.addresses.get((type(value), value.id)) if is_named(value) else None


def is_named(value: Any) -> bool:
    """Return whether the value is a record that cells show by its name."""
    return isinstance(value, Nameable)


def state_of(states: Mapping[Any, str], value: Any) -> str | None:
    """Return the look of a value's state, or None."""
    return states.get(value) if states and type(value) is not list else None


@dataclass(frozen=True)
class Ledger:
    """The rows of a table, stored column by column: one value for each record in `ids`.

    `states` has, for each heading, a mapping of values to the looks of their states. `name` is the
    index of the column that names the records; it links to the record's page, whose address is
    `address` followed by the id.
    """

    headings: Sequence[Heading]
    states: Sequence[Mapping[Any, str]]
    ids: Sequence[int]
    values: Sequence[Sequence[Any]]
    address: str
    name: int
    description: Description

    def __len__(self) -> int:
        return len(self.ids)

    def single(self) -> "Iterator[tuple[int, Ledger]]":
        """Yield (record id, ledger of one row) for each row."""
        for at, record_id in enumerate(self.ids):
            row = [values[at : at + 1] for values in self.values]
            yield record_id, replace(self, ids=[record_id], values=row)


class ColumnDrawer:
    """The renderer of one column's cells; a value that many rows share is drawn once."""

    def __init__(self, ledger: Ledger, at: int, icon: Callable[[str], str]) -> None:
        self.heading, self.states = ledger.headings[at], ledger.states[at]
        self.description, self.icon = ledger.description, icon
        self._classes = self.heading.classes_by_size(at + 1)
        kinds = set(map(type, ledger.values[at])) - {type(None)}
        # Equal values of two types may be written differently, and lists have no hash.
        self._is_mixed = len(kinds) > 1 or list in kinds
        self._leads = any(issubclass(kind, Nameable) for kind in kinds)
        self._is_plain = not (self.states or self._leads)

    def draw(self, values: Sequence[Any], classes: str | None = None) -> list[str]:
        """Return the markup of the column's cells, with `classes` instead of the column's own."""
        distinct = values if self._is_mixed else list(set(values))
        texts = self.description.texts(distinct, self.heading.kind)
        if self._is_plain:
            cells = self._draw_plain(texts)
        else:
            pairs = zip(distinct, texts, strict=True)
            cells = [self._draw(value, text, classes) for value, text in pairs]
        if self._is_mixed:
            return cells
        return list(map(dict(zip(distinct, cells, strict=True)).__getitem__, values))

    def draw_states(self, values: Sequence[Any], are_last: Sequence[bool]) -> list[str]:
        """Return the markup of a column of states.

        On a phone, the last state of a row stands at its end; `are_last` says which ones these are.
        """
        cells = zip(self.draw(values), self.draw(values, "tail"), are_last, strict=True)
        return [tail if is_last else drawn for drawn, tail, is_last in cells]

    def draw_names(self, values: Sequence[Any], hrefs: Sequence[str]) -> list[str]:
        """Return the markup of the column that names the records, linked to `hrefs`."""
        texts = self.description.texts(values, self.heading.kind)
        return list(map(self._draw_name, values, texts, hrefs))

    def _draw_name(self, value: Any, text: str, href: str) -> str:
        classes = "prime nowrap" if len(text) <= LONGEST_UNBROKEN else "prime"
        return self._cell(classes, text or "—", href, state_of(self.states, value))

    def _draw_plain(self, texts: Sequence[str]) -> list[str]:
        """Return what `_draw` would return for texts without state or link, as most are."""
        shown = [
            text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…" for text in texts
        ]
        if _IS_SPECIAL("".join(shown)):
            shown = list(map(_quoted, shown))
        classes = [self._classes[size] for size in SIZES]
        return [
            f'<td class="{classes[min(len(text), LONG)]}">{words}</td>'
            for text, words in zip(texts, shown, strict=True)
        ]

    def _draw(self, value: Any, text: str, classes: str | None = None) -> str:
        href = self.description.href(value) if self._leads else None
        state = state_of(self.states, value) if self.states else None
        classes = self._classes[size_of(text)] if classes is None else classes
        if len(text) > MOST_SHOWN and not (href or state):
            text = f"{text[: MOST_SHOWN - 1]}…"
        return self._cell(classes, text, href, state if text else None)

    def _cell(self, classes: str, text: str, href: str | None, state: str | None) -> str:
        words = _quoted(text)
        if state:
            words = f'<span class="state {state}">{self.icon(state)}{words}</span>'
        elif href:
            words = f'<a class="quiet" href="{_quoted(href)}">{words}</a>'
        return f'<td class="{classes}">{words}</td>'


def draw_rows(ledger: Ledger, icon: Callable[[str], str], after: str = "") -> Markup:
    """Return the markup of the table's rows, with the cells in `after` added to each row.

    A cell without a value stays empty; the style sheet shows a dash there. `icon` returns the mark
    of a state.
    """
    icon = cache(icon)
    tails = _find_tails(ledger)
    columns = []
    for at, values in enumerate(ledger.values):
        drawer = ColumnDrawer(ledger, at, icon)
        if at == ledger.name:
            hrefs = [f"{ledger.address}{record_id}" for record_id in ledger.ids]
            columns.append(drawer.draw_names(values, hrefs))
        elif ledger.states[at]:
            columns.append(drawer.draw_states(values, [tail == at for tail in tails]))
        else:
            columns.append(drawer.draw(values))
    end = escape(after)
    between = "\n"
    rows = [f"<tr>{between.join(cells)}\n{end}</tr>" for cells in zip(*columns, strict=True)]
    return Markup("\n".join(rows))  # noqa: S704  # each part is escaped


def _find_tails(ledger: Ledger) -> list[int]:
    """Return, for each row, the index of the column with its last state, or -1."""
    found = [-1] * len(ledger)
    for at, (states, values) in enumerate(zip(ledger.states, ledger.values, strict=True)):
        if states:
            for row, value in enumerate(values):
                found[row] = at if state_of(states, value) else found[row]
    return found


@lru_cache(maxsize=128)
def draw_options(choices: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    """Return the options of a select with the chosen one marked; results are cached."""
    found = [
        f'<option value="{_quoted(value)}"{" selected" if value == chosen else ""}>'
        f"{_quoted(label)}</option>"
        for value, label in choices
    ]
    return Markup("\n".join(found))  # noqa: S704  # each part is escaped


def _quoted(text: str) -> str:
    return str(escape(text)) if _IS_SPECIAL(text) else text
