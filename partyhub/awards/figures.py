from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, select

from partyhub.awards.models import Award, AwardCategory, AwardLevel, RecipientKind
from partyhub.awards.queries import held_in
from partyhub.figures import Figure, FigureKind, Scope

HONORS = lazy_gettext("honors")


def _select_awards(scope: Scope, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(Award.id).where(
        Award.archived_at.is_(None), scope.happened(Award.awarded_on), held_in(scope), *conditions
    )


def _figure(key: str, label: Any, definition: Any, *conditions: ColumnElement[bool]) -> Figure:
    def select_some(scope: Scope) -> Select[Any]:
        return _select_awards(scope, *conditions)

    return Figure(f"awards.{key}", label, HONORS, FigureKind.FLOW, definition, Award, select_some)


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
    _figure(
        "total",
        lazy_gettext("Honors"),
        lazy_gettext("Awarded in the period; an honor counts once."),
    ),
    *(
        _figure(
            level.value,
            label,
            lazy_gettext("Awarded in the period, of this level."),
            Award.level == level,
        )
        for level, label in LEVELS.items()
    ),
    *(
        _figure(
            f"to_{kind.value}",
            label,
            lazy_gettext("Awarded in the period, to this kind of recipient."),
            Award.recipient_kind == kind,
        )
        for kind, label in RECIPIENTS.items()
    ),
    *(
        _figure(
            category.value,
            label,
            lazy_gettext("Awarded in the period, of this category."),
            Award.category == category,
        )
        for category, label in CATEGORIES.items()
    ),
)
