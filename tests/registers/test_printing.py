"""A list on paper: all its rows in its order, with what narrows it and how many there are."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from partyhub.registers import printing
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, main_text

pytestmark = pytest.mark.long


@pytest.fixture
def meetings(browser: Browser) -> Any:
    """More activities of a branch than one page of its list shows."""
    branch = factories.make_branch(name="First branch")
    for number in range(60):
        factories.make_activity(
            organization=branch,
            title=f"Theme {number:02}",
            held_on=date(2023, 1, 1 + number % 28),
        )
    factories.make_activity(organization=branch, title="Lecture", kinds="party_lecture")
    return branch


def titles(page: Any) -> list[str]:
    return [cell.text for cell in page.select("table tbody th.prime, table tbody td.prime")]


def test_all_rows_are_printed_whatever_page_is_shown(browser: Browser, meetings: Any) -> None:
    screen = browser.get("activities.list", sort="title", kind="theme_day")
    [link] = [a for a in screen.select(".actions a") if "/print" in str(a.get("href"))]
    assert link["href"] == "/activities/print?kind=theme_day&sort=title"
    page = browser.page(str(link["href"]))
    assert titles(page) == [f"Theme {number:02}" for number in range(60)]
    shown = main_text(page)
    assert "60 records" in shown
    assert "Kinds: Theme day" in shown
    assert page.select_one("[data-print='at-once']")
    assert not page.select(".foot-bar")


def test_what_narrows_the_list_is_said(browser: Browser, meetings: Any) -> None:
    page = browser.get("activities.print", q="lecture", organization=str(meetings.id))
    assert titles(page) == ["Lecture"]
    assert "Search: lecture" in main_text(page)
    assert "Organizer: First branch" in main_text(page)
    people = browser.get("members.print", on="2023-01-01")
    assert "As on 1 January 2023" in main_text(people)
    assert "With what has ended" in main_text(browser.get("members.print", shown="all"))
    meetings_then = browser.get("activities.print", on="2023-01-03")
    assert "As on 3 January 2023" in main_text(meetings_then)
    voided = browser.get("members.print", shown="archived")
    assert "Voided records" in main_text(voided)


def test_too_many_rows_are_offered_as_a_workbook(
    browser: Browser, meetings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printing.MOST_PRINTED == 2000
    monkeypatch.setattr(printing, "MOST_PRINTED", 20)
    page = browser.get("activities.print", kind="theme_day")
    assert titles(page) == []
    assert "More than 20 records are too many to print" in main_text(page)
    [form] = page.select("main form")
    assert form["action"] == "/activities/export?kind=theme_day"
    assert not page.select("[data-print]")


def test_a_list_prints_what_its_reader_may_see(app: Flask, browser: Browser, meetings: Any) -> None:
    other = Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, factories.make_branch())
    assert titles(other.get("activities.print")) == []
    auditor = Browser(app.test_client()).sign_in(Role.AUDITOR)
    auditor.get("activities.print", status=403)


def test_few_people_stay_in_their_order_while_their_number_grows(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of few stands by branches; its second page too, when one more has been entered."""
    branch = factories.make_branch()
    for number in range(60):
        factories.make_member(name=f"Person {number:02}", organization=branch)
    first = browser.get("members.list")
    [link] = [a for a in first.select(".foot-bar a") if a.text == "Next page"]
    assert "sort=organization" in str(link["href"])
    as_it_was = titles(browser.page(str(link["href"])))
    monkeypatch.setattr("partyhub.registers.listing.MOST_COUNTED", 10)
    assert titles(browser.page(str(link["href"]))) == as_it_was
