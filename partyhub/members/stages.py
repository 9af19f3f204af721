"""SQL conditions for a person's stage on the way into the Party."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, case, func, or_

from partyhub.dialects import as_stored
from partyhub.members.models import STAGE_DAYS, Member, Stage


def party_from() -> ColumnElement[date]:
    """Return the first day as a probationary or full member; null for people who are neither."""
    return func.coalesce(
        case((Member.full_on < Member.admitted_on, Member.full_on)),
        Member.admitted_on,
        Member.full_on,
    )


def in_party_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return or_(Member.admitted_on <= day, Member.full_on <= day)


def on_roll(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's member is full or probationary on `day`.

    No index answers it, so that lists are still read in the order of theirs.
    """
    return or_(as_stored(Member.admitted_on) <= day, as_stored(Member.full_on) <= day)


def in_development(day: date) -> ColumnElement[bool]:
    """Return the opposite of `on_roll`: an earlier stage on `day`, or none."""
    return and_(*(_not_yet(stage, day) for stage in (Stage.PROBATIONARY, Stage.FULL)))


def in_stage(stage: Stage, day: date) -> ColumnElement[bool]:
    """Return the condition that `stage` is the highest that the query's member reached by `day`."""
    return and_(stage_column(stage) <= day, *(_not_yet(higher, day) for higher in _above(stage)))


def stage_column(stage: Stage) -> Any:
    """Return the column with the first day of the stage."""
    return getattr(Member, STAGE_DAYS[stage])


def _above(stage: Stage) -> list[Stage]:
    stages = list(Stage)
    return stages[stages.index(stage) + 1 :]


def _not_yet(stage: Stage, day: date) -> ColumnElement[bool]:
    column = stage_column(stage)
    return or_(column.is_(None), column > day)
