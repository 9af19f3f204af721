"""The accounts of the example: those who enter something, and one for every other role."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from partyhub.accounts.operations import create_user
from partyhub.accounts.queries import as_viewer
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.organizations.models import Organization, Workshop
from partyhub.roles import Role
from partyhub.viewers import Viewer

# Username, name, role, and the codes of the organization, the member and the workshop.
ACCOUNTS = (
    ("secretary", "沈立群", Role.COMMITTEE_SECRETARY, "DW", "", ""),
    ("clerk", "党务干事", Role.COMMITTEE_CLERK, "DW", "", ""),
    ("yifenchang", "仇海明", Role.BRANCH_SECRETARY, "ZB01", "CG0001", ""),
    ("reviewer", "临港镇党建办", Role.REVIEWER, "DW", "", ""),
    ("auditor", "陆审计", Role.AUDITOR, "", "", ""),
    ("admin", "系统管理员", Role.ADMINISTRATOR, "", "", ""),
    ("commissar", "曾毅", Role.COMMISSAR, "", "CG0048", "W03"),
)


class Account(NamedTuple):
    """A user as `partyhub demo` prints it."""

    username: str
    name: str
    role: str
    password: str


def add_accounts() -> tuple[list[Account], Mapping[str, Viewer]]:
    """Create the users with random passwords that need not be changed.

    Return what is printed of them, and their viewers by username.
    """
    accounts, viewers = [], {}
    for username, name, role, organization, member, workshop in ACCOUNTS:
        workshop_id = _find_id(Workshop.code, workshop)
        user, password = create_user(
            username,
            name,
            role,
            organization_id=_find_id(Organization.code, organization),
            member_id=_find_id(Member.number, member),
            workshop_ids=[workshop_id] if workshop_id else (),
            must_change=False,
        )
        accounts.append(Account(username, name, role.label, password))
        viewers[username] = as_viewer(user)
    return accounts, viewers


def _find_id(column: Any, code: str) -> int | None:
    """Return the id of the record whose `column` holds `code`; None where there is no code."""
    if not code:
        return None
    found: int = db.session.scalars(select(column.class_.id).where(column == code)).one()
    return found
