"""Some organizations, as a condition of queries: those a viewer looks after, or a report is about."""

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
        return true() if self.organizations is None else column.in_(self.organizations)

    def holds_or_root(self, column: Any) -> ColumnElement[bool]:
        """The same for records that may have no organization of their own: those are the root's."""
        return self.holds(column) | (column.is_(None) & self.holds_root)
