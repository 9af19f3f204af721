"""What enters is cleaned without being changed, and only what is certain is read."""

import unicodedata
from datetime import date, time
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from partyhub import texts
from partyhub.registers.values import format_ordinal

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
# Spaces, line ends, controls, marks, wide and compatible forms, beside letters of every plane.
ODD = (
    " \t\n\r\x00\x0b\x1c\x1f\x7f\x85\xa0\xad\u034f\u061c\u115f\u1680\u180e\u2003\u200b\u200d\u200f"
    "\u2028\u2029\u202e\u2060\u2066\u3000\u3164\ufe0f\ufeff\uffa0\ufffe\uffff\ud842\udfb7\U000e0001"
    "（）()⑴㈠ＡａİıßſΩΩKÅ\u0301\u0345\u0338王明·・．1１〇ﬁ㎡¨´\U0001d7d8\U00020bb7\U000e0100\ue000"
)
ASCII = st.text(st.characters(max_codepoint=127), max_size=8)
MIXED = st.one_of(
    ASCII, st.lists(st.one_of(st.sampled_from(ODD), ANY_TEXT, ASCII), max_size=12).map("".join)
)
UNSEEN = (*((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF)),)
QUIET = settings(database=None, deadline=None, max_examples=200)


@pytest.mark.parametrize(
    "kept",
    ["𠮷", "王·买", "甲0001", "\ufa0c", "ＡＢ１", "a\tb\nc", "葛\U000e0100", "①", "\ue000", "a  b"],
)
def test_clean_text_keeps(kept: str) -> None:
    assert texts.clean_text(kept) == kept


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("a\x00b\x0b\x1f\x7f\x85c", "abc"),
        ("a\r\nb\rc\r\x00\nd", "a\nb\nc\nd"),
        ("\u3000 \u00a0\t王明\n\u3000", "王明"),
        ("\ufeff王\u200b明\u202e\u2066\u200f\u00ad", "王明"),
        ("\u200b \u200b", ""),
        ("王\ud842明\ufffe\uffff", "王明"),
    ],
)
def test_clean_text_drops(typed: str, cleaned: str) -> None:
    assert texts.clean_text(typed) == cleaned


@given(MIXED)
@QUIET
def test_clean_text_is_what_it_says(text: str) -> None:
    """Whatever way it takes: what nobody sees is dropped, then line ends are one, then the ends."""
    kept = "".join(character for character in text if not is_unseen(character))
    plain = kept.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert texts.clean_text(text) == plain


def is_unseen(character: str) -> bool:
    """A control but for tab and line ends, a mark without width, or no character at all."""
    point = ord(character)
    return (
        (unicodedata.category(character) == "Cc" and character not in "\t\n\r")
        or character in "\u00ad\u061c\u180e\ufeff\ufffe\uffff"
        or any(first <= point <= last for first, last in UNSEEN)
    )


@given(MIXED)
@QUIET
def test_normal_form_is_what_it_says(text: str) -> None:
    """The width, then the case, until nothing changes; then cleaned, with single spaces."""
    before, folded = None, text
    while folded != before:
        before, folded = folded, unicodedata.normalize("NFKC", folded).casefold()
    cleaned = texts.clean_text(unicodedata.normalize("NFKC", folded))
    assert texts.normal_form(text) == " ".join(cleaned.split())


@given(ANY_TEXT)
@QUIET
def test_cleaning_is_done_once_for_all(text: str) -> None:
    for clean in (texts.clean_text, texts.clean_name, texts.normal_form):
        assert clean(clean(text)) == clean(text)
    texts.clean_text(text).encode()


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("王 明", "王明"),
        (" 王\u3000 明 华\n", "王明华"),
        ("𠮷 明", "𠮷明"),
        ("葛\U000e0100 明", "葛\U000e0100明"),
        ("John  Smith", "John Smith"),
        ("王 John", "王 John"),
        ("买买提 • 艾力", "买买提·艾力"),
        ("J•R", "J•R"),
        ("王·买・卖", "王·买·卖"),
        ("\ufa0c明", "\ufa0c明"),
        ("甲0001", "甲0001"),
    ],
)
def test_clean_name(typed: str, cleaned: str) -> None:
    assert texts.clean_name(typed) == cleaned


@pytest.mark.parametrize("dot", "·•・･‧⋅∙●．")
def test_clean_name_knows_one_dot(dot: str) -> None:
    assert texts.clean_name(f"阿{dot}里") == "阿\u00b7里"


@pytest.mark.parametrize(
    ("one", "other"),
    [("党员（人）", "党员(人)"), ("Branch\u3000 Name", "branch name"), ("ＡＢ１２", "ab12")],
)
def test_normal_forms_are_equal(one: str, other: str) -> None:
    assert texts.normal_form(one) == texts.normal_form(other)


DAYS_READ = """2023-06-29|2023-6-29|2023.6.29|2023/6/29|2023年6月29日|2023。6。29|20230629
|２０２３－０６－２９|２０２３年６月２９日|2023 年 6 月 29 日| 2023 - 6 - 29\u3000|2023年6月29号
|2023.6.29.|2023。6。29。|2023年06月29|2023—6—29|2023\u22126\u221229|二〇二三年六月二十九日|\u200b2023-06-29
|2023 06 29|2023、6、29|2023，6，29|2023\\6\\29|2023--06-29|2023.6.29日|2023·6·29"""


