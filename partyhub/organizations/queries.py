"""Queries for the organization tree and a viewer's reach; every scope is computed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    exists,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import aliased, joinedload, selectinload

from partyhub import clock
from partyhub.database import db
from partyhub.figures import Rows
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization, OrganizationKind, Placement, Term, Workshop
from partyhub.periods import on_day
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


def subtree(root_id: int | BindParameter[int], day: date | BindParameter[date]) -> Select[Any]:
    """Return the query for the ids of organization `root_id` and of all below it on `day`."""
    tree = select(type_coerce(root_id, Integer).label("id")).cte(recursive=True)
    below = select(Placement.organization_id).where(
        Placement.parent_id == tree.c.id, on_day(day, Placement.started_on, Placement.ended_on)
    )
    tree = tree.union(below)
    return select(tree.c.id)


def reach_of(viewer: Viewer) -> Reach:
    """Return the reach of the organizations that the viewer looks after today.

    The root is part of it if the viewer's organization is the root. The tree is read once per
    transaction, and queries get the ids: none of them searches the tree again.
    """
    if viewer.is_owner or viewer.of_unit:
        return Reach()
    if viewer.organization_id is None:
        return Reach((), contains_root=False)
    return find_hierarchy().reach_from(viewer.organization_id, clock.today())


def narrow(reach: Reach, organization_id: int, day: date) -> Reach:
    """Return the part of `reach` that is the organization or is below it on `day`."""
    tree = find_hierarchy()
    below = tree.below(organization_id, day) & tree.ids
    ids = below if reach.organizations is None else below.intersection(reach.organizations)
    is_root = tree.root_on(day) == organization_id
    return tree.reach(ids, contains_root=reach.contains_root and is_root)


def in_scope(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Return the condition that the organization id in `column` is in the viewer's reach today."""
    return reach_of(viewer).contains(column)


