"""The register of votes of meetings, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_vote(organization=organization)


def make_searched() -> Any:
    member = factories.make_member(name="单丽")
    meeting = factories.make_meeting(2, organization=factories.any_branch(), title="六月大会")
    return factories.make_vote(activity=meeting, member=member, item="接收讨论")


def make_staged(place: Any) -> Any:
    return factories.make_vote(
        organization=place.organization,
        activity=place.made["activities"],
        member=place.made["members"],
        item=f"Item {place.mark}",
        in_favor=1,
    )


def make_valid() -> dict[str, Any]:
    """Make a vote by three members, all of whom came."""
    return {
        "activity": factories.make_meeting(3),
        "item": "Plan",
        "kind": "resolution",
        "in_favor": 2,
    }


def probationary() -> Any:
    return factories.make_member(admitted_on=date(2023, 1, 1), full_on=None)


contract = Contract(
    title="表决",
    follows="activities",
    key=("activity", "item", "member"),
    columns="""
        activity 活动 ref !
        item 表决事项 text !
        kind 类型 enum !
        member 对象 ref
        expected_voting 应到有表决权 int
        present_voting 实到有表决权 int
        written_opinions 书面意见 int
        in_favor 赞成 int !
        against 反对 int
        abstained 弃权 int
    """,
    edit=Edit("item", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("单丽", "shanli", "接收"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "kind": (
            "admission 接收预备党员 regularization 转正 probation_extension 延长预备期 "
            "probation_cancellation 取消预备党员资格 election 选举 resolution 决议 "
            "disposal 组织处置"
        ),
    },
    make_valid=make_valid,
    other_keys=({"item": "Another plan"},),
    refused=(
        Case({"activity": ""}, "activity", "Choose the meeting."),
        Case({"item": ""}, "item", "Enter what was voted on."),
        Case({"kind": ""}, "kind", "Choose what was decided."),
        Case({"in_favor": ""}, "in_favor", "Enter how many were in favor."),
        *(
            Case({"kind": kind}, "member", "Name the person whom this is about.")
            for kind in (
                *("admission", "regularization"),
                *("probation_extension", "probation_cancellation"),
            )
        ),
        Case({"against": 2}, "in_favor", "In favor, against and abstained come to 4"),
        Case(
            {"written_opinions": 1},
            "written_opinions",
            "Voters present (3) and written opinions (1)",
        ),
        Case({"present_voting": 4}, "present_voting", "Voters present (4) and written"),
        Case(
            {"activity": lambda: factories.make_meeting(3, status="cancelled")},
            "activity",
            "This meeting hasn't been held.",
        ),
        Case(
            {"activity": lambda: factories.make_activity(kinds="conference")},
            "expected_voting",
            "It doesn't follow from the attendance.",
        ),
    ),
    warned=(
        Case(
            {"expected_voting": 4}, "expected_voting", "4 were entered; by the attendance it is 3."
        ),
        Case({"present_voting": 2}, "present_voting", "2 were entered; by the attendance it is 3."),
        Case(
            {"activity": lambda: factories.make_meeting(3, kinds="theme_day")},
            "activity",
            "Votes are taken at meetings of members or of a committee.",
        ),
        Case(
            {"kind": "admission", "member": factories.make_member},
            "member",
            "The person has been a Party member since 1 January 2015.",
        ),
        Case(
            {"kind": "regularization", "member": factories.make_member},
            "member",
            "The person was no probationary member on that day.",
        ),
    ),
)
