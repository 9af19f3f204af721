"""Sets of organizations as query conditions: a viewer's own, or those that a report covers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, true

from partyhub.dialects import without_index

# The most organizations whose records are looked up by organization and then sorted.
FEW = 8


@dataclass(frozen=True)
class Reach:
    """The organizations in reach, as plain values that were read before.

    `organizations` are their ids; None means all. `contains_root` says whether the root is among
    them: records without an organization of their own belong to the root. `in_order` is for lists
    of which one page is read: with a wide reach, the index of their order serves better than the
    index of organizations.
    """

    organizations: tuple[int, ...] | None = None
    contains_root: bool = True
    in_order: bool = False

    @property
    def is_everything(self) -> bool:
        """Return whether no condition is needed: every organization, and the root among them."""
        return self.organizations is None and self.contains_root

    @property
    def is_wide(self) -> bool:
        """Return whether the reach is too wide for looking records up by organization to pay."""
        return self.organizations is None or len(self.organizations) > FEW

    def contains(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that the organization id in `column` is in reach."""
        if self.organizations is None:
            return true()
        if self.in_order and self.is_wide:
            column = without_index(column)
        condition: ColumnElement[bool] = column.in_(self.organizations)
        return condition

    def holds(self, column: Any, ids: Select[Any]) -> ColumnElement[bool]:
        """Return the condition that the id in `column` is among those that `ids` selects in reach.

        `ids` may be read once, or looked up for each row, as the reach is known or not.
        """
        condition: ColumnElement[bool] = column.in_(ids)
        return condition

    def of_root(self) -> ColumnElement[bool]:
        """Return the condition that the root is in reach, a constant."""
        return true() if self.contains_root else false()

    def contains_or_root(self, column: Any) -> ColumnElement[bool]:
        """Return the condition of `contains`, but with an empty `column` counting as the root."""
        if self.is_everything:
            return true()
        rootless: ColumnElement[bool] = column.is_(None)
        return self.contains(column) | (rootless & self.of_root())
