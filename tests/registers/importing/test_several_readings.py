"""A cell that may be one of several values: each is offered beside the error, by one press."""

from pathlib import Path

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Member
from tests import factories
from tests.browser import Browser
from tests.registers.importing.test_pages import MEMBERS, apply, decide, hand_in, token_of
from tests.registers.importing.workbooks import Rows

pytestmark = pytest.mark.long


def readings_on(browser: Browser, token: str) -> list[str]:
    """Return what the buttons on the preview take, in their order."""
    page = browser.get("imports.preview", token=token)
    return [str(button["value"]) for button in page.select("#errors button[name=new]")]


def test_a_day_with_two_readings_is_taken_by_one_press(browser: Browser, tmp_path: Path) -> None:
    branch = factories.make_branch()
    rows: Rows = [MEMBERS, *([f"A{at}", f"陆远{at}", branch.name, "7/1/2010"] for at in range(2))]
    token = token_of(hand_in(browser, tmp_path, "members", rows))
    assert readings_on(browser, token) == ["2010-07-01", "2010-01-07"]
    cell = {"register": "members", "key": "admitted_on", "old": "7/1/2010", "new": "2010-01-07"}
    browser.post("imports.decide", cell, token=token)
    assert readings_on(browser, token) == []
    decide(browser, token, "stage:*", "full")
    apply(browser, token)
    assert {str(day) for day in db.session.scalars(select(Member.admitted_on))} == {"2010-01-07"}


def test_each_of_two_namesakes_is_one_press(browser: Browser, tmp_path: Path) -> None:
    branch = factories.make_branch()
    for number in ("A1", "A2"):
        factories.make_member(name="陆远航", number=number, organization=branch)
    head = ("姓名", "党组织", "职务", "任职日期")
    rows: Rows = [head, ("陆远航", branch.name, "书记", "2022-01-01")]
    token = token_of(hand_in(browser, tmp_path, "party_posts", rows))
    assert readings_on(browser, token) == ["陆远航（A1）", "陆远航（A2）"]
