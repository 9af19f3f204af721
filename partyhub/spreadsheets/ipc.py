"""The encoding of cells between the reading process and its parent: JSON, nothing executable.

A value without a JSON type is a list of a letter, or of the kind of a bad cell, and a text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from partyhub.known_dates import KnownDate, as_text, parse_known_date

BadKind: TypeAlias = Literal["formula", "error", "digits", "date", "number"]


@dataclass(frozen=True)
class BadCell:
    """A cell whose value can't be used; `text` is its content.

    The kinds are "formula": a formula that no program has computed yet (`text` is the formula);
    "error": an error value such as #REF!; "digits": a number of more than 15 digits, whose end is
    lost; "date": a number formatted as a date that isn't a valid one; "number": an invalid number.
    """

    kind: BadKind
    text: str


UploadedValue: TypeAlias = str | int | Decimal | bool | date | datetime | time | BadCell | None

_UNPACKED: dict[str, Callable[[str], UploadedValue]] = {
    "n": Decimal,
    "d": date.fromisoformat,
    "k": parse_known_date,
    "m": datetime.fromisoformat,
    "t": time.fromisoformat,
}


def packed(value: UploadedValue) -> Any:
    """Return the value as JSON can represent it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, BadCell):
        return [value.kind, value.text]
    if isinstance(value, Decimal):
        return ["n", str(value)]
    if isinstance(value, KnownDate):
        return ["k", as_text(value)]
    if isinstance(value, datetime):
        return ["m", value.isoformat()]
    return ["d" if isinstance(value, date) else "t", value.isoformat()]


def unpacked(values: list[Any]) -> list[UploadedValue]:
    """Return the values that `packed` encoded."""
    return [_one(*value) if isinstance(value, list) else value for value in values]


def _one(kind: Any, text: str) -> UploadedValue:
    convert = _UNPACKED.get(kind)
    return convert(text) if convert else BadCell(kind, text)
