"""Rules about the terms of committees."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from partyhub.figures import Rows, Scope
from partyhub.organizations.models import (
    Organization,
    OrganizationKind,
    Term,
)
from partyhub.organizations.operations import default_due_on
from partyhub.organizations.queries import select_terms_due
from partyhub.periods import add_months
from partyhub.problem_rules import Basis, Severity, Subject, Values, rules_of
from partyhub.rules.queries import rule_number

EXTENSION, REMINDER = "terms.extension.months", "terms.reminder.months"
YEARS = ("terms.years.committee", "terms.years.branch")
# Those elect nobody for a term.
WITHOUT_TERM = (OrganizationKind.PARTY_GROUP, OrganizationKind.TEMPORARY_BRANCH)


def terms_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the terms of the scope that had begun, with the organization."""
    return (
        select(
            Term.id,
            Organization.code,
            Organization.name.label("title"),
            Term.number.label("ordinal"),
            Term.started_on.label("day"),
            *columns,
        )
        .join(Organization, Organization.id == Term.organization_id)
        .where(
            Term.archived_at.is_(None),
            Organization.archived_at.is_(None),
            Term.started_on <= scope.as_of,
            scope.contains(Term.organization_id),
        )
    )


def overdue(scope: Scope) -> Rows:
    due = select_terms_due(scope, scope.as_of, scope.as_of).subquery("due").c
    return terms_of(scope, due.day.label("due")).join(due.id.table, due.id == Term.id)


def end_of(term: Any) -> Any:
    """Return the end of a term; one without a re-election lasts until that is due."""
    return func.coalesce(term.reelected_on, term.extension_until, term.due_on)


def overlapping(scope: Scope) -> Rows:
    """Select the later one of two terms of an organization that share a day of the period."""
    other = aliased(Term)
    is_earlier = or_(
        other.started_on < Term.started_on,
        and_(other.started_on == Term.started_on, other.id < Term.id),
    )
    return (
        terms_of(scope, other.number.label("other_ordinal"))
        .join(other, other.organization_id == Term.organization_id)
        .where(
            other.archived_at.is_(None),
            is_earlier,
            or_(end_of(other).is_(None), end_of(other) > Term.started_on),
            or_(end_of(Term).is_(None), end_of(Term) > scope.start),
        )
    )


def with_days(scope: Scope) -> Rows:
    """Select the terms that go on in the period, with the days by which they end."""
    return terms_of(
        scope, Term.due_on.label("due"), Term.extension_until.label("until"), Organization.kind
    ).where(or_(end_of(Term).is_(None), end_of(Term) > scope.start))


def judge_extension(row: Any) -> bool | Values:
    """Return whether an extension is longer than the rule of the day on which the term was due."""
    due = row.due or default_due_on(row.kind, row.day)
    months = rule_number(EXTENSION, due) if due and row.until else None
    if due is None or months is None:
        return False
    return {"due": due, "months": months} if row.until > add_months(due, months) else False


def judge_length(row: Any) -> bool | Values:
    """Return whether a term is due later than the rule of its first day has it."""
    usual = default_due_on(row.kind, row.day) if row.due else None
    return {"usual": usual} if usual and row.due > usual else False


def due_soon(scope: Scope) -> Rows | None:
    """Select the terms that end within the time in which a superior reminds of it."""
    months = rule_number(REMINDER, scope.as_of)
    if months is None:
        return None
    due = select_terms_due(scope, scope.as_of, add_months(scope.as_of, months)).subquery("soon").c
    query = terms_of(scope, due.day.label("due")).join(due.id.table, due.id == Term.id)
    return query.where(due.day >= scope.as_of)


def reelected(scope: Scope) -> Rows:
    days = (Term.due_on.label("due"), Term.extension_until.label("until"))
    return terms_of(scope, *days, Term.reelected_on.label("reelected")).where(
        scope.happened(Term.reelected_on), Term.due_on.is_not(None)
    )


