"""Statements by which problems are found: few, short, and no more for more branches or years."""

import pytest
from flask import Flask

from partyhub.database import db
from partyhub.figures import Figure, count_parts
from partyhub.organizations.models import OrganizationKind
from partyhub.periods import Period
from partyhub.problems.finding import find_problems
from partyhub.registers import current_catalog
from partyhub.reports.branches import entries_of, is_additive
from partyhub.reports.calculation import compute_each, scope_of
from tests import factories
from tests.browser import Browser
from tests.problems.test_rules import CASES_OF
from tests.problems.world import CASES, OWNER, PERIOD, World, day
from tests.registers.samples import counted_queries

assert CASES_OF  # they register themselves
MOST, LONGEST = 120, 20_000
MOST_BREAK = 90
# Each of these leaves the others' records as they are.
TOGETHER = sorted(key for key in CASES if not key.startswith(("organizations.", "accounts.")))


def test_a_page_of_problems_costs_few_statements(browser: Browser) -> None:
    def ask(period: str) -> int:
        browser.get("problems.show", period=period)
        with counted_queries() as found:
            browser.get("problems.show", period=period)
        assert max(map(len, found)) <= LONGEST
        return len(found)

    branch = factories.make_branch()
    factories.make_member(organization=branch, birth_date=None)
    few = ask(PERIOD.key)
    for _ in range(45):
        factories.make_member(organization=factories.make_branch(), birth_date=None)
    assert few <= ask(PERIOD.key) <= few + 2
    assert few <= MOST
    assert ask("2020") <= MOST


def test_rules_read_together_find_what_each_finds_alone(world: World) -> None:
    for key in TOGETHER:
        CASES[key](world)
    db.session.flush()
    general = world.organization("Unit", kind=OrganizationKind.GENERAL_BRANCH)
    for unit in (None, world.one, general):
        together = {each.key: each for each in find_problems(OWNER, PERIOD, unit)}
        if unit is None:
            assert len(set(together).intersection(TOGETHER)) >= MOST_BREAK
        for rule in current_catalog().problems:
            alone = find_problems(OWNER, PERIOD, unit, [rule])
            found = [together[rule.key]] if rule.key in together else []
            assert [each.records for each in found] == [each.records for each in alone]


def test_a_part_counts_what_its_scope_counts_alone(world: World) -> None:
    for key in TOGETHER:
        CASES[key](world)
    below = world.organization("Group", up=world.one, kind=OrganizationKind.PARTY_GROUP)
    world.activity("Of the group", organization=below)
    world.member("Of the committee", stay={"organization": world.root})
    db.session.flush()
    for period in (PERIOD, Period.parse("2022")):
        scope = scope_of(OWNER, period)
        every = current_catalog().figures
        figures = [one for one in every if isinstance(one, Figure) and is_additive(one, scope)]
        _, *entries = entries_of(scope, world.root)
        alone = compute_each([each.scope for each in entries], figures)
        parts = count_parts(figures, scope, [each.scope.organizations or () for each in entries])
        assert parts == [{code: one.value for code, one in own.items()} for own in alone]
        assert len(parts) >= 2


@pytest.mark.parametrize("parts", [[], [[]]])
def test_nothing_is_counted_in_no_part(parts: list[list[int]], app: Flask, world: World) -> None:
    world.activity("One", held_on=day("2023-03-01"))
    figures = [one for one in current_catalog().figures if one.code == "activities.theme_day"]
    counted = count_parts(
        [one for one in figures if isinstance(one, Figure)], scope_of(OWNER, PERIOD), parts
    )
    assert counted == [{"activities.theme_day": 0}][: len(parts)]
