"""Comparing names the figures that differ, and the records, with who did it, when and why."""

from datetime import date

import pytest
from flask import Flask

from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories
from tests.browser import Browser, cells, form_data, main_text
from tests.yearly_reports.steps import freeze, person, withdraw

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("database_of_test")]


def test_it_names_the_record_and_who(app: Flask) -> None:
    branch = factories.make_branch()
    for _ in range(3):
        member = factories.make_member(organization=branch)
    award = factories.make_award(organization=branch, title="Best branch")
    project = factories.make_project(
        organization=branch, status="accepted", closed_on=date(2023, 3, 1), benefit_cny="450000"
    )
    frozen = freeze(app)
    clerk = person(app, Role.COMMITTEE_CLERK)
    void(clerk, "awards", award.id, "Entered twice")
    form = form_data(clerk.get("projects.edit", record_id=project.id))
    clerk.post("projects.edit", form | {"benefit_cny": "250000"}, record_id=project.id)
    factories.make_activity(organization=branch, kinds="theme_day", present=[member])
    place = {"first": f"signed-{frozen.id}", "second": frozen.period}
    clerk.get("yearly_reports.compare", **place)
    rows = {row[0]: row for row in cells(clerk.shown) if len(row) > 1}
    texts = [" ".join(row) for row in cells(clerk.shown) if len(row) == 1]
    assert rows["Honors"][2:] == ["1", "0", "down 1", "removed 1"]
    voided = next(each for each in texts if "Best branch" in each)
    assert "Name of committee_clerk" in voided
    assert "Reason: Entered twice" in voided
    benefit = next(each for each in texts if "250,000" in each)
    assert benefit.startswith("changed")
    assert "450,000" in benefit
    assert any(each.startswith("added") for each in texts)
    assert "A signed report stays as it was signed." in main_text(clerk.shown)
    clerk.get("yearly_reports.compare_figure", code="awards.total", **place)
    assert "Best branch" in main_text(clerk.shown)
    reader = person(app, Role.REVIEWER)  # who reads no history
    reader.get("yearly_reports.compare", **place)
    assert "Entered twice" not in main_text(reader.shown)


def test_a_member_counts_otherwise_by_an_assignment(app: Flask) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch, name="Somebody")
    frozen = freeze(app)
    factories.leave(factories.find(member), date(2023, 6, 1))
    secretary = person(app, Role.COMMITTEE_SECRETARY)
    place = {"first": f"signed-{frozen.id}", "second": frozen.period}
    secretary.get("yearly_reports.compare", **place)
    found = [" ".join(row) for row in cells(secretary.shown) if "Somebody" in row[0]]
    assert found
    assert all("Owner" in each for each in found)


def test_what_came_after_the_cause_hides_it_not(app: Flask) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch, name="Somebody")
    frozen = freeze(app)
    factories.leave(factories.find(member), date(2023, 6, 1))  # by Owner
    factories.change(factories.find(member), viewer=Viewer("Phone clerk"), remark="Moved house")
    secretary = person(app, Role.COMMITTEE_SECRETARY)
    place = {"first": f"signed-{frozen.id}", "second": frozen.period}
    secretary.get("yearly_reports.compare", **place)
    found = [" ".join(row) for row in cells(secretary.shown) if "Somebody Member roll" in row[0]]
    assert found
    assert all("Owner" in each and "Phone clerk" in each for each in found)
    assert all(each.index("Phone clerk") < each.index("Owner") for each in found)


def test_a_vote_counts_otherwise_by_its_meeting(app: Flask) -> None:
    branch = factories.make_branch()
    factories.make_member(organization=branch)
    meeting = factories.make_meeting(3, organization=branch)
    factories.make_vote(activity=meeting)
    frozen = freeze(app)
    factories.change(factories.find(meeting), viewer=Viewer("Canceller"), status="cancelled")
    secretary = person(app, Role.COMMITTEE_SECRETARY)
    place = {"first": f"signed-{frozen.id}", "second": frozen.period}
    secretary.get("yearly_reports.compare", **place)
    texts = [" ".join(row) for row in cells(secretary.shown) if len(row) == 1]
    votes = [each for each in texts if "Votes" in each]
    assert votes
    assert all("Canceller" in each for each in votes)


def test_periods_of_today_are_compared_without_their_records(app: Flask) -> None:
    factories.make_award(awarded_on=date(2023, 3, 8))
    reader = person(app, Role.REVIEWER)
    place = {"first": "party-year-2022", "second": "party-year-2023"}
    reader.get("yearly_reports.compare", **place)
    assert ["Honors", "honors", "0", "1", "up 1", "Show"] in cells(reader.shown)
    reader.get("yearly_reports.compare_figure", code="awards.total", **place)
    assert "added 1" in main_text(reader.shown)


def test_what_was_unsigned_is_compared_too_and_others_see_nothing(app: Flask) -> None:
    own, other = factories.make_branch(), factories.make_branch()
    frozen = freeze(app, own)
    frozen_id, report_id = frozen.id, frozen.report_id
    withdraw(person(app, Role.COMMITTEE_SECRETARY), report_id)
    place = {"first": f"signed-{frozen_id}", "second": "party-year-2023"}
    mine = person(app, Role.BRANCH_SECRETARY, own)
    mine.get("yearly_reports.compare", **place)  # of the own branch, without being told
    assert "Signed and withdrawn" in mine.shown.text
    stranger = person(app, Role.BRANCH_SECRETARY, other)
    stranger.get("yearly_reports.compare", **place, status=404)
    stranger.get("yearly_reports.compare", organization=own.id, status=404)
    mine.get("yearly_reports.compare", first="signed-99999999999", status=404)
    mine.get("yearly_reports.compare", first="nonsense", status=404)
    mine.get("yearly_reports.compare_figure", code="nothing", status=404)


def void(browser: Browser, register: str, record_id: int, reason: str) -> None:
    form = form_data(browser.get(f"{register}.archive", record_id=record_id))
    browser.post(f"{register}.archive", form | {"reason": reason}, record_id=record_id)
