"""Figures of votes."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import select

from partyhub.activities.models import Activity, ActivityStatus
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.activities.voting.queries import about_nobody_archived
from partyhub.figures import AnyFigure, Base, Figure, FigureKind, Group, Row, Rows, Scope
from partyhub.members.models import Member

ITEMS = lazy_pgettext("votes", "items")
OF_KIND = {
    VoteKind.ADMISSION: lazy_gettext("Votes on admissions"),
    VoteKind.REGULARIZATION: lazy_gettext("Votes on regularizations"),
    VoteKind.PROBATION_EXTENSION: lazy_gettext("Votes on extensions of probation"),
    VoteKind.PROBATION_CANCELLATION: lazy_gettext("Votes on cancellations of probation"),
    VoteKind.ELECTION: lazy_gettext("Elections voted"),
    VoteKind.RESOLUTION: lazy_gettext("Resolutions voted"),
    VoteKind.DISPOSAL: lazy_gettext("Disposals voted"),
}
OF_RESULT = {
    VoteResult.PASSED: (
        lazy_gettext("Votes passed"),
        lazy_gettext("Of these, passed by the rules in force on the day of the meeting."),
    ),
    VoteResult.FAILED: (
        lazy_gettext("Votes not passed"),
        lazy_gettext("Of these, not passed by the rules in force on the day of the meeting."),
    ),
    VoteResult.INVALID: (
        lazy_gettext("Votes invalid"),
        lazy_gettext("Of these, invalid, since fewer voters were present than the rules ask for."),
    ),
}


def select_votes(scope: Scope) -> Rows:
    """Return the query for votes at meetings that organizations of the scope held in the period."""
    return (
        select(Vote.id, Vote.kind, Vote.result, Activity.held_on)
        .join(Vote.activity)
        .where(
            Vote.archived_at.is_(None),
            about_nobody_archived(),
            Activity.archived_at.is_(None),
            Activity.status == ActivityStatus.HELD,
            scope.happened(Activity.held_on),
            scope.contains(Activity.organization_id),
        )
    )


VOTED = Base(
    Vote,
    select_votes,
    day="held_on",
    traces={
        Activity: lambda ids: Vote.activity_id.in_(ids),
        Member: lambda ids: Vote.member_id.in_(ids),
    },
    # The stored result is judged anew as of another day, or by another kind of meeting.
    made_of={Activity: ("held_on", "kind_mask", "people_expected", "people_came")},
)


def _figure(
    key: str, label: Any, definition: Any, where: Callable[[Row], Any] | None = None
) -> Figure:
    condition = {"where": where, "part_of": "votes.total"} if where else {}
    return Figure(
        f"votes.{key}",
        label,
        ITEMS,
        FigureKind.FLOW,
        definition,
        group=Group.VOTES,
        base=VOTED,
        **condition,  # type: ignore[arg-type]  # each is of its own type
    )


def _of_kind(kind: VoteKind) -> Figure:
    definition = lazy_gettext("Of these, votes of this kind.")
    return _figure(kind.value, OF_KIND[kind], definition, lambda row: row.kind == kind)


def _of_result(result: VoteResult) -> Figure:
    label, definition = OF_RESULT[result]
    return _figure(result.value, label, definition, lambda row: row.result == result)


figures: tuple[AnyFigure, ...] = (
    _figure("total", lazy_gettext("Votes taken"), lazy_gettext("At meetings held in the period.")),
    *map(_of_kind, VoteKind),
    *map(_of_result, OF_RESULT),
)
