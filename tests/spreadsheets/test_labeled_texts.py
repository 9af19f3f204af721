"""A text is written into the cell of its label, and what else stands there stays."""

import pytest

from partyhub.spreadsheets.labeled_texts import split_after_colon, with_year


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("填报单位：", "填报单位：X"),
        ("填报单位：某某党委", "填报单位：X"),
        ("填报单位：  某某党委", "填报单位：X"),
        (
            "填报单位：某某党委    填报日期：2022年    单位：人",
            "填报单位：X    填报日期：2022年    单位：人",
        ),
        ("填报单位：    填报日期：", "填报单位：X    填报日期："),
        ("填报单位：某某党委 填报日期:1日", "填报单位：X 填报日期:1日"),
        ("填报单位：某某党委　　（公章）", "填报单位：X　　（公章）"),
        ("填报单位：某某党委；单位：人", "填报单位：X；单位：人"),
        ("填报时间：2022-12-31 10:30", "填报时间：X"),
        ("统计截止日期：    年    月    日", "统计截止日期：X"),
        ("截至日期：2022年  12月  31日", "截至日期：X"),
        ("截至日期：2022 年  12  月  31  日  单位：人", "截至日期：X  单位：人"),
        ("报告期：2022年  1月  至  2022年  12月  （公章）", "报告期：X  （公章）"),
        ("填报日期：2022年  月份：12", "填报日期：X  月份：12"),
        ("Unit: Some Committee of a Plant", "Unit:X"),
        ("填报单位", "填报单位X"),
    ],
)
def test_only_what_stands_behind_the_first_colon_is_replaced(text: str, filled: str) -> None:
    label, rest = split_after_colon(text)
    assert f"{label}X{rest}" == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("2021年度统计表", "2023年度统计表"),
        ("2021年度统计表（2020年为上年）", "2023年度统计表（2020年为上年）"),
        ("2020—2021年度", "2022—2023年度"),
        ("2022-2023年度", "2022-2023年度"),
        ("2020年度至2021年度", "2022年度至2023年度"),
        ("2021年1月—2021年6月", "2023年1月—2021年6月"),
        ("统计表", "统计表"),
    ],
)
def test_a_span_of_years_ends_with_the_year_that_is_filled_in(text: str, filled: str) -> None:
    assert with_year(text, "2023") == filled
