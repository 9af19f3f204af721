"""Access to records that belong to organizations, for every register of such."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false

from partyhub import clock
from partyhub.organizations.queries import reach_of
from partyhub.registers import Access
from partyhub.scopes import Reach
from partyhub.viewers import READERS, Role, Viewer

InWorkshops = Callable[[Collection[int]], ColumnElement[bool]]


def owned_by(
    belongs: Callable[[Reach, date], ColumnElement[bool]],
    in_workshops: InWorkshops | None = None,
    **rights: Any,
) -> Access:
    """Let a viewer see the records that belong, today, to the organizations they look after.

    Commissars look after workshops: they see what `in_workshops` selects of theirs, or nothing.
    """

    def seen(viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.COMMISSAR:
            return in_workshops(viewer.workshop_ids) if in_workshops else false()
        return belongs(reach_of(viewer), clock.today())

    if in_workshops is not None:
        rights.setdefault("readers", READERS | {Role.COMMISSAR})
    return Access(seen, belongs, **rights)
