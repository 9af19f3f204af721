"""Reasons for which an activity of a period isn't counted among those held."""

from flask_babel import lazy_gettext

from partyhub.activities.models import Activity, ActivityStatus
from partyhub.figures import Scope
from partyhub.registers.near_misses import NearMiss


def figure_of(_activity: Activity) -> str:
    """Return the code of the figure of all activities held."""
    return "activities.gatherings"


def is_planned(activity: Activity, _scope: Scope) -> bool:
    """Return whether nobody has said yet that the activity was held."""
    return activity.status is ActivityStatus.PLANNED


def is_canceled(activity: Activity, _scope: Scope) -> bool:
    """Return whether the activity was canceled."""
    return activity.status is ActivityStatus.CANCELED


def is_of_another_period(activity: Activity, scope: Scope) -> bool:
    """Return whether the activity lies outside the period."""
    return not scope.period.contains(activity.held_on)


near_misses = (
    NearMiss(
        Activity, figure_of, is_planned, lazy_gettext("planned and not held: it doesn't count")
    ),
    NearMiss(Activity, figure_of, is_canceled, lazy_gettext("canceled: it doesn't count")),
    NearMiss(
        Activity,
        figure_of,
        is_of_another_period,
        lazy_gettext("its day isn't in this period: it doesn't count"),
    ),
)
