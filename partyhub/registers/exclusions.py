"""Exclusions: records of one register that can't share a day, such as assignments of one person.

A feature names them among its extensions. Its form asks about one record; whoever puts many back
asks about all of them at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from partyhub.dialects import among
from partyhub.registers.register import Register


@dataclass(frozen=True, eq=False)
class Exclusion:
    """The rule that records of `of` that refer to the `same` records share no day.

    `same` are the keys of these columns. `sentence` says why a record can't stand beside another.
    """

    of: Register
    same: Sequence[str]
    sentence: Any

    @property
    def columns(self) -> frozenset[str]:
        """Return the keys of the columns on which it depends."""
        return frozenset({"started_on", "ended_on", *self.same})

    def select_pairs(self) -> Select[Any, *tuple[Any, ...]]:
        """Select (id, other id) of those of many records that share a day with another one."""
        one: Any = self.of.model
        other: Any = aliased(one)
        agrees = and_(
            *(getattr(one, f"{key}_id") == getattr(other, f"{key}_id") for key in self.same)
        )
        return (
            select(one.id, other.id)
            .join(other, agrees & (one.id != other.id))
            .where(
                among(one.id),
                one.archived_at.is_(None),
                other.archived_at.is_(None),
                or_(one.ended_on.is_(None), one.ended_on > other.started_on),
                or_(other.ended_on.is_(None), other.ended_on > one.started_on),
            )
        )
