from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from partyhub import clock
from partyhub.database import Record
from partyhub.organizations.models import Organization, OrganizationKind, Placement, Term
from partyhub.periods import add_years, holds_on
from partyhub.rules.queries import rule_number
from partyhub.viewers import Viewer


class Placing(NamedTuple):
    """A placement as it is to be."""

    parent: Organization
    started_on: date
    ended_on: date | None

    def holds_on(self, day: date) -> bool:
        return holds_on(day, self.started_on, self.ended_on)


def store_organization(
    organization: Organization, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    """Write the values; a new superior holds from `moved_on`, earlier days keep the old tree."""
    values = dict(values)
    moved_on, placings = values.pop("moved_on", None), values.pop("parents_over_time", None)
    changes_parent = "parent" in values
    parent = values.pop("parent", None)
    values["has_committee"] = bool(values.get("has_committee", organization.has_committee))
    if organization.id is not None and organization.is_placed_from_the_first:
        first = organization.placements[0]  # a corrected establishment takes it along
        first.started_on = values.get("established_on", first.started_on)
    for name, value in values.items():
        setattr(organization, name, value)
    if changes_parent:
        place(organization, parent, moved_on)
    if placings:  # of a new one, from a sheet
        organization.placements[:] = [Placement(**each._asdict()) for each in placings]
    return ()


def place(organization: Organization, parent: Organization | None, moved_on: date | None) -> None:
    """Hang `organization` under `parent` from `moved_on`, else from today.

    The first time it hangs there from its own first day.
    """
    current = organization.open_placement
    if (current.parent if current else None) is parent:
        return
    day = moved_on or clock.today()
    if current is None:
        if not organization.placements:
            day = organization.established_on
    elif current.started_on >= day:
        organization.placements.remove(current)  # it never held: the correction of a mistake
    else:
        current.ended_on = day
    if parent is not None:
        organization.placements.append(Placement(parent=parent, started_on=day))


def default_due_on(kind: OrganizationKind, started_on: date) -> date | None:
    """When a term that began on `started_on` ends, by the rule in force on that day.

    A Party group has a leader and no term of office that a rule would end.
    """
    if kind is OrganizationKind.PARTY_GROUP:
        return None
    body = "committee" if kind is OrganizationKind.PARTY_COMMITTEE else "branch"
    years = rule_number(f"terms.years.{body}", started_on)
    return None if years is None else add_years(started_on, years)


def store_term(term: Term, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    for name, value in values.items():
        setattr(term, name, value)
    if term.due_on is None:
        term.due_on = default_due_on(term.organization.kind, term.started_on)
    return ()
