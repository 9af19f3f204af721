"""What one prosperity workshop reported month by month: what is missing is shown as missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import format_date, gettext

from partyhub import clock
from partyhub.figures import Figure, Number, Scope, divide, tally
from partyhub.organizations.queries import reach_of
from partyhub.periods import Period, month_end
from partyhub.prosperity.figures import figures_of
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.prosperity.queries import find_by_month, months_of
from partyhub.registers.series import Axis, Point, axis_of
from partyhub.registers.values import day_words, month_words, number_words
from partyhub.viewers import Viewer

TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Month:
    """One month of the period: its return, or none; `enter_url` is where a missing one is entered.

    A month that isn't over, or is still to come, isn't missing.
    """

    first: date
    found: ProsperityReturn | None
    enter_url: str | None

    @property
    def waits_for(self) -> str:
        """What the return of a month waits for that isn't over; empty once it is."""
        if self.first > clock.today():
            return gettext("still to come")
        return gettext("not over yet") if month_end(self.first) > clock.today() else ""

    @property
    def is_missing(self) -> bool:
        return self.found is None and not self.waits_for


@dataclass(frozen=True)
class Value:
    """A figure of the report of this workshop alone, as words, and the day that it is as of."""

    label: str
    text: str
    unit: str
    as_of: str


@dataclass(frozen=True)
class Ledger:
    """The months of the period, or none of a long one; the values and points that follow."""

    is_long: bool
    months: Sequence[Month]
    values: Sequence[Value]
    output: tuple[Sequence[Point], Axis]
    staff: tuple[Sequence[Point], Axis]

    @property
    def missing(self) -> int:
        return sum(month.is_missing for month in self.months)


def ledger_of(
    workshop: ProsperityWorkshop, period: Period, viewer: Viewer, *, may_enter: bool
) -> Ledger:
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
    """In units of ten thousand yuan: the words have the whole amount."""
    value = month.found.output_cny if month.found else None
    if value is None:
        return _gap(month)
    small = value / TEN_THOUSAND
    words = gettext(
        "%(month)s: %(amount)s yuan",
        month=month_words(month.first),
        amount=number_words(value, "money"),
    )
    return _point(month, small, words, f"{small:.1f}".removesuffix(".0"))


def _staff_point(month: Month) -> Point:
    value = month.found.staff if month.found else None
    if value is None:
        return _gap(month)
    words = gettext("%(month)s: %(num)s people", month=month_words(month.first), num=value)
    return _point(month, value, words, str(value))


def _point(month: Month, value: int | Decimal, words: str, text: str) -> Point:
    url = url_for("prosperity_returns.show", record_id=month.found.id) if month.found else None
    return Point(format_date(month.first, "LLL"), value, words, url, text)


def _gap(month: Month) -> Point:
    """A month of which nothing is known: the chart says so where it should be known."""
    label, name = format_date(month.first, "LLL"), month_words(month.first)
    if month.waits_for:
        return Point(label, None, gettext("%(month)s: %(what)s", month=name, what=month.waits_for))
    words = gettext("%(month)s: not reported", month=name)
    return Point(label, None, words, month.enter_url, gettext("not reported"))


def values_of(workshop: ProsperityWorkshop, period: Period, viewer: Viewer) -> list[Value]:
    """The report's figures, of the returns of this workshop only."""
    reach = reach_of(viewer)
    as_of = min(period.end, clock.today())
    scope = Scope(reach.organizations, reach.holds_root, period=period, as_of=as_of)
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
        number_words(exact, kind),
        str(figure.unit),
        day_words(as_of),
    )
