"""Words around published numbers, and the numbers themselves, in the language of a report."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from partyhub.figures import AnyFigure, Number
from partyhub.narratives.syntax import Field
from partyhub.registers.values import format_rate
from partyhub.reports.wording import RATES

HERE = Path(__file__).parent
ROUNDING = {"nearly": ROUND_CEILING, "at_least": ROUND_FLOOR, "about": ROUND_HALF_UP}
# How far a rounded number may lie from the true one: 4,800 is no “more than 4,000”.
TOLERANCE = Decimal("0.05")
MOST_DIGITS = 6
TEN_THOUSAND, LARGE = 10_000, 100_000


@dataclass(frozen=True)
class ListOfRecords:
    """A list of what a figure counts: `pattern` names columns, of which `needs` must be filled."""

    code: str
    pattern: str
    needs: str
    separator: str


@cache
def wording() -> Mapping[str, Any]:
    """Return the data file of words."""
    return tomllib.loads((HERE / "wording.toml").read_text(encoding="utf-8"))


def units() -> Mapping[str, int]:
    found: Mapping[str, int] = wording()["units"]
    return found


def list_names() -> list[str]:
    """Return the names of the fields that list records."""
    return list(wording()["lists"])


def find_list(name: str, language: str) -> ListOfRecords | None:
    """Return a list of records by the name of its field, or None."""
    found = wording()["lists"].get(name)
    if not found:
        return None
    separator = found.get(f"separator_{language}", "")
    return ListOfRecords(found["code"], found[language], found.get("needs", ""), separator)


def publish(figure: AnyFigure, value: Number, field: Field, language: str) -> str:
    """Return a number as the report says it: rounded by its qualifier, with the words for that.

    A rounded number that equals the true one stands without a qualifier.
    """
    if figure.code in RATES:
        return format_rate(value or 0).replace(".0%", "%")
    true = Decimal(str(value)) / units().get(field.unit, 1)
    shown = true
    qualifier = field.qualifier
    if qualifier != "exact":
        shown = rounded(true, qualifier)
        qualifier = "exact" if shown == true else qualifier
    unit = field.unit
    if language == "zh" and not unit and shown >= LARGE:
        shown, unit = shown / TEN_THOUSAND, next(iter(key for key in units() if len(key) == 1))
    words = wording()[language]
    number = write_number(shown, language)
    text: str = words[qualifier].format(number=number, unit=unit, word=field.word or words["word"])
    return text.strip()


def rounded(value: Decimal, qualifier: str) -> Decimal:
    """Return the roundest number on the qualifier's side that lies near enough to the value."""
    if value <= 0:
        return value
    for digits in range(1, MOST_DIGITS):
        step = Decimal(1).scaleb(value.adjusted() + 1 - digits)
        found = (value / step).to_integral_value(ROUNDING[qualifier]) * step
        if found and abs(found - value) <= value * TOLERANCE:
            return found
    return value


def write_number(value: Decimal, language: str) -> str:
    """Return a number with at most two decimals, in groups of three where the language has them."""
    mark = "," if wording()[language]["groups"] else ""
    text = f"{round(value, 2):{mark}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
