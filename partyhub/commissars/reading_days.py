"""Days on which a daily reading was held in a workshop, and those on which one was due."""

from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, and_, distinct, func, or_, select

from partyhub.commissars.models import CommissarDuty, DutyKind
from partyhub.dated_values import had_value
from partyhub.definitions.models import CalendarDay
from partyhub.definitions.queries import count_workdays, is_official, is_workday
from partyhub.figures import Rows, Scope
from partyhub.members.queries import is_on_record
from partyhub.organizations.models import Workshop
from partyhub.periods import on_day


def select_reading(scope: Scope) -> Rows:
    """Return the query for the workshops that were open on a day that counts.

    They are those that are first-line on the last day. `workdays` are those on which the workshop
    was open, `reading_days` those of them on which somebody held a daily reading there.
    """
    opened, closed = Workshop.opened_on, Workshop.closed_on
    workdays = count_workdays(scope.start, scope.end, opened, closed)
    has_begun: Any = scope.has_begun
    return select(
        Workshop.id, workdays.label("workdays"), _reading_days(scope).label("reading_days")
    ).where(
        Workshop.archived_at.is_(None),
        had_value(Workshop, "is_first_line", True, scope.as_of),
        has_begun,
        opened <= scope.end,
        or_(closed.is_(None), and_(closed > scope.start, closed > opened)),
        scope.contains_or_root(Workshop.organization_id),
    )


def _reading_days(scope: Scope) -> ColumnElement[int]:
    """Return how many workdays of the query's workshop have a daily reading."""
    held_on = CommissarDuty.held_on
    days = (
        select(func.count(distinct(held_on)))
        .outerjoin(CalendarDay, CalendarDay.day == held_on)
        .where(
            CommissarDuty.archived_at.is_(None),
            is_on_record(CommissarDuty.commissar_id),
            CommissarDuty.workshop_id == Workshop.id,
            CommissarDuty.kind == DutyKind.DAILY_READING,
            scope.happened(held_on),
            on_day(held_on, Workshop.opened_on, Workshop.closed_on),
            is_workday(held_on),
        )
    )
    return days.correlate(Workshop).scalar_subquery()


def provisional(scope: Scope) -> str:
    """Return that workdays after the official calendar are counted for the time being, or ""."""
    if is_official(scope.start, scope.end):
        return ""
    return gettext("provisional: Monday to Friday where no official calendar is on record")
