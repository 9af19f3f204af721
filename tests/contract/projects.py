"""The register of key projects, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_FIRST, NOT_YET, OUTSIDE, Case, Contract, Edit, applicant


def make(organization: Any = None) -> Any:
    return factories.make_project(organization=organization)


def make_searched() -> Any:
    return factories.make_project(title="平滑铝套", code="ZD7")


def make_staged(place: Any) -> Any:
    return factories.make_project(
        organization=place.organization,
        workshop=place.made["workshops"],
        code=f"PR-{place.mark}",
        title=f"Project {place.mark}",
        lead=place.made["members"],
    )


def make_valid() -> dict[str, Any]:
    return {
        "code": "X1",
        "title": "Project",
        "plan_year": 2022,
        "organization": factories.any_branch(),
        "lead": factories.make_member(),
        "started_on": date(2022, 3, 1),
        "status": "running",
    }


contract = Contract(
    title="党员领办重点项目",
    follows="duties",
    key=("code",),
    columns="""
        code 编号 text !
        title 项目名称 text !
        plan_year 计划年度 year !
        organization 所属党组织 ref !
        workshop 分厂车间 ref
        campaign 所属专项 ref
        lead 领衔人 ref !
        executive_leader 执行组长 ref
        team 成员 refs
        changed_on 变更日期 text
        started_on 开始日期 date !
        due_on 计划完成日期 date
        closed_on 结束日期 date
        status 状态 enum !
        target 目标 text
        baseline 实施前 text
        result 实施成效 text
        benefit_cny 经济效益（元） money
        customer 应用单位 text
    """,
    edit=Edit("target", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("铝套", "lvtao", "phlt", "zd7"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={"status": "proposed 申报 running 实施中 accepted 已验收 stopped 终止"},
    is_chosen_by_name=True,
    is_read_by_commissars=True,
    make_valid=make_valid,
    refused=(
        Case({"code": ""}, "code", "Enter a code."),
        Case({"title": ""}, "title", "Enter the title of the project."),
        Case({"lead": ""}, "lead", "Choose who leads it."),
        Case({"plan_year": ""}, "plan_year", "Enter the year of the plan."),
        Case({"plan_year": 1920}, "plan_year", "The number must lie between 1921 and 2199"),
        Case({"status": ""}, "status", "Choose the state."),
        Case({"started_on": ""}, "started_on", "Enter the first day."),
        Case({"closed_on": date(2022, 3, 1)}, "closed_on", NOT_FIRST),
        *(
            Case(
                {"status": status},
                "closed_on",
                "A project that was accepted or stopped needs the day on which it was.",
            )
            for status in ("accepted", "stopped")
        ),
        *(
            Case({"status": status, "closed_on": date(2023, 7, 1)}, "closed_on", NOT_YET)
            for status in ("accepted", "stopped")
        ),
        Case({"due_on": date(2022, 2, 28)}, "due_on", "It must not lie before the first day."),
    ),
    warned=(
        *(
            Case(
                {"status": status, "closed_on": date(2022, 9, 1)},
                "closed_on",
                "It has a day of ending, but its state says otherwise.",
            )
            for status in ("proposed", "running")
        ),
        Case({"lead": applicant}, "lead", OUTSIDE),
        Case({"executive_leader": applicant}, "executive_leader", OUTSIDE),
        Case({"team": applicant}, "team", OUTSIDE),
    ),
)
