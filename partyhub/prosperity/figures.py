"""Figures of the prosperity workshops; each number knows the month that it is as of."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import BigInteger, ColumnElement, and_, select, type_coerce
from sqlalchemy.orm import aliased

from partyhub.figures import (
    AnyFigure,
    Base,
    Figure,
    FigureKind,
    Group,
    Measure,
    Ratio,
    Row,
    Rows,
    Scope,
)
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.prosperity.queries import belongs_to, is_followed_by, is_open_on

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
PEOPLE, YUAN = lazy_gettext("people"), lazy_gettext("yuan")
LATEST = lazy_gettext(
    "The latest return in the period of each workshop open on the last day, added up."
)


def select_open(scope: Scope) -> Rows:
    """Return the query for the prosperity workshops open on the last day."""
    return select(ProsperityWorkshop.id, ProsperityWorkshop.area_sqm).where(
        ProsperityWorkshop.archived_at.is_(None), is_open_on(scope.as_of), belongs_to(scope)
    )


def select_returns(scope: Scope) -> Rows:
    """Return the query for returns of months in the period.

    Returns of workshops closed since then are included. The column `is_latest` marks the latest
    return of each workshop that is open on the last day.
    """
    one = ProsperityReturn
    return (
        select(
            one.id,
            one.month,
            *(one.staff, one.welfare_staff, one.low_income_staff),
            *(one.avg_monthly_income_cny, one.output_cny),
            and_(is_open_on(scope.as_of), ~is_followed_by(scope.last_month)).label("is_latest"),
        )
        .join(one.prosperity_workshop)
        .where(
            one.archived_at.is_(None),
            ProsperityWorkshop.archived_at.is_(None),
            one.month.between(scope.start, scope.last_month),
            belongs_to(scope),
        )
    )


def of_workshops(ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a return is of one of these workshops."""
    return ProsperityReturn.prosperity_workshop_id.in_(ids)


def of_same_workshop(ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a return is of the workshop of one of these returns."""
    other = aliased(ProsperityReturn)
    workshops = select(other.prosperity_workshop_id).where(other.id.in_(ids))
    return ProsperityReturn.prosperity_workshop_id.in_(workshops)


def with_income(row: Row) -> Any:
    """Return the condition that the row is a latest return with staff and income.

    Only such returns can be averaged.
    """
    has_both = and_(row.staff.is_not(None), row.avg_monthly_income_cny.is_not(None))
    return and_(row.is_latest, has_both)


def income_of_all(row: Row) -> Any:
    """Return average income times staff in yuan.

    They are multiplied as stored, in fen, and read as yuan again.
    """
    income = row.avg_monthly_income_cny
    return type_coerce(type_coerce(income, BigInteger) * row.staff, income.type)


WORKSHOPS = Base(ProsperityWorkshop, select_open)
RETURNS = Base(
    ProsperityReturn,
    select_returns,
    fenced=True,
    day="month",
    # Which return is the latest is a matter of all those of its workshop.
    traces={ProsperityReturn: of_same_workshop, ProsperityWorkshop: of_workshops},
)


def figures_of(workshop: ProsperityWorkshop) -> dict[str, Figure]:
    """Map codes to the figures that add up returns, narrowed to one workshop's returns."""
    base = RETURNS.narrowed(ProsperityReturn.prosperity_workshop_id == workshop.id)
    own = (item for item in figures if isinstance(item, Figure) and item.base is RETURNS)
    return {figure.code: replace(figure, base=base) for figure in own}


def _number(name: str) -> Measure:
    return Measure(name, lambda row: getattr(row, name), nothing=None)


STAFF = _number("staff")


def _of_returns(
    code: str,
    label: Any,
    unit: Any,
    measure: Measure,
    definition: Any = LATEST,
    where: Callable[[Row], Any] = lambda row: row.is_latest,
) -> Figure:
    return Figure(
        f"prosperity.{code}",
        label,
        unit,
        STOCK,
        definition,
        group=Group.PROSPERITY,
        base=RETURNS,
        where=where,
        measure=measure,
        month="month",
    )


def _for_the_average(code: str, label: Any, unit: Any, measure: Measure, definition: Any) -> Figure:
    """Return a figure that only explains the average income; the summary has the average alone."""
    figure = _of_returns(code, label, unit, measure, definition, with_income)
    return replace(figure, in_summary=False)


figures: tuple[AnyFigure, ...] = (
    Figure(
        "prosperity.workshops",
        lazy_gettext("Common-prosperity workshops"),
        lazy_pgettext("unit", "prosperity workshops"),
        STOCK,
        lazy_gettext("Open on the last day."),
        group=Group.PROSPERITY,
        base=WORKSHOPS,
    ),
    Figure(
        "prosperity.area_sqm",
        lazy_gettext("Area of the prosperity workshops"),
        lazy_pgettext("unit", "m²"),
        STOCK,
        lazy_gettext("The area of those open on the last day, added up."),
        group=Group.PROSPERITY,
        base=WORKSHOPS,
        measure=Measure("area_sqm", lambda row: row.area_sqm),
    ),
    _of_returns(
        "staff",
        lazy_gettext("Staff of the prosperity workshops"),
        PEOPLE,
        STAFF,
    ),
    _of_returns(
        "welfare_staff",
        lazy_gettext("Welfare staff"),
        PEOPLE,
        _number("welfare_staff"),
    ),
    _of_returns(
        "low_income_staff",
        lazy_gettext("Low-income staff"),
        PEOPLE,
        _number("low_income_staff"),
    ),
    _for_the_average(
        "staff_with_income",
        lazy_gettext("Staff whose income was reported"),
        PEOPLE,
        STAFF,
        lazy_gettext("The staff of those returns that report an average income."),
    ),
    _for_the_average(
        "monthly_income",
        lazy_gettext("Income of all staff in a month"),
        YUAN,
        Measure("monthly_income_cny", income_of_all, nothing=None),
        lazy_gettext("Average income times staff, of the same returns, added up."),
    ),
    Ratio(
        "prosperity.avg_monthly_income",
        lazy_gettext("Average monthly income"),
        lazy_pgettext("unit", "yuan a person"),
        STOCK,
        lazy_gettext("Income of all staff in a month divided by the staff, of the latest returns."),
        group=Group.PROSPERITY,
        parts=("prosperity.monthly_income", "prosperity.staff_with_income"),
    ),
    Figure(
        "prosperity.output",
        lazy_gettext("Output of the prosperity workshops"),
        YUAN,
        FLOW,
        lazy_gettext("The outputs of the months that lie in the period, added up."),
        group=Group.PROSPERITY,
        base=RETURNS,
        where=lambda row: row.output_cny.is_not(None),
        measure=_number("output_cny"),
        month="month",
    ),
)
