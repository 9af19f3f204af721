"""Filters by organization or workshop, for every register whose records belong to one."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask_babel import get_locale, lazy_gettext
from sqlalchemy import ColumnElement, Select

from partyhub import clock
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization, Workshop
from partyhub.organizations.queries import choose_workshop, in_own_workshops, reach_of
from partyhub.registers import Filter, record_filter
from partyhub.viewers import Viewer


def organization_choices(viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return (id, name) pairs of the organizations that the viewer looks after, as the tree.

    Dissolved ones come last and are marked. They come from the tree, which the request reads in any
    case.
    """
    mark, words = Organization.mark_choice, str(get_locale())
    return find_hierarchy().marked_choices(reach_of(viewer), clock.today(), mark, words)


def workshop_filter(column: Any) -> Filter:
    """Return a filter by workshop; a commissar is offered only their account's workshops."""
    return record_filter("workshop", lazy_gettext("Workshop"), column, offered_workshops)


def offered_workshops(viewer: Viewer) -> Select[Workshop]:
    """Return the query for all workshops, or a commissar's own."""
    query = choose_workshop(viewer)
    if viewer.looks_after_workshops:
        query = query.where(in_own_workshops(viewer, Workshop.id))
    return query


def organization_filter(
    label: Any,
    column: Any = None,
    where: Callable[[int, date], ColumnElement[bool]] | None = None,
) -> Filter:
    """Return a filter by organization.

    It compares the id in `column`; with `where`, it uses the condition that `where` returns for the
    chosen id and the day.
    """

    def condition(value: str, day: date) -> ColumnElement[bool]:
        chosen = int(value)
        if where is not None:
            return where(chosen, day)
        found: ColumnElement[bool] = column == chosen
        return found

    return Filter("organization", label, organization_choices, condition)
