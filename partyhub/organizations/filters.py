"""Filters by organization, for every register whose records belong to one."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select

from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import (
    choose_organization,
    choose_workshop,
    in_own_workshops,
)
from partyhub.registers import Filter, record_filter
from partyhub.registers.choices import RecordChoices, find_choices
from partyhub.viewers import Role, Viewer

OFFERED = RecordChoices(choose_organization, order="code")


def organization_choices(viewer: Viewer) -> Sequence[tuple[str, str]]:
    return find_choices([OFFERED], viewer)[0]


def workshop_filter(column: Any) -> Filter:
    """A filter by workshop; a commissar's offers those of the account."""
    return record_filter("workshop", lazy_gettext("Workshop"), column, offered_workshops)


def offered_workshops(viewer: Viewer) -> Select[Workshop]:
    query = choose_workshop(viewer)
    if viewer.role is Role.COMMISSAR:
        query = query.where(in_own_workshops(viewer, Workshop.id))
    return query


def organization_filter(
    label: Any,
    column: Any = None,
    where: Callable[[int, date], ColumnElement[bool]] | None = None,
) -> Filter:
    """A filter by the organization in `column`, or by the condition `where` makes of its id."""

    def condition(value: str, day: date) -> ColumnElement[bool]:
        chosen = int(value)
        if where is not None:
            return where(chosen, day)
        found: ColumnElement[bool] = column == chosen
        return found

    return Filter("organization", label, organization_choices, condition, records=OFFERED)
