"""The edition of other units: none, a branch, many posts, both languages, the words of a report."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partyhub.handin import Content
from partyhub.handin.content import Signer
from partyhub.periods import Period
from tests import factories
from tests.handin.editions import PERIOD, opened, rows_by_code, texts, written

pytestmark = pytest.mark.long


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_an_instance_without_anything(
    database_of_test: None, tmp_path: Path, language: str
) -> None:
    workbook = opened(written(tmp_path, language=language))
    assert len(workbook.sheetnames) == 14
    assert rows_by_code(workbook)["members.total"]["now"].value == 0


def test_a_branch_with_sixty_posts(database_of_test: None, tmp_path: Path) -> None:
    branch = factories.make_branch()
    holder = factories.make_member(organization=branch)
    for number in range(60):
        factories.make_vanguard_post(organization=branch, holders=[holder], name=f"岗位{number}")
    workbook = opened(written(tmp_path, organization=branch))
    sheet = workbook["党员先锋岗"]
    assert sheet["A1"].value == "党员先锋岗一览表（60个）"
    assert sheet.page_setup.fitToHeight == 2
    assert sheet.print_title_rows == "$3:$3"
    assert sum(text.startswith("岗位") for text in texts(workbook)) >= 60


@pytest.mark.parametrize("period", ["2023-Q2", "2022-01-01..2023-12-31", "2031", "2023-06"])
def test_periods_of_any_length(database_of_test: None, tmp_path: Path, period: str) -> None:
    branch = factories.make_branch()
    factories.make_activity(organization=branch, kinds="general_meeting")
    factories.make_commissar()
    factories.make_prosperity_return(month="2023-05", staff=35)
    workbook = opened(written(tmp_path, period=Period.parse(period)))
    assert len(workbook.sheetnames) == 14


def test_a_text_that_looks_like_a_formula_stays_a_text(
    database_of_test: None, tmp_path: Path
) -> None:
    factories.make_vanguard_post(name="=1+1", show_commitment="=HYPERLINK(1)")
    sheet = opened(written(tmp_path))["党员先锋岗"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_general_branches_have_subtotals(database_of_test: None, tmp_path: Path) -> None:
    general = factories.make_organization(kind="general_branch")
    below = factories.make_branch(parent=general)
    factories.make_member(organization=below)
    sheet = opened(written(tmp_path))["分支部情况表"]
    names = [sheet.cell(row, 2).value for row in range(5, sheet.max_row)]
    place = names.index(f"{general.name}（小计）")
    assert names[place + 1] == below.name


def test_a_report_says_its_own_words(database_of_test: None, tmp_path: Path) -> None:
    content = Content(
        title="一分厂党支部年度汇总",
        state="草稿",
        signers=[Signer("沈立群", date(2023, 7, 5))],
        opening_note="与上期已签报告一致",
        matters=["第一件事。", "第二件事。"],
    )
    workbook = opened(written(tmp_path, content=content))
    cover = " ".join(str(cell.value) for row in workbook["封面"].iter_rows() for cell in row)
    for part in ("一分厂党支部年度汇总", "草稿", "沈立群 2023年7月5日", "与上期已签报告一致"):
        assert part in cover
    assert workbook.properties.title == "一分厂党支部年度汇总"
    assert "2．第二件事。" in texts(workbook)


def test_a_signed_report_has_no_mark(database_of_test: None, tmp_path: Path) -> None:
    plain = " ".join(texts(opened(written(tmp_path))))
    assert "未经报告审签" in plain
    signed = " ".join(texts(opened(written(tmp_path, content=Content(state="")))))
    assert "未经报告审签" not in signed


def test_more_matters_than_a_page_holds_are_counted(database_of_test: None, tmp_path: Path) -> None:
    content = Content(matters=[f"第{number}件需要说明的事项。" for number in range(1, 200)])
    workbook = opened(written(tmp_path, content=content))
    contents = workbook["目录"]
    assert contents.page_setup.fitToHeight == 1
    last = str(contents.cell(contents.max_row, 1).value)
    assert last.startswith("另有")
    told = sum("件需要说明的事项。" in text for text in texts(workbook))
    assert f"另有{199 - told}项" in last


def test_who_has_left_is_not_named(database_of_test: None, tmp_path: Path) -> None:
    gone = factories.make_member(name="已离开者")
    factories.make_vanguard_post(organization=factories.make_branch(), holders=[gone])
    factories.leave(gone, date(2023, 2, 1))
    found: Any = texts(opened(written(tmp_path, period=PERIOD)))
    assert "已离开者" not in found
    assert "空缺" in found
