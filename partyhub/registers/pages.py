"""Contexts of the shared templates: texts and links made from records and their registers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf
from jinja2 import Template
from markupsafe import escape

from partyhub.accounts import current_viewer
from partyhub.attachments.operations import FIELD
from partyhub.database import Nameable, Record
from partyhub.history.models import BESIDE, HistoryEntry
from partyhub.registers.catalog import current_catalog
from partyhub.registers.list_parts import FilterChoice, Head, Parts, find_parts, headings_of
from partyhub.registers.listing import Listing
from partyhub.registers.register import Column, Register
from partyhub.registers.rights import Rights, find_readable_among
from partyhub.registers.table_markup import (
    MOST_SHOWN,
    Cell,
    Description,
    Heading,
    Ledger,
    state_of,
)
from partyhub.registers.values import format_moment, format_plain, words
from partyhub.rendering import address_of


@dataclass(frozen=True)
class ListPage:
    """A list as its template uses it; attributes missing here are read from the listing."""

    listing: Listing
    rows: Ledger
    head: Head
    parts: Parts

    def __getattr__(self, name: str) -> Any:
        return getattr(self.listing, name)


@dataclass(frozen=True)
class Entry:
    """One history entry as a page shows it."""

    action_label: str
    who: str
    at_text: str
    reason: str
    record_title: str
    register_label: str
    href: str | None
    changes: Sequence["ChangeWords"] = field(default_factory=tuple)
    is_beside: bool = False


@dataclass(frozen=True)
class ChangeWords:
    """One changed column of a history entry, in words."""

    label: str
    old: str
    new: str


def list_page(listing: Listing, may: Rights) -> ListPage:
    """Return the list's page for a viewer with the rights `may`."""
    register = listing.register
    records = [record for record, _ in listing.page]
    headings = headings_of(register, listing.columns, is_sorted=True)
    rows = ledger_of(register, records, listing.columns, headings, listing.day)
    head = head_of(listing, headings, may)
    parts = find_parts(head, str(get_locale()))
    return ListPage(listing, rows, head, parts.fill({"token": escape(generate_csrf())}))


def head_of(listing: Listing, headings: tuple[Heading, ...], may: Rights) -> Head:
    """Return the input of the cached parts of the list's page."""
    column = listing.sort_column
    query = replace(listing.query, after="", before="")
    filters = tuple(
        FilterChoice(
            item.key,
            str(item.label),
            tuple(listing.choices[item.key]),
            query.values.get(item.key, ""),
        )
        for item in listing.register.listing.filters
    )
    return Head(
        listing.register,
        listing.address,
        query,
        column.key if column else "",
        listing.descending,
        headings,
        filters,
        may,
    )


def ledger_of(
    register: Register,
    records: Sequence[Any],
    columns: Sequence[Column],
    headings: Sequence[Heading],
    day: date,
) -> Ledger:
    """Return the records as rows of a table, each with a link to its page."""
    values = [column.values(records, day) for column in columns]
    return Ledger(
        headings,
        [column.states for column in columns],
        [record.id for record in records],
        values,
        page_address(register),
        columns.index(name_column(columns)),
        Description(_opened(values)),
    )


def name_column(columns: Sequence[Column]) -> Column:
    """Return the column that names a record in a list: its name or title, else the first column."""
    return next((column for column in columns if column.key in ("name", "title")), columns[0])


def page_address(register: Register) -> str:
    """Return the common beginning of the addresses of the records' pages; the id follows."""
    return address_of(f"{register.name}.show", record_id=1)[:-1]


def facts(
    register: Register, record: Record, day: date, leave_out: Collection[str] = ()
) -> list[Cell]:
    """Return a cell for each column of the record that has a value, except those in `leave_out`.

    The columns in `leave_out` have panels of their own on the page.
    """
    columns = [column for column in register.columns if column.key not in leave_out]
    return [cell for cell in _cells(register, columns, record, day) if cell.text]


