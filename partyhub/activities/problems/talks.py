"""The rule about people with whom nobody had a heart-to-heart talk in a year."""

from datetime import date

from flask_babel import lazy_gettext
from sqlalchemy import Integer, String, cast, literal, select, union_all

from partyhub.activities.models import CAME, Activity, ActivityKind, ActivityStatus, Attendance
from partyhub.activities.problems.ledger import has_kind
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member
from partyhub.members.presence import is_here_on
from partyhub.members.problems.people import named
from partyhub.members.queries import assigned_on
from partyhub.problem_rules import Mend, Severity, Subject, rules_of
from partyhub.rules.queries import rule_number

YEARLY = "meetings.heart_talk.per_year"


def without_talk(scope: Scope) -> Rows | None:
    """Select who was here all through a year that ended in the period, and came to no talk of it.

    A branch that had no talk at all lacks that meeting (meetings.heart_talk), and nobody of it is
    named once more.
    """
    years = range(scope.start.year, scope.end.year + 1)
    ended = [year for year in years if scope.start <= date(year, 12, 31) <= scope.end]
    due_years = [year for year in ended if rule_number(YEARLY, date(year, 12, 31))]
    if not due_years:
        return None
    found = union_all(*(_without_talk_in(year, scope) for year in due_years)).subquery("found").c
    mark = cast(found.year, String).label("mark")
    return select(found.id, found.code, found.title, found.year, mark)


def _without_talk_in(year: int, scope: Scope) -> Rows:
    first, last = date(year, 1, 1), date(year, 12, 31)
    talks, own = _talks_of(first, last).subquery("talks"), Assignment.organization_id
    # All of them at once: whoever looks for each person anew meets every talk of the year.
    came = select(Attendance.member_id).where(
        Attendance.activity_id.in_(select(talks.c.id)), Attendance.state.in_(CAME)
    )
    return named(literal(year, Integer).label("year")).where(
        Member.archived_at.is_(None),
        is_here_on(Member.id, first),
        is_here_on(Member.id, last),
        assigned_on(last, scope.contains(own), own.in_(select(talks.c.organization_id))),
        Member.id.not_in(came),
    )


def _talks_of(first: date, last: date) -> Rows:
    return select(Activity.id, Activity.organization_id).where(
        Activity.archived_at.is_(None),
        Activity.status == ActivityStatus.HELD,
        Activity.held_on.between(first, last),
        has_kind(ActivityKind.HEART_TALK),
    )


_rule = rules_of("attendance", Subject.PARTY_LIFE, "members")
problems = (
    _rule(
        "no_heart_talk",
        Severity.WARN,
        lazy_gettext("Members without a heart-to-heart talk in a year"),
        lazy_gettext("%(title)s is in no heart-to-heart talk of %(year)s."),
        select=without_talk,
        is_dated=True,
        rules=(YEARLY,),
        mend=Mend(
            "activities.create",
            lazy_gettext("Log the talk"),
            fixed={"kinds": ActivityKind.HEART_TALK},
        ),
    ),
)
