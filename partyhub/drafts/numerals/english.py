"""Numbers of English texts: 1,174, sixteen, 5.3 million, 93 percent, with hedge and measure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from partyhub.drafts.quantities import Qualifier, Quantity
from partyhub.drafts.vocabulary import Vocabulary, vocabulary_of

_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
WORDS = {word: n for n, word in enumerate(_ONES)} | {w: 20 + 10 * n for n, w in enumerate(_TENS)}
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "dozen": 12}
SHORT = {"k": 10**3, "m": 10**6, "bn": 10**9}


@cache
def _pattern() -> re.Pattern[str]:
    plain = vocabulary_of("en").plain
    units = "|".join(
        re.escape(unit) if "\\" not in unit and "?" not in unit else unit
        for unit in sorted(vocabulary_of("en").units, key=len, reverse=True)
    )
    scale = "|".join(SCALES)
    word = "|".join([*sorted(WORDS, key=len, reverse=True), scale])
    joint = "|".join([r"[\s-]+", *(f"(?<={name}) and " for name in SCALES)])
    hedges = "|".join(
        f"(?P<{name}>{plain[f'hedges.{name}']})" for name in ("at_least", "nearly", "about")
    )
    return re.compile(
        rf"(?:(?:{hedges})\s+(?:a total of\s+|a\s+(?={scale}))?|(?P<tilde>~))?"
        r"(?:(?P<currency>RMB|CNY|¥|￥)\s?)?"
        rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        rf"|(?P<words>\b(?:{word})(?:(?:{joint})(?:{word}))*\b))"
        rf"(?P<inner>{plain['hedges.inner_at_least']})?"
        rf"(?:\s+(?P<scale>hundred|thousand|million|billion)\b|(?P<short>k|m|bn)\b(?!²))?"
        rf"(?:\s*(?P<unit>(?:{units})(?!\w)))?"
        rf"(?:(?P<after_least>{plain['hedges.after_at_least']})"
        rf"|(?P<after_about>{plain['hedges.after_about']}))?",
        re.IGNORECASE,
    )


def find_quantities(text: str, words: Vocabulary) -> Iterator[Quantity]:
    """Yield the numbers of a text in which what is no number has been masked."""
    for match in _pattern().finditer(text):
        quantity = _quantity(match)
        if quantity is not None:
            yield quantity


def _quantity(match: re.Match[str]) -> Quantity | None:
    digits, spelled = match["digits"], match["words"]
    plain = (digits or "").replace(",", "")
    unit = " ".join((match["unit"] or match["currency"] or "").lower().split())
    base, step = Decimal(0), Decimal(1)
    if digits:
        base, step = Decimal(plain), Decimal(1) / Decimal(10) ** len(plain.partition(".")[2])
    else:
        parsed = parse_words(spelled)
        if parsed is None:
            return None
        base, step = parsed
    name = (match["scale"] or match["short"] or "").lower()
    scale = Decimal((SCALES | SHORT).get(name, 1))
    is_points = unit.startswith("percentage point")
    is_percentage = is_points or unit in ("%", "percent", "per cent")
    if is_percentage:
        scale /= 100
    return Quantity(
        match.start(),
        match.end(),
        base * scale,
        step * scale,
        _qualifier(match),
        "%" if is_percentage else unit,
        is_percentage,
        (spelled or "").lower() == "one",
        is_points=is_points,
    )


def _qualifier(match: re.Match[str]) -> Qualifier:
    if match["at_least"] or match["inner"] or match["after_least"]:
        return Qualifier.AT_LEAST
    if match["nearly"]:
        return Qualifier.NEARLY
    if match["about"] or match["tilde"] or match["after_about"]:
        return Qualifier.ABOUT
    return Qualifier.EXACT


def parse_words(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the number that is spelled out, and the worth of its last word; None if it is none."""
    total, current, step, previous = 0, 0, 1, 0
    for word in re.split(r"[\s-]+", text.lower()):
        if word == "and":
            continue
        if word in WORDS:
            value = WORDS[word]
            if previous and not (value < 10 and 20 <= previous < 100 and previous % 10 == 0):
                return None  # two numbers in a row, such as “six three”
            current, previous, step = current + value, value, 1
        elif SCALES[word] < 1000:
            current, previous, step = (current or 1) * SCALES[word], 0, 1
        else:
            total, current, previous = total + (current or 1) * SCALES[word], 0, 0
            step = SCALES[word] if SCALES[word] > 1000 else 1
    return Decimal(total + current), Decimal(step)
