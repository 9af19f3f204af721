"""Rules about coverage and appointments of commissars."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import (
    appointed_on,
    belongs_to,
    select_appointments_of_workshops,
    select_first_line,
)
from partyhub.commissars.timeline import DAY, gaps_of
from partyhub.database import db
from partyhub.dated_values import had_value
from partyhub.figures import Rows, Scope
from partyhub.members.models import Member
from partyhub.members.presence import is_here_on
from partyhub.members.queries import assigned_on
from partyhub.members.stages import in_development
from partyhub.organizations.models import Workshop
from partyhub.periods import Period, on_day
from partyhub.problem_rules import Basis, Inquiry, Mend, ProblemRule, Severity, Subject, Values


def first_line(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the first-line workshops of the scope that are open on its last day."""
    one = Workshop
    return select(one.id, one.code, one.name.label("title"), *columns).where(
        one.archived_at.is_(None),
        had_value(one, "is_first_line", True, scope.as_of),
        on_day(scope.as_of, one.opened_on, one.closed_on),
        scope.contains_or_root(one.organization_id),
    )


def is_covered(scope: Scope) -> Any:
    """Return the condition that the query's workshop has a commissar on the last day."""
    return appointed_on(
        scope.as_of,
        CommissarAppointment.workshop_id == Workshop.id,
        is_here_on(CommissarAppointment.member_id, scope.as_of),
    )


def uncovered(scope: Scope) -> Rows:
    return first_line(scope).where(~is_covered(scope))


def find_gaps(inquiry: Inquiry) -> Iterator[Values]:
    """Yield the workshops with days of the period without a commissar, if all have one at its end.

    That is when a report claims full coverage, which then isn't true of these days.
    """
    scope = inquiry.scope
    if not scope.has_begun or db.session.execute(uncovered(scope).limit(1)).first():
        return
    period = Period(scope.start, scope.as_of)
    query = select_first_line(scope.as_of, scope.contains_or_root(Workshop.organization_id))
    workshops = db.session.scalars(query.options(selectinload(Workshop.former_values))).all()
    own: dict[int, list[CommissarAppointment]] = {each.id: [] for each in workshops}
    for each in db.session.scalars(select_appointments_of_workshops(list(own), period)):
        own[each.workshop_id].append(each)
    for workshop in workshops:
        for gap in gaps_of(period, workshop, own[workshop.id]):
            for start, end in first_line_spans(workshop, gap.start, gap.end or scope.as_of + DAY):
                named = {"id": workshop.id, "code": workshop.code, "title": workshop.name}
                days = {"day": start, "until": end - DAY, "number": (end - start).days}
                yield {**named, **days, "mark": f"{start}/{end - DAY}"}


def first_line_spans(workshop: Workshop, start: date, end: date) -> Iterator[tuple[date, date]]:
    """Yield (first day, first day after) of the times from `start` to before `end` at the line."""
    changes = workshop.change_days("is_first_line")
    days = [start, *(day for day in changes if start < day < end), end]
    for first, after in pairwise(days):
        if workshop.value_on("is_first_line", first):
            yield first, after


