"""Rules about the yearly democratic appraisal."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import (
    Integer,
    String,
    and_,
    cast,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from partyhub.figures import Rows, Scope
from partyhub.members.excellence import EXCELLENT, most_excellent
from partyhub.members.models import Appraisal, Assignment, Grade, Member
from partyhub.members.presence import is_here_on
from partyhub.members.problems.people import named
from partyhub.members.queries import assigned_on, belonged_to
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Mend, Severity, Subject, Values, rules_of
from partyhub.rules.queries import rule_number

YEARLY = "meetings.appraisal_meeting.per_year"
# The appraisal of a year is held from October to the end of March (activities/frequencies).
FIRST_MONTH = 10
LAST_MONTH, LAST_DAY = 3, 31


def appraisals_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the appraisals of the period and scope, with the person."""
    return (
        select(
            Appraisal.id,
            Member.number.label("code"),
            Member.name.label("title"),
            Appraisal.for_year.label("year"),
            Appraisal.held_on.label("day"),
            Appraisal.grade,
            *columns,
        )
        .join(Member, Member.id == Appraisal.member_id)
        .where(
            Appraisal.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.happened(Appraisal.held_on),
            belonged_to(scope, Member.id, Appraisal.held_on),
        )
    )


def of_probationary(scope: Scope) -> Rows:
    is_full = and_(Member.full_on.is_not(None), Member.full_on <= Appraisal.held_on)
    return appraisals_of(scope).where(
        Member.admitted_on <= Appraisal.held_on, ~is_full, Appraisal.grade != Grade.NOT_GRADED
    )


def of_others(scope: Scope) -> Rows:
    return appraisals_of(scope).where(~is_here_on(Member.id, Appraisal.held_on))


def without_reason(scope: Scope) -> Rows:
    return appraisals_of(scope).where(
        Appraisal.grade == Grade.NOT_GRADED,
        Member.full_on <= Appraisal.held_on,
        or_(Appraisal.grade_reason.is_(None), Appraisal.grade_reason == ""),
    )


def too_early(scope: Scope) -> Rows:
    """Select the appraisals before October of their year, from which on they are held."""
    year, month = (cast(extract(part, Appraisal.held_on), Integer) for part in ("year", "month"))
    is_early = and_(Appraisal.for_year == year, month < FIRST_MONTH)
    return appraisals_of(scope).where(or_(Appraisal.for_year > year, is_early))


def twice(scope: Scope) -> Rows:
    other = aliased(Appraisal)
    return appraisals_of(scope).where(
        exists().where(
            other.member_id == Appraisal.member_id,
            other.for_year == Appraisal.for_year,
            other.archived_at.is_(None),
            other.id < Appraisal.id,
        )
    )


def excellent(scope: Scope) -> Rows:
    """Select each branch and year with the excellent ones and the full members of the last day."""
    graded, one = _excellent_by_branch(scope).subquery("graded").c, Organization
    members = _full_members(one.id, graded.day).label("members")
    columns = (graded.year, graded.number, graded.day, members)
    return select(one.id, one.code, one.name.label("title"), *columns).join(
        graded.year.table, graded.organization_id == one.id
    )


def _excellent_by_branch(scope: Scope) -> Rows:
    """Select the number of excellent members of a branch and year, and the last day of it.

    Of a year with an appraisal in the period, all up to its last day count.
    """
    return (
        select(
            Assignment.organization_id,
            Appraisal.for_year.label("year"),
            func.count().label("number"),
            func.max(Appraisal.held_on).label("day"),
        )
        .join(Assignment, Assignment.member_id == Appraisal.member_id)
        .join(Member, Member.id == Appraisal.member_id)
        .where(
            *(each.archived_at.is_(None) for each in (Appraisal, Assignment, Member)),
            Appraisal.grade == Grade.EXCELLENT,
            Appraisal.held_on <= scope.end,
            on_day(Appraisal.held_on, Assignment.started_on, Assignment.ended_on),
            scope.contains(Assignment.organization_id),
        )
        .group_by(Assignment.organization_id, Appraisal.for_year)
        .having(func.max(Appraisal.held_on) >= scope.start)
    )


