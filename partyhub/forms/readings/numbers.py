"""Numbers with their units: counts, years, and amounts of money."""

import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

from flask_babel import gettext

from partyhub import texts
from partyhub.texts import lazy_pattern

# The units that stand behind a count; they say nothing more than the column's header.
COUNTED = "人|名|位|个|次|项|场|届|期|户|件|分"
# The units of numbers that rules set.
OF_RULES = f"{COUNTED}|年|个?月|周岁|岁|元|天|学时"
AREA = "m2|平方米|平米|平方"
STUDY_HOURS = "学时|课时"
FACTORS: Mapping[str, int] = {
    **dict.fromkeys(("", "元", "圆", "块", "元整", "圆整"), 1),
    **dict.fromkeys(("千", "千元"), 10**3),
    **dict.fromkeys(("万", "万元"), 10**4),
    **dict.fromkeys(("百万", "百万元"), 10**6),
    **dict.fromkeys(("千万", "千万元"), 10**7),
    **dict.fromkeys(("亿", "亿元"), 10**8),
}

_YEAR = lazy_pattern(r"(\d{4})\s*年\s*度?", re.ASCII)
_UNITS = "|".join(sorted(filter(None, FACTORS), key=len, reverse=True))
_MONEY = lazy_pattern(
    rf"(?:人民币|rmb|cny)?\s*¥?\s*([+-]?[\d.][\d., ]*?)\s*({_UNITS})?", re.ASCII | re.IGNORECASE
)
# A Chinese number up to 99; 三四 would be three or four.
_CHINESE = lazy_pattern("[零〇一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?")
_SPACED = lazy_pattern(r"([+-]?\d{1,3})((?: \d{3})+)((?:\.\d+)?)", re.ASCII)
_BRACKETED = lazy_pattern(r"\(.*\)", re.DOTALL)
_INEXACT = lazy_pattern(r"约|左右|近|余|多|超|以上|以下|\d\s*(?:[-~～]|至|到)\s*\d")


def read_number(text: str, units: str, *, is_whole: bool) -> Decimal:
    """Return the number of a non-empty text, behind which one of `units` may stand.

    Raises ValueError without a sentence.
    """
    plain = texts.plain_form(text)
    counted = re.fullmatch(rf"(?:第\s*)?(.*?)\s*(?:{units})?", plain, re.DOTALL)
    number = (counted[1] if counted else plain) or plain
    if _CHINESE.fullmatch(number):
        number = texts.with_digits(number)
    return _parse(_join_thousands(number), is_whole=is_whole)


def _parse(text: str, *, is_whole: bool) -> Decimal:
    number = texts.parse_int(text) if is_whole else texts.parse_decimal(text)
    if number is None:
        raise ValueError
    return Decimal(number)


def read_year(text: str) -> tuple[int, bool] | None:
    """Return the year of 2026年, 2026年度 or of a day, and whether the text is a whole day.

    None means that the text is none of these.
    """
    found = _YEAR.fullmatch(texts.with_digits(text))
    if found:
        return int(found[1]), False
    with suppress(ValueError):
        day = texts.parse_date(texts.without_midnight(text))
        is_bare = texts.plain_form(text).isdigit()
        return None if day is None or is_bare else (day.year, True)
    return None


def read_money(text: str) -> tuple[Decimal, bool]:
    """Return the amount of a non-empty text in yuan, and whether its unit is a larger one."""
    plain = texts.plain_form(text)
    found = _MONEY.fullmatch(plain)
    if found is None:
        raise ValueError(explain_money(text))
    try:
        amount = texts.parse_decimal(_join_thousands(found[1].strip()))
    except ValueError as error:
        raise ValueError(explain_money(text)) from error
    factor = FACTORS[found[2] or ""]
    return (amount or Decimal(0)) * factor, factor > 1


def with_unit(text: str, unit: str) -> str:
    """Return the text of a cell under a header that names a unit such as 万元.

    A text that has a unit itself keeps it; one that is no bare number stays as it is.
    """
    return f"{text}{unit}" if unit in FACTORS and find_bare_number(text) is not None else text


def find_bare_number(text: str) -> tuple[str, Decimal] | None:
    """Return the sign of money in front of a number without a unit, and the number, or None."""
    plain = texts.plain_form(text)
    found = _MONEY.fullmatch(plain)
    if found is None or found[2]:
        return None
    with suppress(ValueError):
        number = texts.parse_decimal(_join_thousands(found[1].strip()))
        return None if number is None else (plain[: found.start(1)], number)
    return None


def explain_money(text: str) -> str:
    """Return the sentence that says why a text is no certain amount."""
    plain = texts.plain_form(text)
    if _BRACKETED.fullmatch(plain):
        return gettext(
            "“%(text)s” is in brackets, which may mean less than nothing. Write digits only.",
            text=text,
        )
    if _INEXACT.search(plain):
        return gettext("“%(text)s” is not one exact amount. Write it like 1200.50.", text=text)
    return gettext("“%(text)s” is not a number. Write digits only.", text=text)


def _join_thousands(number: str) -> str:
    """Return a number whose thousands are set apart by spaces without these."""
    found = _SPACED.fullmatch(number)
    return f"{found[1]}{found[2].replace(' ', '')}{found[3]}" if found else number
