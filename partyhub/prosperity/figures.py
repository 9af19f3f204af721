"""What the prosperity workshops report: each number says as of which month it is."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import BigInteger, Select, func, select, type_coerce

from partyhub.database import db
from partyhub.figures import AnyFigure, Figure, FigureKind, Measure, Ratio, Scope
from partyhub.periods import month_end
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.prosperity.queries import belongs_to, is_latest_in, is_open_on, month_in

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
PEOPLE, YUAN = lazy_gettext("people"), lazy_gettext("yuan")
LATEST = lazy_gettext(
    "The latest return in the period of each workshop open on the last day, added up."
)

# Multiplied as it is stored, in fen; only the product is read as yuan again.
INCOME = type_coerce(
    type_coerce(ProsperityReturn.avg_monthly_income_cny, BigInteger) * ProsperityReturn.staff,
    ProsperityReturn.avg_monthly_income_cny.type,
)


def select_open(scope: Scope) -> Select[Any]:
    return select(ProsperityWorkshop.id).where(
        ProsperityWorkshop.archived_at.is_(None), is_open_on(scope.as_of), belongs_to(scope)
    )


def select_latest(scope: Scope) -> Select[Any]:
    """The latest return in the period of each workshop that is open on the last day."""
    return select(ProsperityReturn.id).where(
        ProsperityReturn.archived_at.is_(None),
        ProsperityReturn.prosperity_workshop_id.in_(select_open(scope)),
        is_latest_in(scope.period),
    )


def select_with_income(scope: Scope) -> Select[Any]:
    """Of these, those that report staff and income: only they can be averaged."""
    return select_latest(scope).where(
        ProsperityReturn.staff.is_not(None), ProsperityReturn.avg_monthly_income_cny.is_not(None)
    )


def select_outputs(scope: Scope) -> Select[Any]:
    """The returns of months in the period that report an output, of workshops closed since too."""
    return (
        select(ProsperityReturn.id)
        .join(ProsperityReturn.prosperity_workshop)
        .where(
            ProsperityReturn.archived_at.is_(None),
            ProsperityWorkshop.archived_at.is_(None),
            ProsperityReturn.output_cny.is_not(None),
            month_in(scope.period, ProsperityReturn.month),
            belongs_to(scope),
        )
    )


def _last_month(scope: Scope, ids: Select[Any]) -> date | None:
    """The last day of the last month that one of the returns is about."""
    query = select(func.max(ProsperityReturn.month)).where(ProsperityReturn.id.in_(ids))
    month: date | None = db.session.scalar(query)
    return month and month_end(month)


def figures_of(workshop: ProsperityWorkshop) -> dict[str, Figure]:
    """The figures that add up returns, by code, of the returns of one workshop only."""

    def narrowed(figure: Figure) -> Figure:
        def select_own(scope: Scope) -> Select[Any]:
            own = ProsperityReturn.prosperity_workshop_id == workshop.id
            return figure.select(scope).where(own)

        return replace(
            figure, select=select_own, dated=lambda scope: _last_month(scope, select_own(scope))
        )

    own = (item for item in figures if isinstance(item, Figure) and item.model is ProsperityReturn)
    return {figure.code: narrowed(figure) for figure in own}


def _of_latest(code: str, label: Any, unit: Any, measure: Measure) -> Figure:
    return Figure(
        f"prosperity.{code}",
        label,
        unit,
        STOCK,
        LATEST,
        ProsperityReturn,
        select_latest,
        measure,
        dated=lambda scope: _last_month(scope, select_latest(scope)),
    )


def _with_income(code: str, label: Any, unit: Any, definition: Any, measure: Measure) -> Figure:
    return Figure(
        f"prosperity.{code}",
        label,
        unit,
        STOCK,
        definition,
        ProsperityReturn,
        select_with_income,
        measure,
        dated=lambda scope: _last_month(scope, select_with_income(scope)),
    )


figures: tuple[AnyFigure, ...] = (
    Figure(
        "prosperity.workshops",
        lazy_gettext("Common-prosperity workshops"),
        lazy_pgettext("unit", "prosperity workshops"),
        STOCK,
        lazy_gettext("Open on the last day."),
        ProsperityWorkshop,
        select_open,
    ),
    Figure(
        "prosperity.area_sqm",
        lazy_gettext("Area of the prosperity workshops"),
        lazy_pgettext("unit", "m²"),
        STOCK,
        lazy_gettext("The area of those open on the last day, added up."),
        ProsperityWorkshop,
        select_open,
        Measure("area_sqm", ProsperityWorkshop.area_sqm),
    ),
    _of_latest(
        "staff",
        lazy_gettext("Staff of the prosperity workshops"),
        PEOPLE,
        Measure("staff", ProsperityReturn.staff, nothing=None),
    ),
    _of_latest(
        "welfare_staff",
        lazy_gettext("Welfare staff"),
        PEOPLE,
        Measure("welfare_staff", ProsperityReturn.welfare_staff, nothing=None),
    ),
    _of_latest(
        "low_income_staff",
        lazy_gettext("Low-income staff"),
        PEOPLE,
        Measure("low_income_staff", ProsperityReturn.low_income_staff, nothing=None),
    ),
    _with_income(
        "staff_with_income",
        lazy_gettext("Staff whose income was reported"),
        PEOPLE,
        lazy_gettext("The staff of those returns that report an average income."),
        Measure("staff", ProsperityReturn.staff, nothing=None),
    ),
    _with_income(
        "monthly_income",
        lazy_gettext("Income of all staff in a month"),
        YUAN,
        lazy_gettext("Average income times staff, of the same returns, added up."),
        Measure(
            "monthly_income_cny",
            INCOME,
            nothing=None,
        ),
    ),
    Ratio(
        "prosperity.avg_monthly_income",
        lazy_gettext("Average monthly income"),
        lazy_pgettext("unit", "yuan a person"),
        STOCK,
        lazy_gettext("Income of all staff in a month divided by the staff, of the latest returns."),
        ("prosperity.monthly_income", "prosperity.staff_with_income"),
    ),
    Figure(
        "prosperity.output",
        lazy_gettext("Output of the prosperity workshops"),
        YUAN,
        FLOW,
        lazy_gettext("The outputs of the months that lie in the period, added up."),
        ProsperityReturn,
        select_outputs,
        Measure("output_cny", ProsperityReturn.output_cny, nothing=None),
        dated=lambda scope: _last_month(scope, select_outputs(scope)),
    ),
)
