"""Numbers as people write them, and what may be written for a value."""

from decimal import Decimal

import pytest

from partyhub.drafts.claims import find_quantities
from partyhub.drafts.passages import sentences_of
from partyhub.drafts.quantities import Qualifier, Quantity, fits
from partyhub.registers.values import format_rate


def quantities(text: str) -> list[Quantity]:
    return [each for sentence in sentences_of(text) for each in find_quantities(sentence)]


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("先锋岗54个", 54, "exact"),
        ("先锋岗十六个", 16, "exact"),
        ("先锋岗两个", 2, "exact"),
        ("先锋岗一百零五个", 105, "exact"),
        ("百余名党员", 100, "at_least"),
        ("两百多名党员", 200, "at_least"),
        ("4000多元", 4000, "at_least"),
        ("4千余元", 4000, "at_least"),
        ("近5400万元", 54_000_000, "nearly"),
        ("产值5,388.6万元", 53_886_000, "exact"),
        ("产值0.54亿元", 54_000_000, "exact"),
        ("效益五百三十三万三千元", 5_333_000, "exact"),
        ("效益三万二元", 32_000, "exact"),
        ("１７１名党员", 171, "exact"),
        ("约170名", 170, "about"),
        ("170名左右", 170, "about"),
        ("50个以上", 50, "at_least"),
        ("到会率百分之九十三点一", Decimal("0.931"), "exact"),
        ("到会率93.1％", Decimal("0.931"), "exact"),
        ("sixteen teams", 16, "exact"),
        ("one hundred and seventy-one members", 171, "exact"),
        ("nearly 54 million yuan", 54_000_000, "nearly"),
        ("more than 4,000 yuan", 4000, "at_least"),
        ("at least fifty posts", 50, "at_least"),
        ("some 170 members", 170, "about"),
        ("4,000+ yuan", 4000, "at_least"),
        ("5.3 million yuan", 5_300_000, "exact"),
    ],
)
def test_a_number_is_read(text: str, value: int, qualifier: str) -> None:
    [found] = quantities(text)
    assert (found.value, found.qualifier) == (value, qualifier)


@pytest.mark.parametrize("text", ["9" * 60_000, "共" + "9" * 400 + "名党员", "1e309 posts"])
def test_a_number_that_nobody_means_is_none(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2023年6月29日下午",
        "二〇二三年六月",
        "成立102周年",
        "第五届委员会",
        "110kV电缆",
        "三会一课、两学一做、三亮三比、三先工程",
        "党的二十大以来，一线党员冲锋在前",
        "临委〔2023〕35号",
        "六分厂和3车间",
        "光荣在党50年纪念章",
        "一是抓学习，二是抓落实",
        "On June 29, the 102nd anniversary",
        "In October 2022 and since March 13",
        "the 20th Congress and COVID-19",
        "a top ten workshop of the first-line",
        "Workshop No. 6 and the 110kV cable",
        "the three first project",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "54-55 posts",
        "50 to 60 posts",
        "between 50 and 60 posts",
        "1.2.3 posts",
        "five or six teams",
        "half a million yuan",
        "nine in ten members",
        "1 174 duties",
        "RMB 5.33m",
        "a dozen teams",
        "先锋岗50至60个",
        "先锋岗五六十个",
        "志愿服务队五六支",
        "先锋岗数十个",
        "先锋岗几十个",
        "三分之一的先锋岗",
        "到会率九成三",
    ],
)
def test_a_vague_number_is_one_that_is_not_compared(text: str) -> None:
    [found] = quantities(text)
    assert found.is_vague


@pytest.mark.parametrize(
    "text", ["from 44 to 54 posts", "from thirty-two to fifty-four", "由44到54个"]
)
def test_what_something_changes_from_and_to_is_no_range(text: str) -> None:
    assert [found.is_vague for found in quantities(text)] == [False, False]


def test_a_sentence_has_its_own_language_whatever_it_quotes() -> None:
    quoted = "“先进基层党组织先进基层党组织先进基层党组织”"
    text = f"We won the title {quoted}. 党员先锋岗54个。We have 16 teams."
    assert [each.words.language for each in sentences_of(text)] == ["en", "zh", "en"]


@pytest.mark.parametrize("text", ["（全年召开党员大会54次）", "“党员先锋岗54个。”\n(54 posts)\n"])
def test_what_stands_wholly_in_brackets_has_its_own_language(text: str) -> None:
    assert next(iter(sentences_of(text))).words.language == "zh"
    assert [each.words.language for each in sentences_of("(54 posts)")] == ["en"]


@pytest.mark.parametrize(
    ("text", "ours", "is_true"),
    [
        ("近5400万元", "53886000", True),
        ("近5300万元", "53886000", False),
        ("近70个", "54", False),
        ("50余个", "54", True),
        ("60余个", "54", False),
        ("40余个", "54", False),
        ("6000多平方米", "6128.5", True),
        ("5000多平方米", "6128.5", False),
        ("4000多元", "4086.6", True),
        ("约170名", "171", True),
        ("约180名", "171", False),
        ("54个", "54", True),
        ("55个", "54", False),
        ("533.3万元", "5333000", True),
        ("533万元", "5333000", True),
        ("532万元", "5333000", False),
        ("5388.6万元", "53886000", True),
        ("超过15个", "17", True),
        ("超过15个", "21", False),
        ("近95个", "93", True),
        ("约0.55亿元", "53886000", True),
        ("93.1%", "0.93078", True),
        ("93%", "0.93078", True),
        ("93.2%", "0.93078", False),
        ("99.9%", "0.9996", True),
        ("99%", "0.986", True),
        ("99%", "0.9996", True),
        ("99%", "0.984", False),
        ("99.9%", "0.99857", True),
        ("99.9%", "0.99849", False),
        ("100%", "0.996", False),
        ("99.9%", "1", False),
        ("100%", "0.9996", False),
        ("100%", "1", True),
    ],
)
def test_a_value_may_be_written_so(text: str, ours: str, is_true: bool) -> None:
    [found] = quantities(f"共{text}")
    assert fits(Decimal(ours), found) is is_true


def test_what_the_program_publishes_of_a_share_is_true() -> None:
    for parts in (7, 171, 2000, 10_000):
        for number in {*range(parts - 120, parts + 1), *range(40)} & {*range(parts + 1)}:
            [found] = quantities(f"共{format_rate(number / parts)}")
            assert fits(Decimal(str(number / parts)), found), (number, parts)


def test_a_sum_is_judged_as_precisely_as_it_was_written() -> None:
    [found] = quantities("产值5388.6万元")
    assert (found.step, found.qualifier) == (Decimal(1000), Qualifier.EXACT)
