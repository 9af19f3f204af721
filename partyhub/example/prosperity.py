"""The common-prosperity workshop, and what it reported of each month: nothing after October."""

from datetime import date
from functools import partial

from partyhub.example.days import Agenda, entered_after
from partyhub.example.entering import Office
from partyhub.periods import add_months

PROSPERITY = "六分厂共富工坊"
SET_UP = date(2022, 7, 6)
# Month, staff, welfare staff, low-income staff, average monthly income, output of the month.
RETURNS = (
    (date(2022, 7, 1), 28, 4, 9, "3826.50", "11862400.00"),
    (date(2022, 8, 1), 31, 5, 11, "3948.00", "13417300.00"),
    (date(2022, 9, 1), 34, 6, 12, "4015.20", "13960500.00"),
    (date(2022, 10, 1), 35, 6, 13, "4086.60", "14645800.00"),
)


def plan_prosperity(agenda: Agenda) -> None:
    agenda.add(SET_UP, _enter, 6)
    for row in RETURNS:
        agenda.add(entered_after(add_months(row[0], 1), 4), partial(_report, row), 6)


def _enter(office: Office) -> None:
    office.enter(
        "clerk",
        "prosperity_workshops",
        PROSPERITY,
        code="GF01",
        name=PROSPERITY,
        type="targeted_recruitment",
        workshop="六分厂",
        area_sqm="6128.50",
        products="电气装备用电缆、矿物电缆、布电线等系列产品；引进芬兰绝缘线生产线，岗位以拉丝、成圈为主",
        supplied_to="钱江新城、上海浦东机场、嘉绍大桥",
        set_up_on=SET_UP,
    )


def _report(row: tuple[date, int, int, int, str, str], office: Office) -> None:
    month, staff, welfare, low_income, income, output = row
    office.enter(
        "clerk",
        "prosperity_returns",
        prosperity_workshop=PROSPERITY,
        month=f"{month:%Y-%m}",
        staff=staff,
        welfare_staff=welfare,
        low_income_staff=low_income,
        avg_monthly_income_cny=income,
        output_cny=output,
    )
