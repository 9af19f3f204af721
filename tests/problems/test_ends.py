"""Rules at the ends of periods: nothing is missing before its day, none is judged by later ones."""

from datetime import UTC, datetime

import pytest

from partyhub.activities.models import ActivityStatus
from partyhub.members.models import Grade
from partyhub.periods import Period
from partyhub.vanguards.models import TeamKind
from tests.problems.world import World, day, flagged, titles


def test_a_plan_for_the_last_day_of_a_period_is_over_with_it(world: World) -> None:
    world.activity("Last day", held_on=day("2022-12-31"), status=ActivityStatus.PLANNED)
    world.activity("Today", held_on=day("2023-06-30"), status=ActivityStatus.PLANNED)
    assert titles("activities.still_planned", "2022") == ["Last day"]
    assert titles("activities.still_planned", "2023") == []


@pytest.mark.parametrize("period", ["2023", "2024", "2023-Q3"])
def test_nothing_is_missing_in_a_period_that_is_not_over(world: World, period: str) -> None:
    world.team("Volunteers", kind=TeamKind.VOLUNTEER)
    for number in range(10):
        world.activity(f"Before {number}", held_on=day("2022-03-01"))
    for key in ("meetings.none", "teams.no_service", "figures.moved"):
        assert titles(key, period) == [], key
    assert titles("meetings.none", "2023-H1") == ["Branch one", "Branch two"]
    assert titles("teams.no_service", "2023-H1") == ["Volunteers"]


def test_each_year_in_a_long_period_wants_its_appraisal(world: World) -> None:
    world.appraisal(world.member("A"), for_year=2022)
    world.member("B")
    [found] = [flagged("appraisals.missing", period=Period.parse("2021-07-01..2023-06-30"))]
    rows = sorted((each.title, each.values["year"], each.key) for each in found.records)
    assert [row[:2] for row in rows] == [("A", 2021), ("B", 2021), ("B", 2022)]
    assert len({row[2] for row in rows}) == 3


def test_a_term_is_overdue_as_of_the_last_day(world: World) -> None:
    world.term(world.one, due_on=day("2022-06-22"), reelected_on=day("2023-05-01"))
    world.term(world.one, number=2, started_on=day("2023-05-01"), due_on=day("2026-05-01"))
    assert titles("terms.overdue", "2022") == ["Branch one"]
    assert titles("terms.overdue") == []


def test_no_return_is_wanted_of_a_month_that_is_not_whole_in_the_period(world: World) -> None:
    workshop = world.prosperity("Workshop", set_up_on=day("2022-01-01"))
    months = [f"2022-{n:02}" for n in range(8, 13)] + [f"2023-{n:02}" for n in range(1, 7)]
    for month in months:
        world.returns(workshop, month)
    assert titles("prosperity.no_return", "2022-07-02..2023-06-30") == []
    assert titles("prosperity.no_return", "2022-07-01..2023-06-30") == ["Workshop"]


EXCELLENT = "appraisals.too_many_excellent"


def test_the_excellent_of_a_whole_year_are_counted_together(world: World) -> None:
    people = [world.member(f"P{number}") for number in range(6)]
    for person, held_on in zip(people, ("2022-12-30", "2022-12-30", "2023-01-05"), strict=False):
        world.appraisal(person, grade=Grade.EXCELLENT, held_on=day(held_on))
    assert titles(EXCELLENT, "2022") == []
    assert titles(EXCELLENT) == ["Branch one"]
    assert titles(EXCELLENT, "2023-H1") == ["Branch one"]
    assert titles(EXCELLENT, "2023-Q2") == []


def test_an_excellent_person_who_is_voided_is_not_counted(world: World) -> None:
    people = [world.member(f"P{number}") for number in range(4)]
    for person in people[:2]:
        world.appraisal(person, grade=Grade.EXCELLENT)
    people[0].archived_at = datetime(2023, 6, 1, tzinfo=UTC)
    assert titles(EXCELLENT) == []


def test_a_team_of_others_is_not_empty(world: World) -> None:
    world.team("Of others", others_count=15)
    world.team("Nobody", others_count=0)
    assert titles("teams.nobody") == ["Nobody"]


def test_three_alike_are_two_too_many(world: World) -> None:
    for _ in range(3):
        world.activity("Theme day of March")
    assert titles("activities.double") == ["Theme day of March"] * 2


def test_a_small_move_of_a_figure_is_none(world: World) -> None:
    for number in range(2):
        world.activity(f"Before {number}", held_on=day("2022-03-01"))
    for number in range(4):
        world.activity(f"Now {number}")
    assert titles("figures.moved") == []
    world.activity("One more")
    assert titles("figures.moved")
