"""Each rule finds what breaks it, and nothing that keeps it, not even just."""

from collections.abc import Iterator

import pytest
from flask import Flask

from partyhub.database import db
from partyhub.problem_rules import Severity
from tests.catalog import CATALOG
from tests.instances import State
from tests.problems.cases import (
    accounts,
    activities,
    holders,
    organizations,
    people,
    registers,
    vanguards,
    votes,
)
from tests.problems.world import CASES, World, flagged

CASES_OF = (people, holders, accounts, organizations, activities, votes, vanguards, registers)
# Their cases stand in test_figures.py: they count what holds by construction, or all figures.
OF_FIGURES = {rule.key for rule in CATALOG.problems if rule.key.startswith("figures.")}


@pytest.fixture
def world(app: Flask, template: State) -> Iterator[World]:
    """The committee in a transaction that is rolled back."""
    with app.app_context():
        yield World()
        db.session.rollback()


@pytest.mark.parametrize("key", sorted(CASES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(key: str, world: World) -> None:
    expected = CASES[key](world)
    db.session.flush()
    found = flagged(key)
    assert found is not None, key
    assert {record.title for record in found.records} == expected
    for record in found.records:
        assert record.sentence
        assert "%(" not in record.sentence
    assert found.sentence
    assert found.is_blocking is (found.severity is Severity.BLOCK)


def test_there_is_no_problem_where_nothing_is_on_record(app: Flask, template: State) -> None:
    with app.app_context():
        assert [key for key in CASES if flagged(key)] == []


def test_every_rule_has_a_case() -> None:
    assert set(CASES) | OF_FIGURES == set(CATALOG.problems_by_key)


def test_there_are_at_least_forty_rules_with_different_queries() -> None:
    """Rules that share a query tell kinds of meetings and sizes apart, which count once here."""
    queries = {rule.select or rule.find for rule in CATALOG.problems}
    assert len(CATALOG.problems) >= len(queries) >= 40
