"""Rules about the tree of organizations."""

from flask_babel import lazy_gettext
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from partyhub.figures import Rows, Scope
from partyhub.organizations.models import (
    BRANCH_KINDS,
    Organization,
    OrganizationKind,
    Placement,
    Term,
)
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Mend, Severity, Subject, rules_of

EXTENSION, REMINDER = "terms.extension.months", "terms.reminder.months"
YEARS = ("terms.years.committee", "terms.years.branch")
# Those elect nobody for a term.
WITHOUT_TERM = (OrganizationKind.PARTY_GROUP, OrganizationKind.TEMPORARY_BRANCH)


def organizations_of(scope: Scope) -> Rows:
    """Return the query for the organizations of the scope that exist on its last day."""
    one = Organization
    return select(one.id, one.code, one.name.label("title"), one.established_on.label("day")).where(
        one.archived_at.is_(None),
        on_day(scope.as_of, one.established_on, one.dissolved_on),
        scope.contains(one.id),
    )


def without_term(scope: Scope) -> Rows:
    known = exists().where(Term.organization_id == Organization.id, Term.archived_at.is_(None))
    return organizations_of(scope).where(Organization.kind.not_in(WITHOUT_TERM), ~known)


def second_roots(scope: Scope) -> Rows | None:
    """Select the organizations below no other one, but for the first of them: the root."""
    if not scope.contains_root:
        return None
    placed = exists().where(
        Placement.organization_id == Organization.id,
        on_day(scope.as_of, Placement.started_on, Placement.ended_on),
    )
    loose = organizations_of(scope).where(~placed).subquery("loose").c
    first = select(func.min(loose.id)).scalar_subquery()
    return select(loose.id, loose.code, loose.title, loose.day).where(loose.id != first)


def below_dissolved(scope: Scope) -> Rows:
    """Select the organizations below one that has been dissolved."""
    upper = aliased(Organization)
    return (
        organizations_of(scope)
        .add_columns(upper.name.label("upper"), upper.dissolved_on.label("dissolved"))
        .join(Placement, Placement.organization_id == Organization.id)
        .join(upper, upper.id == Placement.parent_id)
        .where(
            on_day(scope.as_of, Placement.started_on, Placement.ended_on),
            upper.dissolved_on <= scope.as_of,
        )
    )


def below_wrong_kind(scope: Scope) -> Rows:
    """Select the organizations below a Party group, or below a branch without being its group."""
    upper, group = aliased(Organization), OrganizationKind.PARTY_GROUP
    is_none_of_it = and_(upper.kind.in_(BRANCH_KINDS), Organization.kind != group)
    return (
        organizations_of(scope)
        .add_columns(Organization.kind, upper.name.label("upper"), upper.kind.label("upper_kind"))
        .join(Placement, Placement.organization_id == Organization.id)
        .join(upper, upper.id == Placement.parent_id)
        .where(
            on_day(scope.as_of, Placement.started_on, Placement.ended_on),
            or_(upper.kind == group, is_none_of_it),
        )
    )


_rule = rules_of("organizations", Subject.ORGANIZATIONS, "organizations")
problems = (
    _rule(
        "no_term",
        Severity.WARN,
        lazy_gettext("Organizations without a term on record"),
        lazy_gettext("“%(title)s” has no term on record, so nobody sees when it has to elect."),
        select=without_term,
        mend=Mend("terms.create", lazy_gettext("Enter the term"), {"organization": "#id"}),
        basis=Basis.TERMS,
    ),
    _rule(
        "no_superior",
        Severity.BLOCK,
        lazy_gettext("Organizations without a superior, beside the root"),
        lazy_gettext("“%(title)s” is below no other organization, and isn't the root."),
        select=second_roots,
    ),
    _rule(
        "below_dissolved",
        Severity.BLOCK,
        lazy_gettext("Organizations below a dissolved one"),
        lazy_gettext("“%(title)s” is still below “%(upper)s”, dissolved on %(dissolved)s."),
        select=below_dissolved,
    ),
    _rule(
        "below_wrong_kind",
        Severity.BLOCK,
        lazy_gettext("Organizations below one of a kind that has none of theirs"),
        lazy_gettext(
            "“%(title)s” (%(kind)s) is below “%(upper)s” (%(upper_kind)s): below a branch there are"
            " only Party groups, and below a group there is nothing."
        ),
        select=below_wrong_kind,
        basis=Basis.BRANCHES,
    ),
)
