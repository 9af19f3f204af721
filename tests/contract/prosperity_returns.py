"""The register of monthly returns of prosperity workshops, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_prosperity_return(organization=organization)


def make_searched() -> Any:
    workshop = factories.make_prosperity_workshop(name="六车间共富工坊", code="GF7")
    return factories.make_prosperity_return(prosperity_workshop=workshop)


def make_staged(place: Any) -> Any:
    workshop = place.made["prosperity_workshops"]
    return factories.make_prosperity_return(prosperity_workshop=workshop)


def make_valid() -> dict[str, Any]:
    return {
        "prosperity_workshop": factories.make_prosperity_workshop(
            set_up_on=date(2022, 3, 15), closed_on=date(2023, 3, 1)
        ),
        "month": "2022-09",
        "staff": 30,
    }


contract = Contract(
    title="工坊月报",
    follows="prosperity_workshops",
    key=("prosperity_workshop", "month"),
    columns="""
        prosperity_workshop 工坊 ref !
        month 月份 month !
        staff 用工人数 int
        welfare_staff 福利人员 int
        low_income_staff 低收入人数 int
        avg_monthly_income_cny 人均月收入（元） money
        output_cny 当月产值（元） money
    """,
    edit=Edit("staff", "31", "31", "32", "32"),
    searched=("六车间", "gongfu", "gf7"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    make_valid=make_valid,
    other_keys=({"month": "2022-10"},),
    refused=(
        Case({"month": ""}, "month", "Enter the month."),
        Case({"month": "2023-13"}, "month", "“2023-13” is not a month."),
        Case({"month": "2023-07"}, "month", "This month has not come yet."),
        Case(
            {"month": "2022-02"},
            "month",
            "The workshop was set up later than this month.",
        ),
        Case(
            {"month": "2023-03"},
            "month",
            "The workshop was closed before this month.",
        ),
        *(
            Case({name: 31}, name, f"“{label} staff” (31) can't be more than “S")
            for name, label in (("welfare_staff", "Welfare"), ("low_income_staff", "Low-income"))
        ),
        *(
            Case(
                {"staff": "", name: 1},
                "staff",
                f"“{label} staff” is a part of “Staff”: enter both, or neither.",
            )
            for name, label in (("welfare_staff", "Welfare"), ("low_income_staff", "Low-income"))
        ),
    ),
)
