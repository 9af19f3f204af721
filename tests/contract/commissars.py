"""The register of appointments of commissars, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_FIRST, Case, Contract, Edit, applicant


def make(organization: Any = None) -> Any:
    return factories.make_commissar(organization=organization)


def make_searched() -> Any:
    return factories.make_commissar(member=factories.make_member(name="单丽"))


def make_staged(place: Any) -> Any:
    return factories.make_commissar(
        workshop=place.made["workshops"],
        member=place.made["members"],
        document_no=f"Appointment {place.mark}",
    )


def make_valid() -> dict[str, Any]:
    return {
        "member": factories.make_member(),
        "workshop": factories.make_workshop(opened_on=date(2022, 1, 1)),
        "started_on": date(2022, 3, 1),
    }


contract = Contract(
    title="车间政委",
    follows="post_reviews",
    key=("member", "workshop", "started_on"),
    columns="""
        member 姓名 ref !
        workshop 分厂车间 ref !
        started_on 聘任日期 date !
        ended_on 解聘日期 date
        document_no 聘任文号 text
    """,
    edit=Edit("document_no", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("单丽", "shanli", "sl"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    make_valid=make_valid,
    refused=(
        Case({"member": ""}, "member", "Choose the person."),
        Case({"workshop": ""}, "workshop", "Choose the workshop."),
        Case({"started_on": ""}, "started_on", "Enter the day of the appointment."),
        Case({"ended_on": date(2022, 3, 1)}, "ended_on", NOT_FIRST),
        Case(
            {"started_on": date(2021, 12, 31)},
            "started_on",
            "The workshop was opened on 1 January 2022. Enter that day or a later one.",
        ),
    ),
    warned=(
        Case(
            {"member": applicant},
            "member",
            "The person was no Party member here on the day of the appointment.",
        ),
    ),
)
