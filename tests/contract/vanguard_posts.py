"""The register of vanguard posts, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_FIRST, OUTSIDE, Case, Contract, Edit, applicant


def make(organization: Any = None) -> Any:
    return factories.make_vanguard_post(organization=organization)


def make_searched() -> Any:
    return factories.make_vanguard_post(name="绞线岗", code="GX7")


def make_staged(place: Any) -> Any:
    return factories.make_vanguard_post(
        organization=place.organization,
        workshop=place.made["workshops"],
        code=f"GP-{place.mark}",
        name=f"Post {place.mark}",
        holders=[place.made["members"]],
        department=f"Department {place.mark}",
        show_identity=f"Identity {place.mark}",
    )


def make_valid() -> dict[str, Any]:
    return {
        "code": "G1",
        "name": "Post",
        "organization": factories.any_branch(),
        "established_on": date(2022, 3, 1),
    }


contract = Contract(
    title="党员先锋岗",
    follows="votes",
    key=("code",),
    columns="""
        code 编号 text !
        name 岗位名称 text !
        kind 岗位类型 enum
        workshop 所在分厂车间 ref
        department 所在部门 text
        organization 所属党组织 ref !
        holders 责任党员 refs
        changed_on 变更日期 text
        show_identity 亮身份 text
        show_duty 亮职责 text
        show_commitment 亮承诺 text
        status 状态 enum
        established_on 设立日期 date !
        named_on 命名日期 date
        closed_on 撤销日期 date
        campaign 所属专项 ref
    """,
    edit=Edit("department", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("绞线", "jiaoxian", "jxg", "gx7"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "kind": "vanguard 先锋岗 demonstration 示范岗 responsibility_area 责任区",
        "status": "candidate 创建中 active 已命名 closed 已撤销",
    },
    is_chosen_by_name=True,
    is_read_by_commissars=True,
    make_valid=make_valid,
    refused=(
        Case({"code": ""}, "code", "Enter a code."),
        Case({"name": ""}, "name", "Enter a name."),
        Case({"organization": ""}, "organization", "Choose the organization."),
        Case(
            {"established_on": ""},
            "established_on",
            "Enter the day on which it was established.",
        ),
        Case({"closed_on": date(2022, 3, 1)}, "closed_on", NOT_FIRST),
        Case(
            {"named_on": date(2022, 2, 28)},
            "named_on",
            "It can't lie before the day it was established.",
        ),
        Case(
            {"named_on": date(2022, 4, 1), "closed_on": date(2022, 4, 1)},
            "closed_on",
            "It must lie after the day of naming.",
        ),
        Case(
            {"status": "closed"},
            "closed_on",
            "A closed post needs the day it was closed.",
        ),
        Case({"holders": "Nobody"}, "holders", "“Nobody” is not on record."),
    ),
    warned=(
        Case(
            {"status": "active", "closed_on": date(2022, 5, 1)},
            "closed_on",
            "It has a closing day, but its state isn't closed.",
        ),
        Case({"holders": applicant}, "holders", OUTSIDE),
    ),
)
