"""The layout of a sheet: its header row, and the register's column for each header."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from flask_babel import force_locale, gettext
from werkzeug.utils import cached_property

from partyhub.registers.importing.places import Place
from partyhub.registers.importing.reading.headers import Area, Headers, SheetRow, find_headers
from partyhub.registers.importing.reading.units import without_notes
from partyhub.registers.importing.reading.values import is_blank
from partyhub.registers.register import Column, Register
from partyhub.registers.rolls import title_of
from partyhub.texts import bare_header, clean_text, normal_form

ID, VERSION = "partyhub:id", "partyhub:version"
# There may be a title, a unit or a note above the headers.
MOST_ROWS_ABOVE = 20
LOCALES = ("zh_Hans_CN", "en")
ALIASES = Path(__file__).with_name("aliases.csv")
SPECIAL = Path(__file__).with_name("special_headers.csv")


@dataclass(frozen=True)
class Layout:
    """The places of a register's columns in a sheet, by index from 0."""

    register: Register
    header_row: int
    columns: Mapping[int, Column]
    headers: Mapping[int, str]
    # The hidden columns of an export with ids and versions.
    hidden: Mapping[str, int] = field(default_factory=dict)
    unknown: Sequence[tuple[int, str]] = ()
    # Columns that mean the same as one further left.
    doubled: Sequence[tuple[int, str]] = ()
    # The rows of the headers, and the titles, units and notes above them.
    head: Sequence[SheetRow] = ()
    above: Sequence[SheetRow] = ()
    # Factors of columns whose header names another unit than ours.
    units: Mapping[int, Decimal] = field(default_factory=dict)
    # Columns whose cells hold the values of two columns, such as 起止时间.
    splits: Mapping[int, Sequence[Column]] = field(default_factory=dict)

    @property
    def keys(self) -> set[str]:
        """Return the keys of the register's columns that the sheet has."""
        split = (column for columns in self.splits.values() for column in columns)
        return {column.key for column in chain(self.columns.values(), split)}

    @cached_property
    def cells(self) -> Sequence[tuple[int, str, str, bool]]:
        """Return (index, key, kind, whether people type it) of each column."""
        register = self.register
        return [
            (index, column.key, register.kind(column), hasattr(register.form, column.key))
            for index, column in self.columns.items()
        ]

    def place(self, sheet: str, row: int, key: str = "") -> Place:
        """Return the cell of column `key` in a row, or the row if the sheet lacks the column."""
        index = next((i for i, column in self.columns.items() if column.key == key), None)
        if index is None:
            split = self.splits.items()
            index = next((i for i, each in split if key in [c.key for c in each]), None)
        if index is None:
            return Place(sheet, row)
        return Place(sheet, row, index, self.headers[index])


def names_of(register: Register) -> dict[str, Column]:
    """Return the register's columns by folded header, in both languages, and by folded alias."""
    names: dict[str, Column] = {}
    for locale in LOCALES:
        with force_locale(locale):
            for column in register.columns:
                names.setdefault(folded(register.header(column)), column)
    for key, alias in read_aliases().get(register.name, ()):
        meant = register.column(key)
        assert meant is not None, (register.name, key)
        names.setdefault(folded(alias), meant)
    bare: dict[str, dict[str, Column]] = {}
    for name, column in names.items():
        bare.setdefault(without_notes(name), {})[column.key] = column
    return {
        name: next(iter(each.values())) for name, each in bare.items() if len(each) == 1
    } | names


def find_meaning(names: Mapping[str, Column], text: str) -> Column | None:
    """Return the column that a header names, with or without notes in brackets, or None.

    A note such as （拟） says that the values are others.
    """
    header = folded(text)
    if header in names:
        return names[header]
    bare = without_notes(header)
    words = (special.header for special in read_special("") if special.meaning == "doubtful_note")
    if any(word in header.removeprefix(bare) for word in words):
        return None
    return names.get(bare)


class SpecialHeader(NamedTuple):
    """A header that is no alias: `meaning` says what it is.

    `row_number`, `id_number` and `no_column` are not taken; `asked` may mean any of `columns`,
    `split` holds the values of two; a `doubtful_note` stands behind a header.
    """

    header: str
    meaning: str
    columns: Sequence[str]