def states(register: Register, record: Record, day: date) -> list[tuple[str, str]]:
    """Return (look, words) pairs of the states that the head of the record's page shows."""
    columns = [column for column in register.columns if column.states]
    cells = _cells(register, columns, record, day)
    return [(cell.state, cell.text) for cell in cells if cell.state and cell.text]


def _cells(
    register: Register, columns: Sequence[Column], record: Record, day: date
) -> Sequence[Cell]:
    values = [column.value(record, day) for column in columns]
    description = Description(_opened([values]))
    cells = []
    for value, column in zip(values, columns, strict=True):
        kind = register.kind(column)
        text, href = description.text(value, kind), description.href(value)
        wide = kind == "text" and len(text) > MOST_SHOWN
        state = state_of(column.states, value)
        cells.append(Cell(text, href, state, register.header(column), wide))
    return cells


def entries(found: Iterable[HistoryEntry], *, hide: bool = False) -> list[Entry]:
    """Return history entries in words; `hide` masks the values of personal columns."""
    return [format_entry(entry, hide) for entry in found]


def format_entry(entry: HistoryEntry, hide: bool) -> Entry:
    catalog = current_catalog()
    register = catalog.by_name.get(entry.register)
    changes = [
        _change_words(register, change, hide) if register else _plain_words(entry.register, change)
        for change in entry.changes
    ]
    href = None
    if register and entry.record_id:
        href = url_for(f"{register.name}.history", record_id=entry.record_id)
    return Entry(
        entry.action.label,
        entry.user_name,
        format_moment(entry.at),
        entry.reason or "",
        entry.record_title,
        str(register.title if register else catalog.subjects.get(entry.register, entry.register)),
        href,
        changes,
        entry.action in BESIDE,
    )


def _plain_words(subject: str, change: dict[str, Any]) -> ChangeWords:
    """Return a change of something that is no register, whose fields its feature names."""
    label = current_catalog().subjects.get(f"{subject}.{change['field']}", change["field"])
    old, new = (
        words(value, "bool") if isinstance(value, bool) else str(value or "")
        for value in (change["old"], change["new"])
    )
    return ChangeWords(str(label), old, new)


def _change_words(register: Register, change: dict[str, Any], hide: bool) -> ChangeWords:
    column = register.column(change["field"])
    if change["field"] == FIELD:  # its name may say what an auditor doesn't read
        old, new = (
            _hidden(each) if hide else each or "" for each in (change["old"], change["new"])
        )
        return ChangeWords(gettext("Attachment"), old, new)
    if column is None:
        return ChangeWords(change["field"], str(change["old"] or ""), str(change["new"] or ""))
    label = register.header(column)
    if hide and column.is_personal:
        return ChangeWords(label, _hidden(change["old"]), _hidden(change["new"]))
    return ChangeWords(
        label,
        format_plain(register, column, change["old"]),
        format_plain(register, column, change["new"]),
    )


def _hidden(value: Any) -> str:
    """Return the mask of a value that the viewer may not read, or an empty text for no value."""
    return "" if value in (None, "", []) else "●●●"


def _opened(columns: Sequence[Sequence[Any]]) -> dict[tuple[type[Record], int], str]:
    """Return the addresses, by (model, id), of the named records that the viewer may open."""
    named: dict[type[Record], set[int]] = {}
    for values in columns:
        for kind in set(map(type, values)):
            if issubclass(kind, Nameable):
                found = named.setdefault(kind, set())
                found.update({value.id for value in values if type(value) is kind})
    viewer = current_viewer()
    registers = current_catalog().by_model
    addresses = {model: page_address(registers[model]) for model in named}
    return {
        (model, record_id): f"{addresses[model]}{record_id}"
        for model, record_id in find_readable_among(named, viewer)
    }


def render(register: Register, template: str, **context: Any) -> str:
    """Render the feature's own template if there is one, otherwise the shared one."""
    names: list[str | Template] = [f"{register.name}/{template}", f"register/{template}"]
    return render_template(names, register=register, **context)
