"""Figures of honors: the total, and its parts by level, recipient and category."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from partyhub.awards.models import Award, AwardCategory, AwardLevel, RecipientKind
from partyhub.awards.queries import awarded_within
from partyhub.figures import Base, Figure, FigureKind, Group, Row, Rows, Scope

HONORS = lazy_gettext("honors")


def select_awarded(scope: Scope) -> Rows:
    """Return the query for the honors awarded in the period, without medals."""
    return _select(scope, Award.category != AwardCategory.MEDAL)


def select_medals(scope: Scope) -> Rows:
    """Return the query for the commemorative medals awarded in the period."""
    return _select(scope, Award.category == AwardCategory.MEDAL)


def _select(scope: Scope, condition: Any) -> Rows:
    return select(
        Award.id, Award.level, Award.recipient_kind, Award.category, Award.awarded_on
    ).where(
        Award.archived_at.is_(None),
        condition,
        scope.happened(Award.awarded_on),
        awarded_within(scope),
    )


AWARDED = Base(Award, select_awarded, day="awarded_on")
MEDALS = Base(Award, select_medals, day="awarded_on")
TOTAL = "awards.total"


def _part(
    key: str, label: Any, definition: Any, group: Group, where: Callable[[Row], Any]
) -> Figure:
    return Figure(
        f"awards.{key}",
        label,
        HONORS,
        FigureKind.FLOW,
        definition,
        group=group,
        part_of=TOTAL,
        base=AWARDED,
        where=where,
    )


def _is(name: str, value: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row, name) == value


LEVELS = {
    AwardLevel.NATIONAL: lazy_gettext("National honors"),
    AwardLevel.PROVINCIAL: lazy_gettext("Provincial honors"),
    AwardLevel.PREFECTURE: lazy_gettext("Prefecture honors"),
    AwardLevel.COUNTY: lazy_gettext("County honors"),
    AwardLevel.TOWNSHIP: lazy_gettext("Township honors"),
    AwardLevel.ENTERPRISE: lazy_gettext("Enterprise honors"),
}
RECIPIENTS = {
    RecipientKind.ORGANIZATION: lazy_gettext("Honors to Party organizations"),
    RecipientKind.COMPANY: lazy_gettext("Honors to the company"),
    RecipientKind.MEMBER: lazy_gettext("Honors to people"),
    RecipientKind.WORKSHOP: lazy_gettext("Honors to workshops"),
    RecipientKind.TEAM: lazy_gettext("Honors to teams"),
    RecipientKind.POST: lazy_gettext("Honors to vanguard posts"),
    RecipientKind.PROJECT: lazy_gettext("Honors to projects"),
    RecipientKind.PROSPERITY_WORKSHOP: lazy_gettext("Honors to prosperity workshops"),
}
CATEGORIES = {
    AwardCategory.ADVANCED_ORGANIZATION: lazy_gettext("Advanced Party organizations"),
    AwardCategory.OUTSTANDING_MEMBER: lazy_gettext("Outstanding Party members"),
    AwardCategory.OUTSTANDING_PARTY_WORKER: lazy_gettext("Outstanding Party workers"),
    AwardCategory.OTHER: lazy_gettext("Other honors"),
}

figures = (
    Figure(
        TOTAL,
        lazy_gettext("Honors"),
        HONORS,
        FigureKind.FLOW,
        lazy_gettext("Awarded in the period, medals left out; an honor counts once."),
        group=Group.HONORS,
        base=AWARDED,
    ),
    *(
        _part(
            level.value,
            label,
            lazy_gettext("Awarded in the period, of this level."),
            Group.HONORS_BY_LEVEL,
            _is("level", level),
        )
        for level, label in LEVELS.items()
    ),
    *(
        _part(
            f"to_{kind.value}",
            label,
            lazy_gettext("Awarded in the period, to this kind of recipient."),
            Group.HONORS_BY_RECIPIENT,
            _is("recipient_kind", kind),
        )
        for kind, label in RECIPIENTS.items()
    ),
    *(
        _part(
            category.value,
            label,
            lazy_gettext("Awarded in the period, of this category."),
            Group.HONORS_BY_CATEGORY,
            _is("category", category),
        )
        for category, label in CATEGORIES.items()
    ),
    Figure(
        "awards.medals",
        lazy_gettext("Commemorative medals"),
        HONORS,
        FigureKind.FLOW,
        lazy_gettext("Commemorative medals awarded in the period; they count as no honor."),
        group=Group.HONORS_BY_CATEGORY,
        base=MEDALS,
    ),
)