def _full_members(organization_id: Any, day: Any) -> Any:
    stay, person = aliased(Assignment), aliased(Member)
    return (
        select(func.count(func.distinct(stay.member_id)))
        .join(person, person.id == stay.member_id)
        .where(
            stay.organization_id == organization_id,
            stay.archived_at.is_(None),
            person.archived_at.is_(None),
            person.full_on <= day,
            on_day(day, stay.started_on, stay.ended_on),
        )
        .correlate_except(stay, person)
        .scalar_subquery()
    )


def judge_share(row: Any) -> bool | Values:
    """Return whether a branch has more excellent members than the rule allows, and that number."""
    most = most_excellent(row.members, row.day)
    is_too_many = most is not None and row.number > most
    return {"most": most, "mark": str(row.year)} if is_too_many else False


def missing(scope: Scope) -> Rows | None:
    """Select the full members of a year whose appraisal was due in the period and isn't there."""
    dues = [due for due in _dues(scope) if rule_number(YEARLY, date(due.year - 1, 12, 31))]
    if not dues:
        return None
    found = union_all(*(_missing(scope, due) for due in dues)).subquery("found").c
    mark = cast(found.year, String).label("mark")
    return select(found.id, found.code, found.title, found.year, mark)


def _missing(scope: Scope, due: date) -> Rows:
    year, ended = due.year - 1, date(due.year - 1, 12, 31)
    appraised = exists().where(
        Appraisal.member_id == Member.id,
        Appraisal.archived_at.is_(None),
        Appraisal.for_year == year,
    )
    return named(literal(year, Integer).label("year")).where(
        Member.archived_at.is_(None),
        Member.full_on <= ended,
        assigned_on(due, scope.contains(Assignment.organization_id)),
        is_here_on(Member.id, ended),
        ~appraised,
    )


def _dues(scope: Scope) -> list[date]:
    """Return the days in the period by which the appraisal of a year is held."""
    years = range(scope.start.year, scope.end.year + 1)
    dues = [date(year, LAST_MONTH, LAST_DAY) for year in years]
    return [due for due in dues if scope.start <= due <= scope.end]


_rule = rules_of("appraisals", Subject.PARTY_LIFE, "appraisals", basis=Basis.APPRAISALS)
problems = (
    _rule(
        "too_many_excellent",
        Severity.BLOCK,
        lazy_gettext("Branches with more excellent members than the rule allows"),
        lazy_gettext(
            "“%(title)s”, appraisal of %(year)s: %(number)s of %(members)s full members are"
            " excellent; %(most)s may be."
        ),
        register="organizations",
        select=excellent,
        judge=judge_share,
        rules=(EXCELLENT,),
        mend=Mend(
            "reports.counted",
            lazy_gettext("See the appraisals"),
            {"organization": "id", "period": "year"},
            {"code": "appraisals.excellent"},
        ),
    ),
    _rule(
        "probationary_graded",
        Severity.BLOCK,
        lazy_gettext("Probationary members with a grade"),
        lazy_gettext(
            "%(title)s was a probationary member on %(day)s and got the grade “%(grade)s” for"
            " %(year)s."
        ),
        select=of_probationary,
    ),
    _rule(
        "not_here",
        Severity.BLOCK,
        lazy_gettext("People appraised who weren't in the Party here"),
        lazy_gettext("%(title)s was appraised on %(day)s, and wasn't in the Party here that day."),
        select=of_others,
    ),
    _rule(
        "no_grade_no_reason",
        Severity.WARN,
        lazy_gettext("Full members without a grade and without a reason"),
        lazy_gettext("%(title)s got no grade for %(year)s, and nothing says why."),
        select=without_reason,
    ),
    _rule(
        "too_early",
        Severity.WARN,
        lazy_gettext("Appraisals before October of their year"),
        lazy_gettext(
            "%(title)s was appraised for %(year)s on %(day)s already; it is done from October on."
        ),
        select=too_early,
    ),
    _rule(
        "twice",
        Severity.BLOCK,
        lazy_gettext("People appraised twice for one year"),
        lazy_gettext("%(title)s has two appraisals for %(year)s."),
        select=twice,
        basis=Basis.LEDGER,
    ),
    _rule(
        "missing",
        Severity.WARN,
        lazy_gettext("Full members who weren't appraised"),
        lazy_gettext("%(title)s has no appraisal for %(year)s."),
        register="members",
        select=missing,
        is_dated=True,
        mend=Mend("appraisals.create", lazy_gettext("Enter the appraisal"), {"member": "#id"}),
        rules=(YEARLY,),
    ),
)
