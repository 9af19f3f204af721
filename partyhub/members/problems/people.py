"""Rules about people on record: dates that are missing, inexact or in disorder, and ages."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import ColumnElement, and_, extract, false, literal, or_, select

from partyhub.dated_values import had_value
from partyhub.dialects import shifted
from partyhub.figures import Rows, Scope
from partyhub.known_dates import Known, KnownDate, earliest, is_surely_before, known_key, latest
from partyhub.members.date_columns import KNOWN_DATES
from partyhub.members.models import STAGE_DAYS, Assignment, Member
from partyhub.members.pending import (
    select_inexact,
    select_unassigned,
    select_without_birthday,
)
from partyhub.members.queries import assigned_on
from partyhub.members.stages import in_party_on
from partyhub.periods import add_years, months_before
from partyhub.problem_rules import Basis, Mend, Severity, Subject, Values, rules_of
from partyhub.rules.queries import find_versions, rule_number

AGE, FLOATING = "members.age.least", "members.floating.months"
IN_ORDER = tuple(STAGE_DAYS.values())[::-1]
MONTHS_OF_YEAR = 12
LABELS = {
    "birth_date": lazy_pgettext("members", "Date of birth"),
    "applied_on": lazy_pgettext("members", "Applied on"),
    "activist_on": lazy_pgettext("members", "Activist since"),
    "target_on": lazy_pgettext("members", "Development target since"),
    "admitted_on": lazy_pgettext("members", "Admitted on"),
    "full_on": lazy_pgettext("members", "Full member since"),
}


def of_scope(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a person is on record, and in the scope on its last day."""
    return (
        Member.archived_at.is_(None),
        assigned_on(scope.as_of, scope.contains(Assignment.organization_id)),
    )


def named(*columns: Any) -> Rows:
    """Return the query for the number and name of people, with further columns."""
    return select(Member.id, Member.number.label("code"), Member.name.label("title"), *columns)


def dates_of(*keys: str) -> list[Any]:
    """Return the columns of dates and of how well each one is known."""
    return [getattr(Member, name) for key in keys for name in (key, known_key(key))]


def date_in(row: Any, key: str) -> date | None:
    """Return a date of a row as it is known."""
    day: date | None = getattr(row, key)
    known = getattr(row, known_key(key))
    if day is None or known in (None, Known.DAY):
        return day
    return KnownDate(day.year, day.month, day.day, Known(known))


def may_be_on(day: Any, key: str) -> ColumnElement[bool]:
    """Return the condition that a date of the query's person, as it is known, may be `day`."""
    column, known = dates_of(key)
    parts = [extract(part, day) == extract(part, column) for part in ("year", "month")]
    return or_(column == day, and_(known.in_((Known.MONTH, Known.ESTIMATED)), *parts))


def without_birthday(scope: Scope) -> Rows:
    found = select_without_birthday(scope, scope.as_of).subquery("found").c
    return named().where(Member.id.in_(select(found.id)))


def inexact(known: Known, scope: Scope, *, is_in_period: bool) -> Rows:
    """Select the people of the scope with a date that is only known so well.

    Only what lies in the period blocks: there it moves what the report counts.
    """
    found = select_inexact(scope, scope.as_of, known).subquery("found").c
    counted = or_(
        *(
            and_(getattr(Member, known_key(key)) == known, scope.happened(getattr(Member, key)))
            for key in KNOWN_DATES
        )
    )
    return named().where(Member.id.in_(select(found.id)), counted if is_in_period else ~counted)


def month_in_period(scope: Scope) -> Rows:
    return inexact(Known.MONTH, scope, is_in_period=True)


def estimated_in_period(scope: Scope) -> Rows:
    return inexact(Known.ESTIMATED, scope, is_in_period=True)


def month_before(scope: Scope) -> Rows:
    return inexact(Known.MONTH, scope, is_in_period=False)


def estimated_before(scope: Scope) -> Rows:
    return inexact(Known.ESTIMATED, scope, is_in_period=False)


def in_disorder(scope: Scope) -> Rows:
    """Select the people with a stage on a day before that of an earlier stage, or of birth."""
    keys = ("birth_date", *IN_ORDER)
    columns = [getattr(Member, key) for key in keys]
    pairs = [columns[i] > later for i in range(len(keys)) for later in columns[i + 1 :]]
    return named(*dates_of(*keys)).where(*of_scope(scope), or_(*pairs))


def judge_order(row: Any) -> bool | Values:
    """Return the first two days that surely contradict each other, with what they are."""
    keys = ("birth_date", *IN_ORDER)
    known = [(key, day) for key in keys if (day := date_in(row, key))]
    for number, (key, day) in enumerate(known):
        for other, later in known[number + 1 :]:
            if is_surely_before(later, day):
                return {"earlier": LABELS[key], "day": day, "later": LABELS[other], "other": later}
    return False


