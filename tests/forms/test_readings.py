"""Values as people write them: what has one reading is read, anything else is told why not."""

from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from wtforms import Form

from partyhub.forms import (
    BoolField,
    DateField,
    MinutesField,
    MoneyField,
    NumberField,
    PhoneField,
    TimeField,
    ValueField,
    YearField,
)
from partyhub.forms.readings.days import read_day
from partyhub.forms.readings.numbers import with_unit
from partyhub.forms.readings.times import read_times

DAY = date(2010, 7, 1)


class Values(Form):  # type: ignore[misc]  # wtforms ships no types
    """A field of each kind whose readings are tested."""

    day = DateField("")
    time = TimeField("")
    minutes = MinutesField("", least=1)
    year = YearField("")
    money = MoneyField("")
    count = NumberField("")
    area = NumberField("", places=2, units="m2|平方米")
    answer = BoolField("")
    phone = PhoneField("")


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def read(name: str, text: str) -> ValueField:
    field: ValueField = Values()[name]
    field.take([text], None)
    return field


def split(table: str) -> list[str]:
    return [text.strip("\n") for text in table.split("|")]


DAYS = """２０１０－０７－０１|2010-07-01 00:00:00|2010.07.01.|2010年7月1号|20100701 |2010、7、1
|2010，7，1|2010.7.1日|2010 07 01|2010\\7\\1|2010--07-01|2010·7·1|二〇一〇年七月一日
|2010-07-01T00:00:00Z"""


@pytest.mark.parametrize("text", split(DAYS))
def test_a_day_with_one_reading_is_read(text: str) -> None:
    field = read("day", text)
    assert (field.data, field.process_errors, field.remarks) == (DAY, (), ())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2010/07/01（补）", "(补)"),
        ("2010年07月01日入党", "入党"),
        ("2010-07-01（星期四）", "(星期四)"),
        ("2010.7.1 14:30", "14:30"),
        ("2010年7月1日下午2点", "下午2点"),
        ("2010-07-01T08:00:00+08:00", "08:00:00+08:00"),
    ],
)
def test_a_note_behind_a_day_is_named_and_left_out(text: str, rest: str) -> None:
    field = read("day", text)
    assert field.data == DAY
    assert field.remarks == (f"“{rest}” is left out: only the day 2010-07-01 is taken.",)
    again = Values()["day"]
    for _ in range(2):  # what was read before is remembered with its remark
        again.take([text], None)
        assert again.remarks == field.remarks
    again.take(["2010-07-01"], None)
    assert again.remarks == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("7/1/2010", "may be 2010-07-01 or 2010-01-07"),
        ("29/06/2023", "has the year last"),
        ("10.7.1", "has only two digits of the year"),
        ("85.11.1", "has only two digits of the year"),
        ("121231", "has only two digits of the year"),
        ("2010.07", "lacks the day"),
        ("201007", "lacks the day"),
        ("1-Jul-10", "is not a day"),
        ("2010-2-30", "is not a day"),
        ("约2010年7月1日", "is not a day"),
        ("2010年7月1日左右", "is not a day"),
        ("2010-07-01（约）", "is not a day"),
        ("2010.7-2010.8", "is a span"),
        ("2010-07-01~2011-07-01", "is a span"),
        ("2010-07-01—2010-08-01", "is a span"),
        ("2026年3月至12月", "is a span"),
        ("2010-06-30T16:00:00Z", "may be 2010-06-30 or 2010-07-01"),
        ("无", "says nothing here"),
    ],
)
def test_what_is_no_certain_day_is_told_why(text: str, reason: str) -> None:
    (sentence,) = read("day", text).process_errors
    assert f"“{text}” {reason}" in sentence


TIMES = """下午2:30|14：30|14:30:00|2:30 PM|pm 2:30|1430|14.30|0.604166666|14时30分|14点半
|下午2点半|下午2点30分"""


@pytest.mark.parametrize("text", split(TIMES))
def test_a_time_with_one_reading_is_read(text: str) -> None:
    assert read("time", text).data == time(14, 30)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *(("上午9:00", time(9)), ("9时30分", time(9, 30)), ("930", time(9, 30)), ("8点", time(8))),
        *(("中午12点", time(12)), ("中午1点", time(13)), ("晚上7点", time(19))),
    ],
)
def test_the_half_of_a_day_is_understood(text: str, moment: time) -> None:
    assert read("time", text).data == moment


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("14:30-16:00", time(14, 30), 90),
        ("14:30至16:00", time(14, 30), 90),
        ("9:00～11:15", time(9), 135),
        ("下午2点-4点", time(14), 120),
        ("上午10点到下午2点", time(10), 240),
        ("14:30", time(14, 30), None),
    ],
)
def test_a_span_of_times_gives_start_and_length(
    text: str, start: time, minutes: int | None
) -> None:
    assert read_times(text) == (start, minutes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2点", "may be 02:00 or 14:00"),
        ("2点半", "may be 02:30 or 14:30"),
        ("16:00-14:30", "ends before it begins"),
        *(
            (text, "is not a time of day")
            for text in ("9", "14.3", "上午14:30", "晚上12点", "24:00")
        ),
    ],
)
def test_what_is_no_certain_time_is_told_why(text: str, reason: str) -> None:
    (sentence,) = read("time", text).process_errors
    assert f"“{text}” {reason}" in sentence


