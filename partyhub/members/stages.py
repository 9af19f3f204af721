"""The stages of a person on the way into the Party, as conditions on the days of the member."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_

from partyhub.members.models import Member, Stage


def party_from() -> ColumnElement[date]:
    """The first day as a probationary or full member; null for who is neither yet."""
    return func.coalesce(
        case((Member.full_on < Member.admitted_on, Member.full_on)),
        Member.admitted_on,
        Member.full_on,
    )


def in_party_on(day: date) -> ColumnElement[bool]:
    return or_(Member.admitted_on <= day, Member.full_on <= day)


def in_stage(stage: Stage, day: date) -> ColumnElement[bool]:
    """Whether `stage` is the highest that the member of the query has reached on `day`."""
    return and_(stage_column(stage) <= day, *(_not_yet(higher, day) for higher in _above(stage)))


def stage_column(stage: Stage) -> Any:
    columns: dict[Stage, Any] = {
        Stage.APPLICANT: Member.applied_on,
        Stage.ACTIVIST: Member.activist_on,
        Stage.TARGET: Member.target_on,
        Stage.PROBATIONARY: Member.admitted_on,
        Stage.FULL: Member.full_on,
    }
    return columns[stage]


def _above(stage: Stage) -> list[Stage]:
    stages = list(Stage)
    return stages[stages.index(stage) + 1 :]


def _not_yet(stage: Stage, day: date) -> ColumnElement[bool]:
    column = stage_column(stage)
    return or_(column.is_(None), column > day)
