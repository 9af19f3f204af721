"""The description of one kind of record, from which its pages, sheets and commands follow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select
from wtforms.fields.core import UnboundField

from partyhub.database import Record
from partyhub.forms import RecordForm, RefField
from partyhub.registers.choices import RecordChoices, find_choices
from partyhub.registers.filling import fill
from partyhub.registers.lifetimes import Lifetime
from partyhub.registers.names import Names
from partyhub.scopes import Reach
from partyhub.viewers import READERS, SECRETARIES, Role, Viewer

Condition: TypeAlias = ColumnElement[bool]

REGISTERS: dict[type[Record], "Register"] = {}


@dataclass(frozen=True, eq=False)
class Summary:
    """Columns of many records as one or two statements find them for some hundreds at once.

    `read` takes the ids of the records, the day that is asked and the names of records; it gives
    of each record that has something its id and what stands in the cell of each of `keys`.
    """

    keys: Sequence[str]
    read: Callable[[Sequence[int], date, Names], Iterable[Sequence[Any]]]


@dataclass(frozen=True)
class Column:
    """One column of the list, the record page, the export and the import, under one header.

    Header and kind are those of the form's field of the same name, unless given. `read` takes the
    record and the day that is asked; `sort` is an expression that is never null, or makes one
    from the day. `states` maps a value to the look of its state, `members` is the enum of a
    computed column. What `personal` marks is hidden from auditors. `aliases` are headers under
    which other sheets have the column: an import understands them too. `needs` are the relations,
    as paths of attributes, and the long texts that it reads beside the record's own columns; a
    column that is an attribute itself needs that one (see plain_rows.py). A sheet of many records
    takes its cells from `summary`, where there is one, instead of reading what it needs. `reads`
    are the record's own short columns that it reads; where none are named, it may read all.
    """

    key: str
    read: Callable[[Any, date], Any] | None = None
    header: Any = None
    kind: str = ""
    sort: Any = None
    states: Mapping[Any, str] = field(default_factory=dict)
    personal: str = ""
    members: Any = None
    aliases: Sequence[str] = ()
    needs: Sequence[str] = ()
    reads: Sequence[str] = ()
    summary: Summary | None = None

    def value(self, record: Any, day: date) -> Any:
        return self.read(record, day) if self.read else getattr(record, self.key)

    def sort_on(self, day: date) -> ColumnElement[Any] | None:
        found: ColumnElement[Any] | None = self.sort(day) if callable(self.sort) else self.sort
        return found


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: `choices(viewer)` gives (value, label), `where` the condition.

    `where` takes a value that stands among the choices, and the day that is asked. `name` says
    what another value is called that is right too, such as a period that a link asks for; None
    where it is none. `records` are those that it chooses among, where these are records.
    """

    key: str
    label: Any
    choices: Callable[[Viewer], Sequence[tuple[str, Any]]]
    where: Callable[[str, date], Condition]
    name: Callable[[str], str | None] = lambda value: None
    records: RecordChoices | None = None


def enum_filter(key: str, label: Any, column: Any, members: Any) -> Filter:
    """A filter by `members` of the enum that `column` stores: all of them, or some."""
    by_key = {member.value: member for member in members}
    return Filter(
        key,
        label,
        lambda viewer: [(member.value, member.label) for member in members],
        lambda value, day: column == by_key[value],
    )


def record_filter(
    key: str, label: Any, column: Any, choose: Callable[[Viewer], Select[Any]]
) -> Filter:
    """A filter by the record whose id stands in `column`, one of those that `choose` selects."""
    records = RecordChoices(choose)
    return Filter(
        key,
        label,
        lambda viewer: find_choices([records], viewer)[0],
        lambda value, day: column == int(value),
        records=records,
    )


@dataclass(frozen=True)
class Access:
    """Who may read and write, and which records: `seen` and `kept` give the condition for a viewer.

    `kept` is for writing; without it, who may write may write what is seen. `belongs` gives it for
    the organizations that a report is about, as on a day.
    """

    seen: Callable[[Viewer], Condition]
    belongs: Callable[[Reach, date], Condition]
    kept: Callable[[Viewer], Condition] | None = None
    readers: frozenset[Role] = READERS
    writers: frozenset[Role] = SECRETARIES

    def condition(self, viewer: Viewer, writes: bool) -> Condition:
        return (self.kept if writes and self.kept else self.seen)(viewer)


