"""The register of reviews of vanguard posts, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_YET, Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_post_review(organization=organization)


def make_searched() -> Any:
    post = factories.make_vanguard_post(name="绞线岗", code="GX7")
    return factories.make_post_review(post=post)


def make_staged(place: Any) -> Any:
    post = place.made["vanguard_posts"]
    return factories.make_post_review(post=post, comment=f"Comment {place.mark}")


def make_valid() -> dict[str, Any]:
    return {
        "post": factories.make_vanguard_post(established_on=date(2022, 3, 1)),
        "reviewed_on": date(2023, 3, 1),
    }


contract = Contract(
    title="先锋岗考评",
    follows="vanguard_posts",
    key=("post", "reviewed_on"),
    columns="""
        post 先锋岗 ref !
        reviewed_on 考评日期 date !
        performance 比业绩 int
        style 比作风 int
        service 比服务 int
        comment 评语 text
    """,
    edit=Edit("comment", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("绞线", "jiaoxian", "gx7"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    make_valid=make_valid,
    other_keys=({"reviewed_on": date(2023, 3, 2)},),
    refused=(
        Case({"post": ""}, "post", "Choose the post."),
        Case({"reviewed_on": ""}, "reviewed_on", "Enter the day of the review."),
        Case({"reviewed_on": date(2023, 7, 1)}, "reviewed_on", NOT_YET),
        Case(
            {"reviewed_on": date(2022, 2, 28)},
            "reviewed_on",
            "The post was established later than this day.",
        ),
        *(
            Case({name: value}, name, "The number must lie between 0 and 100.")
            for name in ("performance", "style", "service")
            for value in (101, -1)
        ),
    ),
)
