"""The register of mentorships, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_FIRST, Case, Contract, Edit, applicant


def make(organization: Any = None) -> Any:
    return factories.make_mentorship(organization=organization)


def make_searched() -> Any:
    return factories.make_mentorship(apprentice="查小满")


def make_staged(place: Any) -> Any:
    mentor = place.made["members"]
    return factories.make_mentorship(mentor=mentor, apprentice=f"Apprentice {place.mark}")


def make_valid() -> dict[str, Any]:
    return {
        "mentor": factories.make_member(name="Master", number="A9"),
        "apprentice": "Apprentice",
        "started_on": date(2022, 3, 1),
    }


contract = Contract(
    title="师带徒",
    follows="milestones",
    key=("mentor", "apprentice", "started_on"),
    columns="""
        mentor 师傅 ref !
        apprentice 徒弟 text !
        skill 带教内容 text
        started_on 结对日期 date !
        ended_on 出师日期 date
        result 考核结果 text
    """,
    edit=Edit("skill", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("查小满", "zhaxiaoman", "zxm"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    make_valid=make_valid,
    other_keys=({"apprentice": "Another one"},),
    refused=(
        Case({"mentor": ""}, "mentor", "Choose the mentor."),
        Case({"apprentice": ""}, "apprentice", "Enter the apprentice's name."),
        Case(
            {"apprentice": "Master（A9）"},
            "apprentice",
            "Nobody is their own apprentice.",
        ),
        Case(
            {"apprentice": " Master (A9) "},
            "apprentice",
            "Nobody is their own apprentice.",
        ),
        Case({"ended_on": date(2022, 3, 1)}, "ended_on", NOT_FIRST),
    ),
    warned=(
        Case(
            {"mentor": applicant},
            "mentor",
            "The mentor was no Party member here on the first day.",
        ),
    ),
)
