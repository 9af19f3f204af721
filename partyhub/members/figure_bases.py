"""Bases of the figures of members: who was ever assigned, and their entries and exits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, null, select
from sqlalchemy.orm import aliased

from partyhub.dialects import as_stored, one_of_each, without_index
from partyhub.figures import Base, Rows, Scope
from partyhub.members import movements
from partyhub.members.models import Assignment, Member, Sex, Stage
from partyhub.members.stages import on_roll, stage_column
from partyhub.members.traits import (
    is_floating,
    is_of_minority,
    is_retired,
    went_to_college,
)
from partyhub.periods import on_day

# Numbers of the stages; the highest stage has the greatest number.
RANKS = {stage: number for number, stage in enumerate(Stage, 1)}
PROBATIONARY = RANKS[Stage.PROBATIONARY]
# The columns that the figures read without an aggregate.
OWN = (
    Member.sex,
    Member.ethnicity,
    Member.employment,
    Member.is_floating,
    Member.education,
    Member.birth_date,
)


def rank_on(day: Any) -> ColumnElement[int]:
    """Return the number of the highest stage that the query's member has reached by `day`.

    The number is 0 before the application.
    """
    return case(
        *((as_stored(stage_column(stage)) <= day, RANKS[stage]) for stage in reversed(list(Stage))),
        else_=0,
    )


def select_people(scope: Scope) -> Rows:
    """Return the query for everybody ever assigned in the scope, with what no day changes.

    Each person appears once, even if assignments overlap. The rows are of one person each, so the
    person's columns need no aggregate, which would compute them again for each assignment.
    """
    one = Assignment
    return (
        select(
            one.member_id.label("id"),
            (Member.sex == Sex.FEMALE).label("is_woman"),
            is_of_minority().label("is_of_minority"),
            is_retired().label("is_retired"),
            is_floating().label("is_floating"),
            went_to_college().label("went_to_college"),
        )
        # SQLite shall read the people in the order of their assignments, where each is found next.
        .join_from(one, Member, Member.id == without_index(one.member_id))
        .where(
            one.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.contains(one.organization_id),
        )
        .group_by(one_of_each(one.member_id, Member.id, *OWN))
    )


def days_of_people(scope: Scope) -> dict[str, Any]:
    """Return the columns of `select_people` that depend on the days of the scope.

    `stage` is the number of the stage on the last day, null for people who are not assigned then.
    `was_in` (in the Party and assigned before the first day) and `became_full` (became a full
    member in the period while assigned) are greater than 0 where that is so.
    """

    def is_in(day: Any) -> ColumnElement[bool]:
        return on_day(day, as_stored(Assignment.started_on), as_stored(Assignment.ended_on))

    full_on = as_stored(Member.full_on)
    was_in = and_(is_in(scope.before), on_roll(scope.before))
    became_full = and_(scope.happened(full_on), is_in(full_on))
    return {
        "stage": func.max(case((is_in(scope.as_of), rank_on(scope.as_of)))),
        "was_in": func.count().filter(was_in),
        "became_full": func.count().filter(became_full),
        "age_band": age_band(scope),
    }


def age_band(scope: Scope) -> ColumnElement[int | None]:
    """Return the number of the person's band of ages on the last day, null without a birthday.

    Ages are completed years; the bands end at 35, 50 and 60 years.
    """
    born = as_stored(Member.birth_date)
    bands = (scope.born_36, scope.born_51, scope.born_61)
    return case(
        (born.is_(None), null()),
        *((born > last, number) for number, last in enumerate(bands)),
        else_=len(bands),
    )


def people_of(ids: Sequence[int]) -> Select[Any]:
    """Select the people whose assignments these are."""
    one = aliased(Assignment)
    return select(one.member_id).where(one.id.in_(ids))


ASSIGNED = Base(
    Member,
    select_people,
    days_of_people,
    traces={Assignment: lambda ids: Member.id.in_(people_of(ids))},
)
MOVED = Base(
    Assignment,
    movements.select_movements,
    fenced=True,
    # Whether it is an entry or an exit is a matter of all assignments of the person.
    traces={
        Assignment: lambda ids: Assignment.member_id.in_(people_of(ids)),
        Member: lambda ids: Assignment.member_id.in_(ids),
    },
)
