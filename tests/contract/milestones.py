"""The register of milestones, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_YET, Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_milestone(organization=organization)


def make_searched() -> Any:
    return factories.make_milestone(title="样缆试制")


def make_staged(place: Any) -> Any:
    project = place.made["projects"]
    return factories.make_milestone(project=project, title=f"Milestone {place.mark}")


def make_valid() -> dict[str, Any]:
    return {
        "project": factories.make_project(started_on=date(2022, 3, 1)),
        "title": "Milestone",
        "planned_on": date(2022, 9, 1),
    }


contract = Contract(
    title="项目节点",
    follows="projects",
    key=("project", "title"),
    columns="""
        project 项目 ref !
        title 节点 text !
        planned_on 计划日期 date !
        done_on 完成日期 date
        delay_reason 延期原因 text
    """,
    edit=Edit("title", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("样缆", "yanglan", "ylsz"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    make_valid=make_valid,
    other_keys=({"title": "Another one"},),
    refused=(
        Case({"project": ""}, "project", "Choose the project."),
        Case({"title": ""}, "title", "Enter what is to be done."),
        Case({"planned_on": ""}, "planned_on", "Enter the planned day."),
        Case({"done_on": date(2023, 7, 1)}, "done_on", NOT_YET),
    ),
    warned=(
        Case(
            {"planned_on": date(2022, 2, 28)},
            "planned_on",
            "The project begins later than this day.",
        ),
        Case(
            {"done_on": date(2022, 9, 2)},
            "delay_reason",
            "Done after the planned day, without a reason.",
        ),
    ),
)
