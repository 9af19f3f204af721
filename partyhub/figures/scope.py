"""The scope of figures: the organizations in reach, a period, and the last day that counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, bindparam

from partyhub import clock
from partyhub.periods import Kind, Period, add_months, add_years
from partyhub.scopes import Reach

DAY = timedelta(days=1)


class Shape(NamedTuple):
    """The properties of a scope that a statement depends on.

    Everything else is sent as parameters.
    """

    is_everywhere: bool
    contains_root: bool
    is_wide: bool
    is_of_calendar_year: bool


@dataclass(frozen=True, kw_only=True)
class Scope(Reach):
    """The organizations in reach, a period, and the last day that counts (`as_of`).

    A base may use nothing but the organizations and these days: see `Placeholders`.
    """

    period: Period
    as_of: date

    @property
    def start(self) -> date:
        return self.period.start

    @property
    def end(self) -> date:
        """Return the last day that counts for a flow: nothing after `as_of` has happened yet."""
        return min(self.period.end, self.as_of)

    @property
    def before(self) -> date:
        """Return the day before the first one, for counts at the opening of the period."""
        return min(self.start - DAY, self.as_of)

    @property
    def year(self) -> int:
        """Return the year of the period's last day."""
        return self.period.end.year

    @property
    def first_year(self) -> int:
        """Return the year of the period's first day."""
        return self.start.year

    @property
    def end_year(self) -> int:
        """Return the year of the last day that counts."""
        return self.end.year

    @property
    def calendar_year(self) -> int:
        """Return the year that the period is, or 0 if it isn't a calendar year."""
        return self.year if self.is_of_calendar_year else 0

    @property
    def is_of_calendar_year(self) -> bool:
        return self.period.kind is Kind.YEAR

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def born_36(self) -> date:
        """Return the last birthday of those who are 36 or older on the last day that counts."""
        return add_years(self.as_of, -36)

    @property
    def born_51(self) -> date:
        return add_years(self.as_of, -51)

    @property
    def born_61(self) -> date:
        return add_years(self.as_of, -61)

    @property
    def last_month(self) -> date:
        """Return the first day of the last month that ends in the period."""
        return add_months((self.period.end + DAY).replace(day=1), -1)

    @property
    def has_begun(self) -> Any:
        """Return whether any day of the period counts."""
        return self.end >= self.start

    def happened(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that the day in `column` is in the period and not after `as_of`."""
        condition: ColumnElement[bool] = column.between(self.start, self.end)
        return condition

    @property
    def shape(self) -> Shape:
        """Return the shape of the scope."""
        is_everywhere = self.organizations is None
        return Shape(is_everywhere, self.contains_root, self.is_wide, self.is_of_calendar_year)

    def parameters(self, number: int) -> dict[str, Any]:
        """Return the values for the placeholders of this number."""
        found = {f"{name}_{number}": getattr(self, name) for name in SENT}
        return found | {f"organizations_{number}": self.organizations or ()}


DAYS = ("start", "end", "as_of", "before", "today", "last_month", "born_36", "born_51", "born_61")
YEARS = ("year", "first_year", "end_year", "calendar_year")
SENT = (*DAYS, *YEARS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Placeholders(Scope):
    """A scope without values: a statement is built from it once and sent with many scopes."""

    number: int
    sent: Shape

    @classmethod
    def of(cls, shape: Shape, number: int) -> "Placeholders":
        """Return the placeholders of a shape.

        `number` distinguishes several scopes of one statement.
        """
        ids: Any = bindparam(f"organizations_{number}", expanding=True, type_=Integer)
        day: Any = bindparam(f"as_of_{number}", type_=Date)
        nothing: Any = None
        return cls(
            organizations=None if shape.is_everywhere else ids,
            contains_root=shape.contains_root,
            period=nothing,
            as_of=day,
            number=number,
            sent=shape,
        )

    @property
    def is_wide(self) -> bool:
        return self.sent.is_wide

    @property
    def is_of_calendar_year(self) -> bool:
        return self.sent.is_of_calendar_year

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

    def _year(self, name: str) -> Any:
        return bindparam(f"{name}_{self.number}", type_=Integer)

    @property
    def today(self) -> Any:
        return self._day("today")

    @property
    def born_36(self) -> Any:
        return self._day("born_36")

    @property
    def born_51(self) -> Any:
        return self._day("born_51")

    @property
    def born_61(self) -> Any:
        return self._day("born_61")

    @property
    def year(self) -> Any:
        return self._year("year")

    @property
    def first_year(self) -> Any:
        return self._year("first_year")

    @property
    def end_year(self) -> Any:
        return self._year("end_year")

    @property
    def calendar_year(self) -> Any:
        return self._year("calendar_year")

    @property
    def last_month(self) -> Any:
        return self._day("last_month")
