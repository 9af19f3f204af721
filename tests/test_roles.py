"""What each role may do and see, as one table."""

import pytest

from partyhub.roles import FIRST_ROLE, ROLES, Right, Role, RoleScope
from partyhub.viewers import Viewer

# As registers.md says it: scope, and rights in the order of `Right`.
READS = {Right.READ, Right.READ_IN_WORKSHOPS}
WRITES = READS | {Right.WRITE, Right.WRITE_DUTIES}
OFFICE = WRITES | {
    Right.WRITE_STRUCTURE,
    Right.READ_IMPORTS,
    Right.RENAME_HEADINGS,
    Right.SIGN_REPORTS,
}
POLICY = {
    Role.ADMINISTRATOR: (RoleScope.NOTHING, {Right.RENAME_HEADINGS, Right.MANAGE_ACCOUNTS}),
    Role.COMMITTEE_SECRETARY: (RoleScope.SUBTREE, OFFICE | {Right.SIGN_AS_SECRETARY}),
    Role.COMMITTEE_CLERK: (RoleScope.SUBTREE, OFFICE),
    Role.BRANCH_SECRETARY: (RoleScope.SUBTREE, WRITES),
    Role.COMMISSAR: (RoleScope.WORKSHOPS, {Right.READ_IN_WORKSHOPS, Right.WRITE_DUTIES}),
    Role.REVIEWER: (RoleScope.SUBTREE, READS),
    Role.AUDITOR: (RoleScope.NOTHING, {Right.AUDIT}),
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_its_rights_and_no_other(role: Role) -> None:
    scope, rights = POLICY[role]
    viewer = Viewer("Somebody", role)
    assert role.scope is scope
    assert {right for right in Right if viewer.may(right)} == rights
    assert viewer.looks_after_workshops == (scope is RoleScope.WORKSHOPS)


def test_every_role_is_in_the_table_and_every_right_is_somebodys() -> None:
    assert list(ROLES) == list(Role)
    assert {right for role in Role for right in Right if role.may(right)} == set(Right)


def test_the_owner_may_do_everything_and_looks_after_all() -> None:
    owner = Viewer("owner")
    assert all(map(owner.may, Right))
    assert not owner.looks_after_workshops


def test_the_first_account_can_make_others() -> None:
    assert FIRST_ROLE.may(Right.MANAGE_ACCOUNTS)
