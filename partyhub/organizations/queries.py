"""The tree, and which of it a viewer may see: every scope in the program comes from here."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, literal, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from partyhub import clock
from partyhub.database import db
from partyhub.organizations.models import Organization, OrganizationKind, Placement, Term, Workshop
from partyhub.periods import on_day
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


def subtree(root_id: int, day: date) -> Select[Any]:
    """The ids of organization `root_id` and of all below it on `day`."""
    tree = select(literal(root_id).label("id")).cte(recursive=True)
    below = select(Placement.organization_id).where(
        Placement.parent_id == tree.c.id, on_day(day, Placement.started_on, Placement.ended_on)
    )
    tree = tree.union(below)
    return select(tree.c.id)


def reach_of(viewer: Viewer) -> Reach:
    """The organizations that the viewer looks after today; the root is among them where it is theirs."""
    if viewer.is_owner:
        return Reach()
    if viewer.organization_id is None:
        return Reach(select(Organization.id).where(false()), false())
    hangs = exists().where(
        Placement.organization_id == viewer.organization_id,
        on_day(clock.today(), Placement.started_on, Placement.ended_on),
    )
    return Reach(subtree(viewer.organization_id, clock.today()), ~hangs)


def in_scope(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Whether an organization's id in `column` lies in what the viewer looks after today."""
    return reach_of(viewer).holds(column)


def looks_after_root(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer's organization is the root: what belongs to no other belongs to it."""
    return reach_of(viewer).holds_root


def load_organizations() -> Select[Organization]:
    return select(Organization).options(
        selectinload(Organization.placements).joinedload(Placement.parent)
    )


def load_terms() -> Select[Term]:
    return select(Term).join(Term.organization).options(joinedload(Term.organization))


def load_workshops() -> Select[Workshop]:
    return select(Workshop).options(joinedload(Workshop.organization))


def choose_organization(viewer: Viewer) -> Select[Organization]:
    """The organizations that the viewer may choose from: those of the viewer's scope."""
    return select(Organization).where(
        Organization.archived_at.is_(None), in_scope(viewer, Organization.id)
    )


def choose_branch(viewer: Viewer) -> Select[Organization]:
    """Where members may be assigned: everything but Party groups."""
    return choose_organization(viewer).where(Organization.kind != OrganizationKind.PARTY_GROUP)


def choose_group(viewer: Viewer) -> Select[Organization]:
    return choose_organization(viewer).where(Organization.kind == OrganizationKind.PARTY_GROUP)


def choose_workshop(viewer: Viewer) -> Select[Workshop]:
    """Every workshop: a branch's members may work in any of them."""
    return select(Workshop).where(Workshop.archived_at.is_(None))


def find_root(day: date | None = None) -> Organization | None:
    """The organization that hangs under no other: the committee itself."""
    hangs = exists().where(
        Placement.organization_id == Organization.id,
        on_day(day or clock.today(), Placement.started_on, Placement.ended_on),
    )
    query = select(Organization).where(Organization.archived_at.is_(None), ~hangs)
    return db.session.scalars(query.order_by(Organization.id).limit(1)).first()


def find_organization(code: str) -> Organization | None:
    query = select(Organization).where(
        Organization.code == code, Organization.archived_at.is_(None)
    )
    return db.session.scalars(query).first()


def hangs_below(organization_id: int, root_id: int, day: date) -> bool:
    """Whether the first is the second or below it on `day`, or at any day after it."""
    if organization_id == root_id:
        return True
    later = select(Placement.started_on).where(Placement.started_on > day).distinct()
    days = [day, *db.session.scalars(later)]
    return any(
        db.session.scalar(
            select(Organization.id).where(
                Organization.id == organization_id, Organization.id.in_(subtree(root_id, each))
            )
        )
        for each in days
    )


def parent_name_on(day: date) -> ColumnElement[str]:
    """The superior's code on `day`, for sorting; empty for the root."""
    parent = aliased(Organization)
    query = (
        select(parent.code)
        .join(Placement, Placement.parent_id == parent.id)
        .where(
            Placement.organization_id == Organization.id,
            on_day(day, Placement.started_on, Placement.ended_on),
        )
    )
    return query.limit(1).scalar_subquery()


def has_term_on(organization: Organization, day: date) -> bool | None:
    """Whether a term of `organization` was running on `day`; None where none is on record at all."""
    own = select(Term).where(
        Term.organization_id == organization.id, Term.archived_at.is_(None)
    )
    if db.session.scalars(own.limit(1)).first() is None:
        return None
    running = own.where(on_day(day, Term.started_on, Term.reelected_on))
    return db.session.scalars(running.limit(1)).first() is not None
