"""Operations that store organizations with their placements, and terms."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from partyhub import clock
from partyhub.database import Record
from partyhub.dated_values import Act, Correction, period_around, rewrite_period, store_dated
from partyhub.organizations.models import (
    Organization,
    OrganizationKind,
    Placement,
    Term,
    Workshop,
)
from partyhub.periods import add_years, is_valid_on
from partyhub.registers.filling import fill
from partyhub.rules.queries import rule_number
from partyhub.viewers import Viewer


class Placing(NamedTuple):
    """A placement to be stored: the superior, its first day, and the day after its last."""

    parent: Organization
    started_on: date
    ended_on: date | None

    def is_valid_on(self, day: date) -> bool:
        return is_valid_on(day, self.started_on, self.ended_on)


def store_organization(
    organization: Organization, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    """Write the values; `changed_on` says since when a new superior is valid.

    `parents_over_time` gives all placements of a new organization from a sheet.
    """
    values = dict(values)
    act, placings = values.get("changed_on"), values.pop("parents_over_time", None)
    changes_parent = "parent" in values
    parent = values.pop("parent", None)
    if "has_committee" in values or organization.id is None:
        values["has_committee"] = bool(values.get("has_committee"))
    values = store_dated(organization, values)
    if organization.id is not None and organization.is_placed_from_the_first:
        first = organization.placements[0]  # a corrected establishment moves it
        first.started_on = values.get("established_on", first.started_on)
    for name, value in values.items():
        setattr(organization, name, value)
    if changes_parent:
        place(organization, parent, act)
    if placings:  # only for a new organization from a sheet
        organization.placements[:] = [Placement(**each._asdict()) for each in placings]
    return ()


def place(organization: Organization, parent: Organization | None, act: Act | None) -> None:
    """Place `organization` under `parent`: by correcting a period, or from a day on.

    Without either it is placed from today. The first placement begins on the organization's own
    first day. A None parent ends the present placement.
    """
    if isinstance(act, Correction) and organization.placements and parent is not None:
        correct_placement(organization, parent, act.day)
        return
    current = organization.open_placement
    if (current.parent if current else None) is parent:
        return
    day = act if isinstance(act, date) else clock.today()
    if current is None:
        if not organization.placements:
            day = organization.established_on
    elif current.started_on >= day:
        organization.placements.remove(current)  # it was never valid: this corrects a mistake
    else:
        current.ended_on = day
    if parent is not None:
        organization.placements.append(Placement(parent=parent, started_on=day))


def correct_placement(organization: Organization, parent: Organization, day: date) -> None:
    """Place `organization` under `parent` in the whole period of `day`, and in no other."""
    start, end = period_around(organization.placement_days, day)
    first = start or organization.placement_days[0]
    rewrite_period(
        organization.placements,
        lambda placement: placement.parent,
        [parent],
        lambda each: Placement(parent=each),
        (first, end),
    )
    organization.placements.sort(key=lambda placement: placement.started_on)


def store_workshop(
    workshop: Workshop, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    """Write the values; `changed_on` says since when it is a first-line workshop, or none."""
    fill(workshop, store_dated(workshop, values))
    return ()


def default_due_on(kind: OrganizationKind, started_on: date) -> date | None:
    """Return the day on which a term that began on `started_on` ends, or None.

    The rule that is valid on that day decides; without one, it is None. A Party group has a leader
    but no term of office that a rule would end, so it is None too.
    """
    if kind is OrganizationKind.PARTY_GROUP:
        return None
    is_committee = kind is OrganizationKind.PARTY_COMMITTEE
    key = "terms.years.committee" if is_committee else "terms.years.branch"
    years = rule_number(key, started_on)
    return None if years is None else add_years(started_on, years)


def store_term(term: Term, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    """Write the values; a missing due day is computed by the rule."""
    for name, value in values.items():
        setattr(term, name, value)
    if term.due_on is None:
        term.due_on = default_due_on(term.organization.kind, term.started_on)
    return ()
