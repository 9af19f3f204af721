"""Figures of organizations and re-elections."""

from flask_babel import lazy_gettext
from sqlalchemy import select

from partyhub.figures import Base, Figure, FigureKind, Group, Rows, Scope
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind, Term
from partyhub.periods import on_day

UNITS = lazy_gettext("organizations")


def select_organizations(scope: Scope) -> Rows:
    """Return the query for the organizations that exist on the last day of the scope."""
    return select(Organization.id, Organization.kind).where(
        Organization.archived_at.is_(None),
        on_day(scope.as_of, Organization.established_on, Organization.dissolved_on),
        scope.contains(Organization.id),
    )


def select_reelections(scope: Scope) -> Rows:
    """Return the query for terms whose re-election was in the period."""
    return select(Term.id).where(
        Term.archived_at.is_(None),
        scope.happened(Term.reelected_on),
        scope.contains(Term.organization_id),
    )


ORGANIZATIONS = Base(Organization, select_organizations)

figures = (
    Figure(
        "organizations.branches",
        lazy_gettext("Party branches"),
        UNITS,
        FigureKind.STOCK,
        lazy_gettext("Branches, joint and temporary ones, existing on the last day."),
        group=Group.MEMBERS,
        base=ORGANIZATIONS,
        where=lambda row: row.kind.in_(BRANCH_KINDS),
    ),
    Figure(
        "organizations.general_branches",
        lazy_gettext("General Party branches"),
        UNITS,
        FigureKind.STOCK,
        lazy_gettext("General branches, existing on the last day."),
        group=Group.MEMBERS,
        base=ORGANIZATIONS,
        where=lambda row: row.kind == OrganizationKind.GENERAL_BRANCH,
    ),
    Figure(
        "organizations.committees",
        lazy_gettext("Party committees"),
        UNITS,
        FigureKind.STOCK,
        lazy_gettext("Party committees, existing on the last day."),
        group=Group.MEMBERS,
        base=ORGANIZATIONS,
        where=lambda row: row.kind == OrganizationKind.PARTY_COMMITTEE,
    ),
    Figure(
        "organizations.reelected",
        lazy_gettext("Re-elections held"),
        UNITS,
        FigureKind.FLOW,
        lazy_gettext("Terms whose re-election took place in the period."),
        group=Group.MEMBERS,
        base=Base(Term, select_reelections),
    ),
)