def appointments_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the appointments of the scope that are open on its last day."""
    one = CommissarAppointment
    return (
        select(
            one.id,
            Member.number.label("code"),
            Member.name.label("title"),
            Workshop.name.label("workshop"),
            *columns,
        )
        .join(Member, Member.id == one.member_id)
        .join(Workshop, Workshop.id == one.workshop_id)
        .where(
            one.archived_at.is_(None),
            Member.archived_at.is_(None),
            on_day(scope.as_of, one.started_on, one.ended_on),
            belongs_to(scope),
        )
    )


def no_members(scope: Scope) -> Rows:
    """Select the commissars who belong here and are no Party members.

    Who left and still is one is a problem of its own.
    """
    return appointments_of(scope).where(assigned_on(scope.as_of), in_development(scope.as_of))


def of_closed(scope: Scope) -> Rows:
    return appointments_of(scope, Workshop.closed_on.label("day")).where(
        Workshop.closed_on <= scope.as_of
    )


def _other_of(scope: Scope) -> tuple[Any, Any]:
    """Return another appointment that is open on the last day, and the condition that it is so."""
    other = aliased(CommissarAppointment)
    is_other = and_(
        other.id != CommissarAppointment.id,
        other.archived_at.is_(None),
        on_day(scope.as_of, other.started_on, other.ended_on),
        is_here_on(other.member_id, scope.as_of),
    )
    return other, is_other


def second_in_workshop(scope: Scope) -> Rows:
    """Select the later one of two appointments for one workshop."""
    other, is_other = _other_of(scope)
    return appointments_of(scope, CommissarAppointment.started_on.label("day")).where(
        select(other.id)
        .where(
            is_other,
            other.workshop_id == CommissarAppointment.workshop_id,
            or_(
                other.started_on < CommissarAppointment.started_on,
                and_(
                    other.started_on == CommissarAppointment.started_on,
                    other.id < CommissarAppointment.id,
                ),
            ),
        )
        .correlate(CommissarAppointment)
        .exists()
    )


def several_workshops(scope: Scope) -> Rows:
    """Select the first one of several appointments of a person, with their number."""
    other, is_other = _other_of(scope)
    same = (is_other, other.member_id == CommissarAppointment.member_id)
    others = select(func.count()).where(*same).correlate(CommissarAppointment).scalar_subquery()
    first = select(func.min(other.id)).where(*same).correlate(CommissarAppointment)
    return appointments_of(scope, (others + 1).label("number")).where(
        first.scalar_subquery() > CommissarAppointment.id
    )


def commissar_rule(
    key: str, severity: Severity, register: str, label: Any, sentence: Any, **options: Any
) -> ProblemRule:
    return ProblemRule(
        f"commissars.{key}", severity, Subject.COMMISSARS, register, label, sentence, **options
    )


APPOINT = Mend("commissars.create", lazy_gettext("Appoint a commissar"), {"workshop": "#id"})
problems = (
    commissar_rule(
        "gap_in_full_coverage",
        Severity.BLOCK,
        "workshops",
        lazy_gettext("Full coverage claimed, with days without a commissar"),
        lazy_gettext(
            "Every first-line workshop has a commissar at the end; “%(title)s” had none from"
            " %(day)s to %(until)s (%(number)s days)."
        ),
        find=find_gaps,
        basis=Basis.COMPLETE,
        mend=APPOINT,
    ),
    commissar_rule(
        "uncovered",
        Severity.WARN,
        "workshops",
        lazy_gettext("First-line workshops without a commissar"),
        lazy_gettext("“%(title)s” has no commissar."),
        select=uncovered,
        basis=Basis.LEAVING,
        mend=APPOINT,
    ),
    commissar_rule(
        "no_member",
        Severity.BLOCK,
        "commissars",
        lazy_gettext("Commissars who are no Party members"),
        lazy_gettext("%(title)s is commissar of “%(workshop)s”, and is no Party member."),
        select=no_members,
    ),
    commissar_rule(
        "workshop_closed",
        Severity.BLOCK,
        "commissars",
        lazy_gettext("Commissars of a closed workshop"),
        lazy_gettext("%(title)s is still commissar of “%(workshop)s”, closed on %(day)s."),
        select=of_closed,
    ),
    commissar_rule(
        "second_in_workshop",
        Severity.WARN,
        "commissars",
        lazy_gettext("Workshops with two commissars"),
        lazy_gettext(
            "%(title)s was appointed for “%(workshop)s” on %(day)s, and another one was in office."
        ),
        select=second_in_workshop,
    ),
    commissar_rule(
        "several_workshops",
        Severity.WARN,
        "commissars",
        lazy_gettext("Commissars of several workshops"),
        lazy_gettext("%(title)s is commissar of %(number)s workshops, and counts as one person."),
        select=several_workshops,
    ),
)
