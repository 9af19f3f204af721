"""Parts of a list's page that are the same for many requests, rendered once and cached.

What differs between requests (the records, their number, the CSRF token) is rendered beside these
parts or inserted into gaps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import get_locale
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from partyhub.registers.list_query import Query
from partyhub.registers.register import Column, Register
from partyhub.registers.rights import Rights
from partyhub.registers.rolls import find_roll, title_of
from partyhub.registers.table_markup import Heading, draw_options
from partyhub.rendering import Part, gap

MOST_REMEMBERED = 128  # entries of about 20 kB each


@dataclass(frozen=True)
class FilterChoice:
    """One filter as the page shows it: its (value, label) choices, and the chosen value."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    value: str

    @property
    def options(self) -> Markup:
        return draw_options(self.choices, self.value)

    @property
    def value_label(self) -> str:
        """Return the label of the chosen value, or an empty text."""
        return str(dict(self.choices).get(self.value, ""))


@dataclass(frozen=True)
class Head:
    """All input of the parts except the language; their templates get nothing else.

    `query` has no place in the list, `address` is that of the list, and `sort` is the key of the
    column that it is sorted by, or an empty string.
    """

    register: Register
    address: str
    query: Query
    sort: str
    descending: bool
    headings: tuple[Heading, ...]
    filters: tuple[FilterChoice, ...]
    may: Rights

    @property
    def on(self) -> str:
        return self.query.on.isoformat() if self.query.on else ""

    @property
    def title(self) -> str:
        return title_of(self.register, find_roll(self.register, self.query.roll))

    @property
    def home(self) -> str:
        """Return the address of the list without search and filters."""
        return Query(roll=self.query.roll).url(self.address)

    @property
    def printing(self) -> str:
        """Return the address of the page that prints all rows of the list."""
        return self.query.url(f"{self.address}print")

    @property
    def rolls(self) -> list[tuple[str, str, bool]]:
        """Return (title, address, whether it is shown) of each roll, with the search kept."""
        cleared = {item.key: "" for item in self.filters}
        return [
            (str(roll.title), self.url(roll=roll.name, **cleared), roll.name == self.query.roll)
            for roll in self.register.rolls
        ]

    @property
    def is_narrowed(self) -> bool:
        """Return whether a search or a filter narrows the list."""
        return bool(self.query.q or any(item.value for item in self.filters))

    def url(self, **changes: Any) -> str:
        """Return the address of the list after `changes` of its arguments."""
        return self.query.url(self.address, **changes)


class Parts(NamedTuple):
    """The parts of a list's page, named like the macros of its template."""

    crumbs: Any
    actions: Any
    filters: Any
    headings: Any

    def fill(self, values: Mapping[str, Markup]) -> "Parts":
        """Return the parts with their gaps filled by `values`."""
        return Parts(*(part.fill(values) for part in self))


def find_parts(head: Head, locale: str) -> Parts:
    """Return the parts of a page in the language `locale`.

    They are cached, except those of searches, which are hardly ever requested twice.
    """
    return write_parts(head, locale) if head.query.q else _remembered_parts(head, locale)


def write_parts(head: Head, locale: str) -> Parts:
    """Render the parts from the macros of the template, without the cache."""
    template = current_app.jinja_env.get_template("_macros/lists.html")
    macros: Any = template.make_module({"csrf_token": lambda: gap("token")})
    return Parts(*(Part(getattr(macros, name)(head)) for name in Parts._fields))


_remembered_parts = lru_cache(maxsize=MOST_REMEMBERED)(write_parts)


def headings_of(
    register: Register, columns: Sequence[Column], *, is_sorted: bool = False
) -> tuple[Heading, ...]:
    """Return the heads of a table's columns; with `is_sorted`, they link to other orders.

    A committee may rename some headers, so those are read anew for each page. The others are made
    once for each language.
    """
    keys = tuple(column.key for column in columns)
    if _has_names_of_its_own(register):
        return _make_headings(register, keys, is_sorted)
    return _known_headings(register, keys, is_sorted, str(get_locale()))


@cache
def _has_names_of_its_own(register: Register) -> bool:
    """Return whether a header of the register is more than the translation of a text."""
    headers = map(register.lazy_header, register.columns)
    return any(type(header) not in (str, LazyString) for header in headers)


def _make_headings(
    register: Register, keys: tuple[str, ...], is_sorted: bool, _locale: str = ""
) -> tuple[Heading, ...]:
    columns = (column for key in keys if (column := register.column(key)))
    return tuple(
        Heading(c.key, register.header(c), register.kind(c), is_sorted and c.sort is not None)
        for c in columns
    )


_known_headings = lru_cache(maxsize=512)(_make_headings)
