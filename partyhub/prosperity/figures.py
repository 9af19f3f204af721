"""What the prosperity workshops report: each number says as of which month it is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import BigInteger, and_, select, type_coerce

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
    return select(ProsperityWorkshop.id, ProsperityWorkshop.area_sqm).where(
        ProsperityWorkshop.archived_at.is_(None), is_open_on(scope.as_of), belongs_to(scope)
    )


def select_returns(scope: Scope) -> Rows:
    """The returns of months in the period, of workshops closed since too.

    Of each workshop that is open on the last day one is the latest.
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


def with_income(row: Row) -> Any:
    """Whether the latest return reports staff and income: only they can be averaged."""
    has_both = and_(row.staff.is_not(None), row.avg_monthly_income_cny.is_not(None))
    return and_(row.is_latest, has_both)


def income_of_all(row: Row) -> Any:
    """Average income times staff; multiplied as it is stored, in fen, and read as yuan again."""
    income = row.avg_monthly_income_cny
    return type_coerce(type_coerce(income, BigInteger) * row.staff, income.type)


WORKSHOPS = Base(ProsperityWorkshop, select_open)
RETURNS = Base(ProsperityReturn, select_returns, fenced=True, day="month")


def figures_of(workshop: ProsperityWorkshop) -> dict[str, Figure]:
    """The figures that add up returns, by code, of the returns of one workshop only."""
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
    _of_returns(
        "staff_with_income",
        lazy_gettext("Staff whose income was reported"),
        PEOPLE,
        STAFF,
        lazy_gettext("The staff of those returns that report an average income."),
        with_income,
    ),
    _of_returns(
        "monthly_income",
        lazy_gettext("Income of all staff in a month"),
        YUAN,
        Measure("monthly_income_cny", income_of_all, nothing=None),
        lazy_gettext("Average income times staff, of the same returns, added up."),
        with_income,
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
