"""The monthly returns of one prosperity workshop in a period; missing ones are shown as missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import format_date, gettext

from partyhub import clock
from partyhub.charts import Axis, Point, axis_of
from partyhub.figures import Figure, Number, Scope, divide, tally
from partyhub.organizations.queries import reach_of
from partyhub.periods import Period, month_end
from partyhub.prosperity.figures import figures_of
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.prosperity.queries import find_by_month, months_of
from partyhub.registers.values import format_day, format_month, format_number
from partyhub.viewers import Viewer

TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Month:
    """One month of the period with its return, or None.

    `enter_url` is the form for a missing return, or None. A month that isn't over, or is in the
    future, isn't missing.
    """

    first: date
    found: ProsperityReturn | None
    enter_url: str | None

    @property
    def waits_for(self) -> str:
        """Return why the return of an unfinished month isn't due; empty once it is over."""
        if self.first > clock.today():
            return gettext("still to come")
        return gettext("not over yet") if month_end(self.first) > clock.today() else ""

    @property
    def is_missing(self) -> bool:
        """Return whether the month is over and has no return."""
        return self.found is None and not self.waits_for


@dataclass(frozen=True)
class Value:
    """One figure for this workshop alone, as text, with its unit and the day that it is as of."""

    label: str
    text: str
    unit: str
    as_of: str


@dataclass(frozen=True)
class Ledger:
    """The months of the period, with values, and chart points with an axis.

    A long period has no months.
    """

    is_long: bool
    months: Sequence[Month]
    values: Sequence[Value]
    output: tuple[Sequence[Point], Axis]
    staff: tuple[Sequence[Point], Axis]

    @property
    def missing(self) -> int:
        """Return the number of missing returns."""
        return sum(month.is_missing for month in self.months)


def ledger_of(
    workshop: ProsperityWorkshop, period: Period, viewer: Viewer, *, may_enter: bool
) -> Ledger:
    """Return the ledger of one workshop; with `may_enter`, missing months link to the form."""
    is_long = period.is_long()
    found = {} if is_long else find_by_month(workshop, months_of(workshop, period))
    months = [_month(workshop, first, item, may_enter) for first, item in found.items()]
    output = [_output_point(month) for month in months]
    staff = [_staff_point(month) for month in months]
    return Ledger(
        is_long,
        months,
        values_of(workshop, period, viewer),
        (output, axis_of(output)),
        (staff, axis_of(staff)),
    )


def _month(
    workshop: ProsperityWorkshop, first: date, found: ProsperityReturn | None, may_enter: bool
) -> Month:
    month = Month(first, found, None)
    if not may_enter or not month.is_missing:
        return month
    url = url_for(
        "prosperity_returns.create",
        prosperity_workshop=f"#{workshop.id}",
        month=f"{first:%Y-%m}",
    )
    return replace(month, enter_url=url)


def _output_point(month: Month) -> Point:
    """Return the chart point in ten thousand yuan; its description has the whole amount."""
    value = month.found.output_cny if month.found else None
    if value is None:
        return _gap(month)
    small = value / TEN_THOUSAND
    words = gettext(
        "%(month)s: %(amount)s yuan",
        month=format_month(month.first),
        amount=format_number(value, "money"),
    )
    return _point(month, small, words, f"{small:.1f}".removesuffix(".0"))


def _staff_point(month: Month) -> Point:
    value = month.found.staff if month.found else None
    if value is None:
        return _gap(month)
    words = gettext("%(month)s: %(num)s people", month=format_month(month.first), num=value)
    return _point(month, value, words, str(value))


def _point(month: Month, value: int | Decimal, words: str, text: str) -> Point:
    url = url_for("prosperity_returns.show", record_id=month.found.id) if month.found else None
    return Point(format_date(month.first, "LLL"), value, words, url, text)


def _gap(month: Month) -> Point:
    """Return the chart point of a month without a number.

    It is labeled as not reported only if the month is over.
    """
    label, name = format_date(month.first, "LLL"), format_month(month.first)
    if month.waits_for:
        return Point(label, None, gettext("%(month)s: %(what)s", month=name, what=month.waits_for))
    words = gettext("%(month)s: not reported", month=name)
    return Point(label, None, words, month.enter_url, gettext("not reported"))


def values_of(workshop: ProsperityWorkshop, period: Period, viewer: Viewer) -> list[Value]:
    """Return the report's figures for the returns of this workshop alone."""
    reach = reach_of(viewer)
    as_of = min(period.end, clock.today())
    scope = Scope(reach.organizations, reach.contains_root, period=period, as_of=as_of)
    own = figures_of(workshop)
    [tallies] = tally(own.values(), [scope])
    found = {figure.code: each.value for figure, each in tallies.items()}
    income = divide(found["prosperity.monthly_income"], found["prosperity.staff_with_income"])
    shown = [
        (own["prosperity.output"], None, found["prosperity.output"], "money"),
        *(
            (own[f"prosperity.{key}"], None, found[f"prosperity.{key}"], "int")
            for key in ("staff", "welfare_staff", "low_income_staff")
        ),
        (
            own["prosperity.monthly_income"],
            gettext("Average monthly income"),
            None if income is None else round(Decimal(income), 2),
            "money",
        ),
    ]
    return [_value(tallies[each[0]].as_of, *each) for each in shown]


def _value(as_of: date, figure: Figure, label: Any, value: Number, kind: str) -> Value:
    if value is None:
        return Value(str(label or figure.label), "", "", "")
    exact = value if isinstance(value, int) else Decimal(str(value))
    return Value(
        str(label or figure.label),
        format_number(exact, kind),
        str(figure.unit),
        format_day(as_of),
    )
