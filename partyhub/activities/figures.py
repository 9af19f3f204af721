"""Figures of activities, attendance, study and volunteer service."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    TypeDecorator,
    func,
    or_,
    select,
    type_coerce,
)

from partyhub.activities.models import KIND_BITS, Activity, ActivityKind, ActivityStatus, Attendance
from partyhub.activities.study_rules import required_hours
from partyhub.figures import (
    AnyFigure,
    Base,
    Figure,
    FigureKind,
    Group,
    Measure,
    Ratio,
    Row,
    Rows,
    Scope,
)
from partyhub.members.models import Member


class HoursInMinutes(TypeDecorator[float]):
    """A number of hours that SQL adds up as whole minutes.

    A sum of fractions would depend on the order of the rows.
    """

    impl = BigInteger
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> float | None:
        return None if value is None else int(value) / 60


TIMES = lazy_gettext("times")
PERSON_TIMES = lazy_gettext("person-times")
HOURS = lazy_gettext("hours")
FLOW = FigureKind.FLOW


def select_held(scope: Scope) -> Rows:
    """Return the query for activities held in the period by organizations of the scope."""
    one = Activity
    return select(
        one.id,
        *(one.held_on, one.typed_expected, one.minutes_long, one.study_hours, one.guest_count),
        *(one.expected_rows, one.people_expected, one.people_came, one.expected_came),
        *(one.typed_present, one.kind_mask),
    ).where(
        one.archived_at.is_(None),
        one.status == ActivityStatus.HELD,
        scope.happened(one.held_on),
        scope.contains(one.organization_id),
    )


def attended_by(ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that one of these people is in the activity's attendance."""
    own = select(Attendance.activity_id).where(Attendance.member_id.in_(ids))
    return Activity.id.in_(own)


HELD = Base(
    Activity,
    select_held,
    day="held_on",
    traces={Member: attended_by},
    made_of={Member: ("archived_at",)},  # who is voided is left out of the stored counts
)


def has_expected(row: Row) -> Any:
    """Return the condition that the activity has a list or a number of people expected."""
    return or_(row.typed_expected.is_not(None), row.expected_rows > 0)


def present(row: Row) -> Any:
    """Return the number of members who came: as entered, else by the rows."""
    return func.coalesce(row.typed_present, row.people_came)


def study_hours(row: Row) -> Any:
    """Return the study hours times the people who came.

    They are multiplied as stored, in hundredths, and read as hours again.
    """
    hours = row.study_hours
    return type_coerce(type_coerce(hours, BigInteger) * present(row), hours.type)


def person_times(row: Row) -> Any:
    """Return the number of members who came and guests."""
    return present(row) + row.guest_count


def service_hours(row: Row) -> Any:
    """Return the length in hours times the members and guests; 0 if the length is unknown."""
    return type_coerce(func.coalesce(row.minutes_long, 0) * person_times(row), HoursInMinutes())


def of_kind(kind: ActivityKind) -> Callable[[Row], Any]:
    """Return a function that makes the condition for activities of this kind."""
    return lambda row: row.kind_mask.bitwise_and(KIND_BITS[kind]) != 0


# The number entered counts; without one, the rows do.
EXPECTED = Measure(
    "expected_count", lambda row: func.coalesce(row.typed_expected, row.people_expected)
)
CAME = Measure("present_times", lambda row: func.coalesce(row.typed_present, row.expected_came))
STUDY_HOURS = Measure("study_person_hours", study_hours)
PERSONS = Measure("person_times", person_times)
SERVICE_HOURS = Measure("person_hours", service_hours)
IS_SERVICE = of_kind(ActivityKind.VOLUNTEER_SERVICE)


# Next to figures of other subjects, the labels of these kinds don't make clear what is counted.
LABELS = {
    ActivityKind.CONFERENCE: lazy_gettext("Conferences held"),
    ActivityKind.FORUM: lazy_gettext("Forums held"),
    ActivityKind.OTHER: lazy_gettext("Other activities"),
}


def _of_kind(kind: ActivityKind) -> Figure:
    return Figure(
        f"activities.{kind.value}",
        LABELS.get(kind, kind.label_text),
        TIMES,
        FLOW,
        lazy_gettext(
            "Held in the period, of this kind; one gathering counts for each of its kinds."
        ),
        group=Group.ACTIVITIES,
        base=HELD,
        where=of_kind(kind),
    )


# A team's page shows the same figures, narrowed to its own activities.
SERVICE: tuple[Figure, ...] = (
    Figure(
        "service.activities",
        lazy_gettext("Volunteer service activities"),
        TIMES,
        FLOW,
        lazy_gettext("Held in the period, of the kind volunteer service."),
        group=Group.ACTIVITIES,
        base=HELD,
        where=IS_SERVICE,
    ),
    Figure(
        "service.person_times",
        lazy_gettext("Volunteer service, person-times"),
        PERSON_TIMES,
        FLOW,
        lazy_gettext("Members present and guests at these activities."),
        group=Group.ACTIVITIES,
        base=HELD,
        where=IS_SERVICE,
        measure=PERSONS,
    ),
    Figure(
        "service.hours",
        lazy_gettext("Volunteer service hours"),
        HOURS,
        FLOW,
        lazy_gettext("The length of each in hours, times its person-times."),
        group=Group.ACTIVITIES,
        base=HELD,
        where=IS_SERVICE,
        measure=SERVICE_HOURS,
    ),
)

figures: tuple[AnyFigure, ...] = (
    *(_of_kind(kind) for kind in ActivityKind),
    Figure(
        "activities.gatherings",
        lazy_gettext("Gatherings"),
        TIMES,
        FLOW,
        lazy_gettext("Held in the period, each gathering once."),
        group=Group.ACTIVITIES,
        base=HELD,
    ),
    Figure(
        "activities.expected_times",
        lazy_gettext("Expected, person-times"),
        PERSON_TIMES,
        FLOW,
        lazy_gettext("People expected at the activities that have an expected list."),
        group=Group.ACTIVITIES,
        base=HELD,
        where=has_expected,
        measure=EXPECTED,
    ),
    Figure(
        "activities.present_times",
        lazy_gettext("Present, person-times"),
        PERSON_TIMES,
        FLOW,
        lazy_gettext("Of these, present or made up for later."),
        group=Group.ACTIVITIES,
        base=HELD,
        where=has_expected,
        measure=CAME,
    ),
    Ratio(
        "activities.attendance_rate",
        lazy_gettext("Attendance rate"),
        lazy_gettext("ratio"),
        FLOW,
        lazy_gettext("Present divided by expected, in person-times."),
        group=Group.ACTIVITIES,
        parts=("activities.present_times", "activities.expected_times"),
    ),
    Figure(
        "activities.study_person_hours",
        lazy_gettext("Study, person-hours"),
        HOURS,
        FLOW,
        lazy_gettext("Study hours counted, times the members present, added up."),
        group=Group.ACTIVITIES,
        base=HELD,
        where=lambda row: row.study_hours > 0,
        measure=STUDY_HOURS,
    ),
    Ratio(
        "activities.study_hours_average",
        lazy_gettext("Average study hours"),
        HOURS,
        FLOW,
        lazy_gettext("Study person-hours divided by the Party members on the last day."),
        group=Group.ACTIVITIES,
        parts=("activities.study_person_hours", "members.total"),
        remark=required_hours,
    ),
    *SERVICE,
)
