"""Rules about decisions on people that were taken without a vote, or against one."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, exists, func, select

from partyhub.activities.models import Activity, ActivityKind, ActivityStatus
from partyhub.activities.problems.ledger import has_kind
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member, OutReason
from partyhub.members.problems.assignments import assignments_of
from partyhub.members.problems.people import date_in, dates_of, may_be_on, named
from partyhub.members.queries import assigned_on
from partyhub.problem_rules import Basis, Mend, Severity, Subject, Values, rules_of
from partyhub.rules.queries import find_rule

ADMISSION, MAJORITY = "quorum.admission", "votes.majority"
# Where all members decide.
OF_ALL = (ActivityKind.GENERAL_MEETING, ActivityKind.CONGRESS)


def took_place(kind: VoteKind, member_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that all members, not only a committee, voted so about the person."""
    return (
        Vote.member_id == member_id,
        Vote.kind == kind,
        Vote.archived_at.is_(None),
        Activity.id == Vote.activity_id,
        Activity.archived_at.is_(None),
        Activity.status == ActivityStatus.HELD,
        has_kind(*OF_ALL),
    )


def decided(scope: Scope, day: Any, *columns: Any) -> Rows | None:
    """Select the people whose `day` lies in the period, and who were in the scope on it."""
    if find_rule(MAJORITY, scope.end) is None:
        return None
    return named(day.label("day"), *columns).where(
        Member.archived_at.is_(None),
        scope.happened(day),
        assigned_on(day, scope.contains(Assignment.organization_id)),
    )


def without_vote(scope: Scope, kind: VoteKind, day: Any) -> Rows | None:
    query = decided(scope, day)
    return None if query is None else query.where(~exists().where(*took_place(kind, Member.id)))


def against_vote(scope: Scope, kind: VoteKind, day: Any) -> Rows | None:
    """Select those of whom votes were taken and none passed, with the day of the last one."""
    was = took_place(kind, Member.id)
    last = select(func.max(Activity.held_on)).where(*was).correlate(Member).scalar_subquery()
    query = decided(scope, day, last.label("voted"))
    passed = exists().where(*was, Vote.result == VoteResult.PASSED)
    return None if query is None else query.where(exists().where(*was), ~passed)


def admitted_without(scope: Scope) -> Rows | None:
    return without_vote(scope, VoteKind.ADMISSION, Member.admitted_on)


def admitted_against(scope: Scope) -> Rows | None:
    return against_vote(scope, VoteKind.ADMISSION, Member.admitted_on)


def regularized_without(scope: Scope) -> Rows | None:
    return without_vote(scope, VoteKind.REGULARIZATION, Member.full_on)


def regularized_against(scope: Scope) -> Rows | None:
    return against_vote(scope, VoteKind.REGULARIZATION, Member.full_on)


def admitted_on_another_day(scope: Scope) -> Rows | None:
    """Select those whose probation begins on another day than that of a vote that passed."""
    was = (*took_place(VoteKind.ADMISSION, Member.id), Vote.result == VoteResult.PASSED)
    voted = select(func.max(Activity.held_on)).where(*was).correlate(Member).scalar_subquery()
    columns = (voted.label("voted"), *dates_of("admitted_on"))
    query = decided(scope, Member.admitted_on, *columns)
    then = exists().where(*was, may_be_on(Activity.held_on, "admitted_on"))
    return None if query is None else query.where(exists().where(*was), ~then)


def judge_admission(row: Any) -> bool | Values:
    """Return the day of the admission as it is known."""
    return {"day": date_in(row, "admitted_on")}


def canceled_without(scope: Scope) -> Rows:
    """Select the cancellations of probationary membership without a vote that passed."""
    passed = exists().where(
        *took_place(VoteKind.PROBATION_CANCELLATION, Member.id), Vote.result == VoteResult.PASSED
    )
    columns = (Assignment.ended_on.label("day"), Assignment.member_id.label("person"))
    return assignments_of(scope, *columns).where(
        Assignment.out_reason == OutReason.PROBATION_CANCELLED,
        scope.happened(Assignment.ended_on),
        ~passed,
    )


def _enter(kind: VoteKind, member: str = "#id") -> Mend:
    return Mend("votes.create", lazy_gettext("Enter the vote"), {"member": member}, {"kind": kind})


_rule = rules_of("votes", Subject.PARTY_LIFE, "votes")
problems = (
    _rule(
        "admission_missing",
        Severity.WARN,
        lazy_gettext("Admissions without a vote on record"),
        lazy_gettext("%(title)s was admitted on %(day)s, and no vote about it is on record."),
        register="members",
        select=admitted_without,
        is_dated=True,
        mend=_enter(VoteKind.ADMISSION),
        rules=(MAJORITY,),
    ),
    _rule(
        "admission_failed",
        Severity.BLOCK,
        lazy_gettext("Admissions that no vote has passed"),
        lazy_gettext(
            "%(title)s was admitted on %(day)s; the vote of %(voted)s was invalid or didn't pass."
        ),
        register="members",
        select=admitted_against,
        is_dated=True,
        rules=(ADMISSION, MAJORITY),
    ),
    _rule(
        "admission_on_another_day",
        Severity.WARN,
        lazy_gettext("Admissions on another day than that of the vote"),
        lazy_gettext(
            "%(title)s was admitted on %(day)s by the records; the meeting voted on %(voted)s,"
            " from which day probation counts."
        ),
        register="members",
        select=admitted_on_another_day,
        is_dated=True,
        judge=judge_admission,
        rules=(MAJORITY,),
    ),
    _rule(
        "regularization_missing",
        Severity.WARN,
        lazy_gettext("Regularizations without a vote on record"),
        lazy_gettext("%(title)s became a full member on %(day)s, and no vote is on record."),
        register="members",
        select=regularized_without,
        is_dated=True,
        mend=_enter(VoteKind.REGULARIZATION),
        rules=(MAJORITY,),
    ),
    _rule(
        "regularization_failed",
        Severity.BLOCK,
        lazy_gettext("Regularizations that no vote has passed"),
        lazy_gettext(
            "%(title)s became a full member on %(day)s; the vote of %(voted)s was invalid or didn't"
            " pass."
        ),
        register="members",
        select=regularized_against,
        is_dated=True,
        rules=(ADMISSION, MAJORITY),
    ),
    _rule(
        "cancellation_missing",
        Severity.BLOCK,
        lazy_gettext("Canceled probations without a vote"),
        lazy_gettext(
            "The probation of %(title)s was canceled on %(day)s, and no vote that passed is on"
            " record."
        ),
        register="assignments",
        select=canceled_without,
        mend=_enter(VoteKind.PROBATION_CANCELLATION, "#person"),
        basis=Basis.DEVELOPMENT,
    ),
)
