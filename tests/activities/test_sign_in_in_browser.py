"""A secretary takes the sign-in sheet of a meeting, corrects one mark, and saves."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from partyhub.accounts import operations
from partyhub.activities.models import Activity
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.activities.test_sign_in import SHEET, SIGN_IN, states
from tests.instances import prepare
from tests.registers.importing.workbooks import write_book
from tests.serving import signed_in

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Flask, Page]]:
    app = create_app(prepare(tmp_path), {"TODAY": date(2023, 6, 30)})
    upgrade(app)
    with app.app_context(), writing():
        branch = factories.make_branch(name="第一党支部")
        for name in ("陆远航", "卜向阳", "苗知秋"):
            factories.make_member(organization=branch, name=name)
        factories.make_activity(organization=branch, kinds="general_meeting", title="党员大会")
        _, password = operations.create_user(
            "secretary",
            "沈立群",
            Role.COMMITTEE_SECRETARY,
            factories.committee().id,
            must_change=False,
        )
        db.session.commit()
        db.session.remove()
    with signed_in(app, "secretary", password) as page:
        yield app, page


def send(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)
    page.get_by_role("button", name="核对文件").click()


def test_a_sign_in_sheet_is_taken_corrected_and_saved(
    house: tuple[Flask, Page], tmp_path: Path
) -> None:
    app, page = house
    page.goto("/activities/1")
    page.get_by_role("link", name="签到表").click()
    send(page, write_book(tmp_path / "签到表.xlsx", {"Sheet1": SIGN_IN}))
    page.wait_for_selector(".roll")
    said = page.locator("main").inner_text()
    assert "应到但表中未列，按缺席登记：苗知秋" in said
    row = page.locator(".roll li", has_text="卜向阳")
    assert row.locator("[name^=why]").input_value() == "出差请假"
    row.locator("select").select_option(label="公差")
    page.locator(".roll li", has_text="苗知秋").locator("[value=present]").check(force=True)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/activities/1")
    assert "卜向阳（公差 出差请假）" in page.locator("main").inner_text()
    with app.app_context():
        activity = db.session.scalars(select(Activity)).one()
        found = {name: state.value for name, (state, *_) in states(activity).items()}
    assert found == {"陆远航": "present", "卜向阳": "leave", "苗知秋": "present"}


def test_an_attendance_sheet_makes_its_meetings(house: tuple[Flask, Page], tmp_path: Path) -> None:
    _, page = house
    page.goto("/activities/")
    page.get_by_role("link", name="考勤表").click()
    send(page, write_book(tmp_path / "考勤表.xlsx", {"Sheet1": SHEET}))
    page.wait_for_url("**/attendance-sheet/*")
    assert "未导入的列和行：出勤率、出勤人数（5）" in page.locator("main").inner_text()
    page.get_by_role("button", name="保存出席情况").click()
    page.wait_for_url("**/activities/")
    assert "已登记3次活动的出席情况" in page.locator("main").inner_text()
