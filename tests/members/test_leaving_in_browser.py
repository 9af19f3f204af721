"""A commissar is transferred out in a real browser: everything ends, and the gap shows at once."""

from collections.abc import Iterator
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


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    app = create_app(prepare(tmp_path), {"TODAY": TODAY})
    with app.app_context(), writing():
        db.create_all()
        add_defaults()
        branch = factories.make_branch(name="Fourth branch")
        shop = factories.make_workshop(name="Fourth shop", organization=branch, is_first_line=True)
        person = factories.make_member(name="Fan", organization=branch)
        factories.make_member(name="Shen", organization=branch)
        factories.make_commissar(member=person, workshop=shop)
        factories.make_party_post(member=person, organization=branch)
        factories.make_project(title="Long lengths", lead=person, organization=branch)
        root = factories.committee()
        user, password = operations.create_user(
            "secretary", "Secretary", Role.COMMITTEE_SECRETARY, root.id, must_change=False
        )
        user.language = Language.EN
        db.session.commit()
    with signed_in(app, "secretary", password, locale="en") as page:
        yield page


def test_a_commissar_is_transferred_out(page: Page) -> None:
    page.goto("/workshops/coverage?on=2023-06-20")
    expect(page.locator("main table .state")).to_have_text("covered")
    page.goto("/members/?q=Fan")
    page.get_by_role("link", name="Fan", exact=True).first.click()
    page.get_by_text("Move or leave").click()
    page.get_by_role("link", name="Transfer out").click()
    rows = page.locator("#held tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="Fourth shop")).to_contain_text("needs a successor")
    page.locator("[name=day]").fill("2023-06-20")
    page.locator("[name=destination]").fill("Elsewhere")
    rows.filter(has_text="Long lengths").locator("select").select_option(label="Shen")
    page.get_by_role("button", name="end these 3 things").click()
    page.wait_for_url("**/members/*")
    page.goto("/workshops/coverage?on=2023-06-20")
    expect(page.locator("main table .state")).to_have_text("vacant")
    expect(page.locator("main table tbody tr")).to_contain_text("20 June 2023")
    page.goto("/workshops/coverage?on=2023-06-19")
    expect(page.locator("main table .state")).to_have_text("covered")
    page.goto("/projects/")
    expect(page.locator("main tbody tr").first).to_contain_text("Shen")
