"""A branch votes on an admission: the page says that enough came, and that it passed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from partyhub.accounts import operations
from partyhub.activities.voting.models import Vote
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow
VOTERS = ("陆远航", "卜向阳", "苗知秋", "单志远")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Flask, Page]]:
    """A meeting to which three of four voters came, and a probationary member."""
    app = create_app(prepare(tmp_path), {"TODAY": date(2023, 6, 30)})
    upgrade(app)
    with app.app_context(), writing():
        branch = factories.make_branch(name="第一党支部")
        people = [factories.make_member(organization=branch, name=name) for name in VOTERS]
        young = factories.make_member(
            organization=branch, name="叶子轩", admitted_on=date(2022, 9, 1), full_on=None
        )
        stages = {"applied_on": date(2020, 1, 1), "target_on": date(2022, 1, 1)}
        factories.make_member(
            organization=branch, name="邓德明", admitted_on=None, full_on=None, **stages
        )
        factories.make_activity(
            organization=branch,
            kinds="general_meeting",
            title="党员大会",
            held_on=date(2023, 6, 16),
            present=[*people[:3], young],
        )
        _, password = operations.create_user(
            "secretary", "沈立群", Role.BRANCH_SECRETARY, branch.id, must_change=False
        )
        db.session.commit()
        db.session.remove()
    with signed_in(app, "secretary", password) as page:
        yield app, page


def test_an_admission_is_voted_on(house: tuple[Flask, Page]) -> None:
    app, page = house
    page.goto("/activities/1")
    assert "有表决权的党员" in page.locator("main").inner_text()
    page.select_option("#kind", label="接收预备党员")
    page.fill("#item", "接收邓德明为中共预备党员")
    page.select_option("#member", label="邓德明")
    page.fill("#in_favor", "5")
    page.locator("#votes ~ details").get_by_role("button", name="保存").click()
    page.wait_for_selector(".error-summary")
    assert "参加表决的只有3人" in page.locator("main").inner_text()
    page.fill("#in_favor", "3")
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.wait_for_url("**/activities/1#votes")
    shown = page.locator("main").inner_text()
    for words in ("符合规定，可以进行表决", "须超过2人", "接收、转正：到会须超过半数", "叶子轩"):
        assert words in shown, words
    assert page.locator("#votes .state").inner_text() == "通过"
    assert "选举：" not in shown
    with app.app_context():
        vote = db.session.scalars(select(Vote)).one()
        assert (vote.expected_voting, vote.present_voting, vote.result) == (4, 3, "passed")
