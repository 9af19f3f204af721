from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, select

from partyhub.figures import Figure, FigureKind, Scope
from partyhub.organizations.models import BRANCH_KINDS, Organization, Term
from partyhub.periods import on_day

UNITS = lazy_gettext("organizations")


def select_branches(scope: Scope) -> Select[Any]:
    return select(Organization.id).where(
        Organization.archived_at.is_(None),
        Organization.kind.in_(BRANCH_KINDS),
        on_day(scope.as_of, Organization.established_on, Organization.dissolved_on),
        scope.holds(Organization.id),
    )


def select_reelections(scope: Scope) -> Select[Any]:
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
        Organization,
        select_branches,
    ),
    Figure(
        "organizations.reelected",
        lazy_gettext("Re-elections held"),
        lazy_gettext("times"),
        FigureKind.FLOW,
        lazy_gettext("Terms whose re-election took place in the period."),
        Term,
        select_reelections,
    ),
)
