"""The frame is written once for many pages: nothing of another page or reader is left in it."""

import pytest
from flask import Flask
from sqlalchemy import update

from partyhub.accounts.models import Language, Theme, TypeSize, User
from partyhub.clock import now
from partyhub.organizations.models import Organization
from partyhub.roles import Role
from tests.browser import Browser, text
from tests.factories import committee
from tests.instances import another_process


def change(user: User | None, **values: object) -> None:
    assert user is not None
    user_id = user.id
    with another_process() as connection:
        connection.execute(update(User).where(User.id == user_id).values(**values))


def links(browser: Browser) -> list[str]:
    return [text(link) for link in browser.shown.select(".sidenav a")]


@pytest.mark.parametrize("address", ["/members/", '/members/?q="<b>&sort=name', "/account"])
def test_a_page_comes_back_to_itself_with_its_own_token(csrf, browser: Browser, address) -> None:
    for _ in range(2):
        page = browser.page(address)
        tokens = {field["value"] for field in page.select("[name=csrf_token]")}
        assert {field["value"] for field in page.select("[name=next]")} == {address}
        (token,) = tokens
        data = {"theme": "light", "csrf_token": token, "next": address}
        assert browser.open("POST", "/preferences", data).status_code == 303


def test_two_readers_have_tokens_of_their_own(csrf, app: Flask, browser: Browser) -> None:
    other = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY)
    for address in ("/members/", "/account"):
        found = [
            {field["value"] for field in each.page(address).select("[name=csrf_token]")}
            for each in (browser, other)
        ]
        assert [len(tokens) for tokens in found] == [1, 1]
        assert found[0] != found[1]


def test_the_link_of_each_page_is_marked_there_only(browser: Browser) -> None:
    for _ in range(2):
        for endpoint, here in (("members.list", "Member roll"), ("activities.list", "Activities")):
            page = browser.get(endpoint)
            marked = [text(link) for link in page.select(".sidenav [aria-current=page]")]
            assert marked == [here]


def test_two_readers_of_one_role_see_their_own_names(app: Flask, browser: Browser) -> None:
    other = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, name="<i>other")
    for each in (browser, other, browser):
        assert each.user
        assert each.user.name in text(each.get("members.list").select_one(".user-name"))


def test_what_another_process_changes_about_the_reader_shows_at_once(browser: Browser) -> None:
    page = browser.get("accounts.account")
    assert "Member roll" in links(browser)
    change(browser.user, name="陈<b>静")
    page = browser.get("accounts.account")
    assert "陈<b>静 Committee secretary" in text(page.select_one(".user-name"))
    change(browser.user, role=Role.AUDITOR)
    page = browser.get("accounts.account")
    assert "Auditor" in text(page.select_one(".user-name"))
    assert "Member roll" not in links(browser)
    browser.get("members.list", status=403)


def test_a_chosen_language_and_look_show_at_once(browser: Browser) -> None:
    browser.get("accounts.account")
    change(browser.user, language=Language.ZH)
    page = browser.get("accounts.account")
    assert "党员" in "".join(links(browser))
    assert page.select_one(".topbar .lang button[value=en]")
    change(browser.user, language=Language.EN, theme=Theme.DARK, type_size=TypeSize.LARGE)
    page = browser.get("accounts.account")
    assert "Member roll" in links(browser)
    assert page.select_one(".topbar button[name=theme][value=light]")
    assert page.select_one(".topbar button[name=type_size][value=normal]")


def test_a_session_that_another_process_ends_is_over_at_once(browser: Browser) -> None:
    browser.get("members.list")
    change(browser.user, disabled_at=now())
    assert browser.open("GET", "/members/").location.startswith("/sign-in")


def test_a_name_that_another_process_changes_shows_at_once(browser: Browser) -> None:
    root = committee()
    assert root.name in browser.page(f"/organizations/{root.id}").text
    root_id = root.id
    with another_process() as connection:
        renamed = update(Organization).where(Organization.id == root_id)
        connection.execute(renamed.values(name="新名字党委"))
    assert "新名字党委" in browser.page(f"/organizations/{root_id}").text
