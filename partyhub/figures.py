"""A figure: a query that selects the records it counts, and how they add up. There is no other way
to count: the number, the list behind it and the rows marked in the workbook come from this query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, func, select, true

from partyhub.database import Record, db
from partyhub.periods import Period

Number: TypeAlias = int | float | Decimal | None


class FigureKind(StrEnum):
    STOCK = "stock"
    FLOW = "flow"


@dataclass(frozen=True)
class Scope:
    """What is asked: a period, the last day that counts (`as_of`), and the organizations.

    `organizations` selects the ids of the organizations asked for that the viewer may see; None
    means all of them. `holds_root` says whether the root is among them, to which what has no
    organization of its own belongs.
    """

    period: Period
    as_of: date
    organizations: Select[Any] | None = None
    holds_root: ColumnElement[bool] = field(default_factory=true)

    @property
    def start(self) -> date:
        return self.period.start

    @property
    def end(self) -> date:
        """The last day that counts for a flow: nothing after `as_of` has happened yet."""
        return min(self.period.end, self.as_of)

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Whether the organization's id in `column` is one of those asked for."""
        return true() if self.organizations is None else column.in_(self.organizations)

    def holds_or_root(self, column: Any) -> ColumnElement[bool]:
        """The same for records that may have no organization of their own: those are the root's."""
        return self.holds(column) | (column.is_(None) & self.holds_root)

    def happened(self, column: Any) -> ColumnElement[bool]:
        """Whether the day in `column` lies in the period, and not after `as_of`."""
        return column.between(self.start, self.end)


@dataclass(frozen=True)
class Measure:
    """What a figure adds up, one number a record: a register's computed column of this key.

    `of` is an expression over the register's model; null counts as nothing.
    """

    key: str
    of: ColumnElement[Any]


@dataclass(frozen=True)
class Figure:
    """A number that the report shows.

    `select(scope)` selects the ids of the records that it counts, each once; they are records of
    `model`. Without a `measure` it counts them, with one it adds the measure up. `sheet` names
    the workbook's sheet of those records where it isn't the one of their register.
    """

    code: str
    label: Any
    unit: Any
    kind: FigureKind
    definition: Any
    model: type[Record]
    select: Callable[[Scope], Select[Any]]
    measure: Measure | None = None
    sheet: str = ""

    def count(self, scope: Scope) -> int:
        """How many records the query selects."""
        ids = self.select(scope).order_by(None).subquery()
        return db.session.scalar(select(func.count()).select_from(ids)) or 0

    def value(self, scope: Scope) -> Number:
        if self.measure is None:
            return self.count(scope)
        query = select(func.coalesce(func.sum(self.measure.of), 0)).where(
            self.model.id.in_(self.select(scope))
        )
        return db.session.scalar(query)


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
