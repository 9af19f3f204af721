"""The definition of a figure: a condition, and a measure, over a base that a feature provides."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, TypeAlias

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import ColumnElement, Select, select, true

from partyhub.database import LabeledEnum, Record
from partyhub.figures.scope import Scope

Number: TypeAlias = int | float | Decimal | None
# The columns of a base's row, by name.
Row: TypeAlias = Any
# A select of such rows.
Rows: TypeAlias = Select[*tuple[Any, ...]]
# The condition of a base's rows that the records with these ids bear upon.
Trace: TypeAlias = Callable[[Sequence[int]], ColumnElement[bool]]


class FigureKind(StrEnum):
    """The kind of a figure: a stock on the last day, or a flow over the period."""

    STOCK = "stock"
    FLOW = "flow"


class Additive(StrEnum):
    """The answer to whether the values of organizations side by side add up to that of all."""

    ALWAYS = "always"
    NEVER = "never"
    # Where no organization moved in the period.
    UNMOVED = "unmoved"


class Group(LabeledEnum):
    """The headings that group figures, on their page and in the workbook, in order."""

    MEMBERS = "members", lazy_gettext("Organizations and members")
    STRUCTURE = "structure", lazy_gettext("Structure of the members")
    ACTIVITIES = "activities", lazy_pgettext("figures", "Activities")
    MEETINGS = "meetings", lazy_pgettext("figures", "Meetings that rules ask for")
    VOTES = "votes", lazy_pgettext("figures", "Votes of meetings")
    APPRAISALS = "appraisals", lazy_gettext("Appraisals")
    VANGUARDS = "vanguards", lazy_gettext("Vanguard posts and teams")
    COMMISSARS = "commissars", lazy_gettext("Workshop commissars")
    PROJECTS = "projects", lazy_gettext("Key projects and mentoring")
    PROSPERITY = "prosperity", lazy_gettext("Common-prosperity workshops")
    HONORS = "honors", lazy_gettext("Honors")
    HONORS_BY_LEVEL = "honors_by_level", lazy_gettext("Honors by level")
    HONORS_BY_RECIPIENT = "honors_by_recipient", lazy_gettext("Honors by recipient")
    HONORS_BY_CATEGORY = "honors_by_category", lazy_gettext("Honors by category")


@dataclass(frozen=True, eq=False)
class Base:
    """The query behind figures: one row for each record of `model`, read once for all its figures.

    `select(scope)` selects the column `id` and whatever else conditions and measures name. `fenced`
    keeps the database from computing such a column again for every figure that names it; all of
    them are then computed for every row. `day` is the column by whose month the rows are counted.
    Where the same rows are read for any day, `select` names no day and `columns(scope)` makes the
    columns that do: several periods of one reach are then read together. `traces` gives for other
    models whose records the base reads the condition of those of its own rows that given records
    bear upon; without it, all may be borne upon. A record of `model` bears upon its own row alone,
    unless there is a trace of it, too. `made_of` names the columns of other models of which values
    are made that are stored with the base's own records.
    """

    model: type[Record]
    select: Callable[[Scope], Rows]
    columns: Callable[[Scope], Mapping[str, Any]] | None = None
    fenced: bool = False
    day: str | None = None
    conditions: tuple[ColumnElement[bool], ...] = ()
    traces: Mapping[type[Record], Trace] = field(default_factory=dict)
    made_of: Mapping[type[Record], Sequence[str]] = field(default_factory=dict)

    def rows(self, scope: Scope, record_ids: Any = None) -> Row:
        """Return the columns of the base's rows, with `record_ids` only of those records."""
        return self.rows_in([scope], record_ids)[0]

    def rows_in(
        self,
        scopes: Sequence[Scope],
        record_ids: Any = None,
        names: Sequence[Container[str]] | None = None,
    ) -> list[Row]:
        """Return the columns of the rows in each of the scopes, all read once.

        The scopes differ only in their days. `names` lists for each scope the names of the columns
        that are needed in it; by default all are.
        """
        query = self.select(scopes[0])
        own = query.selected_columns.id
        if names is not None:
            selected = query.selected_columns.items()
            kept = [c for name, c in selected if c is own or any(name in each for each in names)]
            query = query.with_only_columns(*kept, maintain_column_froms=True)
        if self.columns is not None:
            for number, scope in enumerate(scopes):
                found = self.columns(scope)
                needed = [name for name in found if names is None or name in names[number]]
                query = query.add_columns(*(found[n].label(f"{n}_{number}") for n in needed))
        if self.conditions:
            ids = select(self.model.id).where(*self.conditions).correlate(None)
            query = query.where(own.in_(ids))
        if record_ids is not None:
            query = query.where(own.in_(record_ids))
        rows = (query.offset(0) if self.fenced else query).subquery("base")
        return [_row_of(rows, number) for number in range(len(scopes))]

    def narrowed(self, *conditions: ColumnElement[bool]) -> "Base":
        """Return the base with only those records that fulfil `conditions`."""
        return replace(self, conditions=(*self.conditions, *conditions))


