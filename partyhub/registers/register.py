"""Descriptions of kinds of records, from which their pages, sheets and commands follow."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, inspect
from werkzeug.utils import cached_property
from wtforms.meta import DefaultMeta

from partyhub.database import Nameable, Record
from partyhub.forms import FieldHelp, RecordForm, ValueField
from partyhub.registers.choices import RecordChoices, find_choices
from partyhub.registers.lifetimes import Condition, Ending, Lifetime
from partyhub.registers.reference_names import Summary
from partyhub.registers.rolls import Roll
from partyhub.roles import Right
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Column:
    """One column of the list, the record page, the export and the import, under one header.

    Header and kind are those of the form's field of the same name, unless given. `read` takes the
    record and the requested day; `sort` is an expression that is never null, or a function that
    makes one from the day. `states` maps values to the looks of their states; `members` is the enum
    of a computed column. Columns with `is_personal` are hidden from auditors. `aliases` are headers
    of other sheets that an import understands too. Days of the column lie about a year after those
    of the column `year_after`.

    `needs` are the relations, as paths of attributes, and the long texts that the column reads
    beside the record's own columns; a column that is such an attribute itself needs it implicitly.
    Paths that end in columns of listed records limit what is read of these. Neither a sheet of many
    records nor a table on a page reads `needs`, if given `summary` and `find`; `find` takes ids and
    the day and returns values by id. `reads` are the record's own short columns that the column
    reads; empty means all. `compute` takes the day and the values of `reads` instead of a record;
    `together` does so for many records, and takes a sequence for each of `reads`. `few` is a list
    of the record that is nearly always empty: then the value is what the column's key names of the
    record itself, if anything.
    """

    key: str
    read: Callable[[Any, date], Any] | None = None
    header: Any = None
    kind: str = ""
    sort: Any = None
    states: Mapping[Any, str] = field(default_factory=dict)
    is_personal: bool = False
    members: Any = None
    needs: Sequence[str] = ()
    reads: Sequence[str] = ()
    summary: Summary | None = None
    find: Callable[[Sequence[int], date], Mapping[int, Any]] | None = None
    compute: Callable[..., Any] | None = None
    together: Callable[..., Sequence[Any]] | None = None
    few: str = ""
    year_after: str = ""

    def __post_init__(self) -> None:
        assert self.compute is None or self.reads, f"{self.key} is computed of nothing."

    def value(self, record: Any, day: date) -> Any:
        """Return the value for `record`, valid on `day`."""
        if self.compute is not None:
            return self.compute(day, *[getattr(record, key) for key in self.reads])
        return self.read(record, day) if self.read else getattr(record, self.key)

    def values(self, records: Sequence[Any], day: date) -> list[Any]:
        """Return the values for many records, in their order."""
        if self.find is not None:
            ids = attribute_of(records, "id")
            return list(map(self.find(ids, day).get, ids))
        if self.compute is not None:
            parts = [attribute_of(records, key) for key in self.reads]
            return list(map(self.compute, repeat(day), *parts))
        if self.read is None:
            return attribute_of(records, self.key)
        read = self.read
        return [read(record, day) for record in records]

    def sort_on(self, day: date) -> Any:
        """Return the expression to sort by on `day`, or None if lists don't sort by the column."""
        return self.sort(day) if callable(self.sort) else self.sort