@cache
def read_special(register: str) -> Sequence[SpecialHeader]:
    """Read the headers that are no aliases, of one register or, with "", of all."""
    with SPECIAL.open(encoding="utf-8", newline="") as stream:
        return [
            SpecialHeader(folded(row["header"]), row["meaning"], row["columns"].split())
            for row in csv.DictReader(stream)
            if row["register"] == register
        ]


@cache
def read_aliases() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Read the headers that offices write instead of ours: (column, alias) pairs by register.

    One that may mean two columns is none: nothing is taken for what it may not be.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    with ALIASES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["register"], []).append((row["column"], row["alias"]))
    return found


def folded(header: str) -> str:
    """Return a header in the form for comparing.

    It has no spaces, line breaks, stars, or notes such as （必填）.
    """
    return bare_header("".join(normal_form(header).split()))


def titles_of(register: Register) -> list[set[str]]:
    """Return the titles that a sheet of this register may have, in both languages, normalized.

    Each roll of the register has a set of its own; those without sheets share that of the first.
    """
    first = {normal_form(register.name), *in_both_languages(lambda: str(register.title))}
    found: dict[str, set[str]] = {"": first}
    for roll in register.rolls:
        titles = in_both_languages(partial(title_of, register, roll))
        found.setdefault(roll.name if roll.where else "", set()).update(titles)
    return list(found.values())


def find_layout(
    register: Register, rows: Iterable[SheetRow], merged: Sequence[Area] = ()
) -> tuple[Layout | None, Iterator[SheetRow]]:
    """Find the header row among the first rows; return its layout and the rows that follow.

    It is the row that names the most columns, at least two or the entire key; several rows that are
    headers together count as one. The layout is None if there is no such row.
    """
    names = names_of(register)
    iterator = iter(rows)
    head: list[SheetRow] = []
    for row in iterator:
        head.append(row)
        if len(head) >= MOST_ROWS_ABOVE:
            break
    layouts = [
        _layout(register, names, headers)
        for headers in find_headers(
            head, merged, lambda text: find_meaning(names, text) is not None
        )
    ]
    best = max(
        (layout for layout in layouts if layout and _is_enough(layout)),
        key=lambda layout: (len(layout.columns), -layout.header_row),
        default=None,
    )
    if best is None:
        return None, iter(())
    best = replace(best, above=[row for row in head if row.number < best.head[0].number])
    return best, chain((row for row in head if row.number > best.header_row), iterator)


def _is_enough(layout: Layout) -> bool:
    keys = {column.key for column in layout.columns.values()}
    return len(keys) >= 2 or keys >= set(layout.register.key)


def _layout(register: Register, names: Mapping[str, Column], found: Headers) -> Layout | None:
    columns: dict[int, Column] = {}
    headers: dict[int, str] = {}
    hidden: dict[str, int] = {}
    unknown, doubled = [], []
    for index, value in enumerate(found.row.cells):
        if not isinstance(value, str) or is_blank(value):
            continue
        text = clean_text(value)
        column = find_meaning(names, text)
        if text in (ID, VERSION):
            hidden[text] = index
        elif column is not None and column not in columns.values():
            columns[index] = column
            headers[index] = " ".join(text.split())
        elif column is not None:
            doubled.append((index, text))
        elif normal_form(text) not in _remark_headings():  # a marked file that comes back has them
            unknown.append((index, text))
    if not columns:
        return None
    return Layout(
        register, found.row.number, columns, headers, hidden, unknown, doubled, found.rows
    )


def no_header_sentence(register: Register) -> str:
    """Return the sentence for a sheet without a header row; it lists the headers of the key."""
    headers = "、".join(
        register.header(column) for key in register.key if (column := register.column(key))
    )
    return gettext(
        "No row of headers was found among the first rows. It has to name at least: %(headers)s.",
        headers=headers,
    )


def remark_heading() -> str:
    """Return the header of the remarks in a file that is sent back with its errors marked."""
    return gettext("What to do")


@cache
def _remark_headings() -> set[str]:
    return in_both_languages(remark_heading)


def in_both_languages(translate: Callable[[], str]) -> set[str]:
    """Return the normal forms of a text in every language of the pages."""
    words = set()
    for locale in LOCALES:
        with force_locale(locale):
            words.add(normal_form(translate()))
    return words
