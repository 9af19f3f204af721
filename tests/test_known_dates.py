"""Dates that are known to the day, to the month, or estimated."""

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyhub.known_dates import (
    Known,
    KnownDate,
    as_text,
    counted,
    date_known,
    earliest,
    is_surely_before,
    known_of,
    latest,
    parse_known_date,
)

JULY = KnownDate(2015, 7, 1, Known.MONTH)
ABOUT = KnownDate(2015, 7, 1, Known.ESTIMATED)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
known_dates = st.builds(
    lambda day, known: date_known(day.replace(day=1) if known is Known.MONTH else day, known),
    days,
    st.sampled_from(Known),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, JULY) for text in ("2015.7", "2015年7月", "201507", "2015-07", "2015/7")),
        *((text, JULY) for text in ("2015.07", "２０１５年７月", "2015年7月份", "二〇一五年七月")),
        *((text, ABOUT) for text in ("约2015年7月1日", "约2015年7月", "大约2015.7.1", "~2015-07")),
        *((text, ABOUT) for text in ("推定：2015-07-01", "2015年7月（推定）", "2015年7月左右")),
        *((text, ABOUT) for text in ("about 2015-07-01", "2015-07-01~")),
        ("2015-07-01", date(2015, 7, 1)),
        ("2015年7月1日", date(2015, 7, 1)),
        ("", None),
    ],
)
def test_what_people_write_is_read(text: str, value: date | None) -> None:
    found = parse_known_date(text)
    assert (found, known_of(found)) == (value, known_of(value))


@pytest.mark.parametrize(
    "text",
    [
        "2015",
        "15.7",
        "85.11.1",
        "2015年13月",
        "2015年7月上旬",
        "约",
        "约2015",
        "2010-07~2011-07",
        "无",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_known_date(text)


@given(known_dates)
def test_a_date_comes_back_from_its_text(value: date) -> None:
    found = parse_known_date(as_text(value))
    assert (found, known_of(found)) == (value, known_of(value))
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value  # noqa: S301


@given(known_dates, known_dates)
def test_dates_are_ordered_as_the_days_that_they_count_as(one: date, other: date) -> None:
    assert (one < other, one <= other) == (counted(one) < counted(other), one <= counted(other))
    assert (one == other) == ((counted(one), known_of(one)) == (counted(other), known_of(other)))
    assert type(counted(one)) is date
    assert earliest(one) <= one <= latest(one)
    if is_surely_before(one, other):
        assert one < other


def test_one_is_surely_before_another_only_if_no_day_fits() -> None:
    assert not is_surely_before(JULY, date(2015, 7, 31))
    assert not is_surely_before(date(2015, 7, 20), JULY)
    assert is_surely_before(JULY, date(2015, 8, 1))
    assert is_surely_before(date(2015, 6, 30), ABOUT)
    assert not is_surely_before(JULY, ABOUT)


def test_what_is_reckoned_from_a_month_is_a_day() -> None:
    """Of a day that follows from one that isn't exact nobody says how well it is known."""
    assert JULY + timedelta(1) == date(2015, 7, 2)
    assert date(2015, 7, 1) != JULY
    assert date(2015, 7, 1) != JULY
    assert len({JULY, ABOUT, date(2015, 7, 1)}) == 3
