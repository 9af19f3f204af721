"""What the labels of a form speak for, in layouts as offices make them."""

from typing import Any

import pytest
from flask_babel import force_locale

from partyhub.registers import current_catalog
from partyhub.superior_forms.grids import address_of, grids_of
from partyhub.superior_forms.mapping import FormMapping
from partyhub.superior_forms.proposals import MONEY, Proposer
from tests import factories
from tests.superior_forms.making import Rows, grid

Found = dict[str, tuple[Any, ...]]


@pytest.fixture(autouse=True)
def branches(database_of_test: None) -> list[int]:
    names = ["第一党支部", "第二党支部", "第三党支部"]
    return [factories.make_branch(name=name, code=f"B{name[1]}").id for name in names]


def propose(
    rows: Rows, *merged: list[int], formulas: tuple[tuple[int, int], ...] = ()
) -> FormMapping:
    sheet = grid(rows) | {"merged": list(merged)}
    for cell in sheet["cells"]:
        if (cell[0], cell[1]) in formulas:
            cell[2] = "f"
    return Proposer(grids_of([sheet]), factories.OWNER).propose()


def cells(mapping: FormMapping) -> Found:
    """What goes into each cell by its address: a text, or a code with what isn't usual about it."""
    return {
        address_of(place.row, place.column): (source.text,)
        if source.text
        else (source.code, source.value, source.scale)
        for place, source in mapping.sources().items()
    }


def test_rows_of_figures_with_this_year_the_year_before_and_the_change() -> None:
    found = cells(
        propose(
            [
                ["2022年度党建工作情况统计表", None, None, None, None, None, None],
                ["填报单位（盖章）：", None, None, "截至日期：", None, None, "单位：人、万元"],
                ["序号", "指标名称", "计量单位", "本年", "上年", "增减", "备注"],
                [1, "一、党员总数", "人", 170, 165, None, None],
                [2, "其中：正式党员", "人", None, None, None, None],
                [3, "共富工坊产值", "万元", None, None, None, None],
                [4, "食堂用餐次数", "次", 9, 8, None, None],
                ["填表人：", None, None, "审核人：", None, None, None],
            ],
            [1, 1, 1, 7],
        )
    )
    assert found == {
        "A1": ("year",),
        "B2": ("unit",),
        "E2": ("as_of",),
        "D4": ("members.total", "now", 1),
        "E4": ("members.total", "before", 1),
        "F4": ("members.total", "change", 1),
        "D5": ("members.full", "now", 1),
        "E5": ("members.full", "before", 1),
        "F5": ("members.full", "change", 1),
        "D6": ("prosperity.output", "now", 10_000),
        "E6": ("prosperity.output", "before", 10_000),
        "F6": ("prosperity.output", "change", 10_000),
    }


def test_blocks_side_by_side_with_groups_in_front() -> None:
    found = cells(
        propose(
            [
                ["类别", "项目", "数量", "类别", "项目", "数量"],
                ["党员队伍", "女党员", None, "先锋模范", "党员先锋岗（个）", None],
                [None, "35岁及以下", None, None, "党员志愿服务队", None],
                [None, "困难党员", None, None, "车间政委覆盖率", None],
            ],
            [2, 1, 4, 1],
            [2, 4, 4, 4],
        )
    )
    assert found == {
        "C2": ("members.women", "now", 1),
        "C3": ("members.age_to_35", "now", 1),
        "F2": ("vanguards.posts", "now", 1),
        "F3": ("vanguards.volunteer_teams", "now", 1),
        "F4": ("commissars.coverage", "now", 1),
    }


def test_a_row_a_branch_under_headings_of_two_levels(branches: list[int]) -> None:
    mapping = propose(
        [
            ["2022年各党支部情况表", *[None] * 6],
            ["序号", "党支部", "党员", None, "三会一课", "荣誉", "备注"],
            [None, None, "总数", "其中：女", "党课（次）", None, None],
            [1, "中共第一党支部委员会", None, None, None, None, None],
            [2, "第 二 党 支 部", None, None, None, None, None],
            [3, "第九党支部", None, None, None, None, None],
            [4, "第三党支部", None, None, None, None, "新成立"],
            [None, "合计", "=SUM(C4:C7)", None, None, None, None],
        ],
        [1, 1, 1, 7],
        [2, 3, 2, 4],
        [2, 2, 3, 2],
        [2, 6, 3, 6],
        formulas=((8, 3),),
    )
    (table,) = mapping.tables
    first, second, third = branches
    assert table.rows == {4: first, 5: second, 7: third, 8: "asked"}
    assert {column: source.code for column, source in table.columns.items()} == {
        3: "members.total",
        4: "members.women",
        5: "activities.party_lecture",
        6: "awards.total",
    }
    assert cells(mapping).keys() == {"A1", *(f"{c}{row}" for c in "CDEF" for row in (4, 5, 7, 8))}


def test_headings_over_one_row_of_numbers() -> None:
    found = cells(propose([["党员总数", "预备党员", "获得荣誉"], [170, 3, None]]))
    assert found == {
        "A2": ("members.total", "now", 1),
        "B2": ("members.probationary", "now", 1),
        "C2": ("awards.total", "now", 1),
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["说明"], ["本表一式两份"]],
        [["党员总数", "备注"], ["以上数字由党支部填写", None]],
        [["序号", "备注"], [1, None]],
        [["收入（万元）", None], ["党费", 12]],
    ],
)
def test_nothing_is_proposed_where_no_label_names_a_figure(rows: Rows) -> None:
    assert cells(propose(rows)) == {}


def test_a_label_and_its_text_in_one_cell_keep_the_label() -> None:
    found = cells(
        propose([["填报单位：某某公司党委", "统计期间：2022年", None], ["截止时间：", None, None]])
    )
    assert found == {"A1": ("unit",), "B1": ("period",), "B2": ("as_of",)}


@pytest.mark.parametrize(
    ("rows", "scale"),
    [
        ([["单位：人、万元"], ["项目", "本年"], ["产值", None]], 10_000),
        ([["填报单位：某某党委    单位：万元"], ["项目", "本年"], ["产值", None]], 10_000),
        ([["单位：万元"], ["项目", "本年"], ["产值（元）", None]], 1),
        ([["项目", "计量单位", "本年"], ["产值", "元", None], ["食堂：5万元", "次", None]], 1),
        ([["填报单位：万元户公司"], ["项目", "本年"], ["产值", None]], 1),
        ([["说明：超过1万元的另附"], ["项目", "本年"], ["产值", None]], 1),
        ([["单位：元"], ["项目", "本年（万元）"], ["产值", None]], 10_000),
        ([["项目", "本年"], ["人均收入（万元）", None]], 10_000),
        ([["单位：万元"], ["项目", "本年"], ["人均收入（元/人）", None]], 1),
    ],
)
def test_the_unit_of_money_is_that_of_the_label_else_of_the_sheet(rows: Rows, scale: int) -> None:
    mapping = propose(rows)
    assert {s.scale for s in mapping.cells.values() if s.code in MONEY} == {scale}


def test_every_figure_in_yuan_may_be_wanted_in_ten_thousands() -> None:
    with force_locale("en"):
        in_yuan = {f.code for f in current_catalog().figures if str(f.unit).startswith("yuan")}
    assert in_yuan == MONEY
