"""Queries for the records that accounts can be bound to."""

from typing import Any

from sqlalchemy import Select, select

from partyhub.accounts.models import User
from partyhub.database import Nameable, db
from partyhub.members.models import Member
from partyhub.organizations.models import Organization, Workshop
from partyhub.viewers import Viewer


def select_organizations(_viewer: Viewer) -> Select[Organization]:
    return _live(Organization)


def select_workshops(_viewer: Viewer) -> Select[Workshop]:
    return _live(Workshop)


def select_members(_viewer: Viewer) -> Select[Member]:
    return _live(Member)


def find_scope(user: User) -> dict[str, Any]:
    """Return the records that the account is bound to, by the names of the form's fields."""
    return {
        "organization": _find(Organization, user.organization_id),
        "member": _find(Member, user.member_id),
        "workshops": [_find(Workshop, key) for key in sorted(user.workshop_ids)],
    }


def find_others_of(user: User) -> list[str]:
    """Return the user names of other enabled accounts of the account's member."""
    if user.member_id is None:
        return []
    query = select(User.username).where(
        User.member_id == user.member_id, User.id != user.id, User.disabled_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(User.username)))


def find_organization_names(users: list[User]) -> dict[int, str]:
    """Return the names of the organizations of these accounts, by id, in one query."""
    wanted = {user.organization_id for user in users} - {None}
    query = select(Organization.id, Organization.name).where(Organization.id.in_(wanted))
    return {row.id: row.name for row in db.session.execute(query)}


def _live(model: type[Any]) -> Select[Any]:
    return select(model).where(model.archived_at.is_(None))


def _find(model: type[Nameable], key: int | None) -> Nameable | None:
    return None if key is None else db.session.get(model, key)
