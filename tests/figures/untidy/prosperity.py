"""Prosperity workshops whose monthly returns are missing, blank, voided, or of closed months."""

from datetime import date, timedelta
from decimal import Decimal

from partyhub.organizations.models import Workshop
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from tests.figures.untidy.rows import Rows

INCOMES = (None, Decimal("4000.50"), Decimal(5123), Decimal("0.07"))
OUTPUTS = (None, Decimal(0), Decimal("1234567.89"), Decimal(900000))


def add_prosperity(rows: Rows, count: int) -> None:
    for _ in range(count):
        opened = rows.start()
        number = len(rows.of(ProsperityWorkshop)) + 1
        workshop = rows.add(
            ProsperityWorkshop,
            code=f"F{number}",
            name=f"Prosperity {number % 5}",
            workshop_id=rows.any_or_none(Workshop),
            area_sqm=rows.random.choice([None, Decimal(0), Decimal("100.25"), Decimal(6000)]),
            set_up_on=opened,
            closed_on=rows.end(opened, 0.4),
        )
        for month in months_from(rows, opened):
            add_return(rows, workshop, month)


def months_from(rows: Rows, opened: date) -> list[date]:
    """Two of three months, from the one before the opening on, whether closed or not by then."""
    month, found = (opened.replace(day=1) - timedelta(1)).replace(day=1), []
    while month <= rows.calendar.last.replace(day=1):
        if month >= rows.calendar.first and rows.random.random() < 0.6:
            found.append(month)
        month = (month + timedelta(31)).replace(day=1)
    return found


def add_return(rows: Rows, workshop: int, month: date) -> None:
    staff = rows.random.choice([None, 0, 3, 35])
    parts = [None] if staff is None else [None, 0, staff, staff // 2]
    rows.add(
        ProsperityReturn,
        prosperity_workshop_id=workshop,
        month=month,
        staff=staff,
        welfare_staff=rows.random.choice(parts),
        low_income_staff=rows.random.choice(parts),
        avg_monthly_income_cny=rows.random.choice(INCOMES),
        output_cny=rows.random.choice(OUTPUTS),
    )
