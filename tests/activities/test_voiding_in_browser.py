"""A meeting that was entered by mistake is voided, found among the voided ones, and restored."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow


@pytest.fixture(params=[1280, 375])
def page(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The secretary of a branch with two meetings."""
    app = create_app(prepare(tmp_path), {"TODAY": date(2023, 6, 30)})
    upgrade(app)
    with app.app_context(), writing():
        branch = factories.make_branch(name="第一党支部")
        for title, day in (("五月党员大会", 5), ("六月党员大会", 6)):
            factories.make_activity(
                organization=branch,
                kinds="general_meeting",
                title=title,
                held_on=date(2023, day, 16),
            )
        _, password = operations.create_user(
            "secretary", "沈立群", Role.BRANCH_SECRETARY, branch.id, must_change=False
        )
        db.session.commit()
        db.session.remove()
    with signed_in(app, "secretary", password, width=request.param) as page:
        yield page


def counted(page: Page) -> str:
    page.goto("/figures/activities.general_meeting?period=2023")
    return page.locator(".facts b").first.inner_text()


def test_a_meeting_is_voided_and_restored(page: Page) -> None:
    assert counted(page) == "2"
    page.goto("/activities/?q=六月")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="作废").click()
    page.get_by_role("button", name="作废", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("原因")
    page.locator("[name=reason]").fill("重复登记")
    page.get_by_role("button", name="作废", exact=True).click()
    expect(page.locator("main")).to_contain_text("该记录已作废")
    assert counted(page) == "1"

    page.goto("/activities/")
    expect(page.locator("main")).not_to_contain_text("六月党员大会")
    page.get_by_role("link", name="已作废").click()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("六月党员大会")
    expect(row).to_contain_text("重复登记")
    row.locator("a").first.click()
    page.get_by_role("link", name="恢复").or_(page.get_by_role("button", name="恢复")).click()
    if page.locator("[name=reason]").count():
        page.locator("[name=reason]").fill("经核对并非重复")
        page.get_by_role("button", name="恢复").click()
    expect(page.locator("main")).not_to_contain_text("该记录已作废")
    assert counted(page) == "2"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
