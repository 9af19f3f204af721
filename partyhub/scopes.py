"""Some organizations, as a condition of queries: a viewer's own, or those a report is about."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, true

from partyhub.dialects import without_index

# The records of so many organizations are looked up by them and then sorted.
FEW = 8


@dataclass(frozen=True)
class Reach:
    """Which organizations are meant, as plain values that were read before.

    `organizations` are their ids; None means all. `holds_root` says whether the root is among
    them, to which what has no organization of its own belongs. `in_order` is for lists, of which
    one page is read: the index of their order serves a wide reach better than the organizations'.
    """

    organizations: tuple[int, ...] | None = None
    holds_root: bool = True
    in_order: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether no condition is needed: every organization, and the root among them."""
        return self.organizations is None and self.holds_root

    @property
    def is_wide(self) -> bool:
        """Whether so much is meant that looking records up by organization doesn't pay."""
        return self.organizations is None or len(self.organizations) > FEW

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Whether the organization's id in `column` is one of them."""
        if self.organizations is None:
            return true()
        if self.in_order and self.is_wide:
            column = without_index(column)
        condition: ColumnElement[bool] = column.in_(self.organizations)
        return condition

    def of_root(self) -> ColumnElement[bool]:
        """Whether the root is among them, as a condition."""
        return true() if self.holds_root else false()

    def holds_or_root(self, column: Any) -> ColumnElement[bool]:
        """The same for records that may have no organization of their own: those are the root's."""
        if self.is_everything:
            return true()
        rootless: ColumnElement[bool] = column.is_(None)
        return self.holds(column) | (rootless & self.of_root())
