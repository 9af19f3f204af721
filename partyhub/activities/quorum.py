"""Whether enough of those with a vote came: the shares are rules, compared exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from partyhub.activities.models import Activity, ActivityKind, AttendanceState
from partyhub.rules.queries import find_rule

RULES = ("quorum.ordinary", "quorum.admission", "quorum.election")
VOTING = frozenset({ActivityKind.GENERAL_MEETING, ActivityKind.COMMITTEE_MEETING})


@dataclass(frozen=True)
class Quorum:
    """One rule, and whether `present` of `expected` people with a vote fulfil it."""

    rule: str
    present: int
    expected: int
    share: Decimal
    is_exclusive: bool

    @property
    def is_reached(self) -> bool:
        return reaches(self.present, self.expected, self.share, self.is_exclusive)


def reaches(present: int, expected: int, share: Decimal, is_exclusive: bool) -> bool:
    """Whether `present` is at least the share of `expected`, or more than it when exclusive.

    以上 takes the exact half in, 超过 leaves it out (domain.md 2.4). Of nobody nothing is reached.
    """
    if expected == 0:
        return False
    needed = share * expected
    return present > needed if is_exclusive else present >= needed


Voter: TypeAlias = tuple[date | None, AttendanceState]


def find_quorums(activity: Activity) -> Sequence[Quorum]:
    """The quorums of a general or committee meeting by the rules of its day; else none."""
    people = [
        (row.member.full_on, row.state) for row in activity.live_attendance if row.is_expected
    ]
    found = (find_quorum(rule, activity.kinds, activity.held_on, people) for rule in RULES)
    return [quorum for quorum in found if quorum]


def find_quorum(
    key: str, kinds: Sequence[ActivityKind], day: date, expected: Sequence[Voter]
) -> Quorum | None:
    """Judge one rule on `day` for those expected, each as (full member since, state).

    At a general meeting full members vote; at a committee meeting everybody who is expected. Who
    made up for it later was not there to vote.
    """
    rule = find_rule(key, day) if VOTING & set(kinds) else None
    if rule is None:
        return None
    voting = [state for full_on, state in expected if all_vote(kinds) or may_vote(full_on, day)]
    present = voting.count(AttendanceState.PRESENT)
    return Quorum(key, present, len(voting), rule.value, rule.is_exclusive)


def all_vote(kinds: Sequence[ActivityKind]) -> bool:
    return ActivityKind.GENERAL_MEETING not in kinds


def may_vote(full_on: date | None, day: date) -> bool:
    """Probationary members do not vote."""
    return full_on is not None and full_on <= day