def looks_after_root(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer's organization is the root.

    Records that belong to no other organization belong to the root.
    """
    return reach_of(viewer).of_root()


def load_organizations() -> Select[Organization]:
    return select(Organization).options(
        selectinload(Organization.placements).joinedload(Placement.parent),
        selectinload(Organization.former_values),
    )


def load_terms() -> Select[Term]:
    return select(Term).join(Term.organization).options(joinedload(Term.organization))


def load_workshops() -> Select[Workshop]:
    return select(Workshop).options(
        joinedload(Workshop.organization), selectinload(Workshop.former_values)
    )


def choose_organization(viewer: Viewer) -> Select[Organization]:
    """Return the query for the organizations in the viewer's scope, for choosing one."""
    return select(Organization).where(
        Organization.archived_at.is_(None), in_scope(viewer, Organization.id)
    )


def find_choosable(viewer: Viewer, organization_id: int) -> Organization | None:
    """Return the organization with this id if `choose_organization` selects it, or None.

    The tree decides, so an organization that the transaction has loaded is not read again.
    """
    reach, tree = reach_of(viewer), find_hierarchy()
    is_in_reach = reach.organizations is None or organization_id in reach.organizations
    if not is_in_reach or organization_id not in tree.names:
        return None
    return db.session.get(Organization, organization_id)


def choose_branch(viewer: Viewer) -> Select[Organization]:
    """Return the query for organizations that take members: all but Party groups."""
    return choose_organization(viewer).where(Organization.kind != OrganizationKind.PARTY_GROUP)


def choose_group(viewer: Viewer) -> Select[Organization]:
    """Return the query for the Party groups in the viewer's scope."""
    return choose_organization(viewer).where(Organization.kind == OrganizationKind.PARTY_GROUP)


def choose_workshop(viewer: Viewer) -> Select[Workshop]:
    """Return the query for all workshops: a branch's members may work in any of them."""
    return select(Workshop).where(Workshop.archived_at.is_(None))


def choose_own_workshop(viewer: Viewer) -> Select[Workshop]:
    """Return the query for the workshops whose records the viewer may write.

    They belong to the viewer's organizations; those without an organization belong to the root.
    """
    reach = reach_of(viewer)
    return choose_workshop(viewer).where(reach.contains_or_root(Workshop.organization_id))


def workshops_in(reach: Reach) -> Select[Any]:
    """Return the query for the ids of the workshops that belong to organizations in reach."""
    return select(Workshop.id).where(reach.contains_or_root(Workshop.organization_id))


def of_workshop(reach: Reach, column: Any) -> ColumnElement[bool]:
    """Return the condition that the workshop whose id is in `column` is in reach.

    A null id belongs to the root.
    """
    if reach.is_everything:
        return true()
    without: ColumnElement[bool] = column.is_(None)
    return reach.holds(column, workshops_in(reach)) | (without & reach.of_root())


def in_own_workshops(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Return the condition that the viewer, a commissar, looks after the workshop in `column`."""
    condition: ColumnElement[bool] = column.in_(viewer.workshop_ids)
    return condition


def of_own_workshops(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Return the condition that the organization in `column` has one of the viewer's workshops.

    The viewer is a commissar; `column` contains the organization's id.
    """
    own = select(Workshop.organization_id).where(in_own_workshops(viewer, Workshop.id))
    condition: ColumnElement[bool] = column.in_(own)
    return condition


def find_root(day: date | None = None) -> Organization | None:
    """Return the organization that is below no other on `day` (or today): the committee itself."""
    return db.session.scalars(_select_root(day or clock.today())).first()


def _select_root(day: date) -> Select[Organization]:
    hangs = exists().where(
        Placement.organization_id == Organization.id,
        on_day(day, Placement.started_on, Placement.ended_on),
    )
    query = select(Organization).where(Organization.archived_at.is_(None), ~hangs)
    return query.order_by(Organization.id).limit(1)


def find_organization(code: str) -> Organization | None:
    """Return the organization with this code that is not archived, or None."""
    query = select(Organization).where(
        Organization.code == code, Organization.archived_at.is_(None)
    )
    return db.session.scalars(query).first()


def hangs_below(organization_id: int, root_id: int, day: date) -> bool:
    """Return whether the first is the second, or is below it, on `day` or any later day."""
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


def find_children(organization: Organization, day: date) -> Sequence[Organization]:
    """Return the organizations directly below this one on `day` or later, by code."""
    below = select(Placement.organization_id).where(
        Placement.parent_id == organization.id,
        or_(Placement.ended_on.is_(None), Placement.ended_on > day),
    )
    query = select(Organization).where(
        Organization.id.in_(below),
        Organization.archived_at.is_(None),
        or_(Organization.dissolved_on.is_(None), Organization.dissolved_on > day),
    )
    return db.session.scalars(query.order_by(Organization.code)).all()


@dataclass(frozen=True)
class Branching:
    """An organization and the branchings of the organizations directly below it on a day."""

    organization: Organization
    children: Sequence["Branching"]

    def all(self) -> list[Organization]:
        """Return a list of the organization and everything below it."""
        return [self.organization, *(each for child in self.children for each in child.all())]


def find_tree(organization: Organization, day: date) -> Branching:
    """Return the tree below `organization` on `day`, without dissolved organizations."""
    rows = db.session.execute(
        select(Placement.parent_id, Organization)
        .join(Organization, Organization.id == Placement.organization_id)
        .where(
            on_day(day, Placement.started_on, Placement.ended_on),
            on_day(day, Organization.established_on, Organization.dissolved_on),
            Organization.archived_at.is_(None),
        )
        .order_by(Organization.code)
    ).all()

    def grow(root: Organization) -> Branching:
        return Branching(root, [grow(child) for parent_id, child in rows if parent_id == root.id])

    return grow(organization)


def select_terms_of(organization: Organization) -> Select[Term]:
    """Return the query for the terms of one organization, newest first."""
    return (
        load_terms()
        .where(Term.organization_id == organization.id, Term.archived_at.is_(None))
        .order_by(Term.started_on.desc())
    )


def select_terms_due(reach: Reach, day: Any, before: Any) -> Rows:
    """Return rows (id, number, organization, day), as of `day`, of terms due before another day.

    `organization` is the organization's name. Terms with a re-election by `day`, or with a later
    term by then, are left out.
    """
    due_on = func.coalesce(Term.extension_until, Term.due_on)
    later = aliased(Term)
    followed = exists().where(
        later.organization_id == Term.organization_id,
        later.archived_at.is_(None),
        later.started_on > Term.started_on,
        later.started_on <= day,
    )
    return (
        select(Term.id, Term.number, Organization.name.label("organization"), due_on.label("day"))
        .join(Term.organization)
        .where(
            Term.archived_at.is_(None),
            Organization.archived_at.is_(None),
            or_(Organization.dissolved_on.is_(None), Organization.dissolved_on > day),
            or_(Term.reelected_on.is_(None), Term.reelected_on > day),
            due_on < before,
            ~followed,
            reach.contains(Term.organization_id),
        )
    )