def attribute_of(records: Sequence[Any], key: str) -> list[Any]:
    """Return an attribute of each record.

    What has been read is taken from where SQLAlchemy keeps it: its descriptor would take longer
    than all the rest that a list does with a value.
    """
    values = map(vars, records)
    return [
        values[key] if key in values else getattr(record, key)
        for record, values in zip(records, values, strict=True)
    ]


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: `choices(viewer)` returns (value, label) pairs.

    `where` takes a value from the choices and the requested day, and returns the condition. `name`
    returns the label of a valid value outside the choices, such as a period in a link, or None if
    the value is invalid. `made_of` returns what else the condition depends on, such as a number
    that a rule sets for the day, so that the statement is rebuilt when it changes. `records`
    describes the records to choose from, if the filter offers records.
    """

    key: str
    label: Any
    choices: Callable[[Viewer], Sequence[tuple[str, str]]]
    where: Callable[[str, date], Condition]
    name: Callable[[str], str | None] = lambda value: None
    records: RecordChoices | None = None
    made_of: Callable[[date], Hashable] = lambda day: None


def enum_filter(key: str, label: Any, column: Any, members: Any) -> Filter:
    """Return a filter by `members`, all or some of the enum that `column` stores."""
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
    """Return a filter by the record whose id `column` stores, among those that `choose` selects."""
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
    """Rights on a register: the rights to read and write, and the records that they may access.

    `readable` and `writable` return the condition for a viewer; without `writable`, who may write
    may write what is readable. `reach` returns the organizations that the viewer looks after today.
    What is selected for viewers, here and by filters, depends on these, on the viewer and on today
    and on nothing else, so that statements can be remembered. `belongs` returns the condition for
    the organizations that a report is about, as on a day. `to_read` and `to_write` are the rights
    that a role needs.
    """

    readable: Callable[[Viewer], Condition]
    belongs: Callable[[Reach, date], Condition]
    reach: Callable[[Viewer], Reach]
    writable: Callable[[Viewer], Condition] | None = None
    to_read: Right = Right.READ
    to_write: Right = Right.WRITE

    def condition(self, viewer: Viewer, writes: bool) -> Condition:
        """Return the condition for records that the viewer may read, or write if `writes`."""
        return (self.writable if writes and self.writable else self.readable)(viewer)


@dataclass(frozen=True)
class Listing:
    """The initial state of a list: column keys, sort (prefix `-` for descending) and filters.

    `search` are id columns: each search word must occur in the text of one of these records, which
    are the register's own or those that it refers to. `unit` is the word with which its records are
    counted, if not “records”; `tallied` is the enum column by which an import counts new ones.
    `order_of_few` takes the place of `order` while sorting by it costs little.
    """

    columns: Sequence[str]
    order: str
    search: Sequence[Any]
    order_of_few: str = ""
    filters: Sequence[Filter] = ()
    unit: Any = None
    tallied: str = ""


@dataclass(frozen=True, eq=False)
class Register:
    """One kind of record. `load` selects with all that the columns read; `store` writes values.

    `store(record, values, viewer)` returns the records that it made in addition to `record`. `key`
    are the columns that together identify a record; `other_key` those that identify it in a sheet
    whose key is empty. `alike` are columns that tell namesakes apart: a record without a key is the
    one on record with its name and with what these say. A register that `is_confidential` stands in
    no workbook but its own list. `order` returns what sheets sort by, if it is not the key. `rolls`
    are the parts that have lists of their own; the first is shown unless another is asked for.
    `adding` says that one is made, where “New” and the label aren't the words for it.
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
    alike: Sequence[str] = ()
    ending: Ending | None = None
    is_confidential: bool = False
    order: Callable[[date], Sequence[Any]] | None = None
    rolls: Sequence[Roll] = ()
    adding: Any = None

    @property
    def words_of_adding(self) -> str:
        return str(self.adding or gettext("New %(record)s", record=self.label))

    def order_on(self, day: date) -> list[Any]:
        """Return what sheets of many records sort by on `day`, so that their order is stable."""
        if self.order is not None:
            return [*self.order(day), self.model.id]
        columns = [self.column(key) for key in self.key]
        keys = [column.sort_on(day) for column in columns if column]
        return [*(key for key in keys if key is not None), self.model.id]

    @property
    def entered(self) -> list[Column]:
        """Return the columns that people fill in: not computed, and not only for new records."""
        fields = ((column, self.field(column)) for column in self.columns)
        return [column for column, field in fields if field and not field.is_create_only]

    def column(self, key: str) -> Column | None:
        return self._columns.get(key)

    def field(self, column: Column) -> ValueField | None:
        """Return the form's field of the column, without a form; None for a computed column."""
        return self._fields.get(column.key)

    def help(self, column: Column) -> FieldHelp:
        """Return what the column's field says of itself; a computed column says nothing."""
        field = self.field(column)
        return FieldHelp() if field is None else field.help

    def header(self, column: Column) -> str:
        """Return the column's header in the language of the page."""
        return str(self.lazy_header(column))

    def lazy_header(self, column: Column) -> Any:
        """Return the column's header as it is before it is translated."""
        return self._fields[column.key].label.text if column.header is None else column.header

    def kind(self, column: Column) -> str:
        """Return the kind of the column's values, which decides how they are written everywhere."""
        return column.kind or self._fields[column.key].kind

    def members(self, column: Column) -> Any:
        """Return the enum of an enum column, else None."""
        field = self.field(column)
        return column.members or (field and field.members)

    @cached_property
    def naming(self) -> str:
        """Return the key of the column with the name of what the register's key numbers, or "".

        A register with another key, such as that of activities, isn't known by name and number.
        """
        is_numbered = issubclass(self.model, Nameable) and self.key == (self.model.code_attribute,)
        if not is_numbered or self.other_key:
            return ""
        synonyms = inspect(self.model).synonyms
        names = ["name", *(key for key, synonym in synonyms.items() if synonym.name == "name")]
        return next((name for name in names if name in self._columns), "")

    @cached_property  # as workbooks need them for each cell
    def _columns(self) -> Mapping[str, Column]:
        return {column.key: column for column in reversed(self.columns)}

    @cached_property
    def _fields(self) -> Mapping[str, ValueField]:
        """Return the fields of the columns, bound to no form: they only tell of themselves."""
        unbound = ((column.key, getattr(self.form, column.key, None)) for column in self.columns)
        found = ((key, field) for key, field in unbound if field is not None)
        return {key: field.bind(form=None, name=key, _meta=DefaultMeta()) for key, field in found}
