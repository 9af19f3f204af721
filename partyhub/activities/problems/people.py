"""Rules about who was where: in two places, not here, on leave without reason, never there."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import (
    CTE,
    Integer,
    String,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from partyhub.activities.models import CAME, Activity, ActivityStatus, Attendance, AttendanceState
from partyhub.activities.problems.ledger import held
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member
from partyhub.members.problems.people import named, of_scope
from partyhub.organizations.models import Organization
from partyhub.periods import months_before
from partyhub.problem_rules import Basis, Mend, Severity, Subject, Values, rules_of
from partyhub.rules.queries import rule_number
from partyhub.texts import fold_key

PARTY_LIFE = "members.party_life.months"
HOUR = 60


def attended(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the attendance of the activities of the period and scope."""
    person = (Member.name.label("person"), Member.number.label("mark"))
    return (
        held(scope, *person, *columns)
        .join(Attendance, Attendance.activity_id == Activity.id)
        .join(Member, Member.id == Attendance.member_id)
        .where(Member.archived_at.is_(None))
    )


def _minute(activity: Any) -> Any:
    """Return the minute of the day on which an activity begins."""
    parts = [cast(extract(name, activity.starts_at), Integer) for name in ("hour", "minute")]
    return parts[0] * HOUR + parts[1]


def in_two_places(scope: Scope) -> Rows:
    """Select each two activities at one time with people who were present at both, and how many.

    The other one may be of an organization that the viewer doesn't look after, and has no name
    then. Only activities with hours and lengths are compared. Meetings held together and recorded
    separately are none: those at one place, or without a place those that one organization began
    together (domain.md 1.4).
    """
    were = _were(scope)
    one, other = were.alias("one"), were.alias("other")
    second = aliased(Activity)
    is_seen = scope.contains(other.c.organization_id)
    name = case((is_seen, second.name), else_=literal(None)).label("other")
    counted = (func.count().label("number"), func.min(Member.name).label("person"))
    places = (one.c.place.label("place"), other.c.place.label("other_place"))
    return (
        held(scope, name, cast(second.id, String).label("mark"), *counted, *places)
        .join(one, one.c.id == Activity.id)
        .join(Member, Member.id == one.c.member_id)
        .join(other, and_(other.c.member_id == one.c.member_id, _meets(one.c, other.c)))
        .join(second, second.id == other.c.id)
        .where(or_(other.c.id < one.c.id, ~is_seen), Member.archived_at.is_(None))
        .group_by(
            *(Activity.id, second.id, Organization.name, one.c.place, other.c.place),
            other.c.organization_id,
        )
    )


def judge_places(row: Any) -> bool | Values:
    """Return whether the two were at different places, as far as places are known."""
    places = (row.place, row.other_place)
    return not all(places) or fold_key(row.place) != fold_key(row.other_place)


def _were(scope: Scope) -> CTE:
    """Select who was present at which activity, of people present at several ones of one day.

    They are few, and looking for them first saves comparing all activities of a day.
    """
    present = _present(scope)
    busy = (
        select(present.c.member_id, present.c.held_on)
        .group_by(present.c.member_id, present.c.held_on)
        .having(func.count() > 1)
        .cte("busy")
    )
    is_busy = and_(busy.c.member_id == present.c.member_id, busy.c.held_on == present.c.held_on)
    return select(present).join(busy, is_busy).cte("were")


def _present(scope: Scope) -> CTE:
    """Select who was present at the activities of the period that have an hour, anywhere."""
    one = Activity
    return (
        select(
            *(one.id, one.organization_id, one.held_on, one.minutes_long, Attendance.member_id),
            *(one.place, _minute(one).label("begins")),
        )
        .join(Attendance, Attendance.activity_id == one.id)
        .where(
            one.archived_at.is_(None),
            one.status == ActivityStatus.HELD,
            scope.happened(one.held_on),
            one.starts_at.is_not(None),
            one.minutes_long.is_not(None),
            Attendance.state == AttendanceState.PRESENT,
        )
        .cte("present")
    )


def _meets(one: Any, other: Any) -> Any:
    """Return the condition that an activity was held while another one was, and not with it."""
    nowhere = or_(one.place.is_(None), other.place.is_(None))
    is_together = and_(
        nowhere, other.organization_id == one.organization_id, other.begins == one.begins
    )
    return and_(
        other.id != one.id,
        other.held_on == one.held_on,
        other.begins < one.begins + one.minutes_long,
        one.begins < other.begins + other.minutes_long,
        ~is_together,
    )


