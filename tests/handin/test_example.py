"""The edition of the example: its numbers are the figures, its pages are few and can be read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_babel import force_locale

from partyhub.handin.definition_texts import TEXTS
from partyhub.handin.definitions import ranges
from partyhub.handin.indicators import IN_TEN_THOUSANDS, all_lines
from partyhub.reports.calculation import compute, scope_of
from tests.catalog import CATALOG
from tests.example_instance import Built
from tests.handin.editions import (
    OWNER,
    PERIOD,
    opened,
    pages_of,
    printed_cells,
    rows_by_code,
    scale_of,
    sizes_in,
    texts,
    too_narrow,
    written,
)

pytestmark = pytest.mark.long

TITLES = [
    *("封面", "目录", "年度汇总", "分支部情况表", "党员结构和增减", "三会一课达标表"),
    *("党员先锋岗", "党员队伍", "车间政委", "重点项目（实施中）", "重点项目（验收终止）"),
    *("共富工坊和荣誉", "图表", "统计口径"),
]
# What may be empty: what the pen fills, and the numbers of a month without a return.
MAY_BE_EMPTY = {"封面", "目录", "图表"}


@pytest.fixture(scope="module")
def path(example_committee: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with example_committee.app.app_context():
        yield written(tmp_path_factory.mktemp("edition"))


@pytest.fixture(scope="module")
def workbook(path: Path) -> Any:
    return opened(path)


@pytest.fixture(scope="module")
def figures(path: Path) -> Any:
    return [compute(scope_of(OWNER, period)) for period in (PERIOD, PERIOD.before)]


def test_it_has_its_sheets_and_opens_on_the_cover(workbook: Any) -> None:
    assert workbook.sheetnames == TITLES
    assert workbook.active.title == "封面"


def test_every_number_of_the_summary_is_the_figure(workbook: Any, figures: Any) -> None:
    found = rows_by_code(workbook)
    assert set(found) <= {line.code for line in all_lines()}
    assert [cells["number"].value for cells in found.values()] == list(range(1, len(found) + 1))
    for code, cells in found.items():
        for name, computed in zip(("now", "before"), figures, strict=True):
            value = computed[code].value
            if value is None:
                assert cells[name].value == "—", code
                continue
            shown = float(value) / (10_000 if code in IN_TEN_THOUSANDS else 1)
            assert cells[name].value == pytest.approx(shown), code


def test_what_is_left_out_was_nothing_in_both_periods(workbook: Any, figures: Any) -> None:
    missing = {line.code for line in all_lines()} - set(rows_by_code(workbook))
    assert missing
    assert not [code for code in missing if any(each[code].value for each in figures)]


def test_every_figure_of_the_contract_model_is_in_it(workbook: Any, figures: Any) -> None:
    found = rows_by_code(workbook)
    for code in ("members.total", "vanguards.posts", "projects.running", "prosperity.output"):
        assert found[code]["now"].value
    assert found["members.total"]["now"].value == 171
    assert found["appraisals.excellent_share"]["change"].value == pytest.approx(1.953, abs=0.01)


def test_each_indicator_is_defined_exactly_once() -> None:
    defined = [code for text in TEXTS for code in text.codes]
    assert sorted(defined) == sorted(line.code for line in all_lines())
    assert set(defined) <= set(CATALOG.figures_by_code)


def test_the_definitions_name_each_number_once(workbook: Any) -> None:
    numbers = [cells["number"].value for cells in rows_by_code(workbook).values()]
    sheet = workbook["统计口径"]
    named: list[int] = []
    for (cell,) in sheet.iter_rows(min_row=4, max_col=1):
        for part in str(cell.value or "—").split("、"):
            first, _, last = part.partition("—")
            if first:
                named += range(int(first), int(last or first) + 1)
    assert sorted(named) == numbers


def test_ranges_are_short() -> None:
    with force_locale("zh_Hans_CN"):
        assert ranges([7, 1, 2, 3, 5]) == "1—3、5、7"


def test_numbers_lead_to_their_definition_and_to_their_rows(workbook: Any) -> None:
    posts = rows_by_code(workbook)["vanguards.posts"]
    assert posts["now"].hyperlink.location == "'党员先锋岗'!A1"
    assert posts["number"].hyperlink.location.startswith("'统计口径'!A")
    row = int(posts["number"].hyperlink.location.rpartition("A")[2])
    assert "先锋岗" in workbook["统计口径"].cell(row, 2).value
    for sheet in workbook:
        for cell in (cell for cell in printed_cells(sheet) if cell.hyperlink):
            title = cell.hyperlink.location.rpartition("!")[0].strip("'")
            assert title in TITLES


def test_the_table_of_branches_has_the_sums_of_the_figures(workbook: Any, figures: Any) -> None:
    sheet = workbook["分支部情况表"]
    rows = {sheet.cell(n, 2).value or sheet.cell(n, 1).value: n for n in range(5, 30)}
    total = rows["合　计"]
    assert sheet.cell(total, 4).value == figures[0]["members.total"].value == 171
    column = [sheet.cell(n, 4).value for n in range(5, total)]
    assert sum(value for value in column if isinstance(value, int)) == 171
    names = list(rows)
    assert names[0] == "一分厂党支部"
    assert names[9].endswith("（2022年11月30日撤销）")  # dissolved ones after the living
    assert names[11] == "公司党委本级"


def test_meetings_are_those_of_the_rules(workbook: Any, figures: Any) -> None:
    sheet = workbook["三会一课达标表"]
    missed = [cell for cell in printed_cells(sheet) if cell.value == "缺"]
    assert len(missed) == figures[0]["meetings.overdue"].value == 5
    assert all(cell.fill.fgColor.rgb == "FFF6E0D0" for cell in missed)
    note = str(sheet.cell(sheet.max_row, 1).value)
    assert "应开327，已开322" in note


def test_movements_add_up_in_every_line(workbook: Any) -> None:
    sheet = workbook["党员结构和增减"]
    first = next(n for n in range(1, 60) if str(sheet.cell(n, 1).value).startswith("（二）")) + 3
    last = next(n for n in range(first, 60) if sheet.cell(n, 1).value == "合　计")
    for number in range(first, last + 1):
        line = [sheet.cell(number, column).value for column in (3, 5, 7, 9, 11, 12, 14, 16, 17)]
        assert line[0] + sum(line[1:5]) - sum(line[5:8]) == line[8]
    assert line[0] == 164


def test_duties_add_up(workbook: Any, figures: Any) -> None:
    sheet = workbook["车间政委"]
    (total,) = [n for n in range(1, 30) if str(sheet.cell(n, 1).value).startswith("合　计")]
    assert sheet.cell(total, 16).value == figures[0]["commissars.duties"].value
    lines = [sheet.cell(n, 16).value for n in range(5, total)]
    assert sum(lines) == sheet.cell(total, 16).value


def test_matters_are_told_first_and_name_what_is_wrong(workbook: Any) -> None:
    words = " ".join(str(cell.value) for cell in printed_cells(workbook["目录"]))
    for part in (
        "需要说明的事项",
        "撤销",
        "应开未开5项",
        "任期",
        "空缺",
        "逾期",
        "月报未报",
        "30%",
    ):
        assert part in words


def test_values_only_and_no_code_is_printed(workbook: Any) -> None:
    codes = set(CATALOG.figures_by_code)
    for sheet in workbook:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]
    assert not codes.intersection(texts(workbook))
    assert not [text for text in texts(workbook) if "（CG" in text or "None" in text]
    assert workbook["年度汇总"].column_dimensions["J"].hidden


def test_every_sheet_is_ready_to_print(workbook: Any) -> None:
    for sheet in workbook:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight >= 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not sheet.sheet_view.showGridLines
        last = max(cell.row for cell in printed_cells(sheet))
        heights = [sheet.row_dimensions[n].height for n in range(1, last + 1)]
        assert all(heights), sheet.title
        assert min(cell.font.sz for cell in printed_cells(sheet)) >= 9, sheet.title
        if sheet.title != "封面":
            assert "&P" in sheet.oddFooter.center.text
            assert sheet.title in sheet.oddFooter.right.text


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_no_letter_is_smaller_than_nine_points_in_print(
    example_committee: Built, tmp_path: Path, language: str
) -> None:
    """Neither by the scale of the page nor since a program shrinks a text to fit its cell."""
    with example_committee.app.app_context():
        edition = opened(written(tmp_path, language=language))
    for sheet in edition:
        smallest = min(cell.font.sz for cell in printed_cells(sheet))
        assert smallest * scale_of(sheet) >= 9, sheet.title
        assert too_narrow(sheet) == []
    pages = sum(sheet.page_setup.fitToHeight for sheet in edition)
    assert pages <= (16 if language == "zh_Hans_CN" else 18)


def test_signs_stand_where_nothing_is(workbook: Any) -> None:
    """Of the tables of numbers each cell has a number or says why it has none."""
    sheet = workbook["分支部情况表"]
    for row in sheet.iter_rows(min_row=5, max_row=17, max_col=20):
        if row[0].value != "合　计":
            assert all(cell.value not in (None, "") for cell in row)
    returns = workbook["共富工坊和荣誉"]
    unreported = [c for c in printed_cells(returns) if c.value == "未报"]
    assert len(unreported) == 8
    assert returns.cell(unreported[0].row, 3).value is None  # a chart then shows none


def test_charts_point_at_the_tables(workbook: Any) -> None:
    charts = workbook["图表"]._charts
    assert len(charts) == 4
    sources = " ".join(series.val.numRef.f for chart in charts for series in chart.series)
    for title in ("分支部情况表", "年度汇总", "车间政委", "共富工坊和荣誉"):
        assert f"'{title}'!" in sources


@pytest.mark.slow
def test_it_prints_on_sixteen_pages_in_letters_of_nine_points(
    path: Path, office: Callable[[Path, str], Path]
) -> None:
    pdf = office(path, "pdf")
    assert pages_of(pdf) <= 16
    assert min(sizes_in(pdf)) >= 9
    contents = opened(path)["目录"]
    pages = [str(contents.cell(row, 4).value) for row in range(4, 16)]
    assert pages[-1] == str(pages_of(pdf))  # the contents agree with the print
