"""The whole tree as plain values, read once a transaction: who hangs below whom on any day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import event, select
from sqlalchemy.orm import Session, object_session

from partyhub.database import db
from partyhub.organizations.models import Organization, Placement
from partyhub.periods import holds_on
from partyhub.scopes import Reach

CACHE = "hierarchy"
OF_THE_TREE = (Organization, Placement)


class Edge(NamedTuple):
    """One placement: `child` hangs below `parent` from one day up to the day before another."""

    child: int
    parent: int
    started_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Hierarchy:
    """Every organization's id, archived ones too, those that are not archived, and the edges."""

    ids: frozenset[int]
    live: Sequence[int]
    edges: Sequence[Edge]

    @cached_property
    def _days(self) -> dict[date, Mapping[int, Sequence[int]]]:
        return {}

    @cached_property
    def _reaches(self) -> dict[tuple[int, date], Reach]:
        return {}

    def _children_on(self, day: date) -> Mapping[int, Sequence[int]]:
        if day not in self._days:
            found: dict[int, list[int]] = {}
            for edge in self.edges:
                if holds_on(day, edge.started_on, edge.ended_on):
                    found.setdefault(edge.parent, []).append(edge.child)
            self._days[day] = found
        return self._days[day]

    def below(self, organization_id: int, day: date) -> frozenset[int]:
        """The organization and all below it on `day`."""
        children = self._children_on(day)
        found, rest = {organization_id}, [organization_id]
        while rest:
            new = [child for child in children.get(rest.pop(), ()) if child not in found]
            found.update(new)
            rest.extend(new)
        return frozenset(found)

    def hangs(self, organization_id: int, day: date) -> bool:
        """Whether it hangs below another one on `day`."""
        return any(organization_id in below for below in self._children_on(day).values())

    def root_on(self, day: date) -> int | None:
        """The first that is not archived and hangs below no other on `day`."""
        placed = {child for below in self._children_on(day).values() for child in below}
        return min((each for each in self.live if each not in placed), default=None)

    def reach_from(self, organization_id: int, day: date) -> Reach:
        """The organization and all below it on `day`; a page asks for its viewer's many times."""
        key = (organization_id, day)
        if key not in self._reaches:
            is_root = not self.hangs(organization_id, day)
            self._reaches[key] = self.reach(self.below(*key), holds_root=is_root)
        return self._reaches[key]

    def reach(self, ids: Collection[int], *, holds_root: bool) -> Reach:
        """These organizations; with the root and every organization it is no condition at all."""
        if holds_root and self.ids.issubset(ids):
            return Reach()
        return Reach(tuple(sorted(ids)), holds_root)


def find_hierarchy() -> Hierarchy:
    """Read the tree, at most once in each transaction while nothing writes to it."""
    session = db.session()
    found = session.info.get(CACHE)
    if found is None:
        rows = session.execute(_rows()).all()  # it may flush, and so forget what is known
        found = session.info[CACHE] = _read(rows)
    assert isinstance(found, Hierarchy)
    return found


def _rows() -> Any:
    placed = Placement.organization_id == Organization.id
    return select(
        Organization.id,
        Organization.archived_at.is_(None),
        Placement.parent_id,
        Placement.started_on,
        Placement.ended_on,
    ).outerjoin(Placement, placed)


def _read(rows: Iterable[Any]) -> Hierarchy:
    known, edges = {}, []
    for child, is_live, parent, started_on, ended_on in rows:
        known[child] = is_live
        if parent is not None:
            edges.append(Edge(child, parent, started_on, ended_on))
    return Hierarchy(frozenset(known), [each for each, live in known.items() if live], edges)


def _forget(session: Session | None) -> None:
    if session is not None:
        session.info.pop(CACHE, None)


@event.listens_for(db.session, "after_begin")
def _at_begin(session: Session, _transaction: Any, _connection: Any) -> None:
    """Read anew in each transaction: another process may have written before it began."""
    _forget(session)


@event.listens_for(db.session, "after_soft_rollback")
def _at_rollback(session: Session, _transaction: Any) -> None:
    _forget(session)


@event.listens_for(db.session, "after_attach")
def _at_attach(session: Session, instance: object) -> None:
    """A new one is written by the next query, after it was asked who is in reach."""
    if isinstance(instance, OF_THE_TREE):
        _forget(session)


@event.listens_for(db.session, "after_flush")
def _at_flush(session: Session, _context: Any) -> None:
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(each, OF_THE_TREE) for each in changed):
        _forget(session)


@event.listens_for(db.session, "do_orm_execute")
def _at_execute(state: Any) -> None:
    """A statement that writes may write to the tree, whatever it is."""
    if not state.is_select:
        _forget(state.session)


def _at_set(target: Placement, *_values: Any) -> None:
    _forget(object_session(target))


for column in (Placement.started_on, Placement.ended_on, Placement.parent_id):
    event.listen(column, "set", _at_set)
