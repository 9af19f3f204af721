from flask_babel import lazy_gettext
from sqlalchemy import select

from partyhub.figures import Base, Figure, FigureKind, Group, Rows, Scope
from partyhub.organizations.models import BRANCH_KINDS, Organization, Term
from partyhub.periods import on_day

UNITS = lazy_gettext("organizations")


def select_organizations(scope: Scope) -> Rows:
    """The organizations that exist on the last day."""
    return select(Organization.id, Organization.kind).where(
        Organization.archived_at.is_(None),
        on_day(scope.as_of, Organization.established_on, Organization.dissolved_on),
        scope.holds(Organization.id),
    )


def select_reelections(scope: Scope) -> Rows:
    return select(Term.id).where(
        Term.archived_at.is_(None),
        scope.happened(Term.reelected_on),
        scope.holds(Term.organization_id),
    )


figures = (
    Figure(
        "organizations.branches",
        lazy_gettext("Party branches"),
        UNITS,
        FigureKind.STOCK,
        lazy_gettext("Branches, joint and temporary ones, existing on the last day."),
        group=Group.MEMBERS,
        base=Base(Organization, select_organizations),
        where=lambda row: row.kind.in_(BRANCH_KINDS),
    ),
    Figure(
        "organizations.reelected",
        lazy_gettext("Re-elections held"),
        lazy_gettext("times"),
        FigureKind.FLOW,
        lazy_gettext("Terms whose re-election took place in the period."),
        group=Group.MEMBERS,
        base=Base(Term, select_reelections),
    ),
)
