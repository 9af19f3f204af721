"""The figures by branch add up to the whole, and each number leads to its own records."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from partyhub.database import db
from partyhub.figures import Ratio
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.reports.branch_checks import checks_of
from partyhub.reports.branch_columns import USUAL, bands_of
from partyhub.reports.branch_table import table_of
from partyhub.reports.branches import find_branches, find_requested, is_additive
from partyhub.reports.calculation import compute, scope_of
from tests import factories, instances
from tests.browser import Browser, main_text, text
from tests.figures.questions import EDGES, REACHES, TODAY, Question
from tests.figures.untidy import Calendar, Rows, build
from tests.reports import worlds

pytestmark = pytest.mark.long

CALENDAR = Calendar(date(2020, 10, 1), date(2023, 12, 31), EDGES)
SEEDS = (1, *(pytest.param(n, marks=pytest.mark.long) for n in (2, 3)))
# Where a person's full membership is before the admission, a move on its day is an admission there.
UNTIDY = {"members.admitted"}
PLACES = 6


@pytest.fixture(params=SEEDS)
def untidy(app: Flask, template: instances.State, request: pytest.FixtureRequest) -> Iterator[Rows]:
    with app.app_context(), worlds.on(TODAY):
        yield build(request.param, CALENDAR)
        template.put_back()


@pytest.mark.usefixtures("untidy")
def test_what_is_additive_adds_up_in_an_untidy_tree() -> None:
    added = 0
    for key in ("party-year-2022", "2022", "2022-Q3", "2023"):
        for reach in REACHES.values():
            added += assert_adds_up(Question(key, reach))
    assert added > 500


def assert_adds_up(question: Question) -> int:
    """Compare each figure, and return how many had something to add."""
    scope, viewer = question.scope, question.reach.viewer
    requested = question.reach.requested
    organization = db.session.get(Organization, requested) if requested else None
    asked = find_requested(viewer, scope, organization)
    assert asked is not None
    whole = compute(scope)
    branches = [values for _, values in find_branches(scope, asked)]
    added = 0
    for code, computed in whole.items():
        if is_additive(computed.figure, scope) and code not in UNTIDY:
            parts = [values[code].value for values in branches]
            total = sum(float(part) for part in parts if part is not None)
            assert round(total - float(computed.value or 0), PLACES) == 0, (code, question, parts)
            records = sum(values[code].records for values in branches)
            assert records == computed.records, (code, question)
            added += computed.records > 0
    return added


@pytest.fixture
def committee(database_of_test: None) -> Organization:
    """A committee with a branch that stays, one that moved away, and one that was dissolved."""
    root = factories.committee()
    general = factories.make_organization(code="G", kind="general_branch", name="General")
    factories.make_branch(code="A", name="Stays", established_on=date(2010, 1, 1))
    moved = factories.make_branch(code="B", name="Moves", established_on=date(2010, 1, 1))
    factories.change(moved, parent=general, changed_on=date(2023, 2, 1))
    gone = factories.make_branch(code="C", name="Gone", established_on=date(2010, 1, 1))
    factories.make_member(organization=moved)
    factories.make_activity(organization=gone, held_on=date(2023, 1, 5))
    factories.make_activity(organization=root, held_on=date(2023, 1, 6))
    factories.change(gone, dissolved_on=date(2023, 3, 1))
    db.session.commit()
    return root


def branches_of(root: Organization) -> dict[str, Any]:
    scope = scope_of(factories.OWNER, Period.parse("2023"))
    return {
        entry.organization.code: (entry, {code: each.value for code, each in values.items()})
        for entry, values in find_branches(scope, root)
    }


def test_each_organization_of_the_period_has_an_entry(committee: Organization) -> None:
    found = branches_of(committee)
    assert list(found) == [committee.code, "A", "B", "G", "C"]
    assert found["B"][0].has_moved
    assert found["C"][0].dissolved_on == date(2023, 3, 1)
    # Who moved is counted below the new superior, what the dissolved one did is still its own.
    assert (found["B"][1]["members.total"], found["G"][1]["members.total"]) == (0, 1)
    assert found["C"][1]["activities.gatherings"] == 1
    assert found[committee.code][1]["activities.gatherings"] == 1
    assert found[committee.code][1]["members.total"] == 0


def test_who_was_no_more_before_the_period_is_left_out(committee: Organization) -> None:
    scope = scope_of(factories.OWNER, Period.parse("2023-Q2"))
    codes = [entry.organization.code for entry, _ in find_branches(scope, committee)]
    assert codes == [committee.code, "A", "G"]


def test_openings_add_up_only_where_nobody_moved(committee: Organization) -> None:
    for key, is_steady in (("2023", False), ("2022", True), ("2023-Q2", True)):
        scope = scope_of(factories.OWNER, Period.parse(key))
        found = compute(scope)
        assert is_additive(found["members.opening"].figure, scope) is is_steady
        assert not is_additive(found["members.transferred_in"].figure, scope)
        assert is_additive(found["members.total"].figure, scope)
    ratios = [each for each in found.values() if isinstance(each.figure, Ratio)]
    assert ratios
    assert not any(is_additive(each.figure, scope) for each in ratios)


def test_every_number_of_the_page_opens_as_many_records(
    committee: Organization, browser: Browser
) -> None:
    for columns in ("usual", "members", "structure", "activities"):
        page = browser.get("reports.branches", period="2023", columns=columns)
        links = page.select("td a")
        for link in links:
            counted = browser.page(str(link["href"]))
            figure = text(counted.select_one(".facts b"))
            assert figure == text(link), link["href"]
        assert links or columns == "structure"


def test_the_sums_of_the_page_agree(committee: Organization, browser: Browser) -> None:
    page = browser.get("reports.branches", period="2023")
    rows = {
        text(row.select_one("th")): [text(td) for td in row.select("td")]
        for row in page.select("tbody tr")
    }
    assert "Gonedissolved" in rows
    names = ["Organizations together", f"{committee.name} itself", "Moves between them"]
    together, own, _, whole = (rows[name] for name in [*names, f"All of {committee.name}"])
    for place in range(6, 14):
        assert int(together[place]) + int(own[place]) == int(whole[place])
    browser.get("reports.branches", period="2023", columns="nothing", status=404)


def test_the_checks_below_the_table_say_what_agrees(
    committee: Organization, browser: Browser
) -> None:
    page = browser.get("reports.branches", period="2023")
    states = [text(each) for each in page.select(".rows .state")]
    assert states == ["agrees"] * 3
    assert "3 of 3 agree" in main_text(page)
    browser.get("reports.branches", period="2023", columns="activities")


def test_a_check_that_fails_says_so(committee: Organization) -> None:
    scope = scope_of(factories.OWNER, Period.parse("2023"))
    table = table_of(scope, committee, bands_of(USUAL))
    assert [check.holds for check in checks_of(table, scope)] == [True, True, True]
    for code, failing in (("members.other_increase", 0), ("members.full", 2)):
        row = replace(table.rows[0], values={**table.rows[0].values, code: 7})
        checks = checks_of(replace(table, rows=[row, *table.rows[1:]]), scope)
        assert [check.holds for check in checks].index(False) == failing
    between = replace(table.sums[2], values={**table.sums[2].values, "awards.total": 1})
    sums = [*table.sums[:2], between, table.sums[3]]
    assert not checks_of(replace(table, sums=sums), scope)[1].holds


def test_what_is_as_of_an_earlier_day_says_so(committee: Organization, browser: Browser) -> None:
    workshop = factories.make_prosperity_workshop()
    for month in ("2023-01", "2023-03"):
        factories.make_prosperity_return(prosperity_workshop=workshop, month=month)
    said = "as of 31 March 2023, 2 months reported"
    for endpoint, more in (
        ("reports.figures", {}),
        ("reports.counted", {"code": "prosperity.staff"}),
        ("reports.branches", {"columns": "prosperity"}),
    ):
        assert said in main_text(browser.get(endpoint, period="2023", **more))
