"""The life of one post in a real browser: named, handed on, left, reviewed, closed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from partyhub.accounts import operations
from partyhub.accounts.models import Language
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.roles import Role
from partyhub.rules.operations import add_defaults
from tests import factories
from tests.conftest import TODAY
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow


@dataclass
class Stage:
    """A page of a committee's secretary, and the ids of the two who will hold the post."""

    page: Page
    first: int
    second: int


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    app = create_app(prepare(tmp_path), {"TODAY": TODAY})
    with app.app_context(), writing():
        db.create_all()
        add_defaults()
        branch = factories.make_branch(name="Fourth branch")
        people = [
            factories.make_member(name=name, organization=branch).id for name in ("Shen", "Ma")
        ]
        committee = factories.committee()
        user, password = operations.create_user(
            "secretary", "Secretary", Role.COMMITTEE_SECRETARY, committee.id, must_change=False
        )
        user.language = Language.EN
        db.session.commit()
    with signed_in(app, "secretary", password, locale="en") as page:
        yield Stage(page, *people)


def save(page: Page) -> None:
    page.locator(".form-foot .btn-primary").click()


def test_the_life_of_a_post(stage: Stage) -> None:
    page = stage.page
    post = found_a_candidate(page)
    name_it(page, post)
    hand_it_on(page, post)
    leave(page, stage.second)
    page.goto(post)
    expect(page.locator("main p .state", has_text="Vacant since 1 May 2023")).to_be_visible()
    expect(page.locator("#people tbody tr").first).to_contain_text("left the organization")
    page.goto("/")
    page.get_by_role("link", name=re.compile("Line one: vacant since 1 May 2023")).first.click()
    page.wait_for_url(f"**{post}")
    review_it(page, post)
    close_it(page, post)


def found_a_candidate(page: Page) -> str:
    """Enter the post with its first holder; return the address of its page."""
    page.goto("/vanguard_posts/new")
    page.locator("[name=code]").fill("XF-1")
    page.locator("[name=name]").fill("Line one")
    page.locator("[name=organization]").select_option(label="Fourth branch")
    page.locator("[name=holders]").fill("Shen")
    page.locator("[name=show_duty]").fill("Checks the first piece")
    page.locator("[name=status]").select_option("candidate")
    page.locator("[name=established_on]").fill("2022-01-10")
    save(page)
    page.wait_for_url(re.compile(r"/vanguard_posts/\d+$"))
    expect(page.locator("main p .state").first).to_have_text("Candidate")
    expect(page.locator("#review-due")).to_have_count(0)
    return re.sub(r"^https?://[^/]+", "", page.url)


def name_it(page: Page, post: str) -> None:
    page.goto(f"{post}/edit")
    page.locator("[name=status]").select_option("active")
    page.locator("[name=department]").fill("Extrusion")
    save(page)
    expect(page.locator("#named_on-error")).to_contain_text("Enter the day on which it was named.")
    expect(page.locator("[name=department]")).to_have_value("Extrusion")
    expect(page.locator("[name=status]")).to_have_value("active")
    page.locator("[name=named_on]").fill("2022-03-01")
    save(page)
    page.wait_for_url(f"**{post}")
    expect(page.locator("main p .state").first).to_have_text("Named")
    expect(page.locator("#review-due")).to_contain_text("By 1 March 2023")


def hand_it_on(page: Page, post: str) -> None:
    page.goto(f"{post}/edit")
    page.locator("[name=holders]").fill("Ma")
    save(page)
    expect(page.locator("#changed_on-error")).to_have_text("Say which of the two it is.")
    page.get_by_label("Change from a day on").check()
    page.get_by_label("Changed on").fill("2022-09-01")
    save(page)
    page.wait_for_url(f"**{post}")
    rows = page.locator("#people tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Ma")
    expect(rows.nth(0)).to_contain_text("1 September 2022")
    expect(rows.nth(1)).to_contain_text("Shen")
    expect(rows.nth(1)).to_contain_text("10 January 2022")


def leave(page: Page, member: int) -> None:
    page.goto(f"/members/{member}/transfer-out")
    page.locator("[name=day]").fill("2023-05-01")
    save(page)
    page.wait_for_url(f"**/members/{member}")


def review_it(page: Page, post: str) -> None:
    expect(page.locator("main p .state", has_text="Review overdue")).to_be_visible()
    page.get_by_role("link", name="Add a review").click()
    page.locator("[name=reviewed_on]").fill(f"{date(2023, 6, 20)}")
    for name, points in (("performance", "92"), ("style", "101"), ("service", "90")):
        page.locator(f"[name={name}]").fill(points)
    save(page)
    expect(page.locator("#style-error")).to_contain_text("between 0 and 100")
    expect(page.locator("[name=performance]")).to_have_value("92")
    page.locator("[name=style]").fill("95")
    save(page)
    page.wait_for_url(re.compile(r"/post_reviews/\d+$"))
    page.goto(post)
    expect(page.locator("#reviews svg a")).to_have_count(3)
    expect(page.locator("main p .state", has_text="Review overdue")).to_have_count(0)
    expect(page.locator("#review-due")).to_contain_text("By 20 June 2024")
    page.locator("#reviews svg a").nth(1).click()
    page.wait_for_url(re.compile(r"/post_reviews/\d+$"))


def close_it(page: Page, post: str) -> None:
    page.goto(f"{post}/edit")
    page.locator("[name=status]").select_option("closed")
    save(page)
    expect(page.locator("#closed_on-error")).to_contain_text("needs the day")
    page.locator("[name=closed_on]").fill("2023-06-25")
    save(page)
    page.wait_for_url(f"**{post}")
    expect(page.locator("main p .state").first).to_have_text("Closed")
    for gone in ("Vacant since", "Review overdue"):
        expect(page.locator("main p .state", has_text=gone)).to_have_count(0)
    page.goto("/vanguard_posts/")
    expect(page.locator("table.ledger")).to_have_count(0)
    page.goto("/vanguard_posts/?on=2023-06-24")
    expect(page.locator("table.ledger tbody tr")).to_have_count(1)
