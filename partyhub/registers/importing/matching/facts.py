"""Days and numbers that tell people of one name apart, as far as both sides give them."""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from partyhub.forms import mask_phone
from partyhub.known_dates import earliest, latest, parse_known_date
from partyhub.texts import normal_form

# The first and the last day that a date may mean, or the characters of a number.
Fact: TypeAlias = tuple[date, date] | str
Facts: TypeAlias = Mapping[str, Fact]


def read_fact(value: str | date, kind: str) -> Fact:
    """Return what a text of a file, or a value on record, says in a column of `kind`.

    A month is all of its days. Raises ValueError for a text that can't be read.
    """
    if kind not in ("date", "known_date"):
        text = str(value)
        if text.isalnum() and text.isascii():
            return text.lower()
        return "".join(c for c in normal_form(text) if c.isalnum() or c == "*")
    day = value if isinstance(value, date) else parse_known_date(value)
    if day is None:
        raise ValueError
    return earliest(day), latest(day)


def agreeing(one: Facts, other: Facts) -> list[str]:
    """Return the columns in which both say something, and the same."""
    return [name for name, fact in one.items() if name in other and _agree(fact, other[name])]


def differing(one: Facts, other: Facts) -> list[str]:
    """Return the columns in which both say something, and not the same."""
    return [name for name, fact in one.items() if name in other and not _agree(fact, other[name])]


def _agree(one: Fact, other: Fact) -> bool:
    """Return whether the two may be the same: days that one month contains, or masked numbers."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return one[0] <= other[1] and other[0] <= one[1]
    if isinstance(one, tuple) or isinstance(other, tuple):
        return False
    return one == other or one == mask_phone(other) or mask_phone(one) == other