def not_here(scope: Scope) -> Rows:
    """Select who is on the roll of an activity on a day on which the person was nowhere here.

    Whoever was assigned all through the period was here on each of its days.
    """
    stay, whole = aliased(Assignment), aliased(Assignment)
    was_here = exists().where(
        stay.member_id == Attendance.member_id,
        stay.archived_at.is_(None),
        stay.started_on <= Activity.held_on,
        or_(stay.ended_on.is_(None), stay.ended_on > Activity.held_on),
    )
    all_through = select(whole.member_id).where(
        whole.archived_at.is_(None),
        whole.started_on <= scope.start,
        or_(whole.ended_on.is_(None), whole.ended_on > scope.end),
    )
    return attended(scope).where(
        Attendance.member_id.not_in(all_through),
        or_(Attendance.is_expected, Attendance.state.in_(CAME)),
        ~was_here,
    )


def leave_without_reason(scope: Scope) -> Rows:
    return attended(scope).where(
        Attendance.state == AttendanceState.LEAVE,
        or_(Attendance.reason.is_(None), Attendance.reason == ""),
        Attendance.leave_kind.is_(None),
    )


def without_party_life(scope: Scope) -> Rows | None:
    """Select who was expected in so many months up to the last day, and came to nothing."""
    months = rule_number(PARTY_LIFE, scope.as_of)
    if months is None:
        return None
    since = months_before(scope.as_of, months)
    counted = _missed_all(since, scope.as_of).subquery("counted").c
    all_along = (
        Assignment.member_id == Member.id,
        Assignment.archived_at.is_(None),
        Assignment.started_on <= since,
        or_(Assignment.ended_on.is_(None), Assignment.ended_on > scope.as_of),
    )
    place = select(func.max(Assignment.organization_id)).where(*all_along).correlate(Member)
    columns = (literal(months).label("months"), place.scalar_subquery().label("place"))
    return (
        named(counted.number, *columns)
        .join(counted.number.table, counted.member_id == Member.id)
        .where(*of_scope(scope), exists().where(*all_along))
    )


def _missed_all(since: Any, until: Any) -> Rows:
    """Select who was expected after one day and up to another, and came to nothing, how often."""
    return (
        select(Attendance.member_id, func.count().label("number"))
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(
            Activity.archived_at.is_(None),
            Activity.status == ActivityStatus.HELD,
            Activity.held_on > since,
            Activity.held_on <= until,
            Attendance.is_expected,
        )
        .group_by(Attendance.member_id)
        .having(func.count().filter(Attendance.state.in_(CAME)) == 0)
    )


_rule = rules_of("attendance", Subject.PARTY_LIFE, "activities")
problems = (
    _rule(
        "two_places",
        Severity.BLOCK,
        lazy_gettext("People in two places at one time"),
        lazy_gettext(
            "%(number)s people, %(person)s among them, were at “%(title)s” on %(day)s and at the"
            " same time at another activity: %(other)s."
        ),
        select=in_two_places,
        judge=judge_places,
    ),
    _rule(
        "not_here",
        Severity.BLOCK,
        lazy_gettext("Attendance of people before they joined or after they left"),
        lazy_gettext(
            "%(person)s is on the roll of “%(title)s” (%(day)s), and was in no organization here"
            " that day."
        ),
        select=not_here,
        basis=Basis.LEAVING,
    ),
    _rule(
        "leave_without_reason",
        Severity.WARN,
        lazy_gettext("Leave without a reason"),
        lazy_gettext("%(person)s was on leave from “%(title)s” (%(day)s), and nothing says why."),
        select=leave_without_reason,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "no_party_life",
        Severity.WARN,
        lazy_gettext("Members who came to nothing for months"),
        lazy_gettext(
            "%(title)s was expected at %(number)s activities in the last %(months)s months, and"
            " came to none of them."
        ),
        register="members",
        select=without_party_life,
        is_dated=True,
        rules=(PARTY_LIFE,),
        mend=Mend(
            "activities.attendance", lazy_gettext("See the attendance"), {"organization": "place"}
        ),
    ),
)
