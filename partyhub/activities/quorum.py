"""Whether enough of those with a vote came: the shares are rules, compared exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partyhub.activities.models import CAME, Activity, ActivityKind
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

    以上 takes the exact half in, 超过 leaves it out (domain.md 2.4). Nobody expected reaches nothing.
    """
    if expected == 0:
        return False
    needed = share * expected
    return present > needed if is_exclusive else present >= needed


def find_quorums(activity: Activity) -> Sequence[Quorum]:
    """The quorums of a general or committee meeting by the rules of its day; else none.

    At a general meeting full members vote; at a committee meeting everybody who is expected.
    """
    if not VOTING & set(activity.kinds):
        return ()
    everybody = ActivityKind.GENERAL_MEETING not in activity.kinds
    voters = [
        row
        for row in activity.live_attendance
        if row.is_expected and (everybody or may_vote(row.member.full_on, activity.held_on))
    ]
    present = sum(row.state in CAME for row in voters)
    found = ((key, find_rule(key, activity.held_on)) for key in RULES)
    return [
        Quorum(key, present, len(voters), rule.value, rule.is_exclusive) for key, rule in found if rule
    ]


def may_vote(full_on: date | None, day: date) -> bool:
    """Probationary members do not vote."""
    return full_on is not None and full_on <= day
