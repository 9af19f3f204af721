"""The scope of figures: the organizations in reach, a period, and the last day that counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, bindparam

from partyhub.periods import Period, add_months
from partyhub.scopes import Reach

DAY = timedelta(days=1)


class Shape(NamedTuple):
    """What of a scope a statement depends on; everything else of it is sent along."""

    is_everywhere: bool
    holds_root: bool


@dataclass(frozen=True, kw_only=True)
class Scope(Reach):
    """What is asked: the organizations in reach, a period, the last day that counts (`as_of`).

    A base may ask for nothing but the organizations and these days: see `Placeholders`.
    """

    period: Period
    as_of: date

    @property
    def start(self) -> date:
        return self.period.start

    @property
    def end(self) -> date:
        """The last day that counts for a flow: nothing after `as_of` has happened yet."""
        return min(self.period.end, self.as_of)

    @property
    def before(self) -> date:
        """The day before the first one, on which what opens the period is counted."""
        return min(self.start - DAY, self.as_of)

    @property
    def year(self) -> int:
        """The year of the period's last day."""
        return self.period.end.year

    @property
    def last_month(self) -> date:
        """The last month that ends in the period, by its first day."""
        return add_months((self.period.end + DAY).replace(day=1), -1)

    @property
    def has_begun(self) -> Any:
        """Whether a day of the period counts."""
        return self.end >= self.start

    def happened(self, column: Any) -> ColumnElement[bool]:
        """Whether the day in `column` lies in the period, and not after `as_of`."""
        condition: ColumnElement[bool] = column.between(self.start, self.end)
        return condition

    @property
    def shape(self) -> Shape:
        return Shape(self.organizations is None, self.holds_root)

    def parameters(self, number: int) -> dict[str, Any]:
        """The values of the placeholders of this number."""
        found = {f"{name}_{number}": getattr(self, name) for name in SENT}
        return found | {f"organizations_{number}": self.organizations or ()}


SENT = ("start", "end", "as_of", "before", "year", "last_month")


@dataclass(frozen=True, kw_only=True, eq=False)
class Placeholders(Scope):
    """A scope of no values yet: what a statement is built of once, to be sent with many scopes."""

    number: int

    @classmethod
    def of(cls, shape: Shape, number: int) -> "Placeholders":
        ids: Any = bindparam(f"organizations_{number}", expanding=True, type_=Integer)
        day: Any = bindparam(f"as_of_{number}", type_=Date)
        nothing: Any = None
        return cls(
            organizations=None if shape.is_everywhere else ids,
            holds_root=shape.holds_root,
            period=nothing,
            as_of=day,
            number=number,
        )

    def _day(self, name: str) -> Any:
        return bindparam(f"{name}_{self.number}", type_=Date)

    @property
    def start(self) -> Any:
        return self._day("start")

    @property
    def end(self) -> Any:
        return self._day("end")

    @property
    def before(self) -> Any:
        return self._day("before")

    @property
    def year(self) -> Any:
        return bindparam(f"year_{self.number}", type_=Integer)

    @property
    def last_month(self) -> Any:
        return self._day("last_month")
