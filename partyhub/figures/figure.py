"""Figures: a condition, and a measure, over a base that a feature names."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
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


class FigureKind(StrEnum):
    STOCK = "stock"
    FLOW = "flow"


class Group(LabeledEnum):
    """The headings under which figures stand, on their page and in the workbook, in order."""

    MEMBERS = "members", lazy_gettext("Organizations and members")
    ACTIVITIES = "activities", lazy_pgettext("figures", "Activities")
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
    """Rows that figures count: one a record of `model`, read once for all figures over it.

    `select(scope)` selects their `id` and whatever else conditions and measures name. `fenced`
    keeps the database from computing such a column anew for every figure that names it; all of
    them are then computed for every row. `day` is the column by whose month the rows are counted.

    Where the same rows are looked at on any day, `select` names no day and `columns(scope)` makes
    the columns that do: several periods of one reach are then read together.
    """

    model: type[Record]
    select: Callable[[Scope], Rows]
    columns: Callable[[Scope], Mapping[str, Any]] | None = None
    fenced: bool = False
    day: str | None = None
    conditions: tuple[ColumnElement[bool], ...] = ()

    def rows(self, scope: Scope, record_id: Any = None) -> Row:
        """The columns of its rows; with `record_id`, those of that record alone."""
        return self.rows_in([scope], record_id)[0]

    def rows_in(
        self,
        scopes: Sequence[Scope],
        record_id: Any = None,
        names: Sequence[Container[str]] | None = None,
    ) -> list[Row]:
        """The columns of its rows in each of the scopes, which only days tell apart, read once.

        `names` says for each scope which of the columns that depend on it are needed.
        """
        query = self.select(scopes[0])
        own = query.selected_columns.id
        if self.columns is not None:
            for number, scope in enumerate(scopes):
                found = self.columns(scope)
                needed = [name for name in found if names is None or name in names[number]]
                query = query.add_columns(*(found[n].label(f"{n}_{number}") for n in needed))
        if self.conditions:
            ids = select(self.model.id).where(*self.conditions).correlate(None)
            query = query.where(own.in_(ids))
        if record_id is not None:
            query = query.where(own == record_id)
        rows = (query.offset(0) if self.fenced else query).subquery("base")
        return [_row_of(rows, number) for number in range(len(scopes))]

    def narrowed(self, *conditions: ColumnElement[bool]) -> "Base":
        """The same rows, but of those records alone that fulfil `conditions`."""
        return replace(self, conditions=(*self.conditions, *conditions))


def _row_of(rows: Any, number: int) -> Row:
    """The columns of all scopes, and those of the scope of this number by their own names."""
    end = f"_{number}"
    named = {name.removesuffix(end): c for name, c in rows.c.items() if name.endswith(end)}
    return SimpleNamespace(**dict(rows.c.items()), **named)


class _Reader:
    """A row that remembers by which names it was asked."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(self.row, name)


def everything(_row: Row) -> ColumnElement[bool]:
    return true()


@dataclass(frozen=True, eq=False)
class Measure:
    """What a figure adds up, one number a record: a register's computed column of this key.

    `of` makes an expression of the columns of the base; null counts as nothing. `nothing` is the
    sum where no record has a number: 0, or None where that means that nobody has reported one.
    """

    key: str
    of: Callable[[Row], Any]
    nothing: Number = 0

    def read(self, total: Number) -> Number:
        """What a sum that the database gives means: null is a sum of nothing."""
        return self.nothing if total is None else total


@dataclass(frozen=True)
class SheetColumn:
    """A column of such a sheet; `read` takes the record and the figure that counts it."""

    header: Any
    read: Callable[[Any, "Figure"], Any]
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook whose rows are no register's: one for each figure and record.

    `load` selects the records with all that the columns read, `order` says by what a figure's
    rows are sorted among those of all figures.
    """

    key: str
    title: Any
    load: Callable[[], Select[Any]]
    columns: Sequence[SheetColumn]
    order: Callable[["Figure"], Any]


@dataclass(frozen=True, eq=False)
class Figure:
    """A number that the report shows.

    It counts the rows of its base that fulfil `where`; with a `measure` it adds that up. There is
    no other way to count: the number, the list behind it and the rows that are marked in the
    workbook are the same base with the same condition. `part_of` is the code of the figure under
    which it stands as a part. `sheet` is the workbook's sheet of its records where it isn't the
    one of their register. `month` is the column of the month that the value is as of, by its first
    day, where it isn't as of the scope's last day.
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

    @property
    def model(self) -> type[Record]:
        return self.base.model

    def names(self, row: Row) -> set[str]:
        """By which names it reads the columns of the base."""
        reader = _Reader(row)
        self.where(reader)
        if self.measure is not None:
            self.measure.of(reader)
        return reader.names

    def select(self, scope: Scope) -> Select[Any]:
        """The ids of the records that it counts, each once."""
        row = self.base.rows(scope)
        return select(row.id).where(self.where(row))

    def narrowed(self, *conditions: ColumnElement[bool]) -> "Figure":
        """The same figure of those of its records alone that fulfil `conditions`."""
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


@dataclass(frozen=True)
class Tally:
    """A figure's answer: how many records it counts, its value, and the day that is as of."""

    records: int
    value: Number
    as_of: date


def divide(numerator: Number, divisor: Number) -> float | None:
    if numerator is None or not divisor:
        return None
    return float(numerator) / float(divisor)


AnyFigure: TypeAlias = Figure | Ratio
