"""The history at one address: whose it is, its filters and its pages."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from partyhub import clock
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, cells, errors, main_text
from tests.registers.samples import person


def titles(browser: Browser, **query: Any) -> list[str]:
    return [row[1] for row in cells(browser.get("home.show_history", **query))]


def test_a_branch_secretary_reads_the_branch_s(browser: Browser) -> None:
    """Also of what was voided; not of others' records, nor what others took away."""
    own, other = factories.make_branch(), factories.make_branch()
    for branch, mark in ((own, "Mine"), (other, "Theirs")):
        factories.make_activity(organization=branch, title=f"{mark} meeting")
        factories.make_member(organization=branch, name=f"{mark} person")
        factories.archive(factories.make_team(organization=branch, name=f"{mark} team"))
    browser.download("members.export")
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    assert not [title for title in titles(browser) if "Theirs" in title]
    assert {"Mine meeting", "Mine team"} <= set(titles(browser))
    assert titles(browser, action="archived") == ["Mine team"]
    assert not titles(browser, action="exported")
    browser.download("members.export")
    assert titles(browser, action="exported") == ["—"]


def test_the_committee_reads_all_and_what_others_took_away(browser: Browser) -> None:
    branch = factories.make_branch()
    factories.make_activity(organization=branch, title="A meeting")
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    browser.download("activities.export")
    browser.sign_in(Role.COMMITTEE_SECRETARY)
    assert "A meeting" in titles(browser)
    assert titles(browser, action="exported") == ["—"]
    page = browser.get("home.show_home")
    assert page.select('a[href="/history/"]')


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMMISSAR])
def test_who_writes_no_records_reads_no_history(browser: Browser, role: Role) -> None:
    browser.sign_in(role)
    browser.get("home.show_history", status=403)


def test_administrators_see_the_events_of_accounts_alone(browser: Browser) -> None:
    member = factories.make_member(name="Secret Person")
    factories.make_user(Role.COMMISSAR, username="welder", member_id=member.id)
    browser.sign_in(Role.ADMINISTRATOR)
    page = browser.get("home.show_history")
    assert "Secret Person" not in main_text(page)
    assert "Account created" in main_text(page)
    row = next(row for row in cells(page) if row[1] == "welder")
    assert row[2] == "Account created"
    assert {row[1] for row in cells(browser.get("home.show_history", who="weld"))} == {"welder"}
    assert not cells(browser.get("home.show_history", action="locked"))
    assert cells(browser.get("home.show_history", action="created"))


def test_it_is_narrowed_by_register_act_person_and_days(browser: Browser) -> None:
    first = datetime(2022, 5, 1, 15, 59, tzinfo=UTC)  # the last minute of the day here
    with clock.at(first):
        award = factories.make_award(title="First", awarded_on=date(2022, 1, 1))
        factories.change(award, viewer=person("Zhao"), title="Second")
    with clock.at(datetime(2022, 5, 1, 16, 0, tzinfo=UTC)):
        factories.change(award, viewer=person("Qian"), title="Third")
    assert titles(browser, register="awards", who="Zhao") == ["Second"]
    assert titles(browser, register="awards", since="2022-05-02", until="2022-05-02") == ["Third"]
    until = titles(browser, register="awards", until="2022-05-01")
    assert until == ["Second", "First"]
    assert titles(browser, register="awards", action="created") == ["First"]
    assert not titles(browser, register="members", who="Zhao")
    page = browser.get("home.show_history", register="awards", since="2022年5月2日")
    assert len(cells(page)) == 1
    assert form_value(page, "since") == "2022-05-02"


def form_value(page: Any, name: str) -> str:
    return str(page.select_one(f"main form [name={name}]")["value"])


@pytest.mark.parametrize("text", ["2023-02-30", "soon", "2023-02"])
def test_a_day_that_is_none_is_said_at_its_field(browser: Browser, text: str) -> None:
    page = browser.get("home.show_history", status=400, since=text)
    assert "is not a day" in main_text(page)
    assert form_value(page, "since") == text
    assert errors(page)


def test_pages_keep_the_filters(browser: Browser) -> None:
    make = factories.make_award
    for number in range(103):
        make(title=f"Title {number}", awarded_on=date(2022, 1, 1))
    factories.make_campaign()
    page = browser.get("home.show_history", register="awards", action="created")
    assert len(cells(page)) == 100
    (older,) = [a for a in page.select("main nav a[href]") if "before=" in str(a["href"])]
    rest = browser.page(str(older["href"]))
    assert [row[1] for row in cells(rest)] == ["Title 2", "Title 1", "Title 0"]
    for odd in ("x", "-1", "9" * 20, "１"):
        assert cells(browser.get("home.show_history", before=odd, register="awards"))
