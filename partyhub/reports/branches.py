"""The figures of each organization directly below another, and what is of that one itself.

Each organization of the scope is in one entry, so that the entries add up to the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext
from sqlalchemy import select

from partyhub.database import db
from partyhub.figures import Additive, AnyFigure, Scope
from partyhub.organizations.hierarchy import Hierarchy, find_hierarchy
from partyhub.organizations.models import Organization
from partyhub.periods import is_valid_on
from partyhub.reports.calculation import Computed, compute_each
from partyhub.viewers import Viewer

# The most entries that one statement counts.
AT_ONCE = 40


@dataclass(frozen=True)
class Entry:
    """One line of the figures by branch: an organization, and what is counted for it.

    `is_own` marks the asked organization itself, with only what is assigned to it or owned by it.
    `has_moved` marks one that hangs elsewhere by now: there its records are counted.
    """

    organization: Organization
    scope: Scope
    is_own: bool = False
    has_moved: bool = False

    @property
    def dissolved_on(self) -> date | None:
        """Return the day of its dissolution if that has come."""
        day = self.organization.dissolved_on
        return day if day is not None and day <= self.scope.as_of else None


def find_requested(
    viewer: Viewer, scope: Scope, requested: Organization | None
) -> Organization | None:
    """Return the requested organization, else the viewer's own, else the committee itself."""
    found = requested.id if requested else viewer.organization_id
    if found is None:
        found = find_hierarchy().root_on(scope.as_of)
    return None if found is None else db.session.get(Organization, found)


def entries_of(scope: Scope, unit: Organization) -> list[Entry]:
    """Return the entry of `unit` itself and of all directly below it on a day of the period.

    They stand by code, those dissolved by the last day after the others.
    """
    parts = _parts_of(scope, unit.id)
    query = select(Organization).where(Organization.id.in_(parts)).order_by(Organization.code)
    found = [
        Entry(each, _narrowed(scope, parts[each.id]), has_moved=not parts[each.id])
        for each in db.session.scalars(query)
    ]
    found.sort(key=lambda entry: entry.dissolved_on is not None)
    return [Entry(unit, own_scope(scope, unit.id), is_own=True), *found]


def own_scope(scope: Scope, unit: int) -> Scope:
    """Return the scope of only what is assigned to the asked organization, or owned by it."""
    rest = _all_ids(scope).difference(*_parts_of(scope, unit).values())
    return replace(_narrowed(scope, rest), contains_root=scope.contains_root)


def _parts_of(scope: Scope, unit: int) -> dict[int, frozenset[int]]:
    """Map each organization directly below the asked one to the ids that are counted for it."""
    tree, all_ids = find_hierarchy(), _all_ids(scope)
    return {
        child: _part_of(tree, child, unit, scope) & all_ids
        for child in _children(tree, unit, scope)
    }


def _all_ids(scope: Scope) -> frozenset[int]:
    ids = scope.organizations
    return find_hierarchy().ids if ids is None else frozenset(ids)


def _children(tree: Hierarchy, unit: int, scope: Scope) -> list[int]:
    """Return the ids of those on record directly below `unit` on a day of the period, by code."""
    last = max(scope.as_of, scope.start)
    own = {
        edge.child
        for edge in tree.edges
        if edge.parent == unit
        and edge.started_on <= last
        and (edge.ended_on is None or edge.ended_on > min(scope.start, scope.as_of))
    }
    return [child for child in tree.names if child in own]


def _part_of(tree: Hierarchy, child: int, unit: int, scope: Scope) -> frozenset[int]:
    """Return the ids of `child` and all below it, empty if it hangs below another by now."""
    now = [e for e in tree.edges if e.child == child and _is_now(e.started_on, e.ended_on, scope)]
    if now and all(edge.parent != unit for edge in now):
        return frozenset()
    return tree.below(child, scope.as_of)


def _is_now(started_on: date, ended_on: date | None, scope: Scope) -> bool:
    return is_valid_on(scope.as_of, started_on, ended_on)


def _existed(organization: Organization, scope: Scope) -> bool:
    """Return whether the organization existed on a day of the period."""
    ended = organization.dissolved_on
    return organization.established_on <= scope.as_of and (ended is None or ended > scope.start)


def _narrowed(scope: Scope, ids: Iterable[int]) -> Scope:
    return replace(scope, organizations=tuple(sorted(ids)), contains_root=False)


def is_additive(figure: AnyFigure, scope: Scope) -> bool:
    """Return whether the values of the entries add up to that of the whole."""
    if figure.additive is Additive.UNMOVED:
        return not has_moved(scope)
    return figure.additive is Additive.ALWAYS


def has_moved(scope: Scope) -> bool:
    """Return whether an organization came below another one in the period."""
    edges = find_hierarchy().edges
    return any(
        scope.start <= edge.started_on <= scope.as_of and other.started_on < edge.started_on
        for edge in edges
        for other in edges
        if other.child == edge.child
    )


def find_branches(
    scope: Scope,
    unit: Organization,
    figures: Sequence[AnyFigure] | None = None,
    *,
    apart: bool = False,
) -> list[tuple[Entry, Mapping[str, Computed]]]:
    """Return each entry with its figures by code; one statement a base counts those of many.

    Organizations that were no more in the period are left out unless something counts for them.
    `apart` is that of `tally_blocks`.
    """
    return find_branches_of_each([(scope, unit)], figures, apart=apart)[0]


def find_branches_of_each(
    unit: Sequence[tuple[Scope, Organization]],
    figures: Sequence[AnyFigure] | None = None,
    *,
    apart: bool = False,
) -> list[list[tuple[Entry, Mapping[str, Computed]]]]:
    """Return `find_branches` of each scope and organization, with all entries counted together."""
    entries = [entry for scope, each in unit for entry in entries_of(scope, each)]
    computed = list[Mapping[str, Computed]]()
    for start in range(0, len(entries), AT_ONCE):
        scopes = [entry.scope for entry in entries[start : start + AT_ONCE]]
        computed += compute_each(scopes, figures, apart=apart)
    found = list[list[tuple[Entry, Mapping[str, Computed]]]]()
    for entry, values in zip(entries, computed, strict=True):
        if entry.is_own:  # the first one of each
            found.append([])
        if _is_shown(entry, values):
            found[-1].append((entry, values))
    return found


def _is_shown(entry: Entry, values: Mapping[str, Computed]) -> bool:
    is_known = entry.is_own or _existed(entry.organization, entry.scope)
    return is_known or any(each.records for each in values.values())


def name_of(entry: Entry) -> str:
    """Return the name of the entry's organization, with what is special about it."""
    name = entry.organization.short_name or entry.organization.name
    if entry.is_own:
        return gettext("%(name)s itself", name=name)
    if entry.has_moved:
        return gettext("%(name)s (moved elsewhere)", name=name)
    if entry.dissolved_on:
        return gettext("%(name)s (dissolved)", name=name)
    return name
