"""Voters of a meeting: those expected, without the people who are left out for a reason."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import lazy_pgettext
from sqlalchemy import select

from partyhub.activities.models import (
    KIND_BITS,
    Activity,
    ActivityKind,
    Attendance,
    AttendanceState,
    LeaveKind,
)
from partyhub.activities.quorum import all_vote, may_vote, takes_votes
from partyhub.database import LabeledEnum, db
from partyhub.members.models import Member
from partyhub.members.voting_pauses.queries import find_paused

# Leave of these kinds isn't counted among those expected at an election.
LEFT_OUT_OF_ELECTIONS = frozenset({LeaveKind.LONG_ILLNESS, LeaveKind.LONG_AWAY})


class Barred(LabeledEnum):
    """The reasons for which somebody expected isn't counted among the voters."""

    PROBATIONARY = (
        "probationary",
        lazy_pgettext("voters", "Probationary: has no right to vote, to elect or to be elected"),
    )
    PAUSED = "paused", lazy_pgettext("voters", "Not counted, as the rules have it")
    LEAVE = "leave", lazy_pgettext("voters", "On leave of a kind that elections don't count")


class Attendee(NamedTuple):
    """One person expected at a meeting, as far as the right to vote depends on it."""

    member_id: int
    full_on: date | None
    state: AttendanceState
    leave_kind: LeaveKind | None = None


@dataclass(frozen=True)
class Voters:
    """The numbers of voters expected and present, and who is left out for which reason."""

    expected: int
    present: int
    barred: Sequence[tuple[int, Barred]] = ()


def count_voters(
    attendees: Iterable[Attendee],
    kinds: Collection[ActivityKind],
    day: date,
    *,
    is_election: bool = False,
) -> Voters:
    """Count those expected who may vote.

    Probationary members and people whose right is paused may not; an election also leaves out some
    kinds of leave. Members who work elsewhere for a time (流动党员) stay in. People who made up for
    it later were not there to vote.
    """
    found = list(attendees)
    paused = find_paused({each.member_id for each in found}, day)
    of_all = all_vote(kinds)

    def bar_of(each: Attendee) -> Barred | None:
        if each.member_id in paused:
            return Barred.PAUSED
        if not (of_all or may_vote(each.full_on, day)):
            return Barred.PROBATIONARY
        is_left_out = is_election and each.leave_kind in LEFT_OUT_OF_ELECTIONS
        return Barred.LEAVE if is_left_out else None

    judged = [(each, bar_of(each)) for each in found]
    states = [each.state for each, bar in judged if bar is None]
    barred = [(each.member_id, bar) for each, bar in judged if bar is not None]
    return Voters(len(states), states.count(AttendanceState.PRESENT), barred)


def attendees_of(activity: Activity) -> list[Attendee]:
    """Return the people expected at an activity whose attendance is loaded."""
    return [
        Attendee(row.member_id, row.member.full_on, row.state, row.leave_kind)
        for row in activity.live_attendance
        if row.is_expected
    ]


def read_attendees(activity: Activity) -> list[Attendee]:
    """Read the people expected at an activity whose attendance isn't loaded."""
    query = (
        select(Attendance.member_id, Member.full_on, Attendance.state, Attendance.leave_kind)
        .join(Member, Member.id == Attendance.member_id)
        .where(
            Attendance.activity_id == activity.id,
            Attendance.is_expected,
            Member.archived_at.is_(None),
        )
    )
    return [Attendee(*row) for row in db.session.execute(query)]


def kinds_of(activity: Activity) -> list[ActivityKind]:
    """Return the kinds of an activity by its mask, so that none of its rows is read."""
    return [kind for kind, bit in KIND_BITS.items() if activity.kind_mask & bit]


def find_voters(activity: Activity, *, is_election: bool) -> Voters | None:
    """Return the voters of a meeting, or None where they don't follow from what is on record.

    Where people are only counted, at a committee's meeting all of them vote; at a meeting of
    members nobody knows how many of them are probationary.
    """
    kinds = kinds_of(activity)
    if not activity.is_counted:
        attendees = read_attendees(activity)
        if not attendees:
            return None
        return count_voters(attendees, kinds, activity.held_on, is_election=is_election)
    of_committee = takes_votes(kinds) and all_vote(kinds)
    if of_committee and activity.typed_expected is not None:
        return Voters(activity.typed_expected, activity.typed_present or 0)
    return None
