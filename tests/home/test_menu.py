"""The menu, which offers to nobody what is refused: every entry opens, for every role and scope."""

from typing import Any

import pytest

from partyhub.roles import Role
from tests import factories
from tests.browser import Browser

WHERE = ("committee", "general_branch", "branch")
OF_ALL = (Role.ADMINISTRATOR, Role.AUDITOR)


def place(where: str) -> Any:
    if where == "general_branch":
        return factories.make_organization(kind=where)
    return factories.make_branch() if where == "branch" else None


def menu_of(browser: Browser) -> list[str]:
    page = browser.get("home.show_home")
    return [str(link["href"]) for link in page.select(".sidenav a[href], .tabbar a[href]")]


@pytest.mark.parametrize("role", list(Role))
def test_every_entry_of_the_menu_opens(role: Role, browser: Browser) -> None:
    for where in WHERE[:1] if role in OF_ALL else WHERE:
        browser.sign_in(role, place(where))
        entries = menu_of(browser)
        assert entries
        answers = {each: browser.open("GET", each).status_code for each in dict.fromkeys(entries)}
        assert {code for code in answers.values() if code >= 400} == set(), (where, answers)


def test_what_all_share_is_offered_to_the_committee_alone(browser: Browser) -> None:
    address = browser.url("headings.edit")
    for role in (Role.COMMITTEE_CLERK, Role.COMMITTEE_SECRETARY):
        for where in ("general_branch", "committee", "branch", "committee"):
            browser.sign_in(role, place(where))
            assert (address in menu_of(browser)) is (where == "committee")
    browser.sign_in(Role.ADMINISTRATOR)
    assert address in menu_of(browser)
