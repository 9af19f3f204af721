"""The tree, and which of it a viewer may see: every scope in the program comes from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from partyhub import clock
from partyhub.database import db
from partyhub.organizations.hierarchy import find_hierarchy
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
    """The organizations that the viewer looks after today, the root among them where it is.

    The tree is read once a transaction, and the ids are sent: no query searches it again.
    """
    if viewer.is_owner:
        return Reach()
    if viewer.organization_id is None:
        return Reach((), holds_root=False)
    return find_hierarchy().reach_from(viewer.organization_id, clock.today())


def narrow(reach: Reach, organization_id: int, day: date) -> Reach:
    """What of `reach` is the organization, or hangs below it on `day`."""
    tree = find_hierarchy()
    below = tree.below(organization_id, day) & tree.ids
    ids = below if reach.organizations is None else below.intersection(reach.organizations)
    is_root = tree.root_on(day) == organization_id
    return tree.reach(ids, holds_root=reach.holds_root and is_root)


def in_scope(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Whether an organization's id in `column` lies in what the viewer looks after today."""
    return reach_of(viewer).holds(column)


def looks_after_root(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer's organization is the root: what belongs to no other belongs to it."""
    return reach_of(viewer).of_root()


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


def choose_own_workshop(viewer: Viewer) -> Select[Workshop]:
    """The workshops whose records the viewer writes: of the viewer's organizations, or the root."""
    reach = reach_of(viewer)
    return choose_workshop(viewer).where(reach.holds_or_root(Workshop.organization_id))


def workshops_in(reach: Reach) -> Select[Any]:
    """The ids of the workshops that belong to the organizations in reach."""
    return select(Workshop.id).where(reach.holds_or_root(Workshop.organization_id))


def of_workshop(reach: Reach, column: Any) -> ColumnElement[bool]:
    """Whether the workshop's id in `column` is of one in reach; without a workshop, the root's."""
    if reach.is_everything:
        return true()
    without: ColumnElement[bool] = column.is_(None)
    of_one: ColumnElement[bool] = column.in_(workshops_in(reach))
    return of_one | (without & reach.of_root())


def in_own_workshops(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Whether the workshop's id in `column` is one that the viewer, a commissar, looks after."""
    condition: ColumnElement[bool] = column.in_(viewer.workshop_ids)
    return condition


def of_own_workshops(viewer: Viewer, column: Any) -> ColumnElement[bool]:
    """Whether the organization's id in `column` is that of one of a commissar's workshops."""
    own = select(Workshop.organization_id).where(in_own_workshops(viewer, Workshop.id))
    condition: ColumnElement[bool] = column.in_(own)
    return condition


def find_root(day: date | None = None) -> Organization | None:
    """The organization that hangs under no other: the committee itself."""
    return db.session.scalars(_select_root(day or clock.today())).first()


def _select_root(day: date) -> Select[Organization]:
    hangs = exists().where(
        Placement.organization_id == Organization.id,
        on_day(day, Placement.started_on, Placement.ended_on),
    )
    query = select(Organization).where(Organization.archived_at.is_(None), ~hangs)
    return query.order_by(Organization.id).limit(1)


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


def has_term_on(organization: Organization, day: date) -> bool | None:
    """Whether a term of `organization` was running on `day`; None where none is on record."""
    own = select(Term).where(Term.organization_id == organization.id, Term.archived_at.is_(None))
    if db.session.scalars(own.limit(1)).first() is None:
        return None
    running = own.where(on_day(day, Term.started_on, Term.reelected_on))
    return db.session.scalars(running.limit(1)).first() is not None


def find_children(organization: Organization, day: date) -> Sequence[Organization]:
    """What hangs right below `organization` on `day`, or will later, by code."""
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
    """An organization and what hangs below it on a day."""

    organization: Organization
    children: Sequence["Branching"]

    def all(self) -> list[Organization]:
        """The organization and everything below it."""
        return [self.organization, *(each for child in self.children for each in child.all())]


def find_tree(organization: Organization, day: date) -> Branching:
    """The tree below `organization` on `day`, what was dissolved by then left out."""
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
    """The terms of one organization, the newest first."""
    return (
        load_terms()
        .where(Term.organization_id == organization.id, Term.archived_at.is_(None))
        .order_by(Term.started_on.desc())
    )


def select_terms_due(viewer: Viewer, before: date) -> Select[Term]:
    """Terms whose re-election is due before a day and not on record, the most urgent first."""
    due_on = func.coalesce(Term.extension_until, Term.due_on)
    later = aliased(Term)
    followed = exists().where(
        later.organization_id == Term.organization_id,
        later.archived_at.is_(None),
        later.started_on > Term.started_on,
    )
    return (
        load_terms()
        .where(
            Term.archived_at.is_(None),
            Organization.archived_at.is_(None),
            Organization.dissolved_on.is_(None),
            Term.reelected_on.is_(None),
            due_on < before,
            ~followed,
            in_scope(viewer, Term.organization_id),
        )
        .order_by(due_on, Term.id)
    )
