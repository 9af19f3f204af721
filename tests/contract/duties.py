"""The register of duties of commissars, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_YET, Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_duty(organization=organization, topic="Topic")


def make_searched() -> Any:
    return factories.make_duty(topic="夜班情绪疏导")


def make_staged(place: Any) -> Any:
    return factories.make_duty(
        commissar=place.made["members"],
        workshop=place.made["workshops"],
        topic=f"Topic {place.mark}",
        outcome=f"Outcome {place.mark}",
    )


def make_valid() -> dict[str, Any]:
    held = factories.make_commissar(started_on=date(2022, 3, 1))
    values = {"commissar": held.member, "workshop": held.workshop, "kind": "care"}
    return values | {"held_on": date(2023, 3, 1)}


contract = Contract(
    title="政委履职",
    follows="commissars",
    key=("commissar", "workshop", "held_on", "kind", "topic"),
    columns="""
        commissar 政委 ref !
        workshop 分厂车间 ref !
        held_on 日期 date !
        kind 履职类型 enum !
        topic 主题 text
        headcount 参加人数 int
        outcome 成效 text
    """,
    edit=Edit("outcome", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("疏导", "shudao", "yeban"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "kind": (
            "morning_shift 早班会 lunch_break 午休会 daily_reading 每日一读 "
            "heart_talk 职工谈心（政委） mediation 矛盾调解 problem_solved 攻坚解难 "
            "care 关怀慰问 other 其他"
        )
    },
    is_read_by_commissars=True,
    is_written_by_commissars=True,
    make_valid=make_valid,
    other_keys=(
        {"topic": "Another one"},
        {"kind": "other"},
        {"held_on": date(2023, 3, 2)},
    ),
    refused=(
        Case({"commissar": ""}, "commissar", "Choose the commissar."),
        Case({"workshop": ""}, "workshop", "Choose the workshop."),
        Case({"held_on": ""}, "held_on", "Enter the day."),
        Case({"kind": ""}, "kind", "Choose what was done."),
        Case({"held_on": date(2023, 7, 1)}, "held_on", NOT_YET),
    ),
    warned=(
        Case(
            {"held_on": date(2022, 2, 28)},
            "commissar",
            "The person wasn't the commissar of this workshop on this day.",
        ),
        Case(
            {"workshop": factories.make_workshop},
            "commissar",
            "The person wasn't the commissar of this workshop on this day.",
        ),
    ),
)
