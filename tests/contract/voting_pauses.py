"""The register of pauses of the right to vote, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_FIRST, Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_voting_pause(organization=organization)


def make_searched() -> Any:
    return factories.make_voting_pause(member=factories.make_member(name="单丽"))


def make_staged(place: Any) -> Any:
    return factories.make_voting_pause(member=place.made["members"])


def make_valid() -> dict[str, Any]:
    return {"member": factories.make_member(), "started_on": date(2023, 5, 10)}


def paused() -> Any:
    """Make somebody whose right is paused in June."""
    member = factories.make_member()
    factories.make_voting_pause(member=member, started_on=date(2023, 6, 1))
    return member


contract = Contract(
    title="暂停表决权",
    follows="appraisals",
    key=("member", "started_on"),
    columns="""
        member 姓名 ref !
        started_on 起 date !
        ended_on 止 date
    """,
    edit=Edit("ended_on", "2023-06-02", "2 June 2023", "2023-06-03", "3 June 2023"),
    searched=("单丽", "shanli", "sl"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    is_committees_own=True,
    is_confidential=True,
    make_valid=make_valid,
    other_keys=({"started_on": date(2022, 1, 1), "ended_on": date(2022, 2, 1)},),
    refused=(
        Case({"member": ""}, "member", "Choose the person."),
        Case({"started_on": ""}, "started_on", "Enter the first day."),
        Case({"ended_on": date(2023, 5, 10)}, "ended_on", NOT_FIRST),
        Case({"member": paused}, "started_on", "The right is paused on these days already."),
    ),
)
