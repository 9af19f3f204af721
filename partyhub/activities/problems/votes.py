"""Rules about votes: what was decided without one, against one, or where none may be taken."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, exists, func, or_, select

from partyhub.activities.models import Activity, ActivityKind, ActivityStatus, Attendance
from partyhub.activities.problems.ledger import has_kind
from partyhub.activities.voting.models import ABOUT_MEMBER, Vote, VoteKind, VoteResult
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member, OutReason
from partyhub.members.problems.assignments import assignments_of
from partyhub.members.problems.people import date_in, dates_of, may_be_on, named
from partyhub.members.queries import assigned_on
from partyhub.members.voting_pauses.models import VotingPause
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Severity, Subject, Values, rules_of
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
    return assignments_of(scope, Assignment.ended_on.label("day")).where(
        Assignment.out_reason == OutReason.PROBATION_CANCELLED,
        scope.happened(Assignment.ended_on),
        ~passed,
    )


def votes_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the votes of the period and scope, with the meeting."""
    return (
        select(
            Vote.id,
            Activity.number.label("code"),
            Vote.item.label("title"),
            Vote.kind,
            Activity.name.label("meeting"),
            Activity.held_on.label("day"),
            Organization.name.label("organization"),
            *columns,
        )
        .join(Activity, Activity.id == Vote.activity_id)
        .join(Organization, Organization.id == Activity.organization_id)
        .where(
            Vote.archived_at.is_(None),
            Activity.archived_at.is_(None),
            scope.happened(Activity.held_on),
            scope.contains(Activity.organization_id),
        )
    )


def invalid(scope: Scope) -> Rows:
    columns = (Vote.present_voting.label("present"), Vote.expected_voting.label("expected"))
    return votes_of(scope, *columns).where(
        Activity.status == ActivityStatus.HELD, Vote.result == VoteResult.INVALID
    )


def not_held(scope: Scope) -> Rows:
    return votes_of(scope, Activity.status).where(Activity.status != ActivityStatus.HELD)


def at_wrong_meeting(scope: Scope) -> Rows:
    return votes_of(scope).where(Vote.kind.in_(ABOUT_MEMBER), ~has_kind(*OF_ALL))


def impossible_counts(scope: Scope) -> Rows:
    """Select the votes with more votes than voters, or more voters than were expected."""
    cast_votes = Vote.in_favor + Vote.against + Vote.abstained
    came = Vote.present_voting + Vote.written_opinions
    columns = (cast_votes.label("number"), came.label("came"), Vote.expected_voting.label("most"))
    return votes_of(scope, *columns).where(or_(cast_votes > came, came > Vote.expected_voting))


def probationary_voters(scope: Scope) -> Rows:
    """Select the votes of general meetings with more voters than may vote of those expected."""
    pause = exists().where(
        VotingPause.member_id == Member.id,
        VotingPause.archived_at.is_(None),
        on_day(Activity.held_on, VotingPause.started_on, VotingPause.ended_on),
    )
    voters = (
        select(func.count())
        .select_from(Attendance)
        .join(Member, Member.id == Attendance.member_id)
        .where(
            Attendance.activity_id == Activity.id,
            Attendance.is_expected,
            Member.archived_at.is_(None),
            Member.full_on < Activity.held_on,
            ~pause,
        )
        .correlate(Activity)
        .scalar_subquery()
    )
    columns = (Vote.expected_voting.label("number"), voters.label("most"))
    return votes_of(scope, *columns).where(
        has_kind(*OF_ALL), Activity.people_expected > 0, Vote.expected_voting > voters
    )


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
        basis=Basis.DEVELOPMENT,
    ),
    _rule(
        "invalid",
        Severity.WARN,
        lazy_gettext("Votes without a quorum"),
        lazy_gettext(
            "“%(title)s” (%(organization)s, %(day)s): %(present)s of %(expected)s voters were"
            " present; the vote is invalid."
        ),
        select=invalid,
        rules=("quorum.ordinary", ADMISSION, "quorum.election"),
    ),
    _rule(
        "meeting_not_held",
        Severity.BLOCK,
        lazy_gettext("Votes of meetings that weren't held"),
        lazy_gettext("“%(title)s” is a vote of “%(meeting)s” (%(day)s), which is “%(status)s”."),
        select=not_held,
    ),
    _rule(
        "at_wrong_meeting",
        Severity.WARN,
        lazy_gettext("Votes about members outside a general meeting"),
        lazy_gettext("“%(title)s” was voted on by “%(meeting)s” (%(day)s), no general meeting."),
        select=at_wrong_meeting,
        basis=Basis.DEVELOPMENT,
    ),
    _rule(
        "without_voting_rights",
        Severity.BLOCK,
        lazy_gettext("Votes that count people without a vote"),
        lazy_gettext(
            "“%(title)s” (%(day)s) counts %(number)s voters; of the people expected that day,"
            " %(most)s have a vote."
        ),
        select=probationary_voters,
        rules=(MAJORITY,),
    ),
    _rule(
        "impossible_counts",
        Severity.BLOCK,
        lazy_gettext("Votes with more votes than voters"),
        lazy_gettext(
            "“%(title)s” (%(day)s): %(number)s votes, %(came)s voters with written opinions,"
            " %(most)s expected."
        ),
        select=impossible_counts,
        basis=Basis.BRANCHES,
    ),
)
