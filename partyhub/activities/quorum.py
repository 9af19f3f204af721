"""Quorum rules: the required shares of voters present, compared exactly."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from partyhub.activities.models import ActivityKind
from partyhub.rules.queries import find_rule

ORDINARY = "quorum.ordinary"
# At these, full members vote; at the meetings of committees everybody who is expected.
OF_MEMBERS = frozenset({ActivityKind.GENERAL_MEETING, ActivityKind.CONGRESS})
VOTING = OF_MEMBERS | {
    ActivityKind.COMMITTEE_MEETING,
    ActivityKind.PARTY_COMMITTEE_MEETING,
    ActivityKind.GENERAL_BRANCH_COMMITTEE,
}


@dataclass(frozen=True)
class Quorum:
    """One quorum rule with the numbers of voters present and expected at an activity.

    `source` is the regulation, in the language in which it was issued.
    """

    rule: str
    present: int
    expected: int
    share: Fraction
    is_exclusive: bool
    source: str = ""

    @property
    def is_reached(self) -> bool:
        """Return whether enough voters were present."""
        return reaches(self.present, self.expected, self.share, self.is_exclusive)

    @property
    def needed(self) -> Decimal:
        """Return the number of voters that must be present, or be exceeded if exclusive."""
        return needed(self.expected, self.share)


def reaches(count: int, whole: int, share: Fraction, is_exclusive: bool) -> bool:
    """Return whether `count` is at least the share of `whole`, or exceeds it if exclusive.

    以上 includes the exact half, 超过 excludes it (domain.md 2.4). The result is False when nobody
    is expected. The share is exact: 20 of 30 are two thirds, and 0.6667 × 30 would be more.
    """
    if whole == 0:
        return False
    least = share * whole
    return count > least if is_exclusive else count >= least


def needed(whole: int, share: Fraction) -> Decimal:
    """Return the share of `whole` as a number to show: 8, 12.8."""
    exact = share * whole
    number = round(Decimal(exact.numerator) / exact.denominator, 1)
    return number.to_integral_value() if number == number.to_integral_value() else number


def find_quorum(key: str, day: date, present: int, expected: int) -> Quorum | None:
    """Return the result of one rule valid on `day`, or None if it wasn't in force."""
    rule = find_rule(key, day)
    if rule is None:
        return None
    return Quorum(key, present, expected, rule.fraction, rule.is_exclusive, rule.source)


def takes_votes(kinds: Collection[ActivityKind]) -> bool:
    """Return whether an activity of these kinds is a meeting that decides by vote."""
    return not VOTING.isdisjoint(kinds)


def all_vote(kinds: Collection[ActivityKind]) -> bool:
    """Return whether everybody expected has a vote: only meetings of all members restrict it."""
    return OF_MEMBERS.isdisjoint(kinds)


def may_vote(full_on: date | None, day: date) -> bool:
    """Return whether the person had been a full member before the meeting of `day`.

    Probationary members do not vote, and whoever is regularized that day had no vote yet.
    """
    return full_on is not None and full_on < day
