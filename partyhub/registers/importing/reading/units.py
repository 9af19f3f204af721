"""Units that headers name, such as ten thousand yuan, and numbers converted to the unit of ours."""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from partyhub.forms.readings.numbers import find_bare_number
from partyhub.texts import normal_form

UNITS = Path(__file__).with_name("units.csv")
_NOTES = re.compile(r"(?:\([^()]*\))+$")


@cache
def read_units() -> Mapping[str, tuple[str, int]]:
    """Read the units: the family of each, and its size in the smallest of the family."""
    with UNITS.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return {row["unit"]: (row["family"], int(row["size"])) for row in rows}


@cache
def _ending() -> re.Pattern[str]:
    """Return the pattern of a unit at the end of a header, the longest first."""
    units = sorted(read_units(), key=len, reverse=True)
    return re.compile(rf"[(:,/]?(?:\w\w:)?({'|'.join(units)})\)?$")


def without_notes(header: str) -> str:
    """Return a folded header without the notes in brackets, or the unit, at its end."""
    bare = _NOTES.sub("", header)
    return (bare if bare != header else _ending().sub("", bare)) or header


def unit_of(header: str) -> str:
    """Return the unit that a header ends with, in brackets or without, or an empty text."""
    found = _ending().search("".join(normal_form(header).split()))
    return found[1] if found else ""


def factor_between(theirs: str, ours: str) -> Decimal | None:
    """Return by what numbers under one header are multiplied for the other; None: as they are.

    A header without a unit, or with one of another family, is taken as it is.
    """
    one, other = read_units().get(unit_of(theirs)), read_units().get(unit_of(ours))
    if one is None or other is None or one[0] != other[0] or one == other:
        return None
    return Decimal(one[1]) / other[1]


def scaled(text: str, factor: Decimal | None) -> str:
    """Return a text with its number multiplied by `factor`; one with its own unit stays as it is.

    A sign of money in front (￥12.5) stays there.
    """
    found = find_bare_number(text)
    if found is None or factor is None:
        return text
    before, number = found
    return f"{before}{(number * factor).normalize():f}"