@pytest.mark.parametrize("typed", DAYS_READ.split("|"))
def test_parse_date_reads(typed: str) -> None:
    assert texts.parse_date(typed) == date(2023, 6, 29)


DAYS_REFUSED = """2023-06|2023年6月|29/06/2023|6/29/23|2023-02-30|2023-13-01|2023-00-10
|1899-12-31|2200-01-01|2023-06/29|2023|45106|-1|True|nan|1e300|2023-6-29-1|2023年6-29
|٢٠٢٣-٠٦-٢٩|今天|2023-06-29 08:00|202306291|2023年十十月1日|2023-06-29..|."""


@pytest.mark.parametrize("typed", DAYS_REFUSED.split("|"))
def test_parse_date_refuses(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        texts.parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("十月一日", None),
        ("二〇二〇年十月十日", date(2020, 10, 10)),
        ("一九四九年十二月三十一日", date(1949, 12, 31)),
        ("2020年2月29日", date(2020, 2, 29)),
        ("19000101", date(1900, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_parse_date_at_its_edges(typed: str, read: date | None) -> None:
    if read is None:
        with pytest.raises(ValueError):  # noqa: PT011 - it has no words
            texts.parse_date(typed)
    else:
        assert texts.parse_date(typed) == read


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
@QUIET
def test_parse_date_reads_every_day(day: date) -> None:
    forms = [f"{day}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
    assert {texts.parse_date(form) for form in forms} == {day}


@pytest.mark.parametrize(
    "typed",
    ["2023-06", "2023.6", "2023/6", "2023年6月", "202306", "２０２３年６月份", "2023 年 6 月"],
)
def test_parse_month_reads(typed: str) -> None:
    assert texts.parse_month(typed) == date(2023, 6, 1)


@pytest.mark.parametrize("typed", ["2023", "2023-13", "2023-06-01", "06/2023", "1899-12", "20236"])
def test_parse_month_refuses(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        texts.parse_month(typed)


@pytest.mark.parametrize(
    "typed", ["8:30", "08:30", "8：30", "08:30:00", "8时30分", "8点30分", "８：３０", "8 : 30"]
)
def test_parse_time_reads(typed: str) -> None:
    assert texts.parse_time(typed) == time(8, 30)


@pytest.mark.parametrize("typed", ["24:00", "8:60", "8:3", "8", "08:30:15", "-8:30", "8时"])
def test_parse_time_refuses(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        texts.parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("１２", 12), ("1,234", 1234), ("1，234，567", 1234567), ("-3", -3), ("－3", -3)],
)
def test_parse_int_reads(typed: str, number: int) -> None:
    assert texts.parse_int(typed) == number
    assert texts.parse_decimal(typed) == number


@pytest.mark.parametrize("typed", ["1.5", "12,34", ",123", "1 2", "一", "٣", "1" * 16, "1_000"])
def test_parse_int_refuses(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        texts.parse_int(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12.50", "12.50"), ("1，234．5", "1234.5"), (".5", "0.5"), ("-0", "0"), ("-0.00", "0.00")],
)
def test_parse_decimal_keeps_places(typed: str, number: str) -> None:
    assert str(texts.parse_decimal(typed)) == str(Decimal(number))


@pytest.mark.parametrize("typed", ["1e5", "inf", "NaN", "1.", "1,23.4", "1" * 16, "1.2.3", "¥5"])
def test_parse_decimal_refuses(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        texts.parse_decimal(typed)


@given(ANY_TEXT)
@QUIET
def test_parsers_answer_or_raise_value_error(text: str) -> None:
    for parse in (
        texts.parse_date,
        texts.parse_month,
        texts.parse_time,
        texts.parse_int,
        texts.parse_decimal,
    ):
        try:
            answer = parse(text)
        except ValueError:
            continue
        blank = not unicodedata.normalize("NFKC", texts.clean_text(text)).strip()
        assert (answer is None) == blank


def test_split_list() -> None:
    text = " 甲、乙,丙，丁; 戊；己\r\n庚 辛、\n甲、、 "
    assert texts.split_list("甲（病、事假）、乙(1,2)，丙）、丁") == [
        "甲（病、事假）",
        "乙(1,2)，丙）",
        "丁",
    ]
    assert texts.split_list(text) == ["甲", "乙", "丙", "丁", "戊", "己", "庚 辛"]
    assert texts.split_list(" \n、") == []


@pytest.mark.parametrize(
    ("number", "word"),
    [
        *((1, "一"), (4, "四"), (10, "十"), (12, "十二"), (20, "二十"), (25, "二十五")),
        *((99, "九十九"), (100, "100"), (0, "0")),
    ],
)
def test_the_number_of_a_term_is_written_out_in_chinese(app: Flask, number: int, word: str) -> None:
    with app.test_request_context():
        with force_locale("zh_Hans_CN"):
            assert format_ordinal(number) == word
        with force_locale("en"):
            assert format_ordinal(number) == str(number)
