"""Numbers of Chinese texts, such as 十六, 百余, 5388.6万, with hedge and measure word."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from partyhub.drafts.quantities import Qualifier, Quantity
from partyhub.drafts.vocabulary import Vocabulary, vocabulary_of

DIGITS = {sign: n % 10 for n, sign in enumerate("〇一二三四五六七八九零")} | {"两": 2, "○": 0}
POWERS = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": Decimal(10**4), "亿": Decimal(10**8), "千": Decimal(1000), "百": Decimal(100)}
POINTS = ("个百分点", "百分点")
LARGE_FIRST = "亿万"
_NUMERAL = "[〇○零一二两三四五六七八九十百千]"


@cache
def _pattern() -> re.Pattern[str]:
    words = vocabulary_of("zh")
    plain = words.plain
    inner = rf"(?P<inner>{plain['hedges.inner_at_least']}|{plain['hedges.inner_about']})?"
    units = "|".join(sorted(map(re.escape, words.units), key=len, reverse=True))
    return re.compile(
        rf"(?P<nearly>{plain['hedges.nearly']})?(?P<at_least>{plain['hedges.at_least']})?"
        rf"(?P<about>{plain['hedges.about']})?\s*"
        r"(?P<share>百分之)?"
        rf"(?:(?P<digits>\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
        rf"|(?P<numeral>{_NUMERAL}+(?:[万亿]{_NUMERAL}+)*(?:点{_NUMERAL}+)?))"
        rf"\s*{inner}(?P<large>[万亿千百]{{0,2}}){inner.replace('inner', 'later')}\s*"
        rf"(?P<unit>{units})?"
        rf"(?:(?P<after_least>{plain['hedges.after_at_least']})"
        rf"|(?P<after_about>{plain['hedges.after_about']}))?"
    )


def find_quantities(text: str, words: Vocabulary) -> Iterator[Quantity]:
    """Yield the numbers of a text in which what is no number has been masked."""
    position = 0
    sign = re.compile(rf"\d|{_NUMERAL}|百分之")
    while found := sign.search(text, position):
        match = _match_around(text, position, found.start())
        quantity = _quantity(match, words) if match else None
        position = max(match.end() if match and quantity else 0, found.end())
        if match and not quantity:
            position = max(found.end(), match.end("digits"), match.end("numeral"))
        if quantity:
            yield quantity


def _match_around(text: str, least: int, start: int) -> re.Match[str] | None:
    """Return the match of the number that begins at `start`, with a hedge before it if any."""
    for before in (5, 4, 3, 2, 1, 0):
        if start - before < least:
            continue
        match = _pattern().match(text, start - before)
        if match and match.start("share" if match["share"] else _kind(match)) == start:
            return match
    return None


def _kind(match: re.Match[str]) -> str:
    return "digits" if match["digits"] else "numeral"


def _quantity(match: re.Match[str], words: Vocabulary) -> Quantity | None:
    digits, numeral, unit = match["digits"], match["numeral"], match["unit"] or ""
    if numeral and not (unit or match["share"]):
        return None  # no measure word: a word or a name that has a numeral in it
    plain = (digits or "").replace(",", "").replace("，", "")
    base = Decimal(plain) if digits else parse_numeral(numeral)
    if base is None:
        return None
    scale = Decimal(1)
    for sign in match["large"]:
        scale *= LARGE[sign]
    decimals = len(plain.partition(".")[2]) if digits else len(numeral.partition("点")[2])
    is_points = unit in POINTS
    is_percentage = bool(match["share"]) or is_points or unit == "%"
    if is_percentage:
        scale /= 100
    return Quantity(
        match.start(),
        match.end(),
        base * scale,
        scale / Decimal(10) ** decimals,
        _qualifier(match),
        "%" if is_percentage else unit,
        is_percentage,
        numeral == "一",
        is_points=is_points,
    )


def _qualifier(match: re.Match[str]) -> Qualifier:
    inner = {match["inner"], match["later"]} - {None}
    if match["at_least"] or match["after_least"] or inner - {"来"}:
        return Qualifier.AT_LEAST
    if match["nearly"]:
        return Qualifier.NEARLY
    return Qualifier.ABOUT if match["about"] or match["after_about"] or inner else Qualifier.EXACT


def parse_numeral(text: str) -> Decimal | None:
    """Return the number of a Chinese numeral, or None if it is none."""
    for sign in LARGE_FIRST:
        before, has, after = text.partition(sign)
        if has:
            upper, lower = parse_numeral(before), parse_numeral(after)
            if upper is None or lower is None:
                return None
            # 三万二 leaves out the 千 of its last digit.
            left_out = LARGE[sign] / 10 if len(after) == 1 else 1
            return upper * LARGE[sign] + lower * left_out
    return _parse_below(text)


def _parse_below(text: str) -> Decimal | None:
    """Return the number of a numeral below 10,000, or None if it is none."""
    whole, _, part = text.partition("点")
    total, digit = 0, None
    if len(whole) > 1 and not any(sign in POWERS for sign in whole):
        return Decimal("".join(str(DIGITS[sign]) for sign in whole))
    for index, sign in enumerate(whole):
        if sign in POWERS:
            if digit is None and index and whole[index - 1] in POWERS:
                return None
            total += (1 if digit is None or digit == 0 else digit) * POWERS[sign]
            digit = None
        elif digit:
            return None
        else:
            digit = DIGITS[sign]
    total += digit or 0
    if part:
        return Decimal(f"{total}.{''.join(str(DIGITS.get(sign, 0)) for sign in part)}")
    return Decimal(total)
