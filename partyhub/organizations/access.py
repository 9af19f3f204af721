"""Access to records that belong to organizations, for every register of such."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from partyhub import clock
from partyhub.organizations.queries import reach_of
from partyhub.registers import Access
from partyhub.scopes import Reach


def owned_by(belongs: Callable[[Reach, date], ColumnElement[bool]], **rights: Any) -> Access:
    """Let a viewer see the records that belong, today, to the organizations they look after."""
    return Access(lambda viewer: belongs(reach_of(viewer), clock.today()), belongs, **rights)
