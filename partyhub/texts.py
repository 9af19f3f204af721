"""Cleaning, normal forms and parsing of every text that enters the program.

Names are cleaned, never folded: NFKC changes rare characters, so it is used only for comparing and
for the parsers of days, times and numbers (reliability.md 2.3). The parsers return None for a blank
text and raise ValueError, without a message for people, for an ambiguous or invalid text.
"""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, cast


class _LazyPattern:
    """A stand-in for a compiled pattern; it keeps each method that was used once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled at its first use.

    A class with thousands of ideographs takes milliseconds, and a command uses few of them.
    """
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))


# A class for regular expressions: radicals, 々〆〇, ideographs of all planes, and the private use
# areas, where older systems keep rare characters of names.
CJK = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff"
    r"\U00020000-\U0003ffff\U000f0000-\U0010fffd"
)
# The text of an imported cell that empties the column. A blank cell changes nothing.
CLEAR = "（清空）"
FIRST_YEAR, LAST_YEAR = 1900, 2199

# Controls but \t, \n and \r; soft hyphen, zero-width and bidi marks; surrogates; what XML forbids.
_UNWANTED = lazy_pattern(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_END = lazy_pattern(r"\r\n?")
# A variation selector belongs to the ideograph before it.
_AFTER_CJK = rf"(?<=[{CJK}\ufe00-\ufe0f\U000e0100-\U000e01ef])"
_BETWEEN_CJK = lazy_pattern(rf"{_AFTER_CJK}\s+(?=[{CJK}])")
_DOTS = "\u00b7\u2022\u30fb\uff65\u2027\u22c5\u2219\u25cf\uff0e"
_ONE_DOT = str.maketrans(dict.fromkeys(f"{_DOTS}.", "\u00b7"))
_DOT_BETWEEN_CJK = lazy_pattern(rf"{_AFTER_CJK}\s*[{_DOTS}]\s*(?=[{CJK}])")
_SEPARATORS = lazy_pattern(r"[\u3001,\uff0c;\uff1b\n\u2028\u2029]")
# The same outside of brackets: the next bracket isn't a closing one.
_SEPARATORS_OUTSIDE = lazy_pattern(rf"{_SEPARATORS.pattern}(?![^()\uff08\uff09]*[)\uff09])")

# Separators that some people write between names, though a name may contain them too.
_DOUBTFUL = lazy_pattern(r"(?<=\S)[\s/\\|&+和及与](?=\s*\S)")
# Decorations of a header: a star where a value is required, a note in brackets.
_STARS = lazy_pattern(r"^[*★※]+|[*★※]+$")
_NOTE = lazy_pattern(
    r"\((?:必填|必录|选填|非必填|可空|可不填|可留空|下拉|格式|示例|例如|如|required|optional)[^()]*\)$"
)

# What people write in front of a number: the mark of a text cell, and the word for it.
_BEFORE_KEY = lazy_pattern(
    r"^['`\u2018\u2019]*(?:(?:(?:员工|职工|党员)?(?:工号|编号|编码))[:#]?(?=[0-9a-z]))?"
)

_MARKS = str.maketrans(
    {**dict.fromkeys("\u2010\u2012\u2013\u2014\u2015\u2212", "-"), "\u3002": ".", "\uff61": "."}
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TENS = lazy_pattern("([一二三四五六七八九]?)十([一二三四五六七八九]?)")

_ISO_DAY = lazy_pattern(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE = lazy_pattern(
    r"(?:(\d{4})\s*(-|[./,\\\u3001\u00b7])\2?\s*(\d{1,2})\s*\2{1,2}\s*(\d{1,2})\s*[日号]?"
    r"|(\d{4})\s+(\d{1,2})\s+(\d{1,2})"
    r"|(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?"
    r"|(\d{4})(\d\d)(\d\d))\s*\.?",
    re.ASCII,
)
_MONTH = lazy_pattern(
    r"(?:(\d{4})\s*[-./]\s*(\d{1,2})|(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*份)?|(\d{4})(\d\d))\s*\.?",
    re.ASCII,
)
_TIME = lazy_pattern(
    r"(\d{1,2})\s*(?::\s*(\d\d)(?::00)?|[时点]\s*(\d{1,2})\s*分?)",
    re.ASCII,
)
_MIDNIGHT_AFTER = lazy_pattern(r"(?<=[\d日号])[T ]+0?0:00(?::00(?:\.0+)?)?Z?$", re.ASCII)
_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_INT = lazy_pattern(rf"[+-]?{_WHOLE}", re.ASCII)
_DECIMAL = lazy_pattern(rf"[+-]?(?:{_WHOLE}(?:\.\d{{1,20}})?|\.\d{{1,20}})", re.ASCII)
_MOST_DIGITS = 15  # More than these a workbook does not keep.


def clean_text(value: str) -> str:
    r"""Remove invisible and unstorable characters, make every line end \n, strip outer white space.

    Every other character stays as it was typed: no folding, no repair.
    """
    if value.isprintable():  # then it holds none of these, and most texts are
        return value.strip()
    return _LINE_END.sub("\n", _UNWANTED.sub("", value)).strip()


def clean_name(value: str) -> str:
    """Return a cleaned name of a person, on one line.

    Spaces between Chinese characters are removed, and all kinds of dots become one kind.
    """
    name = " ".join(clean_text(value).split())
    return _DOT_BETWEEN_CJK.sub("\u00b7", _BETWEEN_CJK.sub("", name))


def normal_form(value: str) -> str:
    """Fold a header, label or code for comparing: width, case, and runs of white space."""
    if value.isascii():
        return " ".join(clean_text(value.lower()).split())
    if value.casefold() == value and unicodedata.is_normalized("NFKC", value):
        return " ".join(clean_text(value).split())  # as most Chinese text: nothing to fold
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
    return " ".join(clean_text(unicodedata.normalize("NFKC", folded.casefold())).split())


def fold_key(value: str) -> str:
    """Fold a code, a number or another part of a key for comparing, all spaces removed.

    A mark or a word in front of a number, as in 'A003 and 工号A006, doesn't belong to it.
    """
    folded = normal_form(value).replace(" ", "")
    return _BEFORE_KEY.sub("", folded) or folded


def fold_name(name: str) -> str:
    """Fold a name or code for comparing: width, case, spaces, and all kinds of dots."""
    if name.isascii() and name.isalnum():
        return name.lower()
    return "".join(normal_form(name.translate(_ONE_DOT)).split())


def split_list(text: str) -> list[str]:
    """Split at commas, semicolons and line ends, not at spaces; each item once, in order.

    Separators in brackets belong to the note that stands there.
    """
    has_brackets = "(" in text or "\uff08" in text
    pattern = _SEPARATORS_OUTSIDE if has_brackets else _SEPARATORS
    items = (item.strip() for item in pattern.split(clean_text(text)))
    return list(dict.fromkeys(item for item in items if item))


def split_doubtful(name: str) -> list[str]:
    """Split a name that may be several, with a space, a slash or an “and” between them."""
    return [part.strip() for part in _DOUBTFUL.split(name)]


def bare_header(folded: str) -> str:
    """Remove the stars, and a note such as (必填), from a folded header."""
    return _STARS.sub("", _NOTE.sub("", _STARS.sub("", folded)))


def without_midnight(text: str) -> str:
    """Remove the time of midnight after a day, as other programs write days."""
    return _MIDNIGHT_AFTER.sub("", text)


def parse_date(value: str) -> date | None:
    """Read a whole day, year first, of 1900 to 2199.

    A month alone is refused, no day is invented.
    """
    if _ISO_DAY.fullmatch(value):
        return _in_range(date.fromisoformat(value))
    found = _match(_DATE, with_digits(value))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
    return _date(year, month, day)


def parse_month(value: str) -> date | None:
    """Read a month, year first, as its first day; a whole day raises ValueError."""
    found = _match(_MONTH, with_digits(value))
    if found is None:
        return None
    year, month = (int(part) for part in found.groups() if part)
    return _date(year, month, 1)


def parse_time(value: str) -> time | None:
    """Read hours and minutes of a 24-hour day; seconds are allowed only if they are 00."""
    found = _match(_TIME, plain_form(value))
    if found is None:
        return None
    hour, minute = (int(part) for part in found.groups() if part)
    return time(hour, minute)


def parse_int(value: str) -> int | None:
    """Read a whole number of at most 15 digits; commas may separate its thousands."""
    found = _match(_INT, plain_form(value))
    return None if found is None else int(_digits(found[0]))


def parse_decimal(value: str) -> Decimal | None:
    """Read a number of at most 15 digits before the point, with the decimal places as typed."""
    found = _match(_DECIMAL, plain_form(value))
    if found is None:
        return None
    number = Decimal(_digits(found[0]))
    return number or abs(number)  # There is no -0 for people.


def plain_form(value: str) -> str:
    """Return a text of digits as the parsers read it: cleaned, without width, with one dash."""
    return unicodedata.normalize("NFKC", clean_text(value)).translate(_MARKS).strip()


def with_digits(value: str) -> str:
    """Return the plain form with Chinese numerals (二〇二三年六月二十九日) as digits."""
    tens = _TENS.sub(lambda found: (found[1] or "一") + (found[2] or "〇"), plain_form(value))
    return tens.translate(_NUMERALS)


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    if not text:
        return None
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError
    return found


def _date(year: int, month: int, day: int) -> date:
    return _in_range(date(year, month, day))


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError
    return day


def _digits(number: str) -> str:
    digits = number.replace(",", "")
    if len(digits.partition(".")[0].lstrip("+-")) > _MOST_DIGITS:
        raise ValueError
    return digits


NUMERALS = frozenset("0123456789〇零一二三四五六七八九十")
ALIKE = 0.75  # the share of equal characters from which two titles are nearly the same


def is_alike(one: str, other: str) -> bool:
    """Return whether two titles are the same or nearly so; other numerals make them differ."""
    first, second = _letters_of(one), _letters_of(other)
    if first == second:
        return True
    return _has_numerals_of(first, second) and SequenceMatcher(None, first, second).ratio() >= ALIKE


def is_alike_name(one: str, other: str) -> bool:
    """Return whether two names are the same, or one is the other with characters left out.

    Names of one kind end alike, so that the share of equal characters would say nothing. At least
    half of the longer name must be left.
    """
    short, long = sorted((_letters_of(one), _letters_of(other)), key=len)
    rest = iter(long)
    is_part = all(sign in rest for sign in short)
    return is_part and len(short) * 2 >= len(long) and _has_numerals_of(short, long)


def _letters_of(title: str) -> str:
    return "".join(filter(str.isalnum, normal_form(title)))


def _has_numerals_of(one: str, other: str) -> bool:
    first, second = ([sign for sign in text if sign in NUMERALS] for text in (one, other))
    return first == second


def chinese_number(number: int) -> str:
    """Return a number from 1 to 99 in Chinese words: 四, 十二, 二十, 二十五."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    ten = "" if not tens else "十" if tens == 1 else digits[tens] + "十"
    return ten + (digits[ones] if ones else "")
