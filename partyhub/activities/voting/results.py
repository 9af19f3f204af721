"""The result of a vote by the rules of the meeting's day, with exact numbers (domain.md 2.4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from partyhub.activities.models import ActivityKind
from partyhub.activities.quorum import ORDINARY, Quorum, all_vote, find_quorum, needed, reaches
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.activities.voting.voters import kinds_of
from partyhub.rules.queries import find_rule

ADMISSION, ELECTION = "quorum.admission", "quorum.election"
QUORUMS = {
    VoteKind.ADMISSION: ADMISSION,
    VoteKind.REGULARIZATION: ADMISSION,
    VoteKind.PROBATION_EXTENSION: ADMISSION,
    VoteKind.PROBATION_CANCELLATION: ADMISSION,
    VoteKind.ELECTION: ELECTION,
    VoteKind.RESOLUTION: ORDINARY,
    VoteKind.DISPOSAL: ORDINARY,
}
OF_EXPECTED, OF_COMMITTEE, OF_PRESENT = (
    *("votes.majority", "votes.majority.committee", "votes.majority.election"),
)
# The keys of all rules by which votes are judged.
RULES = frozenset({*QUORUMS.values(), OF_EXPECTED, OF_COMMITTEE, OF_PRESENT})


@dataclass(frozen=True)
class Majority:
    """The rule by which a vote passes: the share of `whole` that those in favor make up.

    `whole` is the number of voters expected, at an election of those present.
    """

    whole: int
    share: Fraction
    is_exclusive: bool
    source: str

    @property
    def needed(self) -> Decimal:
        """Return the number of votes to reach, or to exceed if exclusive."""
        return needed(self.whole, self.share)

    def is_won_by(self, in_favor: int) -> bool:
        return reaches(in_favor, self.whole, self.share, self.is_exclusive)


def majority_key(kind: VoteKind, kinds: Collection[ActivityKind]) -> str:
    """Return the key of the rule by which a vote of `kind` passes at a meeting of `kinds`."""
    if kind is VoteKind.ELECTION:
        return OF_PRESENT
    return OF_COMMITTEE if all_vote(kinds) else OF_EXPECTED


def quorum_of(vote: Vote) -> Quorum | None:
    """Return the quorum that the vote needs, or None if no rule was in force on that day."""
    day = vote.activity.held_on
    return find_quorum(QUORUMS[vote.kind], day, vote.present_voting, vote.expected_voting)


def majority_of(vote: Vote) -> Majority | None:
    """Return the majority that the vote needs, or None if no rule was in force on that day."""
    kinds, day = kinds_of(vote.activity), vote.activity.held_on
    return find_majority(vote.kind, kinds, day, vote.expected_voting, vote.present_voting)


def find_majority(
    kind: VoteKind, kinds: Collection[ActivityKind], day: date, expected: int, present: int
) -> Majority | None:
    key = majority_key(kind, kinds)
    rule = find_rule(key, day)
    if rule is None:
        return None
    whole = present if key == OF_PRESENT else expected
    return Majority(whole, rule.fraction, rule.is_exclusive, rule.source)


def result_of(vote: Vote) -> VoteResult | None:
    """Return the result of a vote by the rules in force on the day of its meeting.

    Written opinions count as votes, but never help the quorum. Where no rule says what a majority
    is, there is no result.
    """
    quorum, majority = quorum_of(vote), majority_of(vote)
    if quorum is not None and not quorum.is_reached:
        return VoteResult.INVALID
    if majority is None:
        return None
    return VoteResult.PASSED if majority.is_won_by(vote.in_favor) else VoteResult.FAILED
