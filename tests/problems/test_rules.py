"""Each rule finds what breaks it, and nothing that keeps it, not even just."""

import pytest
from flask import Flask
from sqlalchemy import delete, update

from partyhub.database import db
from partyhub.members.models import OutReason
from partyhub.organizations.models import OrganizationKind
from partyhub.periods import on_day
from partyhub.problem_rules import Inquiry, Severity
from partyhub.problems.wording import fill
from partyhub.reports.calculation import scope_of
from partyhub.roles import Role
from partyhub.rules.models import Rule
from partyhub.rules.queries import forget_rules
from partyhub.viewers import Viewer
from tests.catalog import CATALOG
from tests.instances import State
from tests.problems.cases import (
    accounts,
    activities,
    assemblies,
    holders,
    organizations,
    people,
    registers,
    vanguards,
    votes,
)
from tests.problems.world import CASES, PERIOD, World, day, flagged

CASES_OF = (
    people,
    holders,
    accounts,
    organizations,
    activities,
    assemblies,
    votes,
    vanguards,
    registers,
)
# Their cases stand in test_figures.py: they count what holds by construction, or all figures.
OF_FIGURES = {rule.key for rule in CATALOG.problems if rule.key.startswith("figures.")}


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


@pytest.mark.parametrize("key", sorted(key for key in CASES if CATALOG.problems_by_key[key].rules))
def test_a_rule_that_is_new_fills_every_sentence(key: str, world: World) -> None:
    """A rule may be in force on the last day of the period, and on no day of the records."""
    CASES[key](world)
    in_force = on_day(PERIOD.end, Rule.effective_from, Rule.effective_to)
    db.session.execute(delete(Rule).where(~in_force))
    db.session.execute(update(Rule).values(effective_from=PERIOD.end))
    forget_rules()
    found = flagged(key)
    for record in found.records if found else ():
        assert "—" not in record.sentence


def test_a_sentence_that_lacks_a_value_is_still_shown(app: Flask) -> None:
    with app.app_context():
        assert fill("%(title)s until %(until)s", {"title": "A"}) == "A until —"


def test_there_is_no_problem_where_nothing_is_on_record(app: Flask, template: State) -> None:
    with app.app_context():
        assert [key for key in CASES if flagged(key)] == []


@pytest.mark.parametrize("kind", [OrganizationKind.BRANCH, OrganizationKind.GENERAL_BRANCH])
def test_every_rule_can_be_asked_for_a_part(kind: OrganizationKind, world: World) -> None:
    """Conditions of a part are none of the whole: PostgreSQL refuses what SQLite lets pass."""
    unit = world.organization("Unit", kind=kind)
    below = world.organization("Below", up=unit)
    gone = {"ended_on": day("2023-06-01"), "out_reason": OutReason.TRANSFER_OUT}
    for where in (unit, below):
        person = world.member(f"Of {where.name}", stay={"organization": where, **gone})
        world.vanguard(f"Post of {where.name}", person, organization_id=where.id)
    viewer = Viewer("Viewer", role=Role.COMMITTEE_SECRETARY, organization_id=unit.id)
    inquiry = Inquiry(scope_of(viewer, PERIOD, None), viewer)
    assert inquiry.scope.organizations == (unit.id, below.id)
    read = {rule.key: rule.read(inquiry) for rule in CATALOG.problems}
    assert set(read) == set(CATALOG.problems_by_key)
    assert len(read["members.still_holding"]) == 2


def test_every_rule_has_a_case() -> None:
    assert set(CASES) | OF_FIGURES == set(CATALOG.problems_by_key)


def test_there_are_at_least_forty_rules_with_different_queries() -> None:
    """Rules that share a query tell kinds of meetings and sizes apart, which count once here."""
    queries = {rule.select or rule.find for rule in CATALOG.problems}
    assert len(CATALOG.problems) >= len(queries) >= 40