@dataclass(frozen=True)
class Listing:
    """What a list shows at first: column keys, the sort (`-` before it for descending), filters.

    `search` are columns of ids: every searched word must stand in the text of one of these records,
    of the register's own or of one that it refers to.
    """

    columns: Sequence[str]
    order: str
    search: Sequence[Any]
    filters: Sequence[Filter] = ()


@dataclass(frozen=True)
class Register:
    """One kind of record. `load` selects with all that the columns read; `store` writes values.

    `store(record, values, viewer)` returns the records that it made beside `record`.
    `key` are the columns that together name a record; `other_key` those that name it in a sheet
    that leaves the key empty.
    """

    name: str
    label: Any
    title: Any
    model: type[Record]
    form: type[RecordForm]
    key: Sequence[str]
    columns: Sequence[Column]
    listing: Listing
    load: Callable[[], Select[Any]]
    store: Callable[[Any, Mapping[str, Any], Viewer], Sequence[Record]]
    lifetime: Lifetime
    access: Access
    other_key: Sequence[str] = ()

    def __post_init__(self) -> None:
        REGISTERS[self.model] = self

    @property
    def entered(self) -> list[Column]:
        """The columns that people fill in, without those that are computed, now or once."""
        fields = ((column, self._unbound(column)) for column in self.columns)
        return [c for c, unbound in fields if unbound and not unbound.field_class.is_read_once]

    def column(self, key: str) -> Column | None:
        return self._by_key.get(key)

    def header(self, column: Column) -> str:
        """The column's header in the language of the page."""
        return str(column.header or self._field(column.key).args[0])

    def kind(self, column: Column) -> str:
        """What sort of value the column holds: it decides how the value is written everywhere."""
        return column.kind or self._kinds.get(column.key) or self._kind_of(column)

    def members(self, column: Column) -> Any:
        """The enum of an enum column, else None."""
        if column.members is not None:
            return column.members
        unbound = self._unbound(column)
        if unbound is None or unbound.field_class.kind not in ("enum", "enums"):
            return None
        return unbound.args[1]

    def lines(self, column: Column) -> int:
        """How many lines of text the column's field shows."""
        return int(self.setting(column, "lines", 1))

    def description(self, column: Column) -> str:
        """What the form says about the column, if anything."""
        return str(self.setting(column, "description", ""))

    def example(self, column: Column) -> str:
        """What the form names as an example of the column, if anything."""
        return str(self.setting(column, "example", ""))

    def setting(self, column: Column, name: str, default: Any) -> Any:
        """What the column's field was given under `name`, else the field's own default."""
        unbound = self._unbound(column)
        return default if unbound is None else unbound.kwargs.get(name, default)

    def choose(self, column: Column) -> Callable[[Viewer], Select[Any]] | None:
        """What makes the query of the records that the column may name, if there is one query."""
        unbound = self._unbound(column)
        if unbound is None or not issubclass(unbound.field_class, RefField):
            return None
        found: Callable[[Viewer], Select[Any]] = unbound.args[1]
        return found

    def is_required(self, column: Column) -> bool:
        unbound = self._unbound(column)
        validators = (
            [] if unbound is None else [*unbound.args, *unbound.kwargs.get("validators", [])]
        )
        flat = [
            v for item in validators for v in (item if isinstance(item, list | tuple) else [item])
        ]
        return any("required" in getattr(v, "field_flags", {}) for v in flat)

    # A workbook asks these for each of its cells.
    @cached_property
    def _by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in reversed(self.columns)}

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {c.key: self._kind_of(c) for c in self.columns if not c.kind}

    def _kind_of(self, column: Column) -> str:
        unbound = self._field(column.key)
        if unbound.kwargs.get("places"):
            return "decimal"
        return str(unbound.field_class.kind)

    def _unbound(self, column: Column) -> UnboundField | None:
        """The form's field of the column; a computed one has none."""
        return getattr(self.form, column.key, None)

    def _field(self, key: str) -> UnboundField:
        return getattr(self.form, key)


def register_of(record: Record) -> Register:
    """The register that `record` belongs to."""
    return REGISTERS[type(record)]


def assign(record: Any, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    """Write each value to the attribute of its name: the `store` of a plain register."""
    fill(record, values)
    return ()
