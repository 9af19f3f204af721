"""One task of the to-do list, and the most urgent ones of a kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from partyhub.home.due import Item


@dataclass(frozen=True)
class Duty:
    """One task: its urgency, what to do, where, until when, and the link that does it."""

    look: str
    state: str
    what: str
    organization: str
    due: date | None
    url: str
    act: str
    act_url: str


class Found(NamedTuple):
    """The most urgent tasks of one kind, the number of all, and the number of those overdue."""

    duties: Sequence[Duty]
    total: int
    overdue: int = 0


def counted(items: Sequence[Item], describe: Callable[[Item], Duty]) -> Found:
    """Return a `Found` of items whose totals the database has counted."""
    first = items[0] if items else None
    duties = [describe(item) for item in items]
    return Found(duties, first.total, first.overdue) if first else Found((), 0)