def judge_late(row: Any) -> bool | Values:
    """Return whether a re-election came after the day, or the approved extension."""
    return bool(row.reelected > (row.until or row.due))


def judge_early(row: Any) -> bool | Values:
    """Return whether a re-election came earlier than an approval may let it."""
    months = rule_number(EXTENSION, row.reelected)
    is_early = months is not None and add_months(row.reelected, months) < row.due
    return {"months": months} if is_early else False


def of_groups(scope: Scope) -> Rows:
    return terms_of(scope).where(Organization.kind == OrganizationKind.PARTY_GROUP)


def after_dissolution(scope: Scope) -> Rows:
    return terms_of(scope, Organization.dissolved_on.label("dissolved")).where(
        Organization.dissolved_on <= scope.as_of, Term.started_on >= Organization.dissolved_on
    )


_rule = rules_of("terms", Subject.ORGANIZATIONS, "terms")
problems = (
    _rule(
        "overdue",
        Severity.WARN,
        lazy_gettext("Terms that are over without a re-election"),
        lazy_gettext("Term %(ordinal)s of “%(title)s” was due for re-election on %(due)s."),
        select=overdue,
        rules=YEARS,
    ),
    _rule(
        "overlap",
        Severity.WARN,
        lazy_gettext("Terms of one organization that overlap"),
        lazy_gettext(
            "Term %(ordinal)s of “%(title)s” began on %(day)s, before term %(other_ordinal)s was"
            " over."
        ),
        select=overlapping,
        basis=Basis.TERMS,
    ),
    _rule(
        "extension_too_long",
        Severity.WARN,
        lazy_gettext("Terms extended for too long"),
        lazy_gettext(
            "Term %(ordinal)s of “%(title)s”, due on %(due)s, is extended until %(until)s; by"
            " %(months)s months at most."
        ),
        select=with_days,
        judge=judge_extension,
        rules=(EXTENSION,),
    ),
    _rule(
        "too_long",
        Severity.WARN,
        lazy_gettext("Terms longer than the rule has them"),
        lazy_gettext(
            "Term %(ordinal)s of “%(title)s”, begun on %(day)s, is due on %(due)s; by the rule it"
            " is on %(usual)s."
        ),
        select=with_days,
        judge=judge_length,
        rules=YEARS,
    ),
    _rule(
        "due_soon",
        Severity.WARN,
        lazy_gettext("Terms that end soon"),
        lazy_gettext("Term %(ordinal)s of “%(title)s” ends on %(due)s; prepare the re-election."),
        select=due_soon,
        is_dated=True,
        rules=(REMINDER,),
    ),
    _rule(
        "reelected_late",
        Severity.WARN,
        lazy_gettext("Re-elections held late without an approved extension"),
        lazy_gettext(
            "Term %(ordinal)s of “%(title)s” was due on %(due)s; the re-election was on"
            " %(reelected)s."
        ),
        select=reelected,
        judge=judge_late,
        rules=(EXTENSION,),
    ),
    _rule(
        "reelected_early",
        Severity.WARN,
        lazy_gettext("Re-elections held too early"),
        lazy_gettext(
            "Term %(ordinal)s of “%(title)s” was due on %(due)s; the re-election on %(reelected)s"
            " was more than %(months)s months early."
        ),
        select=reelected,
        judge=judge_early,
        rules=(EXTENSION,),
    ),
    _rule(
        "of_group",
        Severity.BLOCK,
        lazy_gettext("Terms of Party groups"),
        lazy_gettext(
            "“%(title)s” is a Party group and has no term; term %(ordinal)s is on record."
        ),
        select=of_groups,
        basis=Basis.TERMS,
    ),
    _rule(
        "after_dissolution",
        Severity.BLOCK,
        lazy_gettext("Terms begun after the dissolution"),
        lazy_gettext(
            "Term %(ordinal)s of “%(title)s” began on %(day)s; it was dissolved on %(dissolved)s."
        ),
        select=after_dissolution,
    ),
)
