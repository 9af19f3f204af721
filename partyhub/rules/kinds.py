"""The kinds of numbers that rules set, each with the bounds between which such a number lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The unit of a rule's number."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    AGE = "age"
    PEOPLE = "people"
    YUAN = "yuan"
    SHARE = "share"
    QUORUM = "quorum"  # a share that is to be reached, or exceeded
    TIMES_A_MONTH = "times_a_month"
    TIMES_A_QUARTER = "times_a_quarter"
    TIMES_A_YEAR = "times_a_year"
    HOURS = "hours"
    NUMBER = "number"


@dataclass(frozen=True)
class RuleKind:
    """A unit with the least and the greatest number that a rule may set."""

    unit: Unit
    least: int
    most: int

    @property
    def is_share(self) -> bool:
        """Return whether the number is a part of a whole."""
        return self.unit in (Unit.SHARE, Unit.QUORUM)


# By the part of a rule's key that names its unit; the last part that does decides.
KINDS: Mapping[str, RuleKind] = {
    "years": RuleKind(Unit.YEARS, 1, 10),
    "months": RuleKind(Unit.MONTHS, 0, 120),
    "days": RuleKind(Unit.DAYS, 0, 366),
    "age": RuleKind(Unit.AGE, 14, 60),
    "members": RuleKind(Unit.PEOPLE, 1, 10_000),
    "amounts": RuleKind(Unit.YUAN, 0, 100_000_000),
    "share": RuleKind(Unit.SHARE, 0, 1),
    "quorum": RuleKind(Unit.QUORUM, 0, 1),
    "votes": RuleKind(Unit.QUORUM, 0, 1),
    "per_month": RuleKind(Unit.TIMES_A_MONTH, 0, 31),
    "per_quarter": RuleKind(Unit.TIMES_A_QUARTER, 0, 92),
    "per_year": RuleKind(Unit.TIMES_A_YEAR, 0, 366),
    "hours": RuleKind(Unit.HOURS, 0, 1_000),
    "moved": RuleKind(Unit.NUMBER, 0, 1_000_000),
}
PLAIN = RuleKind(Unit.NUMBER, 0, 1_000_000)


def kind_of(key: str) -> RuleKind:
    """Return the kind of the number that the rule `key` sets.

    `members` in front names the feature, so it decides only where nothing else does.
    """
    parts = reversed(key.split("."))
    return next((KINDS[part] for part in parts if part in KINDS), PLAIN)
