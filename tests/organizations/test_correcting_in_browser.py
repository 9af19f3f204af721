"""A wrong superior in a real browser: corrected, and the figures of past periods come out right."""

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
    """A page of a committee's secretary, and the ids of the organizations."""

    page: Page
    wrong: int
    right: int
    branch: int


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Two general branches; the branch of two people was entered below the wrong one."""
    app = create_app(prepare(tmp_path), {"TODAY": TODAY})
    with app.app_context(), writing():
        db.create_all()
        add_defaults()
        wrong = factories.make_organization(name="Wrong", kind="general_branch")
        right = factories.make_organization(name="Right", kind="general_branch")
        branch = factories.make_organization(name="Branch", parent=wrong)
        for name in ("Shen", "Ma"):
            factories.make_member(name=name, organization=branch, admitted_on=date(2015, 1, 1))
        ids = wrong.id, right.id, branch.id
        user, password = operations.create_user(
            *("secretary", "Secretary", Role.COMMITTEE_SECRETARY, factories.committee().id),
            must_change=False,
        )
        user.language = Language.EN
        db.session.commit()
    with signed_in(app, "secretary", password, locale="en") as page:
        yield Stage(page, *ids)


def save(page: Page) -> None:
    page.locator(".form-foot .btn-primary").click()


def expect_members(stage: Stage, *, wrong: int, right: int) -> None:
    """Hold the number of members of both, in a year long past."""
    for organization, number in ((stage.wrong, wrong), (stage.right, right)):
        stage.page.goto(f"/figures/members.total?period=2020&organization={organization}")
        rows = stage.page.locator("main table.ledger tbody tr", has_text="Branch")
        expect(rows).to_have_count(number)


def test_a_wrong_superior_is_corrected(stage: Stage) -> None:
    page = stage.page
    expect_members(stage, wrong=2, right=0)
    page.goto(f"/organizations/{stage.branch}/edit")
    expect(page.get_by_text("Correct a mistake")).to_have_count(0)
    page.locator("[name=parent]").select_option(label="Right")
    save(page)
    expect(page.locator("#changed_on-error")).to_have_text("Say which of the two it is.")
    expect(page.locator("#changed_on")).to_contain_text("Superior: “Wrong” since 1 January 2010")
    page.get_by_label("Correct a mistake").check()
    page.locator("[name=reason]").fill("Mistyped when it was entered")
    save(page)
    page.wait_for_url(f"**/organizations/{stage.branch}")
    expect(page.get_by_text("Saved: Branch")).to_be_visible()
    expect_members(stage, wrong=0, right=2)
    page.goto(f"/organizations/{stage.branch}/history")
    expect(page.get_by_text("Mistyped when it was entered")).to_be_visible()
    page.goto(f"/organizations/{stage.branch}/edit")
    save(page)
    expect(page.get_by_text("Nothing was changed: Branch")).to_be_visible()


def test_a_move_keeps_the_past(stage: Stage) -> None:
    page = stage.page
    page.goto(f"/organizations/{stage.branch}/edit")
    page.locator("[name=parent]").select_option(label="Right")
    save(page)
    page.get_by_label("Change from a day on").check()
    page.get_by_label("Changed on").fill("2021-07-01")
    save(page)
    page.wait_for_url(f"**/organizations/{stage.branch}")
    expect_members(stage, wrong=2, right=0)
    page.goto(f"/organizations/{stage.branch}/periods")
    page.get_by_role("link", name="Correct…").nth(1).click()
    page.locator("[name=parent]").select_option(label="Right")
    save(page)
    page.wait_for_url(f"**/organizations/{stage.branch}")
    expect_members(stage, wrong=0, right=2)
