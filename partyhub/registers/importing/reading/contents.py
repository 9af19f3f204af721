"""Kinds of contents of a column: days, phone numbers, yes or no, labels, names."""

import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from partyhub.forms import ValueField, read_enum
from partyhub.registers.importing.reading.values import NUMBER_KINDS, is_blank
from partyhub.texts import (
    clean_text,
    normal_form,
    parse_date,
    parse_decimal,
    parse_month,
    split_list,
    without_midnight,
)

# Of the cells of a column, so many of a hundred must look alike; lists have odd ones.
MOST_PERCENT = 80
# The kinds of columns that hold days, the second also those that are known to the month only.
DAY_KINDS = ("date", "known_date")
# About a year: what is decided a year later is decided in the months after it.
YEAR = range(330, 550)
ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}", re.ASCII)
_PHONE = re.compile(r"(?:\+?86)?1\d{10}", re.ASCII)
_YEAR_ONLY = re.compile(r"(?:19|20)\d\d", re.ASCII)
# Names of one kind end alike, such as 第一党支部 and 机关党支部.
_ENDING = 2


def text_in(value: Any) -> str:
    """Return a cell as a short text for comparing and showing."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(clean_text(str(getattr(value, "text", value))).split())


def mostly(values: Sequence[Any], test: Callable[[Any], bool]) -> bool:
    """Return whether nearly all of the values, of which there is one at least, pass the test."""
    return bool(values) and sum(map(test, values)) * 100 >= MOST_PERCENT * len(values)


def as_day(value: Any) -> date | None:
    """Return the day that a cell holds, the first of its month where it holds a month."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = without_midnight(normal_form(text_in(value)))
    for read in (parse_date, parse_month):
        with suppress(ValueError):
            if found := read(text):
                return found
    return None


def is_phone(value: Any) -> bool:
    return bool(_PHONE.fullmatch(re.sub(r"[\s-]", "", normal_form(text_in(value)))))


def is_id_number(value: Any) -> bool:
    return bool(ID_NUMBER.fullmatch(normal_form(text_in(value))))


def is_number(value: Any) -> bool:
    with suppress(ValueError):
        return parse_decimal(text_in(value)) is not None
    return False


def is_read_by(field: ValueField) -> Callable[[Any], bool]:
    """Return the test whether a field reads a cell."""

    def test(value: Any) -> bool:
        with suppress(ValueError):
            field.read(text_in(int(value) if isinstance(value, bool) else value))
            return True
        return False

    return test


def is_label_of(members: Any) -> Callable[[Any], bool]:
    """Return the test whether a cell holds labels of an enum."""

    def test(value: Any) -> bool:
        with suppress(ValueError):
            return bool([read_enum(members, part) for part in split_list(text_in(value))])
        return False

    return test


def is_like(names: Collection[str]) -> Callable[[Any], bool]:
    """Return the test whether a cell holds one of `names`, or one that ends as most of them do."""
    known = {normal_form(name) for name in names}
    ends = [name[-_ENDING:] for name in known if len(name) > _ENDING]
    common = {end for end in set(ends) if ends.count(end) * 2 > len(known)}

    def test(value: Any) -> bool:
        parts = [normal_form(part) for part in split_list(text_in(value))]
        return bool(parts) and all(
            part in known or (part[-_ENDING:] in common and not part.isdecimal()) for part in parts
        )

    return test


def may_hold(kind: str, values: Sequence[Any]) -> bool:
    """Return whether a column of this kind may hold the values; other kinds may hold anything."""
    if not values:
        return True
    if kind in ("date", "month"):
        return mostly(values, lambda value: as_day(value) is not None)
    if kind == "known_date":
        return mostly(values, _may_be_known_day)
    if kind == "year":
        return mostly(values, lambda value: bool(_YEAR_ONLY.match(text_in(value))))
    if kind in NUMBER_KINDS:
        return mostly(values, lambda value: any(map(str.isdigit, text_in(value))))
    if kind == "phone":
        return mostly(values, lambda value: sum(map(str.isdigit, text_in(value))) > len("1234567"))
    if kind in ("ref", "refs", "enum", "enums", "bool"):
        return not mostly(values, lambda value: as_day(value) is not None) and (
            kind == "bool" or not mostly(values, is_number)
        )
    return True


def _may_be_known_day(value: Any) -> bool:
    """Return whether a cell holds a day, or at least a year, be it estimated."""
    return as_day(value) is not None or bool(_YEAR_ONLY.search(text_in(value)))


def filled(values: Sequence[Any]) -> list[Any]:
    """Return the cells that hold something."""
    return [value for value in values if not is_blank(value)]


def count_year_after(days: Sequence[Any], others: Sequence[Any]) -> tuple[int, int]:
    """Return how many days lie about a year after the other of their row, and how many have one."""
    pairs = [(as_day(day), as_day(other)) for day, other in zip(days, others, strict=True)]
    gaps = [(day - other).days for day, other in pairs if day and other]
    return sum(gap in YEAR for gap in gaps), len(gaps)
