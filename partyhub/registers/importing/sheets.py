"""Which row of a sheet holds the headers, and which column of the register each of them names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

from flask_babel import force_locale, gettext

from partyhub.registers.importing.cells import is_blank
from partyhub.registers.importing.outcomes import Place
from partyhub.registers.register import Column, Register
from partyhub.texts import bare_header, clean_text, normal_form

ID, VERSION = "partyhub:id", "partyhub:version"
# Above the headers there may be a title, a unit, a note.
MOST_ROWS_ABOVE = 20
LOCALES = ("zh_Hans_CN", "en")


class SheetRow(NamedTuple):
    """A row of a file as it is read: its number from 1, and its cells from the first column on."""

    number: int
    cells: Sequence[Any]


@dataclass(frozen=True)
class Layout:
    """Where the columns of a register stand in a sheet."""

    register: Register
    header_row: int
    columns: Mapping[int, Column]
    headers: Mapping[int, str]
    # The columns of keys and versions that an export carries out of sight.
    hidden: Mapping[str, int] = field(default_factory=dict)
    unknown: Sequence[tuple[int, str]] = ()
    # Columns whose header stood further left already: that one is read.
    doubled: Sequence[tuple[int, str]] = ()

    @cached_property
    def cells(self) -> Sequence[tuple[int, str, str, bool]]:
        """Where each column stands, its key and kind, and whether it is one that people type."""
        register = self.register
        return [
            (index, column.key, register.kind(column), hasattr(register.form, column.key))
            for index, column in self.columns.items()
        ]

    def place(self, sheet: str, row: int, key: str = "") -> Place:
        """The cell of column `key` in a row; the row itself where the sheet hasn't the column."""
        index = next((i for i, column in self.columns.items() if column.key == key), None)
        if index is None:
            return Place(sheet, row)
        return Place(sheet, row, index, self.headers[index])


def names_of(register: Register) -> dict[str, Column]:
    """Every header, in both languages, and every alias of the register's columns, folded."""
    names: dict[str, Column] = {}
    for locale in LOCALES:
        with force_locale(locale):
            for column in register.columns:
                names.setdefault(folded(register.header(column)), column)
    for column in register.columns:
        for alias in column.aliases:
            names.setdefault(folded(alias), column)
    return names


def folded(header: str) -> str:
    """Return a header for comparing: no spaces, line breaks, stars, and notes such as （必填）."""
    return bare_header("".join(normal_form(header).split()))


def titles_of(register: Register) -> set[str]:
    """What a sheet of this register is titled, in both languages, folded."""
    titles = {normal_form(register.name)}
    for locale in LOCALES:
        with force_locale(locale):
            titles.add(normal_form(str(register.title)))
    return titles


def find_layout(
    register: Register, rows: Iterable[SheetRow]
) -> tuple[Layout | None, Iterator[SheetRow]]:
    """Find the header row among the first rows; return it with the rows that follow it.

    It is the row that names most columns, at least two of them or all the key.
    """
    names = names_of(register)
    iterator = iter(rows)
    head: list[SheetRow] = []
    for row in iterator:
        head.append(row)
        if len(head) >= MOST_ROWS_ABOVE:
            break
    layouts = [_layout(register, names, row) for row in head]
    best = max(
        (layout for layout in layouts if layout and _is_enough(layout)),
        key=lambda layout: (len(layout.columns), -layout.header_row),
        default=None,
    )
    if best is None:
        return None, iter(())
    return best, chain((row for row in head if row.number > best.header_row), iterator)


def _is_enough(layout: Layout) -> bool:
    keys = {column.key for column in layout.columns.values()}
    return len(keys) >= 2 or keys >= set(layout.register.key)


def _layout(register: Register, names: Mapping[str, Column], row: SheetRow) -> Layout | None:
    columns: dict[int, Column] = {}
    headers: dict[int, str] = {}
    hidden: dict[str, int] = {}
    unknown, doubled = [], []
    for index, value in enumerate(row.cells):
        if not isinstance(value, str) or is_blank(value):
            continue
        text = clean_text(value)
        column = names.get(folded(text))
        if text in (ID, VERSION):
            hidden[text] = index
        elif column is not None and column not in columns.values():
            columns[index] = column
            headers[index] = " ".join(text.split())
        elif column is not None:
            doubled.append((index, text))
        elif normal_form(text) not in _remark_headings():  # a marked file comes back with them
            unknown.append((index, text))
    if not columns:
        return None
    return Layout(register, row.number, columns, headers, hidden, unknown, doubled)


def says_nothing(layout: Layout, row: SheetRow) -> bool:
    """Whether a row is blank, repeats the headers, or says that there are no records.

    An empty export says so. What stands in columns that nobody knows, such as the remarks of a
    marked file, isn't asked.
    """
    known = (*layout.columns, *layout.hidden.values())
    cells = (row.cells[index] for index in known if index < len(row.cells))
    said = list(islice((value for value in cells if not is_blank(value)), 2))
    if len(said) > 1:
        return _repeats_headers(layout, row)
    return not said or (isinstance(said[0], str) and normal_form(said[0]) in _nothing_words())


def _repeats_headers(layout: Layout, row: SheetRow) -> bool:
    """Whether every cell says what stands above it, as on the next page of a printed list."""
    cells = (
        (value, layout.headers[index])
        for index, value in enumerate(row.cells)
        if index in layout.columns and not is_blank(value)
    )
    # Most rows are told from headers by their first cell.
    return all(isinstance(text, str) and folded(text) == folded(header) for text, header in cells)


def remark_heading() -> str:
    """What stands above the remarks in a file that goes back with its errors marked."""
    return gettext("What to do")


@cache
def _remark_headings() -> set[str]:
    return _in_both_languages(remark_heading)


@cache
def _nothing_words() -> set[str]:
    return _in_both_languages(lambda: gettext("No records"))


def _in_both_languages(say: Callable[[], str]) -> set[str]:
    words = set()
    for locale in LOCALES:
        with force_locale(locale):
            words.add(normal_form(say()))
    return words
