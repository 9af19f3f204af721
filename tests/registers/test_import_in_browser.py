"""A secretary imports a file: its errors come back marked, the corrected file goes in, and out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import func, select

from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.members.models import Member
from partyhub.migrations import upgrade
from partyhub.viewers import Role
from tests import factories
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow
HEADERS = ["姓名", "编号", "所在党支部", "入党日期", "转正日期", "备注"]
ROWS = [
    ["沈国良", "A01", "一分厂党支部", "2015.7.1", date(2016, 7, 1), "=1+1"],
    ["马秀英", "A02", "二分厂党支部", "2015年7月", None, None],
    ["查小满", "A03", "一分厂党支部", "20160701", "2017-07-01", None],
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Flask, Page]]:
    # The page of an upload appears at once, says how far it is, and turns into the preview.
    app = create_app(prepare(tmp_path), {"TODAY": date(2023, 6, 30), "JUDGING_PATIENCE": 0})
    upgrade(app)
    with app.app_context(), writing():
        factories.make_branch(name="一分厂党支部")
        root = factories.committee()
        _, password = operations.create_user(
            "secretary", "沈立群", Role.COMMITTEE_SECRETARY, root.id, must_change=False
        )
        db.session.commit()
        db.session.remove()
    with signed_in(app, "secretary", password) as page:
        yield app, page


def write(path: Path, rows: list[list[Any]]) -> Path:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.append(["一分厂党员名单"])
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    sheet.cell(3, 6).data_type = "s"
    workbook.save(path)
    return path


def people(app: Flask) -> int:
    with app.app_context():
        return (
            db.session.scalar(select(func.count(Member.id)).where(Member.archived_at.is_(None)))
            or 0
        )


def send(page: Page, path: Path) -> None:
    page.goto("/members/import")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="核对文件").click()
    page.wait_for_url("**/imports/uploads/*")
    page.wait_for_selector("[data-waits]", state="detached", timeout=120_000)


def test_errors_come_back_marked_and_the_corrected_file_goes_in_and_out(
    house: tuple[Flask, Page], tmp_path: Path
) -> None:
    app, page = house
    send(page, write(tmp_path / "名单.xlsx", ROWS))
    said = page.locator("main").inner_text()
    assert "没有写入任何内容" in said
    assert "“2015年7月”只有年月" in said
    assert "没有找到“二分厂党支部”" in said
    assert page.get_by_role("button", name="导入", exact=True).count() == 0
    assert people(app) == 0

    with page.expect_download() as download:
        page.get_by_role("button", name="下载标红的原文件").click()
    marked = tmp_path / "marked.xlsx"
    download.value.save_as(marked)
    assert download.value.suggested_filename == "名单-待更正.xlsx"
    workbook = openpyxl.load_workbook(marked)
    sheet: Any = workbook.active
    assert sheet.cell(2, 7).value == "处理意见"
    assert "只有年月" in sheet.cell(4, 4).comment.text
    assert sheet.cell(3, 7).value == "✓"
    sheet.cell(4, 3).value, sheet.cell(4, 4).value = "一分厂党支部", "2015年7月2日"
    workbook.save(marked)

    send(page, marked)
    assert "文件无误" in page.locator("main").inner_text()
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_url("**/imports/1")
    assert "新增 3 条" in page.locator("main").inner_text()
    assert people(app) == 3

    send(page, marked)
    assert "无需改动" in page.locator("main").inner_text()

    page.goto("/imports/1")
    page.get_by_role("button", name="撤回本次导入").click()
    page.wait_for_selector("text=已撤回本次导入")
    assert people(app) == 0
