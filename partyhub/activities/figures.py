from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import BigInteger, func, or_, select, type_coerce

from partyhub.activities.models import KIND_BITS, Activity, ActivityKind, ActivityStatus
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

TIMES = lazy_gettext("times")
PERSON_TIMES = lazy_gettext("person-times")
HOURS = lazy_gettext("hours")
FLOW = FigureKind.FLOW


def select_held(scope: Scope) -> Rows:
    """Activities that were held in the period, by organizations of the scope."""
    one = Activity
    return select(
        one.id,
        *(one.held_on, one.typed_expected, one.minutes_long, one.study_hours, one.guest_count),
        *(one.expected_rows, one.people_expected, one.people_came, one.expected_came),
        one.kind_mask,
    ).where(
        one.archived_at.is_(None),
        one.status == ActivityStatus.HELD,
        scope.happened(one.held_on),
        scope.holds(one.organization_id),
    )


HELD = Base(Activity, select_held, day="held_on")


def has_expected(row: Row) -> Any:
    """Whether the activity has a list of people expected, or their number."""
    return or_(row.typed_expected.is_not(None), row.expected_rows > 0)


def study_hours(row: Row) -> Any:
    """Hours times people, multiplied as they are stored, in hundredths, and read as hours again."""
    hours = row.study_hours
    return type_coerce(type_coerce(hours, BigInteger) * row.people_came, hours.type)


def person_times(row: Row) -> Any:
    """Members who came, and guests."""
    return row.people_came + row.guest_count


def of_kind(kind: ActivityKind) -> Callable[[Row], Any]:
    return lambda row: row.kind_mask.bitwise_and(KIND_BITS[kind]) != 0


# As typed, else the rows.
EXPECTED = Measure(
    "expected_count", lambda row: func.coalesce(row.typed_expected, row.people_expected)
)
CAME = Measure("present_times", lambda row: row.expected_came)
STUDY_HOURS = Measure("study_person_hours", study_hours)
PERSONS = Measure("person_times", person_times)
SERVICE_HOURS = Measure(
    "person_hours", lambda row: func.coalesce(row.minutes_long, 0) * person_times(row) / 60.0
)
IS_SERVICE = of_kind(ActivityKind.VOLUNTEER_SERVICE)


# Among figures of every subject these kinds don't say by themselves what is counted.
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
    ),
    *SERVICE,
)
