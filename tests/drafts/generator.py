"""Drafts made of sentence patterns, with numbers written in many ways, and one of them changed.

A gap of a pattern is `{code unit}`: a Chinese one has its measure word, an English one `%` or
`yuan` where the number has to be followed by it. `<` stands before the code for the value of the
period before, `+` for the change since then. `{!7}` is a number about something else: written as it
stands, it must never be found to differ.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path

PATTERNS = Path(__file__).with_name("patterns")
FOREIGN = re.compile(r"\{!([^}]*)\}")
GAP = re.compile(r"\{([<+]?)([\w.]+)\s*([^}]*)\}")
DIGITS = "零一二三四五六七八九"
ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
TENS = re.findall(r"\w+", "_ _ twenty thirty forty fifty sixty seventy eighty ninety")


@dataclass
class Written:
    """One number of a draft: where it stands, what of, and whether it was changed."""

    start: int
    end: int
    code: str
    basis: str
    text: str
    is_changed: bool = False


@dataclass
class Draft:
    text: str
    numbers: list[Written] = field(default_factory=list)


Values = Mapping[str, Decimal | None]


def patterns(name: str) -> list[str]:
    lines = (PATTERNS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip()]


class Generator:
    def __init__(self, now: Values, before: Values, seed: int) -> None:
        self.now, self.before = now, before
        self.random = random.Random(seed)

    def draft(self, lines: Sequence[str], language: str, sentences: int = 12) -> Draft:
        """Make a draft of some of the lines; one of its numbers is changed, if it has any."""
        usable = [line for line in lines if self._is_known(line)]
        chosen = self.random.sample(usable, min(sentences, len(usable)))
        gaps = [(n, m) for n, line in enumerate(chosen) for m in range(len(GAP.findall(line)))]
        changed = self.random.choice(gaps) if gaps else None
        draft = Draft("")
        for n, line in enumerate(chosen):
            self._write(draft, line, language, changed[1] if changed and changed[0] == n else -1)
            draft.text += "\n" if self.random.random() < 0.3 else ("" if language == "zh" else " ")
        return draft

    def _is_known(self, line: str) -> bool:
        return all(self._value(basis, code) is not None for basis, code, _ in GAP.findall(line))

    def _value(self, basis: str, code: str) -> Decimal | None:
        now, before = self.now[code], self.before[code]
        if basis == "<":
            return before
        if basis == "+":
            return None if now is None or before is None or now <= before else now - before
        return now

    def _write(self, draft: Draft, line: str, language: str, changed: int) -> None:
        position = 0
        for n, gap in enumerate(GAP.finditer(line)):
            draft.text += FOREIGN.sub(r"\1", line[position : gap.start()])
            value = self._value(gap[1], gap[2])
            assert value is not None
            written = value
            hedge = self._hedge(value) if gap[1] == "" and gap[3] != "%" else ""
            if n == changed:
                written = self._changed(value, gap[3])
                hedge = "" if self._is_true(value, written, hedge) else hedge
            text = self._number(written, gap[3], hedge, language)
            start = len(draft.text)
            draft.text += text
            number = Written(start, len(draft.text), gap[2], gap[1], text, n == changed)
            draft.numbers.append(number)
            position = gap.end()
        draft.text += FOREIGN.sub(r"\1", line[position:])

    def _hedge(self, value: Decimal) -> str:
        if value < 20 or self.random.random() < 0.6:
            return ""
        return self.random.choice(("at_least", "nearly", "about"))

    def _is_true(self, value: Decimal, written: Decimal, hedge: str) -> bool:
        """Return whether the hedged number might be true of the value: then it is no change."""
        return hedge != "" and value * Decimal("0.55") < written < value * 2

    def _changed(self, value: Decimal, unit: str) -> Decimal:
        """Return another value, so far off that no hedge makes it true."""
        if unit == "%":
            other = value
            while abs(other - value) < Decimal("0.02"):
                other = Decimal(self.random.randint(10, 100)) / 100
            return other
        if value < 20:
            choices = [n for n in range(2, int(value) + 12) if n != value]
            return Decimal(self.random.choice(choices))
        factor = Decimal(self.random.choice(("0.5", "0.7", "0.78", "1.35", "1.6", "2.3")))
        exact = value * factor
        return exact.quantize(Decimal(1)) + (1 if value == value.to_integral_value() else 0)

    def _number(self, value: Decimal, unit: str, hedge: str, language: str) -> str:
        if unit == "%":
            return self._percentage(value, language)
        if hedge:
            value = self._rounded(value, hedge)
        return (self._chinese if language == "zh" else self._english)(value, unit, hedge)

    def _percentage(self, value: Decimal, language: str) -> str:
        places = (
            0 if value * 100 == (value * 100).to_integral_value() else self.random.choice((1, 2))
        )
        shown = (value * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if language == "zh":
            return f"{shown}{self.random.choice(('%', '%', '％'))}"
        return f"{shown}{self.random.choice(('%', ' percent', ' per cent'))}"

    def _rounded(self, value: Decimal, hedge: str) -> Decimal:
        """Return the number that a writer would hedge: cut to its first digit or two."""
        places = len(str(int(value))) - (1 if self.random.random() < 0.5 else 2)
        step = Decimal(10) ** max(places, 0)
        ways = {"at_least": ROUND_FLOOR, "nearly": ROUND_CEILING, "about": ROUND_HALF_UP}
        rounded = (value / step).to_integral_value(ways[hedge]) * step
        if hedge != "at_least" and abs(rounded - value) > value * Decimal("0.08"):
            step = Decimal(10) ** max(places - 1, 0)
            rounded = (value / step).to_integral_value(ways[hedge]) * step
        return rounded

    def _chinese(self, value: Decimal, unit: str, hedge: str) -> str:
        scale = ""
        if unit == "万元":
            value, unit, scale = value / 10_000, "元", "万"
        elif unit == "元" and value > 100_000 and self.random.random() < 0.5:
            value, scale = value / 10_000, "万"
        number = self._plain(value)
        if not scale and value == value.to_integral_value():
            if value < 10_000 and self.random.random() < 0.3:
                number = chinese_numeral(int(value), is_counting=True)
            elif value >= 1000 and self.random.random() < 0.5:
                number = f"{int(value):,}"
        if hedge == "at_least":
            if value % 10 or self.random.random() < 0.5:
                return self.random.choice(("超过", "逾")) + f"{number}{scale}{unit}"
            return f"{number}{scale}{self.random.choice('多余')}{unit}"
        words = {"nearly": ("近", "将近", "接近"), "about": ("约", "大约"), "": ("",)}
        return f"{self.random.choice(words[hedge])}{number}{scale}{unit}"

    def _english(self, value: Decimal, unit: str, hedge: str) -> str:
        tail = f" {unit}" if unit else ""
        number = self._plain(value)
        if value == value.to_integral_value():
            if value < 1000 and self.random.random() < 0.3:
                number = english_numeral(int(value))
            elif value >= 1_000_000 and value % 100_000 == 0:
                number = f"{self._plain(value / 1_000_000)} million"
            elif value >= 1000 and self.random.random() < 0.7:
                number = f"{int(value):,}"
        words = {
            "at_least": ("over", "more than", "at least"),
            "nearly": ("nearly", "almost", "close to"),
            "about": ("about", "some", "around", "approximately"),
        }
        front = f"{self.random.choice(words[hedge])} " if hedge else ""
        return f"{front}{number}{tail}"

    @staticmethod
    def _plain(value: Decimal) -> str:
        shown = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
        exact = value if value == value.quantize(Decimal("0.0001")) else shown
        return f"{exact.normalize():f}"


def chinese_numeral(number: int, *, is_counting: bool = False) -> str:
    """Write a number below 10,000 in Chinese; a lone 2 before a measure word is 两."""
    if number == 2 and is_counting:
        return "两"
    text, zero = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if zero else "") + DIGITS[digit] + sign
            zero = False
        else:
            zero = bool(text) and number > 0
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def english_numeral(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return TENS[ten] + (f"-{ONES[one]}" if one else "")
    hundred, rest = divmod(number, 100)
    return f"{ONES[hundred]} hundred" + (f" and {english_numeral(rest)}" if rest else "")
