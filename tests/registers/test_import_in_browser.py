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
from partyhub.known_dates import Known
from partyhub.members.models import Member, Stage
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow
HEADERS = ["姓名", "编号", "所在党支部", "入党日期", "转正日期", "备注"]
ROWS = [
    ["沈国良", "A01", "一分厂党支部", "2015.7.1", date(2016, 7, 1), "=1+1"],
    ["马秀英", "A02", "二分厂党支部", "2015年13月", None, None],
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
    assert "还有 2 项待确认" in said
    assert "未确认前不写入任何内容" in said
    assert "“2015年13月”不是日期" in said
    assert "没有找到“二分厂党支部”" in said
    assert page.get_by_role("button", name="导入").is_disabled()
    assert people(app) == 0

    with page.expect_download() as download:
        page.get_by_role("button", name="下载标出错误的原表").click()
    marked = tmp_path / "marked.xlsx"
    download.value.save_as(marked)
    assert download.value.suggested_filename == "名单-待更正.xlsx"
    workbook = openpyxl.load_workbook(marked)
    sheet: Any = workbook.active
    assert sheet.cell(2, 7).value == "处理意见"
    assert "不是日期" in sheet.cell(4, 4).comment.text
    assert sheet.cell(3, 7).value == "✓"
    sheet.cell(4, 3).value, sheet.cell(4, 4).value = "一分厂党支部", "2015年7月2日"
    workbook.save(marked)

    send(page, marked)
    page.get_by_role("button", name="按预备党员计").click()
    page.wait_for_selector("#choice-1 .done", timeout=120_000)
    assert "文件无误" in page.locator("main").inner_text()
    page.get_by_role("button", name="导入：新增 3 人").click()
    page.wait_for_url("**/imports/1")
    assert "新增 3 条" in page.locator("main").inner_text()
    assert people(app) == 3

    send(page, marked)
    assert "无需改动" in page.locator("main").inner_text()

    page.goto("/imports/1")
    page.get_by_label("原因").fill("名单有误")
    page.get_by_role("button", name="撤回本次导入").click()
    page.wait_for_selector("text=已撤回本次导入")
    assert people(app) == 0


OFFICE = [
    ["序号", "姓名", "编号", "单位", "入党时间", "批准时间"],
    [1, "沈国良", "A01", "一分厂党支部", "2015-07-01", "2016-07-01"],
    [2, "马秀英", "A02", "一分厂党支部", "2016-07-01", "2017-07-01"],
]


def test_a_roster_with_other_headers_is_in_with_the_press_that_confirms(
    house: tuple[Flask, Page], tmp_path: Path
) -> None:
    app, page = house
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    for row in OFFICE:
        sheet.append(row)
    workbook.save(tmp_path / "名册.xlsx")
    page.goto("/members/import")
    page.set_input_files("#file", tmp_path / "名册.xlsx")
    page.get_by_role("button", name="核对文件").click()
    page.wait_for_url("**/columns", timeout=120_000)
    said = page.locator("main").inner_text()
    assert "2 列请确认" in said
    assert "2 行的日期比“入党时间”晚一年左右" in said
    assert page.get_by_label("“批准时间”对应到").input_value() == "full_on"
    page.get_by_role("button", name="按此对应，去核对内容").click()
    page.get_by_role("button", name="导入：新增 2 人").click(timeout=120_000)
    page.wait_for_url("**/imports/1", timeout=120_000)
    assert people(app) == 2


PEOPLE = """
陆佳颖 韩国梁 沈玉芬 蒋卫东 朱丽娟 钱卫民 曹春兰 陈承志 戴春林 邓德明
丁向阳 高秋实 葛建国 顾海燕 郭新民 何金花 胡永康 金秀兰 阚文华 买买提·艾力
"""
NAMES = PEOPLE.split()


def office_roster() -> list[list[Any]]:
    """Twenty people as an office lists them: months, other headers, no numbers, and a total.

    The first four have a day of full membership; the others have nothing but their admission.
    """
    rows: list[list[Any]] = [["党员花名册（截至2023年6月）"], ["填报单位：党委办公室"]]
    rows.append(["序号", "姓名", "性别", "出生年月", "文化程度", "单位", "入党时间", "批准时间"])
    for at, name in enumerate(NAMES):
        full = f"{2006 + at}年7月" if at < 4 else None
        unit = "第一支部" if at % 2 else "二分厂支部"
        month = f"19{70 + at}.0{1 + at % 9}"
        rows.append(
            [at + 1, name, "男女"[at % 2], month, "大专", unit, f"{2005 + at % 15}.7", full]
        )
    return [*rows, ["合计", "20人"], ["填表人：", "许文静"]]


def test_an_office_roster_is_in_right_with_few_clicks(
    house: tuple[Flask, Page], tmp_path: Path
) -> None:
    app, page = house
    with app.app_context(), writing():
        factories.make_branch(name="第一党支部", code="Z1")
        factories.make_branch(name="二分厂党支部", code="Z2")
        db.session.commit()
        db.session.remove()
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    for row in office_roster():
        sheet.append(row)
    workbook.save(tmp_path / "在册党员信息一览表.xlsx")
    clicks: list[str] = []

    def press(name: str) -> None:
        clicks.append(name)
        page.get_by_role("button", name=name).first.click()
        page.wait_for_selector("[data-waits]", state="detached", timeout=120_000)

    page.goto("/members/import")
    page.set_input_files("#file", tmp_path / "在册党员信息一览表.xlsx")
    press("核对文件")
    page.wait_for_url("**/columns", timeout=120_000)
    press("按此对应，去核对内容")
    page.wait_for_selector(".verdict + #errors")
    said = page.locator(".verdict").inner_text()
    assert "项待确认" in said
    assert page.get_by_role("button", name="导入").is_disabled()
    press("全部按建议采用")
    page.wait_for_selector("#choice-1")
    assert "新增 20 人：正式党员 4，预备党员 16。" in page.locator(".verdict").inner_text()
    press("都是正式党员")
    page.wait_for_selector("#choice-1 .done")
    assert "新增 20 人：正式党员 20。" in page.locator(".verdict").inner_text()
    assert "文件无误" in page.locator(".verdict").inner_text()
    press("导入：新增 20 人")
    page.wait_for_url("**/imports/1", timeout=120_000)
    assert len(clicks) <= 6, clicks
    with app.app_context():
        found = {member.name: member for member in db.session.scalars(select(Member))}
        assert set(found) == set(NAMES)
        assert {member.stage_on(date(2023, 6, 30)) for member in found.values()} == {Stage.FULL}
        assert {member.admitted_on_known for member in found.values()} == {Known.MONTH}
        first, fifth = found[NAMES[0]], found[NAMES[4]]
        assert (first.admitted_on, first.full_on) == (date(2005, 7, 1), date(2006, 7, 1))
        assert (first.full_on_known, fifth.full_on_known) == (Known.MONTH, Known.ESTIMATED)
        assert fifth.full_on == date(2010, 7, 1)
