"""Rules about votes: without a quorum, at no meeting for them, by who may not vote."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import exists, func, or_, select

from partyhub.activities.models import Activity, ActivityKind, ActivityStatus, Attendance
from partyhub.activities.problems.ledger import has_kind
from partyhub.activities.voting.models import ABOUT_MEMBER, Vote, VoteResult
from partyhub.figures import Rows, Scope
from partyhub.members.models import Member
from partyhub.members.voting_pauses.models import VotingPause
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Severity, Subject, rules_of

ADMISSION, MAJORITY = "quorum.admission", "votes.majority"
# Where all members decide.
OF_ALL = (ActivityKind.GENERAL_MEETING, ActivityKind.CONGRESS)


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
