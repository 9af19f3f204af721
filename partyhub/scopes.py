"""Some organizations, as a condition of queries: a viewer's own, or those a report is about."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, true


@dataclass(frozen=True)
class Reach:
    """Which organizations are meant.

    `organizations` selects their ids; None means all. `holds_root` says whether the root is among
    them, to which what has no organization of its own belongs.
    """

    organizations: Select[Any] | None = None
    holds_root: ColumnElement[bool] = field(default_factory=true)

    @property
    def is_everything(self) -> bool:
        return self.organizations is None

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Whether the organization's id in `column` is one of them."""
        if self.organizations is None:
            return true()
        condition: ColumnElement[bool] = column.in_(self.organizations)
        return condition

    def holds_or_root(self, column: Any) -> ColumnElement[bool]:
        """The same for records that may have no organization of their own: those are the root's."""
        rootless: ColumnElement[bool] = column.is_(None)
        return self.holds(column) | (rootless & self.holds_root)
