"""Files about people: a sheet under the title of either roll, or one of each."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Assignment, Member, Stage
from partyhub.roles import Role
from partyhub.spreadsheets import sheet_titles
from tests import factories
from tests.browser import Browser
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import Desk, counts, said

pytestmark = pytest.mark.long

FULL = ("编号", "姓名", "所在党支部", "入党日期", "转正日期")
EARLIER = ("编号", "姓名", "所在党支部", "申请入党日期", "确定积极分子日期")
MEMBERS = [FULL, ("A1", "甲", "First", "2010-07-01", "2011-07-01")]
OTHERS = [EARLIER, ("B1", "乙", "First", "2020-01-01", "2021-01-01")]
STAYS = ("姓名", "党组织", "开始日期", "增加原因")
BOTH = {"党员花名册": MEMBERS, "发展党员台账": OTHERS}


@pytest.fixture(autouse=True)
def branch(desk: Desk) -> None:
    factories.make_branch(name="First")


def stages_now() -> dict[str, Stage | None]:
    return {each.number: each.stage_on(date(2023, 6, 30)) for each in db.session.scalars(people())}


def people() -> Any:
    return select(Member)


@pytest.mark.parametrize("title", ["发展党员台账", "Development roll", "全部人员", "members"])
def test_a_sheet_under_any_title_of_the_register_is_read(desk: Desk, title: str) -> None:
    file = desk.book({title: OTHERS, "填表说明": [("先读我",)]})
    assert said(desk.apply(file, "members")) == []
    assert stages_now() == {"B1": Stage.ACTIVIST}


@pytest.mark.parametrize("name", ["members", None])
def test_a_file_with_both_sheets_is_read_whole(desk: Desk, name: str | None) -> None:
    file = desk.book(BOTH)
    result = desk.apply(file, name)
    assert said(result) == []
    assert counts(result)[0] == 2
    assert stages_now() == {"A1": Stage.FULL, "B1": Stage.ACTIVIST}
    again = desk.apply(file, name)
    assert (said(again), counts(again)[:2]) == ([], (0, 0))


def test_other_sheets_name_people_of_both(desk: Desk) -> None:
    """The sheet of assignments has the last word about the new people of either sheet."""
    stays = [
        STAYS,
        ("甲", "First", "2012-05-01", "转入"),
        ("乙", "First", "2020-03-01", "发展"),
    ]
    result = desk.apply(desk.book({**BOTH, "组织关系变动": stays}), None)
    assert said(result) == []
    found = db.session.scalars(select(Assignment.started_on).order_by(Assignment.started_on))
    assert list(found) == [date(2012, 5, 1), date(2020, 3, 1)]


def test_a_person_on_both_sheets_is_refused(desk: Desk) -> None:
    twice = [EARLIER, ("A1", "甲", "First", "2008-01-01", "2009-01-01")]
    result = desk.preview(desk.book({**BOTH, "发展党员台账": twice}), "members")
    assert [row for row, _, _ in said(result)] == [2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_export_of_a_roll_has_its_title_and_comes_back_as_nothing(
    desk: Desk, browser: Browser, language: str
) -> None:
    desk.apply(desk.book(BOTH), "members")
    browser.sign_in(Role.COMMITTEE_CLERK, language=language)
    for roll, zh, en in (
        ("", "党员花名册", "Member roll"),
        ("development", "发展党员台账", "Development roll"),
    ):
        file = desk.folder / "page.xlsx"
        file.write_bytes(browser.download("members.export", columns="all", roll=roll))
        assert sheet_titles(file)[0] == (zh if language == "zh" else en)
        result = desk.apply(file, CATALOG.by_name["members"].name)
        assert (said(result), counts(result)[:3]) == ([], (0, 0, 1))
