"""Queries for pauses of the right to vote."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.voting_pauses.models import VotingPause
from partyhub.periods import on_day


def load_pauses() -> Select[VotingPause]:
    return (
        select(VotingPause)
        .join(VotingPause.member)
        .where(Member.archived_at.is_(None))
        .options(joinedload(VotingPause.member))
    )


def find_paused(member_ids: Collection[int], day: date) -> frozenset[int]:
    """Return the ids of those people who may not vote on `day`, because their right is paused."""
    if not member_ids:
        return frozenset()
    query = select(VotingPause.member_id).where(
        VotingPause.archived_at.is_(None),
        VotingPause.member_id.in_(member_ids),
        on_day(day, VotingPause.started_on, VotingPause.ended_on),
    )
    return frozenset(db.session.scalars(query))


def has_other_pause(
    member: Member, started: date, ended: date | None, but: VotingPause | None
) -> bool:
    """Return whether the person has another pause, beside `but`, that shares a day with this.

    One that began on the same day is this one: the key of the register says so.
    """
    query = select(VotingPause.id).where(
        VotingPause.archived_at.is_(None),
        VotingPause.member_id == member.id,
        VotingPause.started_on != started,
        or_(VotingPause.ended_on.is_(None), VotingPause.ended_on > started),
    )
    if ended is not None:
        query = query.where(VotingPause.started_on < ended)
    if but is not None:
        query = query.where(VotingPause.id != but.id)
    return db.session.scalar(query.limit(1)) is not None