def too_young(key: str, scope: Scope) -> Rows:
    """Select the people who took a step before the greatest least age of any rule."""
    greatest = max((int(rule.value) for rule in find_versions(AGE)), default=0)
    born, day = Member.birth_date, getattr(Member, key)
    is_young = day < shifted(born, greatest * MONTHS_OF_YEAR, 0) if greatest else false()
    query = named(*dates_of("birth_date", key), day.label("day"))
    return query.where(*of_scope(scope), is_young)


def young_applicants(scope: Scope) -> Rows:
    return too_young("applied_on", scope)


def young_members(scope: Scope) -> Rows:
    return too_young("admitted_on", scope)


def judge_age(row: Any) -> bool | Values:
    """Return whether the person surely was below the least age of the day, with that age."""
    key = "applied_on" if hasattr(row, "applied_on") else "admitted_on"
    born, day = date_in(row, "birth_date"), date_in(row, key)
    age = rule_number(AGE, day) if day else None
    if born is None or day is None or age is None:
        return False
    is_young = latest(day) < add_years(earliest(born), age)
    return {"age": age} if is_young else False


def unassigned(scope: Scope) -> Rows | None:
    """Select the people who never were in any organization; they belong to the root."""
    if not scope.contains_root:
        return None
    found = select_unassigned().subquery("found").c
    return named().where(Member.id.in_(select(found.id)))


def floating(scope: Scope) -> Rows | None:
    """Select the members of the scope who have been away for longer than the rule has it."""
    months = rule_number(FLOATING, scope.as_of)
    if months is None:
        return None
    since = months_before(scope.as_of, months)
    return named(literal(months).label("months")).where(
        *of_scope(scope),
        in_party_on(since),
        *(had_value(Member, "is_floating", True, day) for day in (since, scope.as_of)),
    )


_rule = rules_of("members", Subject.MEMBERS, "members")
problems = (
    _rule(
        "no_birth_date",
        Severity.WARN,
        lazy_gettext("Party members without a date of birth"),
        lazy_gettext("%(title)s has no date of birth, and is counted in no age group."),
        select=without_birthday,
        basis=Basis.STATISTICS,
    ),
    _rule(
        "month_in_period",
        Severity.BLOCK,
        lazy_gettext("Dates of the period that are known only to the month"),
        lazy_gettext("%(title)s has a date within the period that is known only to the month."),
        select=month_in_period,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "estimated_in_period",
        Severity.BLOCK,
        lazy_gettext("Dates of the period that are estimated"),
        lazy_gettext("%(title)s has a date within the period that is only estimated."),
        select=estimated_in_period,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "month_before",
        Severity.WARN,
        lazy_gettext("People with dates outside the period known only to the month"),
        lazy_gettext("%(title)s has a date that is known only to the month."),
        select=month_before,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "estimated_before",
        Severity.WARN,
        lazy_gettext("People with dates outside the period that are estimated"),
        lazy_gettext("%(title)s has a date that is only estimated."),
        select=estimated_before,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "dates_in_disorder",
        Severity.BLOCK,
        lazy_gettext("People whose dates are out of order"),
        lazy_gettext(
            "%(title)s: “%(later)s” (%(other)s) lies before “%(earlier)s” (%(day)s); one of them"
            " is wrong."
        ),
        select=in_disorder,
        judge=judge_order,
        basis=Basis.DEVELOPMENT,
    ),
    _rule(
        "age_at_application",
        Severity.BLOCK,
        lazy_gettext("People who applied below the least age"),
        lazy_gettext("%(title)s applied on %(day)s, before turning %(age)s."),
        select=young_applicants,
        judge=judge_age,
        rules=(AGE,),
    ),
    _rule(
        "age_at_admission",
        Severity.BLOCK,
        lazy_gettext("People admitted below the least age"),
        lazy_gettext("%(title)s was admitted on %(day)s, before turning %(age)s."),
        select=young_members,
        judge=judge_age,
        rules=(AGE,),
    ),
    _rule(
        "unassigned",
        Severity.WARN,
        lazy_gettext("People on record in no organization"),
        lazy_gettext("%(title)s never was in any organization, and is counted nowhere."),
        select=unassigned,
        mend=Mend("assignments.create", lazy_gettext("Assign the person"), {"member": "#id"}),
    ),
    _rule(
        "floating_too_long",
        Severity.WARN,
        lazy_gettext("Floating members away for months"),
        lazy_gettext(
            "%(title)s has been a floating member for %(months)s months or longer; see whether the"
            " relation has to be transferred."
        ),
        select=floating,
        is_dated=True,
        rules=(FLOATING,),
    ),
)
