"""What the shared templates are given: words and links, made from records and their registers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import render_template, url_for
from jinja2 import Template
from markupsafe import Markup

from partyhub.accounts import current_viewer
from partyhub.database import Nameable, Record
from partyhub.history.models import SUBJECTS, HistoryEntry
from partyhub.registers.ledger import Cell, Heading, Row, draw_options
from partyhub.registers.listing import Listing
from partyhub.registers.register import REGISTERS, Column, Register
from partyhub.registers.rights import find_readable_among
from partyhub.registers.values import Wording, moment_words, words_of_plain


@dataclass(frozen=True)
class FilterChoice:
    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    value: str

    @property
    def options(self) -> Markup:
        return draw_options(self.choices, self.value)

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
            Heading(c.key, register.header(c), register.kind(c), c.sort is not None)
            for c in listing.columns
        ],
        rows_of(register, [record for record, _ in listing.page], listing.columns, listing.day),
        [
            FilterChoice(
                item.key,
                str(item.label),
                listing.choices[item.key],
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
    values = [[column.value(record, day) for column in columns] for record in records]
    writer = CellWriter(register, columns, values)
    own, name = page_address(register), columns.index(name_column(columns))
    rows = []
    for record, found in zip(records, values, strict=True):
        cells = writer.write(found)
        cells[name].href, cells[name].is_name = f"{own}{record.id}", True
        rows.append(Row(record.id, cells[name].href, cells))
    return rows


def name_column(columns: Sequence[Column]) -> Column:
    """The column that names a record in a list: its name or title, else the first one."""
    return next((column for column in columns if column.key in ("name", "title")), columns[0])


def page_address(register: Register) -> str:
    """What the addresses of all records' pages begin with; the id follows."""
    return url_for(f"{register.name}.show", record_id=1)[:-1]


class CellWriter:
    """Makes cells of values; what is the same for all rows of a page is asked once.

    A reference leads to its record where the viewer may open that record's page.
    """

    def __init__(
        self, register: Register, columns: Sequence[Column], values: Sequence[Sequence[Any]]
    ) -> None:
        self.columns = [(c, register.kind(c), register.header(c)) for c in columns]
        self.wording = Wording()
        self.addresses = _opened(values)

    def write(self, values: Sequence[Any]) -> list[Cell]:
        """One row's values as cells, in the order of the columns."""
        cells = []
        for value, (column, kind, header) in zip(values, self.columns, strict=True):
            is_text = type(value) is str and kind != "phone"
            text = value if is_text else self.wording.words(value, kind)
            href = self.addresses.get((type(value), value.id)) if _names(value) else None
            state = column.states.get(value) if column.states and not _is_list(value) else None
            wide = kind == "text" and len(text) > 40
            cells.append(Cell(text, kind, href, state, header, wide))
        return cells


def facts(
    register: Register, record: Record, day: date, leave_out: Collection[str] = ()
) -> list[Cell]:
    """Every column of a record with a value, for its page; `leave_out` has panels of its own."""
    columns = [column for column in register.columns if column.key not in leave_out]
    return [cell for cell in _cells(register, columns, record, day) if cell.text]


def states(register: Register, record: Record, day: date) -> list[tuple[str, str]]:
    """The (look, words) of each state that the head of a record's page shows."""
    columns = [column for column in register.columns if column.states]
    cells = _cells(register, columns, record, day)
    return [(cell.state, cell.text) for cell in cells if cell.state and cell.text]


def _cells(
    register: Register, columns: Sequence[Column], record: Record, day: date
) -> Sequence[Cell]:
    values = [column.value(record, day) for column in columns]
    return CellWriter(register, columns, [values]).write(values)


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


def _opened(rows: Iterable[Sequence[Any]]) -> dict[tuple[type[Record], int], str]:
    """The addresses of the records that the values name and whose pages the viewer may open."""
    named: dict[type[Record], set[int]] = {}
    for value in (value for row in rows for value in row):
        if isinstance(value, Nameable):
            named.setdefault(type(value), set()).add(value.id)
    viewer = current_viewer()
    addresses = {model: page_address(REGISTERS[model]) for model in named}
    return {
        (model, record_id): f"{addresses[model]}{record_id}"
        for model, record_id in find_readable_among(named, viewer)
    }


def _names(value: Any) -> bool:
    return isinstance(value, Nameable)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def render(register: Register, template: str, **context: Any) -> str:
    """Render the feature's own template where it has one, else the shared one."""
    names: list[str | Template] = [f"{register.name}/{template}", f"register/{template}"]
    return render_template(names, register=register, **context)
