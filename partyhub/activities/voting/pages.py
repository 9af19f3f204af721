"""Pages of votes: what a meeting's page shows of them, and the form that records one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub.activities.models import Activity, ActivityStatus
from partyhub.activities.quorum import ORDINARY, Quorum, takes_votes
from partyhub.activities.voting.forms import VoteForm
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.activities.voting.queries import find_votes
from partyhub.activities.voting.registers import RESULT_STATES, votes
from partyhub.activities.voting.results import ADMISSION, ELECTION, Majority, majority_of, quorum_of
from partyhub.activities.voting.voters import (
    Barred,
    Voters,
    attendees_of,
    count_voters,
    find_voters,
)
from partyhub.database import Record
from partyhub.members.models import Member
from partyhub.registers import Register
from partyhub.registers.editing import (
    open_form,
    render_conflict,
    render_form,
    save_and_leave,
    validate_with_key,
)
from partyhub.rules.words import share_words
from partyhub.viewers import Viewer

TYPED = (
    *("kind", "item", "member", "in_favor", "against", "abstained", "written_opinions"),
    *("expected_voting", "present_voting"),
)


DECISIONS = {
    ADMISSION: lazy_gettext("Admission, regularization"),
    ELECTION: lazy_pgettext("votes", "Election"),
    ORDINARY: lazy_gettext("Other decisions"),
}


@dataclass(frozen=True)
class VoteRow:
    """One vote as the page shows it; without a rule in force there is no majority.

    `voters` are those that follow from the attendance by now, if they do.
    """

    vote: Vote
    majority: Majority | None
    look: str
    voters: Voters | None

    @property
    def differs(self) -> bool:
        """Return whether the vote was counted with other numbers than the attendance has by now."""
        counted = self.vote.expected_voting, self.vote.present_voting
        return self.voters is not None and counted != (self.voters.expected, self.voters.present)


@dataclass(frozen=True)
class Panel:
    """The votes of a meeting, the quorums that they need with their words, and who may not vote.

    `form` records another vote, if the viewer may. `sources` are the regulations of the day.
    """

    rows: Sequence[VoteRow]
    quorums: Sequence[tuple[str, Quorum]]
    voters: Voters
    barred: Sequence[tuple[Member, Barred]]
    sources: Sequence[str]
    form: VoteForm | None

    @property
    def passed(self) -> int:
        return sum(row.vote.result is VoteResult.PASSED for row in self.rows)

    @property
    def fields(self) -> list[Any]:
        """Return the fields of the form to fill in: the meeting is known."""
        return [self.form[name] for name in TYPED] if self.form is not None else []


def voting_of(activity: Activity, viewer: Viewer, may_write: bool) -> Panel | None:
    """Return what the page shows of votes, or None where none is taken."""
    found = find_votes(activity)
    is_meeting = activity.status is ActivityStatus.HELD and takes_votes(activity.kinds)
    if not (found or is_meeting):
        return None
    rows = list(_rows_of(activity, found))
    quorums = [quorum for vote in found if (quorum := quorum_of(vote))]
    kinds = {vote.kind for vote in found}
    form = VoteForm(viewer, values={"activity": activity}) if may_write and is_meeting else None
    return Panel(
        rows,
        [(quorum_words(each), each) for each in dict.fromkeys(quorums)],
        voters_at(activity, is_election=kinds == {VoteKind.ELECTION}),
        barred_at(activity, kinds),
        sources_of(quorums, rows),
        form,
    )


def _rows_of(activity: Activity, found: Sequence[Vote]) -> Iterator[VoteRow]:
    elections = {vote.kind is VoteKind.ELECTION for vote in found}
    voters = {each: find_voters(activity, is_election=each) for each in elections}
    for vote in found:
        look = RESULT_STATES[vote.result] if vote.result else "none"
        now = voters[vote.kind is VoteKind.ELECTION]
        yield VoteRow(vote, majority_of(vote), look, now)


def quorum_words(quorum: Quorum) -> str:
    """Return what the quorum asks for: 选举：到会不少于五分之四."""
    what, share = DECISIONS[quorum.rule], share_words(quorum.share)
    if quorum.is_exclusive:
        return gettext("%(what)s: more than %(share)s present", what=what, share=share)
    return gettext("%(what)s: at least %(share)s present", what=what, share=share)


def sources_of(quorums: Iterable[Quorum], rows: Iterable[VoteRow]) -> list[str]:
    """Return the regulations by which votes were judged, each once."""
    majorities = [row.majority.source for row in rows if row.majority]
    return list(dict.fromkeys([*(quorum.source for quorum in quorums), *majorities]))


def voters_at(activity: Activity, *, is_election: bool) -> Voters:
    """Return the voters at a meeting whose attendance is loaded."""
    attendees = attendees_of(activity)
    return count_voters(attendees, activity.kinds, activity.held_on, is_election=is_election)


def barred_at(activity: Activity, kinds: Collection[VoteKind]) -> list[tuple[Member, Barred]]:
    """Return the people expected who aren't counted for votes of these kinds, with the reason."""
    voters = voters_at(activity, is_election=VoteKind.ELECTION in kinds)
    people = {row.member_id: row.member for row in activity.live_attendance}
    return [(people[member_id], reason) for member_id, reason in voters.barred]


def edit_vote(record_id: int | None = None) -> ResponseReturnValue:
    """Record a vote or change one; saving leads back to the page of the meeting."""
    form = open_form(votes, record_id)
    if form.is_submitted() and not form.knows_version:
        return render_conflict(votes, form), 409
    if form.is_submitted() and validate_with_key(votes, form):
        saved = save_and_leave(votes, form, lead_to_meeting)
        if saved is not None:
            return saved
    return render_form(votes, form), 400 if form.errors else 200


def lead_to_meeting(_register: Register, vote: Record) -> str:
    """Return the address of the votes on the page of the meeting."""
    assert isinstance(vote, Vote)
    return url_for("activities.show", record_id=vote.activity_id, _anchor="votes")
