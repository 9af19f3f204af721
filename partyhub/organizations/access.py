"""Access to records that belong to organizations, for every register of such."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false

from partyhub import clock
from partyhub.organizations.queries import of_workshop, reach_of
from partyhub.registers import Access
from partyhub.scopes import Reach
from partyhub.viewers import READERS, Role, Viewer


def owned_by(
    belongs: Callable[[Reach, date], ColumnElement[bool]],
    by_commissar: Callable[[Viewer], ColumnElement[bool]] | None = None,
    **rights: Any,
) -> Access:
    """Let a viewer see the records that belong, today, to the organizations they look after.

    Commissars look after workshops: they see what `by_commissar` selects, or nothing.
    """

    def seen(viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.COMMISSAR:
            return by_commissar(viewer) if by_commissar else false()
        return belongs(replace(reach_of(viewer), in_order=True), clock.today())

    if by_commissar is not None:
        rights.setdefault("readers", READERS | {Role.COMMISSAR})
    return Access(seen, belongs, **rights)


def owned_by_workshop(
    column: Any, by_commissar: Callable[[Viewer], ColumnElement[bool]] | None = None, **rights: Any
) -> Access:
    """The same for records of the workshop whose id stands in `column`, or else of the root."""
    return owned_by(lambda reach, day: of_workshop(reach, column), by_commissar, **rights)
