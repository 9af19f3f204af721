"""The register of teams, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_FIRST, OUTSIDE, Case, Contract, Edit, applicant


def make(organization: Any = None) -> Any:
    return factories.make_team(organization=organization)


def make_searched() -> Any:
    return factories.make_team(name="先行突击队", code="TJ7")


def make_staged(place: Any) -> Any:
    return factories.make_team(
        organization=place.organization,
        code=f"TM-{place.mark}",
        name=f"Team {place.mark}",
        leader=place.made["members"],
        task=f"Task {place.mark}",
    )


def make_valid() -> dict[str, Any]:
    return {
        "code": "D1",
        "name": "Team",
        "kind": "vanguard",
        "organization": factories.any_branch(),
        "established_on": date(2022, 3, 1),
    }


contract = Contract(
    title="党员队伍",
    follows="campaigns",
    key=("code",),
    columns="""
        code 编号 text !
        name 名称 text !
        kind 类型 enum !
        organization 所属党组织 ref !
        leader 队长 ref
        members 队员 refs
        changed_on 变更日期 text
        others_count 非党员人数 int
        established_on 成立日期 date !
        disbanded_on 解散日期 date
        task 任务 text
        achievements 主要成效 text
        campaign 所属专项 ref
    """,
    edit=Edit("task", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("先行", "xianxing", "xxtjd", "tj7"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={"kind": "vanguard 先锋队 volunteer 志愿服务队 commando 突击队 tackling 攻关组"},
    is_chosen_by_name=True,
    is_read_by_commissars=True,
    make_valid=make_valid,
    refused=(
        Case({"code": ""}, "code", "Enter a code."),
        Case({"name": ""}, "name", "Enter a name."),
        Case({"kind": ""}, "kind", "Choose what kind of team it is."),
        Case({"kind": "squad"}, "kind", "“squad” is not one of:"),
        Case({"organization": ""}, "organization", "Choose the organization."),
        Case({"disbanded_on": date(2022, 3, 1)}, "disbanded_on", NOT_FIRST),
    ),
    warned=(
        Case({"leader": applicant}, "leader", OUTSIDE),
        Case({"members": applicant}, "members", OUTSIDE),
    ),
)
