"""The accounts of the example: whoever enters something, and one for every other role."""

from typing import NamedTuple

from partyhub.accounts.operations import create_user
from partyhub.accounts.queries import as_viewer
from partyhub.example.entering import Office
from partyhub.example.tree import ROOT
from partyhub.viewers import Role

COMMISSAR = "ZB03.0"  # of the commissars, the one who has an account
# Username, name, role, organization, the member that the account belongs to, workshop.
FIRST = (
    ("secretary", "沈立群", Role.COMMITTEE_SECRETARY, ROOT, "", ""),
    ("clerk", "党务干事", Role.COMMITTEE_CLERK, ROOT, "", ""),
)
OTHERS = (
    ("yifenchang", "仇海明", Role.BRANCH_SECRETARY, "ZB01", "ZB01.0", ""),
    ("commissar", "曾毅", Role.COMMISSAR, "", COMMISSAR, "W03"),
    ("reviewer", "临港镇党建办", Role.REVIEWER, ROOT, "", ""),
    ("auditor", "陆审计", Role.AUDITOR, "", "", ""),
    ("admin", "系统管理员", Role.ADMINISTRATOR, "", "", ""),
)


class Account(NamedTuple):
    """What `partyhub demo` prints of each user."""

    username: str
    name: str
    role: str
    password: str


def add_account(
    office: Office, username: str, name: str, role: Role, code: str, member: str, workshop: str
) -> Account:
    """Create a user with a random password that need not be changed."""
    user, password = create_user(
        username,
        name,
        role,
        organization_id=office.kept["organizations", code] if code else None,
        member_id=office.kept["members", member] if member else None,
        workshop_ids=[office.kept["workshops", workshop]] if workshop else (),
        must_change=False,
    )
    office.viewers[username] = as_viewer(user)
    return Account(username, name, role.label, password)
