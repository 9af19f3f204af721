"""Conditions of what the structure of the members counts."""

from sqlalchemy import ColumnElement, and_

from partyhub.definitions.queries import DEGREES, MAJORITY, contains_listed, is_listed
from partyhub.members.models import Employment, Member


def is_retired() -> ColumnElement[bool]:
    """Return the condition that the query's member is retired."""
    condition: ColumnElement[bool] = Member.employment == Employment.RETIRED
    return condition


def is_floating() -> ColumnElement[bool]:
    """Return the condition that the query's member is a floating member."""
    return Member.is_floating.is_(True)


def is_of_minority() -> ColumnElement[bool]:
    """Return the condition that an ethnicity is on record and isn't the majority's."""
    return and_(Member.ethnicity.is_not(None), ~is_listed(MAJORITY, Member.ethnicity))


def went_to_college() -> ColumnElement[bool]:
    """Return the condition that the education on record contains a word for a degree."""
    return contains_listed(DEGREES, Member.education)
