"""Operations on votes: their result is stored with them, by the rules of the meeting's day."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from partyhub.activities.models import Activity
from partyhub.activities.voting.models import Vote
from partyhub.activities.voting.queries import find_votes, select_every_vote
from partyhub.activities.voting.results import RULES, result_of
from partyhub.database import Record, db
from partyhub.history.models import Action
from partyhub.registers import assign
from partyhub.registers.saving import track_changes
from partyhub.rules.effects import RuleEffect
from partyhub.rules.labels import rule_label
from partyhub.viewers import Viewer

COUNTS = ("written_opinions", "against", "abstained")


def store_vote(vote: Vote, values: Mapping[str, Any], viewer: Viewer) -> Sequence[Record]:
    """Write the values and the result that they come to; a number left empty is 0."""
    zeros = {name: 0 for name in COUNTS if name in values and values[name] is None}
    assign(vote, {**values, **zeros}, viewer)
    vote.result = result_of(vote)
    return ()


def judge_again(activity: Activity) -> None:
    """Judge the votes of a meeting by the rules of another day, or as of another kind."""
    found = find_votes(activity)
    if found:
        db.session.flush()  # what is counted of the kinds follows from rows that are stored
    for vote in found:
        vote.result = result_of(vote)


def judge_all_again(viewer: Viewer, key: str) -> None:
    """Judge every vote again by its day's rules, one of which changed, and log other results."""
    results = {vote: result_of(vote) for vote in db.session.scalars(select_every_vote())}
    changed = [vote for vote, result in results.items() if vote.result is not result]
    why = gettext("Rule changed: %(rule)s", rule=rule_label(key))
    with track_changes(viewer, Action.CHANGED, *changed, reason=why):
        for vote in changed:
            vote.result = results[vote]


judged_by_rules = RuleEffect(RULES, judge_all_again)
