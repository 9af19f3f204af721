"""What the shared templates are given: words and links, made from records and their registers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import render_template, url_for
from jinja2 import Template

from partyhub.accounts import current_viewer
from partyhub.database import Nameable, Record
from partyhub.history.models import SUBJECTS, HistoryEntry
from partyhub.registers.listing import Listing
from partyhub.registers.register import REGISTERS, Column, Register, register_of
from partyhub.registers.rights import find_readable
from partyhub.registers.values import moment_words, words, words_of_plain


@dataclass(frozen=True)
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
class Row:
    id: int
    href: str | None
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Heading:
    key: str
    header: str
    kind: str
    sortable: bool


@dataclass(frozen=True)
class FilterChoice:
    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    value: str

    @property
    def value_label(self) -> str:
        return str(dict(self.choices).get(self.value, ""))


@dataclass(frozen=True)
class ListPage:
    """A list as its template wants it; what it doesn't say itself it takes from the listing."""

    listing: Listing
    columns: Sequence[Heading]
    rows: Sequence[Row]
    filters: Sequence[FilterChoice]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.listing, name)

    @property
    def query(self) -> "QueryWords":
        listing = self.listing
        column = listing.sort_column
        on = listing.query.on.isoformat() if listing.query.on else ""
        return QueryWords(
            listing.query.q,
            on,
            column.key if column else "",
            listing.descending,
            listing.query.values,
        )

    @property
    def shown(self) -> str:
        return self.listing.query.shown

    @property
    def shows_all_columns(self) -> bool:
        return self.listing.query.columns == "all"


@dataclass(frozen=True)
class QueryWords:
    q: str
    on: str
    sort: str
    descending: bool
    values: Any


@dataclass(frozen=True)
class Entry:
    """One line of a history as a page shows it."""

    action_label: str
    who: str
    at_text: str
    reason: str
    record_title: str
    register_label: str
    href: str | None
    changes: Sequence["ChangeWords"] = field(default_factory=tuple)


@dataclass(frozen=True)
class ChangeWords:
    label: str
    old: str
    new: str


def list_page(listing: Listing) -> ListPage:
    register = listing.register
    return ListPage(
        listing,
        [
            Heading(c.key, register.header(c), register.kind(c), c.sort_on(listing.day) is not None)
            for c in listing.columns
        ],
        rows_of(register, [record for record, _ in listing.page], listing.columns, listing.day),
        [
            FilterChoice(
                item.key,
                str(item.label),
                item.offered(listing.viewer, listing.query.values.get(item.key, "")),
                listing.query.values.get(item.key, ""),
            )
            for item in register.listing.filters
        ],
    )


def rows_of(
    register: Register, records: Sequence[Any], columns: Iterable[Column], day: date
) -> list[Row]:
    """The records as rows of a table, each with a link to its page."""
    columns = list(columns)
    name, opened = name_column(columns), _opened(columns, records, day)
    rows = []
    for record in records:
        href = url_for(f"{register.name}.show", record_id=record.id)
        cells = [cell_of(register, column, record, day, opened) for column in columns]
        cells = [
            replace(cell, href=href, is_name=True) if column is name else cell
            for column, cell in zip(columns, cells, strict=True)
        ]
        rows.append(Row(record.id, href, cells))
    return rows


def name_column(columns: Sequence[Column]) -> Column:
    """The column that names a record in a list: its name or title, else the first one."""
    return next((column for column in columns if column.key in ("name", "title")), columns[0])


def cell_of(
    register: Register,
    column: Column,
    record: Any,
    day: date,
    opened: Collection[tuple[str, int]] = (),
) -> Cell:
    """A value as words; a reference leads to its record where that is among the `opened`."""
    value = column.value(record, day)
    kind = register.kind(column)
    state = column.states.get(value) if column.states and not isinstance(value, list) else None
    text = words(value, kind)
    wide = kind == "text" and len(text) > 40
    return Cell(text, kind, _href(value, opened), state, register.header(column), wide)


def facts(
    register: Register, record: Record, day: date, leave_out: Collection[str] = ()
) -> list[Cell]:
    """Every column of a record with a value, for its page; `leave_out` has panels of its own."""
    columns = [column for column in register.columns if column.key not in leave_out]
    opened = _opened(columns, [record], day)
    cells = (cell_of(register, column, record, day, opened) for column in columns)
    return [cell for cell in cells if cell.text]


def states(register: Register, record: Record, day: date) -> list[tuple[str, str]]:
    """The (look, words) of each state that the head of a record's page shows."""
    cells = (cell_of(register, column, record, day) for column in register.columns if column.states)
    return [(cell.state, cell.text) for cell in cells if cell.state and cell.text]


def entries(found: Iterable[HistoryEntry], *, hide: bool = False) -> list[Entry]:
    """History as words; `hide` replaces the values of personal columns."""
    return [entry_words(entry, hide) for entry in found]


def entry_words(entry: HistoryEntry, hide: bool) -> Entry:
    register = _registers_by_name().get(entry.register)
    changes = (
        [_change_words(register, change, hide) for change in entry.changes] if register else []
    )
    href = None
    if register and entry.record_id:
        href = url_for(f"{register.name}.history", record_id=entry.record_id)
    return Entry(
        entry.action.label,
        entry.user_name,
        moment_words(entry.at),
        entry.reason or "",
        entry.record_title,
        str(register.title if register else SUBJECTS.get(entry.register, entry.register)),
        href,
        changes,
    )


def _change_words(register: Register, change: dict[str, Any], hide: bool) -> ChangeWords:
    column = register.column(change["field"])
    if column is None:
        return ChangeWords(change["field"], str(change["old"] or ""), str(change["new"] or ""))
    label = register.header(column)
    if hide and column.personal:
        return ChangeWords(label, _hidden(change["old"]), _hidden(change["new"]))
    return ChangeWords(
        label,
        words_of_plain(register, column, change["old"]),
        words_of_plain(register, column, change["new"]),
    )


def _hidden(value: Any) -> str:
    """What stands for a value that may not be read; where there was none, nothing is hidden."""
    return "" if value in (None, "", []) else "●●●"


def _registers_by_name() -> dict[str, Register]:
    return {register.name: register for register in REGISTERS.values()}


def _opened(
    columns: Sequence[Column], records: Sequence[Any], day: date
) -> Collection[tuple[str, int]]:
    """The records that the columns name, by register and id, whose pages the viewer may open."""
    named: dict[type[Record], set[int]] = {}
    for record in records:
        for value in (column.value(record, day) for column in columns):
            if isinstance(value, Nameable):
                named.setdefault(register_of(value).model, set()).add(value.id)
    viewer = current_viewer()
    return {
        (REGISTERS[model].name, found)
        for model, ids in named.items()
        for found in find_readable(model, ids, viewer)
    }


def _href(value: Any, opened: Collection[tuple[str, int]]) -> str | None:
    """Where a reference leads: to the record it names, where the viewer may open its page."""
    if not isinstance(value, Nameable):
        return None
    name = register_of(value).name
    return url_for(f"{name}.show", record_id=value.id) if (name, value.id) in opened else None


def render(register: Register, template: str, **context: Any) -> str:
    """Render the feature's own template where it has one, else the shared one."""
    names: list[str | Template] = [f"{register.name}/{template}", f"register/{template}"]
    return render_template(names, register=register, **context)