@pytest.mark.parametrize(
    "text",
    split("90|90分钟|90分|1.5小时|1小时30分|1个半小时|一个半小时|1小时半|90 min|1:30|９０分钟"),
)
def test_a_length_of_time_is_read_in_minutes(text: str) -> None:
    assert read("minutes", text).data == 90


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("半小时", 30), ("两小时", 120), ("一刻钟", 15), ("2h", 120), ("十分钟", 10)],
)
def test_other_lengths_of_time(text: str, minutes: int) -> None:
    assert read("minutes", text).data == minutes


@pytest.mark.parametrize("text", split("1.33小时|半|长|1.5"))
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    (sentence,) = read("minutes", text).process_errors
    assert sentence == f"“{text}” is no length of time. Write the minutes, like 90."


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        *(("1,200.50", "1200.50"), ("￥1200", "1200"), ("1200元", "1200"), ("１２００", "1200")),
        *(("1 200", "1200"), ("1，200", "1200"), ("80,000.00元", "80000"), ("¥ 1200.5", "1200.5")),
        ("人民币1200元整", "1200"),
    ],
)
def test_an_amount_is_read_in_yuan(text: str, amount: str) -> None:
    field = read("money", text)
    assert (field.data, field.remarks) == (Decimal(amount), ())


@pytest.mark.parametrize(
    ("text", "amount", "yuan"),
    [
        ("12.5万", 125_000, "125,000.00"),
        ("8万元", 80_000, "80,000.00"),
        ("1.2亿元", 120_000_000, "120,000,000.00"),
        ("3千元", 3_000, "3,000.00"),
        (with_unit("12.5", "万元"), 125_000, "125,000.00"),
    ],
)
def test_a_larger_unit_is_converted_with_a_word(text: str, amount: int, yuan: str) -> None:
    field = read("money", text)
    assert field.data == amount
    assert field.remarks == (f"“{text}” is taken as {yuan} yuan.",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(500)", "“(500)” is in brackets"),
        ("1.2E3", "“1.2E3” is not a number"),
        ("约1200", "“约1200” is not one exact amount"),
        ("1-2万", "“1-2万” is not one exact amount"),
        ("12 00", "“12 00” is not a number"),
        ("1200.005", "At most 2 decimal places"),
        ("-5", "must lie between"),
        ("无", "“无” says nothing here"),
    ],
)
def test_what_is_no_certain_amount_is_told_why(text: str, reason: str) -> None:
    (sentence,) = read("money", text).process_errors
    assert reason in sentence


def test_the_unit_of_a_header_goes_to_bare_numbers_only() -> None:
    cells = ("12.5", "8万元", "1,200", "约3", "—", "0", "￥12.5", "1 250", "￥3万")
    found = [with_unit(text, "万元") for text in cells]
    bare = ["12.5万元", "8万元", "1,200万元", "约3", "—", "0万元", "￥12.5万元", "1 250万元"]
    assert found == [*bare, "￥3万"]
    assert with_unit("12.5", "吨") == "12.5"


@pytest.mark.parametrize("text", split("2026|2026年|2026年度|２０２６|二〇二六年|2026 年"))
def test_a_year_is_read(text: str) -> None:
    field = read("year", text)
    assert (field.data, field.remarks) == (2026, ())


def test_of_a_day_the_year_is_taken_with_a_word() -> None:
    field = read("year", "2025-01-01")
    assert field.data == 2025
    assert field.remarks == ("Only the year 2025 of “2025-01-01” is taken.",)
    assert read("year", "1905-07-17").process_errors  # 2025 in a cell formatted as a day


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        *(
            ("count", "3人", 3),
            ("count", "第三届", 3),
            ("count", "1,200", 1200),
            ("count", "十二", 12),
        ),
        *(("area", "350㎡", 350), ("area", "350.5平方米", Decimal("350.5"))),
    ],
)
def test_the_unit_of_a_column_may_stand_behind_its_number(
    name: str, text: str, number: Any
) -> None:
    assert read(name, text).data == number


@pytest.mark.parametrize("text", split("1.5人|3万|约3人|人|三四人"))
def test_other_units_are_refused(text: str) -> None:
    assert read("count", text).process_errors


@pytest.mark.parametrize(
    ("table", "value"),
    [("是|√|✓|✔|有|1|Y|y|Yes|对|１", True), ("否|×|✗|✘|0|N|no|错|０", False)],
)
def test_yes_and_no_have_many_words(table: str, value: bool) -> None:
    assert {read("answer", text).data for text in split(table)} == {value}


def test_none_is_no_with_a_word() -> None:
    field = read("answer", "无")
    assert (field.data, field.remarks) == (False, ("“无” is taken as no.",))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("138-0000-2002", "13800002002"),
        ("１３８００００２００４", "13800002004"),
        ("138 0000 2002", "13800002002"),
        ("+86 138 0000 2002", "13800002002"),
        ("0573-85001234", "0573-85001234"),
        ("13800002002/0573-85001234", "13800002002/0573-85001234"),
    ],
)
def test_a_mobile_number_is_stored_plain(text: str, stored: str) -> None:
    assert read("phone", text).data == stored


@pytest.mark.parametrize("reader", [read_day, read_times])
def test_readers_answer_or_raise_value_error(reader: Callable[[str], Any]) -> None:
    for text in ("", "-", "()", "24:60", "9999年99月99日", "2010-13-45T99:99:99Z", "至", "99999"):
        with pytest.raises(ValueError, match="“"):
            reader(text)
