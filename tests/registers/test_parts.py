"""The parts of a list's page are written once: nothing of another question or reader is left."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import insert, update

from partyhub.accounts.models import Language, User
from partyhub.organizations.models import Organization
from partyhub.registers import list_parts
from partyhub.roles import Role
from partyhub.vanguards.models import HeadingName
from tests import factories
from tests.browser import Browser
from tests.instances import another_process

QUESTIONS = (
    "",
    "?q=Wang",
    "?q=<b>&sort=number",
    "?sort=-number",
    "?columns=all",
    "?shown=all",
    "?on=2023-06-30&count=exact",
    "?stage=full&shown=all",
)
ADDRESSES = [f"/members/{question}" for question in QUESTIONS] + ["/activities/", "/campaigns/"]
PARTS = ".crumbs, .actions, .filters, thead, caption"


def readers(app: Flask, browser: Browser) -> Sequence[Browser]:
    """One who may write and one who may not, in both languages."""
    found = [browser, Browser(app.test_client()).sign_in(Role.REVIEWER)]
    for role in (Role.COMMITTEE_CLERK, Role.BRANCH_SECRETARY):
        found.append(Browser(app.test_client()).sign_in(role))
        assert found[-1].user
        change(User, found[-1].user.id, language=Language.ZH)
    return found


def change(model: type[User | Organization], record_id: int, **values: object) -> None:
    with another_process() as connection:
        connection.execute(update(model).where(model.id == record_id).values(**values))


def parts_of(reader: Browser, address: str) -> list[str]:
    page = reader.page(address)
    for field in page.select("[name=csrf_token]"):
        field["value"] = ""
    return [str(part) for part in page.select(PARTS)]


def shown_to(everyone: Sequence[Browser]) -> dict[tuple[int, str], list[str]]:
    pages = [(at, address) for address in ADDRESSES for at in range(len(everyone))]
    return {(at, address): parts_of(everyone[at], address) for at, address in pages}


def test_remembered_parts_are_those_that_would_be_written(app: Flask, browser: Browser) -> None:
    factories.make_member()
    everyone = readers(app, browser)
    shown_to(everyone)
    remembered = shown_to(everyone)
    for (at, address), shown in remembered.items():
        list_parts._remembered_parts.cache_clear()
        assert shown == parts_of(everyone[at], address), address
    assert len({str(shown) for shown in remembered.values()}) > len(ADDRESSES) * 2


def test_a_new_name_shows_at_once(browser: Browser) -> None:
    branch = factories.make_branch(name="Old name")
    assert "Old name" in str(browser.page("/members/").select("#f-organization"))
    change(Organization, branch.id, name="New name")
    offered = str(browser.page("/members/").select("#f-organization"))
    assert "New name" in offered
    assert "Old name" not in offered


def test_a_heading_that_is_renamed_shows_at_once(browser: Browser) -> None:
    factories.make_post_review()
    old = str(browser.page("/post_reviews/").select("thead"))
    with another_process() as connection:
        connection.execute(insert(HeadingName).values(key="performance", name="Skill compared"))
    new = str(browser.page("/post_reviews/").select("thead"))
    assert "Skill compared" not in old
    assert "Skill compared" in new


def test_what_an_address_says_is_kept_neither_long_nor_for_searches(browser: Browser) -> None:
    list_parts._remembered_parts.cache_clear()
    for number in range(3):
        browser.page(f"/members/?q=Wang+{number}")
    assert list_parts._remembered_parts.cache_info().currsize == 0
    page = browser.page(f"/members/?stage={'x' * 5_000}")
    assert "x" * 200 in str(page.select(PARTS))
    assert "x" * 201 not in str(page.select(PARTS))


def test_each_page_has_the_token_of_its_own_session(
    csrf: None, app: Flask, browser: Browser
) -> None:
    clerks = [browser, Browser(app.test_client()).sign_in(Role.COMMITTEE_CLERK)]
    for each in (*clerks, *clerks):
        (token,) = {field["value"] for field in each.page("/members/").select("[name=csrf_token]")}
        assert each.open("POST", "/members/template", {"csrf_token": token}).status_code == 200
