"""Queries about the people on a list: who of them belonged nowhere, and where each one was."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import selectinload

from partyhub.database import db
from partyhub.dialects import among
from partyhub.members.models import Member
from partyhub.members.queries import assigned_on
from partyhub.members.stages import in_party_on
from partyhub.statement_cache import remember


def find_outside(people: Collection[Member], day: date) -> Sequence[Member]:
    """Return those of `people` who were not Party members or in no organization on `day`."""
    sent = {"ids": [member.id for member in people], "day": day}
    found = set(db.session.scalars(remember((find_outside,), _select_inside), sent))
    return [member for member in people if member.id not in found]


def _select_inside() -> Select[int]:
    day = bindparam("day", type_=Date)
    return select(Member.id).where(among(Member.id), in_party_on(day), assigned_on(day))


def learn_stays(people: Iterable[Member]) -> None:
    """Load the assignments of these people, which the choices of a form don't load."""
    query = remember((learn_stays,), _select_with_stays)
    db.session.scalars(query, {"ids": [member.id for member in people]}).all()


def _select_with_stays() -> Select[Member]:
    return select(Member).where(among(Member.id)).options(selectinload(Member.assignments))
