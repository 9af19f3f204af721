"""A number of a text, with the precision that it was written in and the hedge around it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Qualifier(StrEnum):
    """The hedges of published numbers."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    NEARLY = "nearly"
    ABOUT = "about"


@dataclass(frozen=True)
class Quantity:
    """One number: where it stands in its sentence, with its hedge and its measure word.

    `step` is the worth of the last digit that was written. A percentage is its share of 1; one in
    points is the difference of two. What `is_vague`, a range or a fraction, is compared with
    nothing.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    qualifier: Qualifier
    unit: str = ""
    is_percentage: bool = False
    is_spelled_one: bool = False
    is_vague: bool = False
    is_points: bool = False

    @property
    def significant(self) -> Decimal:
        """Return the worth of the last digit that isn't 0; of a 5 it is half a larger step."""
        step = self.step
        if not self.value:
            return step
        while self.value % (step * 10) == 0:
            step *= 10
        is_half = self.value % (step * 10) == step * 5 and self.value > step * 10
        return step * 5 if is_half else step


# A hedged number is within this share of what it stands for.
NEAREST = Decimal("0.88")
FARTHEST = Decimal("0.1")


def fits(ours: Decimal, written: Quantity) -> bool:
    """Return whether a value may be written so: rounded to the precision, and hedged truly."""
    value, step = written.value, written.significant
    match written.qualifier:
        case Qualifier.AT_LEAST:
            return value <= ours < value + step or ours == value
        case Qualifier.NEARLY:
            return (value - step < ours <= value and ours >= value * NEAREST) or ours == value
        case Qualifier.ABOUT:
            allowed = max(min(step / 2, value * FARTHEST), written.step / 2)
            return abs(ours - value) <= allowed
    is_near = abs(ours - value) <= written.step / 2
    if written.is_percentage and ours < 1:
        # What isn't all is never published as all: it may be rounded down to just below it.
        is_below = value <= ours and value + written.step >= 1
        return value < 1 and (is_near or is_below)
    return is_near


def number_ends_at(position: int, quantities: Sequence[Quantity]) -> bool:
    """Return whether one of the numbers of a sentence, which are in order, ends at a place."""
    found = bisect_left(quantities, position, key=lambda each: each.end)
    return found < len(quantities) and quantities[found].end == position
