"""The viewer: who looks, as plain values, with no query and no request."""

from dataclasses import dataclass

from partyhub.roles import Right, Role, RoleScope


@dataclass(frozen=True)
class Viewer:
    """One viewer: the signed-in person and their rights.

    The command line is the owner: it has no role and sees everything. `of_unit` is set while the
    data of one unit are computed that the viewer may see: nothing of it is out of reach then.
    """

    name: str
    role: Role | None = None
    user_id: int | None = None
    organization_id: int | None = None
    workshop_ids: frozenset[int] = frozenset()
    member_id: int | None = None
    of_unit: bool = False

    @property
    def is_owner(self) -> bool:
        """Return whether it is the command line that asks."""
        return self.role is None

    @property
    def looks_after_workshops(self) -> bool:
        """Return whether workshops, not organizations, say which records are seen."""
        return self.role is not None and self.role.scope is RoleScope.WORKSHOPS

    @property
    def role_label(self) -> str:
        """Return the name of the role; empty for the owner."""
        return self.role.label if self.role else ""

    def may(self, right: Right) -> bool:
        """Return whether the viewer has a right; the owner has every one."""
        return self.role is None or self.role.may(right)
