"""Rules about daily readings and other duties of commissars."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.commissars.problems.appointments import commissar_rule
from partyhub.commissars.queries import (
    appointed_on,
)
from partyhub.commissars.reading_days import select_reading
from partyhub.figures import Rows, Scope
from partyhub.members.models import Member
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import of_workshop
from partyhub.problem_rules import Basis, Mend, Severity


def readings(scope: Scope) -> Rows:
    """Select the workshops with daily readings, and their workdays with and without one."""
    found = select_reading(scope).subquery("reading").c
    missing = (found.workdays - found.reading_days).label("number")
    columns = (found.workdays.label("workdays"), found.reading_days.label("days"), missing)
    return (
        select(Workshop.id, Workshop.code, Workshop.name.label("title"), *columns)
        .join(found.id.table, found.id == Workshop.id)
        .where(found.reading_days > 0, found.reading_days < found.workdays)
    )


def duties_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the duties of the period and scope, with person and workshop."""
    one = CommissarDuty
    return (
        select(
            one.id,
            Member.number.label("code"),
            Member.name.label("title"),
            Workshop.name.label("workshop"),
            one.held_on.label("day"),
            one.kind,
            *columns,
        )
        .join(Member, Member.id == one.commissar_id)
        .join(Workshop, Workshop.id == one.workshop_id)
        .where(
            one.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.happened(one.held_on),
            of_workshop(scope, one.workshop_id),
        )
    )


def without_appointment(scope: Scope) -> Rows:
    """Select the duties of people who weren't the commissar of that workshop on the day."""
    appointed = appointed_on(
        CommissarDuty.held_on,
        CommissarAppointment.member_id == CommissarDuty.commissar_id,
        CommissarAppointment.workshop_id == CommissarDuty.workshop_id,
    )
    return duties_of(scope).where(~appointed)


def in_closed_workshop(scope: Scope) -> Rows:
    day = CommissarDuty.held_on
    return duties_of(scope).where(or_(Workshop.opened_on > day, Workshop.closed_on <= day))


def double_duties(scope: Scope) -> Rows:
    """Select the later one of two daily readings in one workshop on one day with one topic."""
    other, topic = aliased(CommissarDuty), CommissarDuty.topic
    return duties_of(scope).where(
        CommissarDuty.kind == DutyKind.DAILY_READING,
        select(other.id)
        .where(
            other.archived_at.is_(None),
            other.id < CommissarDuty.id,
            other.workshop_id == CommissarDuty.workshop_id,
            other.held_on == CommissarDuty.held_on,
            other.kind == CommissarDuty.kind,
            other.commissar_id == CommissarDuty.commissar_id,
            func.coalesce(other.topic, "") == func.coalesce(topic, ""),
        )
        .correlate(CommissarDuty)
        .exists(),
    )


problems = (
    commissar_rule(
        "readings_not_daily",
        Severity.WARN,
        "workshops",
        lazy_gettext("Daily readings that weren't held every day"),
        lazy_gettext(
            "“%(title)s” has a reading on %(days)s of %(workdays)s workdays; “every day” can't be"
            " claimed."
        ),
        select=readings,
        basis=Basis.COMPLETE,
        mend=Mend(
            "duties.create",
            lazy_gettext("Log a reading"),
            {"workshop": "#id"},
            {"kind": DutyKind.DAILY_READING},
        ),
    ),
    commissar_rule(
        "duty_without_appointment",
        Severity.BLOCK,
        "duties",
        lazy_gettext("Duties on days without an appointment"),
        lazy_gettext(
            "%(title)s has a duty (%(kind)s) in “%(workshop)s” on %(day)s, and wasn't its commissar"
            " that day."
        ),
        select=without_appointment,
    ),
    commissar_rule(
        "duty_in_closed_workshop",
        Severity.BLOCK,
        "duties",
        lazy_gettext("Duties in a workshop that wasn't open"),
        lazy_gettext("%(title)s has a duty (%(kind)s) of %(day)s in “%(workshop)s”, then closed."),
        select=in_closed_workshop,
    ),
    commissar_rule(
        "reading_twice",
        Severity.WARN,
        "duties",
        lazy_gettext("Daily readings that may be on record twice"),
        lazy_gettext("%(title)s has two readings in “%(workshop)s” on %(day)s with one topic."),
        select=double_duties,
    ),
)
