from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import BigInteger, ColumnElement, Select, func, select, type_coerce

from partyhub.activities.models import Activity, ActivityKind, ActivityStatus
from partyhub.activities.queries import (
    count_came,
    count_expected,
    count_expected_who_came,
    count_person_times,
    has_expected,
    of_kind,
)
from partyhub.figures import AnyFigure, Figure, FigureKind, Measure, Ratio, Scope

TIMES = lazy_gettext("times")
PERSON_TIMES = lazy_gettext("person-times")
HOURS = lazy_gettext("hours")
FLOW = FigureKind.FLOW

EXPECTED = Measure("expected_count", count_expected())
CAME = Measure("present_times", count_expected_who_came())
# Multiplied as it is stored, in hundredths; only the product is read as hours again.
STUDY_HOURS = Measure(
    "study_person_hours",
    type_coerce(
        type_coerce(Activity.study_hours, BigInteger) * count_came(), Activity.study_hours.type
    ),
)
PERSONS = Measure("person_times", count_person_times())
SERVICE_HOURS = Measure(
    "person_hours", func.coalesce(Activity.minutes_long, 0) * count_person_times() / 60.0
)


def select_held(scope: Scope, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Activities that were held in the period, by organizations of the scope."""
    return select(Activity.id).where(
        Activity.archived_at.is_(None),
        Activity.status == ActivityStatus.HELD,
        scope.happened(Activity.held_on),
        scope.holds(Activity.organization_id),
        *conditions,
    )


def select_with_expected(scope: Scope) -> Select[Any]:
    return select_held(scope, has_expected())


def select_service(scope: Scope) -> Select[Any]:
    return select_held(scope, of_kind(ActivityKind.VOLUNTEER_SERVICE))


def select_study(scope: Scope) -> Select[Any]:
    return select_held(scope, Activity.study_hours > 0)


# Among figures of every subject these kinds don't say by themselves what is counted.
LABELS = {
    ActivityKind.CONFERENCE: lazy_gettext("Conferences held"),
    ActivityKind.FORUM: lazy_gettext("Forums held"),
    ActivityKind.OTHER: lazy_gettext("Other activities"),
}


def _of_kind(kind: ActivityKind) -> Figure:
    def select_kind(scope: Scope) -> Select[Any]:
        return select_held(scope, of_kind(kind))

    return Figure(
        f"activities.{kind.value}",
        LABELS.get(kind, kind.label_text),
        TIMES,
        FLOW,
        lazy_gettext(
            "Held in the period, of this kind; one gathering counts for each of its kinds."
        ),
        Activity,
        select_kind,
    )


# A team's page shows the same figures, narrowed to its own activities.
SERVICE: tuple[Figure, ...] = (
    Figure(
        "service.activities",
        lazy_gettext("Volunteer service activities"),
        TIMES,
        FLOW,
        lazy_gettext("Held in the period, of the kind volunteer service."),
        Activity,
        select_service,
    ),
    Figure(
        "service.person_times",
        lazy_gettext("Volunteer service, person-times"),
        PERSON_TIMES,
        FLOW,
        lazy_gettext("Members present and guests at these activities."),
        Activity,
        select_service,
        PERSONS,
    ),
    Figure(
        "service.hours",
        lazy_gettext("Volunteer service hours"),
        HOURS,
        FLOW,
        lazy_gettext("The length of each in hours, times its person-times."),
        Activity,
        select_service,
        SERVICE_HOURS,
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
        Activity,
        select_held,
    ),
    Figure(
        "activities.expected_times",
        lazy_gettext("Expected, person-times"),
        PERSON_TIMES,
        FLOW,
        lazy_gettext("People expected at the activities that have an expected list."),
        Activity,
        select_with_expected,
        EXPECTED,
    ),
    Figure(
        "activities.present_times",
        lazy_gettext("Present, person-times"),
        PERSON_TIMES,
        FLOW,
        lazy_gettext("Of these, present or made up for later."),
        Activity,
        select_with_expected,
        CAME,
    ),
    Ratio(
        "activities.attendance_rate",
        lazy_gettext("Attendance rate"),
        lazy_gettext("ratio"),
        FLOW,
        lazy_gettext("Present divided by expected, in person-times."),
        ("activities.present_times", "activities.expected_times"),
    ),
    Figure(
        "activities.study_person_hours",
        lazy_gettext("Study, person-hours"),
        HOURS,
        FLOW,
        lazy_gettext("Study hours counted, times the members present, added up."),
        Activity,
        select_study,
        STUDY_HOURS,
    ),
    Ratio(
        "activities.study_hours_average",
        lazy_gettext("Average study hours"),
        HOURS,
        FLOW,
        lazy_gettext("Study person-hours divided by the Party members on the last day."),
        ("activities.study_person_hours", "members.total"),
    ),
    *SERVICE,
)
