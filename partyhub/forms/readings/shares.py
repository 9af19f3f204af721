"""Reads shares of a whole as people write them: 半数, 三分之一, 1/3, 60%, 0.6."""

import re
from fractions import Fraction

from partyhub import texts

_NAMED = {"半数": Fraction(1, 2), "一半": Fraction(1, 2), "全部": Fraction(1), "全体": Fraction(1)}
_PART_OF = re.compile(r"(?P<whole>\d{1,6})\s*分\s*之\s*(?P<part>\d{1,6})", re.ASCII)
_DIVIDED = re.compile(r"(?P<part>\d{1,6})\s*/\s*(?P<whole>\d{1,6})", re.ASCII)
_PERCENT = re.compile(r"百分之\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*%", re.ASCII)


def read_share(text: str) -> Fraction:
    """Return the share that a text means; raises ValueError without a sentence."""
    plain = texts.with_digits(text)
    if text.strip() in _NAMED:
        return _NAMED[text.strip()]
    if found := _PERCENT.fullmatch(plain):
        return Fraction(found[1] or found[2]) / 100
    if found := _PART_OF.fullmatch(plain) or _DIVIDED.fullmatch(plain):
        if int(found["whole"]) == 0:
            raise ValueError(text)
        return Fraction(int(found["part"]), int(found["whole"]))
    number = texts.parse_decimal(plain)
    if number is None:
        raise ValueError(text)
    return Fraction(number)
