"""The roles of accounts, and the rights and the scope of each: one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from flask_babel import lazy_pgettext


class Right(Enum):
    """Something that a role may do; whose records it may do it to is a matter of its scope."""

    __hash__ = object.__hash__  # Enum's own is slower, and each page asks for dozens of rights

    READ = auto()  # registers, figures and rules; take lists and workbooks away
    READ_IN_WORKSHOPS = auto()  # the registers that a workshop has a part in
    WRITE = auto()  # records; import them, and read who changed them
    WRITE_DUTIES = auto()  # of commissars
    WRITE_STRUCTURE = auto()  # organizations, terms, workshops, campaigns, and the rules
    READ_IMPORTS = auto()  # of others
    RENAME_HEADINGS = auto()
    SIGN_REPORTS = auto()  # of the year, and withdraw signatures
    SIGN_AS_SECRETARY = auto()  # the signature that a report can't do without
    MANAGE_ACCOUNTS = auto()
    AUDIT = auto()  # the history of all records, without the values of personal columns


class RoleScope(Enum):
    """The place of the records that a role looks after."""

    SUBTREE = auto()  # an organization and all below it
    WORKSHOPS = auto()  # those of the account, which belongs to a member
    NOTHING = auto()


class Role(StrEnum):
    """The purpose of an account; `ROLES` lists its rights."""

    __hash__ = str.__hash__  # likewise; members equal their keys

    ADMINISTRATOR = "administrator"
    COMMITTEE_SECRETARY = "committee_secretary"
    COMMITTEE_CLERK = "committee_clerk"
    BRANCH_SECRETARY = "branch_secretary"
    COMMISSAR = "commissar"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """Return the role's name in the language of the page."""
        return str(ROLES[self].label)

    @property
    def scope(self) -> RoleScope:
        """Return where the records lie that the role looks after."""
        return ROLES[self].scope

    def may(self, right: Right) -> bool:
        """Return whether the role includes a right."""
        return right in ROLES[self].rights


@dataclass(frozen=True)
class RoleFacts:
    """All that the program knows of a role."""

    label: Any
    scope: RoleScope
    rights: frozenset[Right]


_READING = frozenset({Right.READ, Right.READ_IN_WORKSHOPS})
_WRITING = _READING | {Right.WRITE, Right.WRITE_DUTIES}
_OFFICE = _WRITING | {
    Right.WRITE_STRUCTURE,
    Right.READ_IMPORTS,
    Right.RENAME_HEADINGS,
    Right.SIGN_REPORTS,
}

# The rights are those of registers.md, "Who may what".
ROLES: Mapping[Role, RoleFacts] = {
    Role.ADMINISTRATOR: RoleFacts(
        lazy_pgettext("role", "System administrator"),
        RoleScope.NOTHING,
        frozenset({Right.MANAGE_ACCOUNTS, Right.RENAME_HEADINGS}),
    ),
    Role.COMMITTEE_SECRETARY: RoleFacts(
        lazy_pgettext("role", "Committee secretary"),
        RoleScope.SUBTREE,
        _OFFICE | {Right.SIGN_AS_SECRETARY},
    ),
    Role.COMMITTEE_CLERK: RoleFacts(
        lazy_pgettext("role", "Committee clerk"), RoleScope.SUBTREE, _OFFICE
    ),
    Role.BRANCH_SECRETARY: RoleFacts(
        lazy_pgettext("role", "Branch secretary"), RoleScope.SUBTREE, _WRITING
    ),
    Role.COMMISSAR: RoleFacts(
        lazy_pgettext("role", "Workshop commissar"),
        RoleScope.WORKSHOPS,
        frozenset({Right.READ_IN_WORKSHOPS, Right.WRITE_DUTIES}),
    ),
    Role.REVIEWER: RoleFacts(lazy_pgettext("role", "Reviewer"), RoleScope.SUBTREE, _READING),
    Role.AUDITOR: RoleFacts(
        lazy_pgettext("role", "Auditor"), RoleScope.NOTHING, frozenset({Right.AUDIT})
    ),
}
# The role of an installation's first account, which makes the others.
FIRST_ROLE = Role.ADMINISTRATOR
