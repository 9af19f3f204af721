"""Rules about figures: moves, movements that make the end, and sums by branch."""

from fractions import Fraction

import pytest
from flask import Flask

from partyhub.database import db
from partyhub.figures import Tally
from partyhub.problem_rules import Severity
from partyhub.problems.rules.figures import broken_movements, has_moved, wrong_sum
from partyhub.reports.branch_checks import DECREASES, INCREASES
from partyhub.reports.calculation import Computed
from tests.catalog import CATALOG
from tests.instances import State
from tests.problems.world import World, day, flagged

SHARE = Fraction(3, 10)


@pytest.mark.parametrize(
    ("now", "before", "is_far"),
    [
        (130, 100, False),
        (131, 100, True),
        (70, 100, False),
        (69, 100, True),
        (1.31, 1, True),
        (5, 0, False),
        (5, None, False),
        (None, 5, False),
        (0, 1, True),
    ],
)
def test_a_figure_moved_if_it_is_more_than_the_share_away(
    now: float | None, before: float | None, is_far: bool
) -> None:
    assert has_moved(now, before, SHARE) is is_far


def test_moved_figures_are_named_with_both_values(app: Flask, template: State) -> None:
    with app.app_context():
        world = World()
        for number in range(10):
            world.activity(f"Before {number}", held_on=day("2022-03-01"))
        for number in range(13):
            world.activity(f"Now {number}")
        assert flagged("figures.moved") is None
        world.activity("One more")
        found = flagged("figures.moved")
        assert {record.id for record in found.records} >= {"activities.theme_day"}
        assert found.severity is Severity.WARN
        assert not found.is_blocking
        [theme] = [each for each in found.records if each.id == "activities.theme_day"]
        assert "10" in theme.sentence
        assert "14" in theme.sentence
        assert theme.key == "figures:activities.theme_day:14/10"
        db.session.rollback()


def test_movements_that_do_not_make_the_end_are_a_problem(app: Flask) -> None:
    values = dict.fromkeys((*INCREASES, *DECREASES), 0)
    values |= {"members.opening": 10, "members.admitted": 3, "members.transferred_out": 1}
    with app.app_context():
        assert list(broken_movements({**values, "members.total": 12})) == []
        [found] = broken_movements({**values, "members.total": 13})
    numbers = {"opening": 10, "came": 3, "left": 1, "end": 13}
    assert {key: found[key] for key in numbers} == numbers
    assert found["mark"] == "10/3/1/13"


def test_parts_that_do_not_make_the_whole_are_a_problem(app: Flask) -> None:
    figure = CATALOG.figures_by_code["members.total"]
    tally = Tally(7, 7, day("2023-06-30"), None)
    whole = Computed(figure, tally.value, tally.records, tally.as_of)
    with app.app_context():
        assert list(wrong_sum(whole, [3, 4, None])) == []
        [found] = wrong_sum(whole, [3, 5])
    assert (found["id"], found["now"], found["sum"]) == ("members.total", 7, 8)
    assert found["mark"] == "7/8"


def test_movements_and_sums_agree_on_what_is_on_record(app: Flask, template: State) -> None:
    with app.app_context():
        world = World()
        for number in range(3):
            world.member(f"One {number}")
            world.member(f"Two {number}", stay={"organization": world.two})
        assert flagged("figures.movements") is None
        assert flagged("figures.sums_by_branch") is None
        db.session.rollback()
