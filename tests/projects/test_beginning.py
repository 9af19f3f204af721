"""From a proposal to a project under way: the day of the beginning is asked for."""

from datetime import date
from typing import Any

import pytest

from partyhub.projects.models import KeyProject, ProjectStatus
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.members.test_steps import assert_passed

PROPOSED = date(2022, 3, 1)


@pytest.fixture
def proposal(browser: Browser) -> KeyProject:
    made: KeyProject = factories.make_project(status="proposed", started_on=PROPOSED)
    return made


def running(browser: Browser, period: str) -> int:
    page = browser.get("reports.counted", code="projects.running", period=period)
    return len(page.select("table.ledger tbody tr td.prime"))


def test_the_step_asks_for_the_day(browser: Browser, proposal: KeyProject) -> None:
    place = {"record_id": proposal.id}
    shown = browser.get("projects.show", **place)
    assert shown.select(f'a[href="/projects/{proposal.id}/begin"]')
    page = browser.get("beginning.begin", **place)
    sent = form_data(page)
    assert sent["started_on"] == "2022-03-01"
    browser.post("beginning.begin", sent | {"started_on": "2023-02-01"}, **place)
    project = factories.find(proposal)
    assert (project.status, project.started_on) == (ProjectStatus.RUNNING, date(2023, 2, 1))
    assert (running(browser, "2022"), running(browser, "2023")) == (0, 1)
    assert not browser.get("projects.show", **place).select('a[href$="/begin"]')
    browser.get("beginning.begin", status=404, **place)


def test_the_day_of_the_proposal_may_be_right(browser: Browser, proposal: KeyProject) -> None:
    sent = form_data(browser.get("beginning.begin", record_id=proposal.id))
    browser.post("beginning.begin", sent, record_id=proposal.id)
    assert factories.find(proposal).started_on == PROPOSED
    assert running(browser, "2022") == 1


@pytest.mark.parametrize("day", ["", "2022-13-01"])
def test_a_day_is_needed(browser: Browser, proposal: KeyProject, day: str) -> None:
    sent = form_data(browser.get("beginning.begin", record_id=proposal.id)) | {"started_on": day}
    page = browser.post("beginning.begin", sent, status=400, record_id=proposal.id)
    assert list(errors(page)) == ["started_on"]
    assert factories.find(proposal).status is ProjectStatus.PROPOSED


def test_who_is_late(browser: Browser, proposal: KeyProject) -> None:
    place = {"record_id": proposal.id}
    stale = form_data(browser.get("beginning.begin", **place))
    factories.change(proposal, target="Less scrap")
    page = browser.post("beginning.begin", stale, status=409, **place)
    assert "Nothing was saved" in main_text(page)
    browser.post("beginning.begin", form_data(page), **place)
    page = browser.post("beginning.begin", stale, status=409, **place)
    assert_passed(page, f"/projects/{proposal.id}", "What happened")


def test_of_who_writes_only(browser: Browser, proposal: KeyProject) -> None:
    browser.sign_in(Role.REVIEWER)
    browser.get("beginning.begin", status=403, record_id=proposal.id)
    browser.sign_in(Role.BRANCH_SECRETARY, factories.make_branch())
    browser.get("beginning.begin", status=404, record_id=proposal.id)


@pytest.mark.parametrize(
    ("typed", "warned"),
    [
        ({}, True),
        ({"started_on": PROPOSED}, True),
        ({"started_on": date(2023, 2, 1)}, False),
    ],
)
def test_the_form_tells_of_past_periods(
    proposal: KeyProject, typed: dict[str, Any], warned: bool
) -> None:
    form = factories.fill("projects", factories.find(proposal), status="running", **typed)
    assert form.validate() is not warned
    assert [name for name, _ in form.warnings] == ["started_on"] * warned


def test_a_beginning_to_come_changes_no_past_period(browser: Browser) -> None:
    project = factories.make_project(status="proposed", started_on=date(2023, 6, 30))
    assert factories.change(project, status="running").status is ProjectStatus.RUNNING
