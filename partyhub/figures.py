"""A figure: a query that selects the records it counts, and how they add up.

There is no other way to count: the number, the list behind it and the rows that are marked in the
workbook come from this query.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, func, select

from partyhub.database import Record, db
from partyhub.periods import Period
from partyhub.scopes import Reach

Number: TypeAlias = int | float | Decimal | None


class FigureKind(StrEnum):
    STOCK = "stock"
    FLOW = "flow"


@dataclass(frozen=True, kw_only=True)
class Scope(Reach):
    """What is asked: the organizations in reach, a period, the last day that counts (`as_of`)."""

    period: Period
    as_of: date

    @property
    def start(self) -> date:
        return self.period.start

    @property
    def end(self) -> date:
        """The last day that counts for a flow: nothing after `as_of` has happened yet."""
        return min(self.period.end, self.as_of)

    def happened(self, column: Any) -> ColumnElement[bool]:
        """Whether the day in `column` lies in the period, and not after `as_of`."""
        condition: ColumnElement[bool] = column.between(self.start, self.end)
        return condition


@dataclass(frozen=True)
class Measure:
    """What a figure adds up, one number a record: a register's computed column of this key.

    `of` is an expression over the register's model; null counts as nothing. `nothing` is the sum
    where no record has a number: 0, or None where that means that nobody has reported one.
    """

    key: str
    of: Any
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

    `load` selects the records, `needs` names what the columns read of others (as a register's
    columns do), `order` says by what a figure's rows are sorted among those of all figures.
    """

    key: str
    title: Any
    load: Callable[[], Select[Any]]
    columns: Sequence[SheetColumn]
    order: Callable[["Figure"], Any]
    needs: Sequence[str] = ()


@dataclass(frozen=True)
class Figure:
    """A number that the report shows.

    `select(scope)` selects the ids of the records that it counts, each once; they are records of
    `model`. Without a `measure` it counts them, with one it adds the measure up. `sheet` is
    the workbook's sheet of those records where it isn't the one of their register. `dated` gives
    the day that the value is as of, where it isn't the scope's; None where nothing was reported.
    """

    code: str
    label: Any
    unit: Any
    kind: FigureKind
    definition: Any
    model: type[Record]
    select: Callable[[Scope], Select[Any]]
    measure: Measure | None = None
    sheet: Sheet | None = None
    dated: Callable[[Scope], date | None] | None = None

    def count(self, scope: Scope) -> int:
        """How many records the query selects."""
        return db.session.scalar(select(self.records(scope))) or 0

    def records(self, scope: Scope) -> ColumnElement[int]:
        """The same as a column, so that one query can ask for many figures."""
        ids = self.select(scope).order_by(None).subquery()
        return select(func.count()).select_from(ids).scalar_subquery()

    def amount(self, scope: Scope) -> ColumnElement[Any] | None:
        """What the measure adds up over these records, as a column; None without a measure."""
        if self.measure is None:
            return None
        total = select(func.sum(self.measure.of))
        return total.where(self.model.id.in_(self.select(scope))).scalar_subquery()

    def value(self, scope: Scope) -> Number:
        """The number itself: how many records, or what they add up to."""
        amount = self.amount(scope)
        if self.measure is None or amount is None:
            return self.count(scope)
        return self.measure.read(db.session.scalar(select(amount)))

    def narrowed(self, *conditions: ColumnElement[bool]) -> "Figure":
        """The same figure of those of its records alone that fulfil `conditions`."""
        return replace(self, select=lambda scope: self.select(scope).where(*conditions))

    def as_of(self, scope: Scope) -> date:
        """The day that the value is as of."""
        return (self.dated(scope) if self.dated else None) or scope.as_of


@dataclass(frozen=True)
class Ratio:
    """One figure divided by another; None where the divisor is 0. Its records are the first's."""

    code: str
    label: Any
    unit: Any
    kind: FigureKind
    definition: Any
    parts: Sequence[str]


def divide(numerator: Number, divisor: Number) -> float | None:
    if numerator is None or not divisor:
        return None
    return float(numerator) / float(divisor)


AnyFigure: TypeAlias = Figure | Ratio
