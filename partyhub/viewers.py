"""Who looks, as plain values: no query, no request."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import pgettext


class Role(StrEnum):
    """What an account is for; the rights are those of registers.md, "Who may what"."""

    ADMINISTRATOR = "administrator"
    COMMITTEE_SECRETARY = "committee_secretary"
    COMMITTEE_CLERK = "committee_clerk"
    BRANCH_SECRETARY = "branch_secretary"
    COMMISSAR = "commissar"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return _labels()[self]


COMMITTEE = frozenset({Role.COMMITTEE_SECRETARY, Role.COMMITTEE_CLERK})
SECRETARIES = COMMITTEE | {Role.BRANCH_SECRETARY}
READERS = SECRETARIES | {Role.REVIEWER}


@dataclass(frozen=True)
class Viewer:
    """One who asks. The command line is the owner: it has no role and sees everything."""

    name: str
    role: Role | None = None
    user_id: int | None = None
    organization_id: int | None = None
    workshop_ids: frozenset[int] = frozenset()
    member_id: int | None = None

    @property
    def is_owner(self) -> bool:
        return self.role is None

    def is_one_of(self, roles: frozenset[Role]) -> bool:
        return self.role is None or self.role in roles

    @property
    def role_label(self) -> str:
        return self.role.label if self.role else ""


def _labels() -> dict[Role, str]:
    return {
        Role.ADMINISTRATOR: pgettext("role", "System administrator"),
        Role.COMMITTEE_SECRETARY: pgettext("role", "Committee secretary"),
        Role.COMMITTEE_CLERK: pgettext("role", "Committee clerk"),
        Role.BRANCH_SECRETARY: pgettext("role", "Branch secretary"),
        Role.COMMISSAR: pgettext("role", "Workshop commissar"),
        Role.REVIEWER: pgettext("role", "Reviewer"),
        Role.AUDITOR: pgettext("role", "Auditor"),
    }
