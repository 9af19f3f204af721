"""Reasons for which an award isn't counted among the honors of a period."""

from flask_babel import lazy_gettext

from partyhub.awards.models import Award, AwardCategory
from partyhub.figures import Scope
from partyhub.registers.near_misses import NearMiss


def figure_of(_award: Award) -> str:
    """Return the code of the figure of all honors."""
    return "awards.total"


def is_medal(award: Award, _scope: Scope) -> bool:
    """Return whether it is a medal, which has a figure of its own."""
    return award.category is AwardCategory.MEDAL


def is_of_another_period(award: Award, scope: Scope) -> bool:
    """Return whether it was awarded outside the period, whatever year it is for."""
    return not scope.period.contains(award.awarded_on)


near_misses = (
    NearMiss(
        Award, figure_of, is_medal, lazy_gettext("a medal: it counts as one, not as an honor")
    ),
    NearMiss(
        Award,
        figure_of,
        is_of_another_period,
        lazy_gettext("its day isn't in this period: it doesn't count"),
    ),
)
