"""Access rules shared by every register whose records belong to organizations."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false

from partyhub import clock
from partyhub.organizations.queries import of_workshop, reach_of
from partyhub.registers import Access
from partyhub.roles import Right
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


def owned_by(
    belongs: Callable[[Reach, date], ColumnElement[bool]],
    by_commissar: Callable[[Viewer], ColumnElement[bool]] | None = None,
    **rights: Any,
) -> Access:
    """Return access rules for records that belong to organizations.

    A viewer sees the records that belong, today, to the organizations that they look after.
    Commissars look after workshops instead: they see the records that `by_commissar` selects, or
    none without it.
    """

    def readable(viewer: Viewer) -> ColumnElement[bool]:
        if viewer.looks_after_workshops:
            return by_commissar(viewer) if by_commissar else false()
        return belongs(replace(reach_of(viewer), in_order=True), clock.today())

    if by_commissar is not None:
        rights.setdefault("to_read", Right.READ_IN_WORKSHOPS)
    return Access(readable, belongs, reach_of, **rights)


def owned_by_workshop(
    column: Any, by_commissar: Callable[[Viewer], ColumnElement[bool]] | None = None, **rights: Any
) -> Access:
    """Return access rules for records of workshops.

    `column` contains the workshop's id; a record without a workshop belongs to the root
    organization. `by_commissar` and `rights` are those of `owned_by`.
    """
    return owned_by(lambda reach, day: of_workshop(reach, column), by_commissar, **rights)