def _row_of(rows: Any, number: int) -> Row:
    """Return the columns of all scopes, and those of scope `number` under their own names."""
    end = f"_{number}"
    named = {name.removesuffix(end): c for name, c in rows.c.items() if name.endswith(end)}
    return SimpleNamespace(**dict(rows.c.items()), **named)


class _Reader:
    """A row that records the names by which its columns are read."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(self.row, name)


def everything(_row: Row) -> ColumnElement[bool]:
    """Return the condition that every row fulfils."""
    return true()


@dataclass(frozen=True, eq=False)
class Measure:
    """The number that a figure adds up for each record; `key` is a register's computed column.

    `of` makes an expression of the columns of the base; null counts as nothing. `nothing` is the
    sum where no record has a number: 0, or None where that means that nobody has reported one.
    """

    key: str
    of: Callable[[Row], Any]
    nothing: Number = 0

    def read(self, total: Number) -> Number:
        """Return the value of a sum from the database; a null sum is `nothing`."""
        return self.nothing if total is None else total


@dataclass(frozen=True)
class SheetColumn:
    """A column of a `Sheet`; `read` takes the record and the figure that counts it."""

    header: Any
    read: Callable[[Any, "Figure"], Any]
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook whose rows are no register's: one for each figure and record.

    `load` selects the records, `needs` names what the columns read of other records (as a
    register's columns do), `order` gives the value by which a figure's rows are sorted among those
    of all figures.
    """

    key: str
    title: Any
    load: Callable[[], Select[Any]]
    columns: Sequence[SheetColumn]
    order: Callable[["Figure"], Any]
    needs: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Figure:
    """A number that the report shows.

    It counts the rows of its base that fulfil `where`; with a `measure` it adds that up. There is
    no other way to count: the number, the list behind it and the marked rows in the workbook all
    use the same base with the same condition. `part_of` is the code of the figure of which it is
    shown as a part. `sheet` is the workbook's sheet of its records where that isn't their
    register's. `month` is the column of the month that the value is as of, as its first day, where
    the value isn't as of the scope's last day; `latest` is that of the day. `remark` says what a
    reader has to know of the value in a scope, or nothing. `roll` names the roll of the register
    that its records are on, as of the scope's last day, if it isn't the first. What only explains
    another figure isn't `in_summary`, the sheet that is signed.
    """

    code: str
    label: Any
    unit: Any
    kind: FigureKind
    definition: Any
    _: KW_ONLY
    group: Group
    base: Base
    where: Callable[[Row], Any] = everything
    measure: Measure | None = None
    part_of: str | None = None
    sheet: Sheet | None = None
    month: str | None = None
    latest: str | None = None
    additive: Additive = Additive.ALWAYS
    remark: Callable[[Scope], str] | None = None
    roll: str = ""
    in_summary: bool = True

    @property
    def model(self) -> type[Record]:
        return self.base.model

    def names(self, row: Row) -> set[str]:
        """Return the names of the base's columns that the figure reads."""
        reader = _Reader(row)
        self.where(reader)
        if self.measure is not None:
            self.measure.of(reader)
        return reader.names

    def select(self, scope: Scope) -> Select[Any]:
        """Select the ids of the records that the figure counts, each once."""
        row = self.base.rows(scope)
        return select(row.id).where(self.where(row))

    def narrowed(self, *conditions: ColumnElement[bool]) -> "Figure":
        """Return the figure over only those of its records that fulfil `conditions`."""
        return replace(self, base=self.base.narrowed(*conditions))


@dataclass(frozen=True, eq=False)
class Ratio:
    """One figure divided by another; None where the divisor is 0. Its records are the first's."""

    code: str
    label: Any
    unit: Any
    kind: FigureKind
    definition: Any
    _: KW_ONLY
    group: Group
    parts: Sequence[str]
    part_of: str | None = None
    remark: Callable[[Scope], str] | None = None
    in_summary: bool = True

    @property
    def additive(self) -> Additive:
        """Return that ratios never add up."""
        return Additive.NEVER


@dataclass(frozen=True)
class Tally:
    """The result of a figure: how many records it counts, its value, and the day that is as of.

    `months` is how many months were reported, where a figure adds up monthly returns.
    """

    records: int
    value: Number
    as_of: date
    months: int | None = None


def divide(numerator: Number, divisor: Number) -> float | None:
    """Return the quotient, or None where a number is missing or the divisor is 0."""
    if numerator is None or not divisor:
        return None
    return float(numerator) / float(divisor)


AnyFigure: TypeAlias = Figure | Ratio
