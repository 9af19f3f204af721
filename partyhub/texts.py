"""What every text that enters passes: cleaning, normal forms, and what people type into cells.

Names are cleaned, never folded: NFKC changes rare characters, so it serves only comparing and the
parsers of days, times and numbers (reliability.md 2.3). The parsers answer None for a blank text
and raise ValueError, without words for people, for what they cannot read for certain.
"""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal

# A class for regular expressions: radicals, 々〆〇, ideographs of all planes, and the private use
# areas, where older systems keep rare characters of names.
CJK = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff"
    r"\U00020000-\U0003ffff\U000f0000-\U0010fffd"
)
# In a cell of a sheet that is imported: empty the column. A blank cell changes nothing.
CLEAR = "（清空）"
FIRST_YEAR, LAST_YEAR = 1900, 2199

# Controls but \t, \n and \r; soft hyphen, zero-width and bidi marks; surrogates; what XML forbids.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_END = re.compile(r"\r\n?")
# A variation selector belongs to the ideograph before it.
_AFTER_CJK = rf"(?<=[{CJK}\ufe00-\ufe0f\U000e0100-\U000e01ef])"
_BETWEEN_CJK = re.compile(rf"{_AFTER_CJK}\s+(?=[{CJK}])")
_DOTS = "\u00b7\u2022\u30fb\uff65\u2027\u22c5\u2219\u25cf\uff0e"
_DOT_BETWEEN_CJK = re.compile(rf"{_AFTER_CJK}\s*[{_DOTS}]\s*(?=[{CJK}])")
_SEPARATORS = re.compile(r"[\u3001,\uff0c;\uff1b\n\u2028\u2029]")

# What some write between names, though a name may hold it too.
_DOUBTFUL = re.compile(r"\S[\s/\\|&+和及]\s*\S")
# What people write around a header: a star where something is required, a note in brackets.
_STARS = re.compile(r"^[*★※]+|[*★※]+$")
_NOTE = re.compile(
    r"\((?:必填|必录|选填|非必填|可空|可不填|可留空|下拉|格式|示例|例如|如|required|optional)[^()]*\)$"
)

_MARKS = str.maketrans(
    {**dict.fromkeys("\u2010\u2012\u2013\u2014\u2015\u2212", "-"), "\u3002": ".", "\uff61": "."}
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE = re.compile(
    r"(?:(\d{4})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{1,2})"
    r"|(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?"
    r"|(\d{4})(\d\d)(\d\d))\s*\.?",
    re.ASCII,
)
_MONTH = re.compile(
    r"(?:(\d{4})\s*[-./]\s*(\d{1,2})|(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*份)?|(\d{4})(\d\d))\s*\.?",
    re.ASCII,
)
_TIME = re.compile(
    r"(\d{1,2})\s*(?::\s*(\d\d)(?::00)?|[时点]\s*(\d{1,2})\s*分?)",
    re.ASCII,
)
_TIME_AFTER = re.compile(r"(?<=[\d日号])[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?$", re.ASCII)
_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_INT = re.compile(rf"[+-]?{_WHOLE}", re.ASCII)
_DECIMAL = re.compile(rf"[+-]?(?:{_WHOLE}(?:\.\d{{1,20}})?|\.\d{{1,20}})", re.ASCII)
_MOST_DIGITS = 15  # More than these a workbook does not keep.


def clean_text(value: str) -> str:
    r"""Drop what nobody sees or stores, make every line end \n, strip outer white space.

    Every other character stays as it was typed: no folding, no repair.
    """
    if value.isprintable():  # then it holds none of these, and most texts are
        return value.strip()
    return _LINE_END.sub("\n", _UNWANTED.sub("", value)).strip()


def clean_name(value: str) -> str:
    """Clean a person's name: one line, no spaces between Chinese characters, one kind of dot."""
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


def split_list(text: str) -> list[str]:
    """Split at commas, semicolons and line ends, not at spaces; each item once, in its order."""
    items = (item.strip() for item in _SEPARATORS.split(clean_text(text)))
    return list(dict.fromkeys(item for item in items if item))


def holds_separator(name: str) -> bool:
    """Whether a name may be several ones with a space, a slash or an “and” between them."""
    return _DOUBTFUL.search(name) is not None


def bare_header(folded: str) -> str:
    """Drop from a folded header its stars, and a note such as (必填)."""
    return _STARS.sub("", _NOTE.sub("", _STARS.sub("", folded)))


def without_time(text: str) -> str:
    """Drop a time of day that follows a day, as other programs write it."""
    return _TIME_AFTER.sub("", text)


def parse_date(value: str) -> date | None:
    """Read a whole day, year first, of 1900 to 2199; a month alone is none: no day is invented."""
    if _ISO_DAY.fullmatch(value):
        return _date(int(value[:4]), int(value[5:7]), int(value[8:]))
    found = _match(_DATE, _arabic(value))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
    return _date(year, month, day)


def parse_month(value: str) -> date | None:
    """Read a month, year first, as its first day; a whole day is refused."""
    found = _match(_MONTH, _arabic(value))
    if found is None:
        return None
    year, month = (int(part) for part in found.groups() if part)
    return _date(year, month, 1)


def parse_time(value: str) -> time | None:
    """Read hours and minutes of a 24-hour day; seconds only if they are 00."""
    found = _match(_TIME, _plain(value))
    if found is None:
        return None
    hour, minute = (int(part) for part in found.groups() if part)
    return time(hour, minute)


def parse_int(value: str) -> int | None:
    """Read a whole number of at most 15 digits; commas may part its thousands."""
    found = _match(_INT, _plain(value))
    return None if found is None else int(_digits(found[0]))


def parse_decimal(value: str) -> Decimal | None:
    """Read a number of at most 15 digits before the point, keeping the places that were typed."""
    found = _match(_DECIMAL, _plain(value))
    if found is None:
        return None
    number = Decimal(_digits(found[0]))
    return number or abs(number)  # There is no -0 for people.


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", clean_text(value)).translate(_MARKS).strip()


def _arabic(value: str) -> str:
    """Write Chinese numerals of a day (二〇二三年六月二十九日) in digits."""
    tens = _TENS.sub(lambda found: (found[1] or "一") + (found[2] or "〇"), _plain(value))
    return tens.translate(_NUMERALS)


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    if not text:
        return None
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError
    return found


def _date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError
    return date(year, month, day)


def _digits(number: str) -> str:
    digits = number.replace(",", "")
    if len(digits.partition(".")[0].lstrip("+-")) > _MOST_DIGITS:
        raise ValueError
    return digits
