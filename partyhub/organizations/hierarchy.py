"""The whole organization tree as plain values, read once per transaction.

It answers which organization is below which on any day. The database sends the tree as one JSON
text. Equal texts mean equal trees, so a text is parsed only if it differs from the recent ones: no
code needs to know who wrote to the tree, or where.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import event, select
from sqlalchemy.orm import Session, object_session
from werkzeug.utils import cached_property

from partyhub.database import db
from partyhub.dialects import remember_answer, rows_as_json
from partyhub.organizations.models import Organization, Placement
from partyhub.periods import is_valid_on
from partyhub.scopes import Reach

CACHE = "hierarchy"
# The most answers that are cached for one tree. The cache is emptied when it is full, so pages that
# ask for many days work too.
MOST_KNOWN = 256
OF_THE_TREE = (Organization, Placement)


class Edge(NamedTuple):
    """One placement: `child` is below `parent` from `started_on` to the day before `ended_on`.

    `ended_on` is None while the placement has no end.
    """

    child: int
    parent: int
    started_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Hierarchy:
    """The organizations and their placements.

    `ids` contains every organization, archived ones too. `names` maps the ids of the others to
    their names, ordered by code. `ends` are the days on which organizations were dissolved, by id,
    and `edges` are the placements. `records` are all organizations by id, as tables name them: they
    have an id, a name, a code, and know whether they share the name.
    """

    ids: frozenset[int]
    names: Mapping[int, str]
    edges: Sequence[Edge]
    ends: Mapping[int, date] = field(default_factory=dict)
    records: Mapping[int, Organization] = field(default_factory=dict)

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def _remember(self, key: Any, find: Callable[[], Any]) -> Any:
        """Return the cached value for `key`, calling `find` the first time.

        The value never changes for one tree, and a page asks for it many times.
        """
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = find()
        return found

    def _children_on(self, day: date) -> Mapping[int, Sequence[int]]:
        found: Mapping[int, Sequence[int]] = self._remember(day, lambda: self._find_children(day))
        return found

    def _find_children(self, day: date) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for edge in self.edges:
            if is_valid_on(day, edge.started_on, edge.ended_on):
                found.setdefault(edge.parent, []).append(edge.child)
        return found

    def below(self, organization_id: int, day: date) -> frozenset[int]:
        """Return the ids of the organization and all below it on `day`."""
        children = self._children_on(day)
        found, rest = {organization_id}, [organization_id]
        while rest:
            new = [child for child in children.get(rest.pop(), ()) if child not in found]
            found.update(new)
            rest.extend(new)
        return frozenset(found)

    def root_on(self, day: date) -> int | None:
        """Return the id of the root on `day`, or None if there is none.

        The root is the organization with the lowest id that is not archived and is below no other.
        """
        placed = {child for below in self._children_on(day).values() for child in below}
        return min((each for each in self.names if each not in placed), default=None)

    def reach_from(self, organization_id: int, day: date) -> Reach:
        """Return the reach of the organization and all below it on `day`.

        What is below no other isn't the root for that: a branch that is founded tomorrow isn't.
        """
        key = (organization_id, day)

        def find() -> Reach:
            is_root = self.root_on(day) == organization_id
            return self.reach(self.below(*key), contains_root=is_root)

        found: Reach = self._remember(key, find)
        return found

    def reach(self, ids: Collection[int], *, contains_root: bool) -> Reach:
        """Return the reach of `ids`; the root with every organization needs no condition at all."""
        if contains_root and self.ids.issubset(ids):
            return Reach()
        return Reach(tuple(sorted(ids)), contains_root)

    def choices(self, reach: Reach, day: date) -> Sequence[tuple[str, str, bool]]:
        """Return (id, name, is dissolved) of the organizations in `reach`, none archived.

        They are ordered as the tree on `day` by code, those dissolved by then last.
        """
        found: Sequence[tuple[str, str, bool]] = self._remember(
            ("choices", reach, day), lambda: self._find_choices(reach, day)
        )
        return found

    def marked_choices(
        self, reach: Reach, day: date, mark: Callable[[str], str], language: str
    ) -> Sequence[tuple[str, str]]:
        """Return (id, name) of the same, with `mark` around the names of those dissolved."""

        def make() -> Sequence[tuple[str, str]]:
            found = self.choices(reach, day)
            return tuple((each, mark(name) if is_over else name) for each, name, is_over in found)

        marked: Sequence[tuple[str, str]] = self._remember(("marked", reach, day, language), make)
        return marked

    def _find_choices(self, reach: Reach, day: date) -> Sequence[tuple[str, str, bool]]:
        ids = self.ids if reach.organizations is None else frozenset(reach.organizations)
        ordered = [each for each in self.in_order(day) if each in ids]
        over = {each for each in ordered if self.is_dissolved(each, day)}
        ordered.sort(key=lambda each: each in over)  # which keeps the order otherwise
        return tuple((str(each), self.names[each], each in over) for each in ordered)

    def is_dissolved(self, organization_id: int, day: date) -> bool:
        """Return whether the organization was dissolved by `day`."""
        return organization_id in self.ends and self.ends[organization_id] <= day

    def in_order(self, day: date) -> Sequence[int]:
        """Return the ids of `names` as the tree on `day` by code, each before all below it."""
        place = {each: number for number, each in enumerate(self.names)}
        children = self._children_on(day)
        below = {child for found in children.values() for child in found}
        rest = [each for each in reversed(place) if each not in below]
        found: dict[int, None] = {}
        while rest:
            each = rest.pop()
            if each not in found:
                found[each] = None
                known = (child for child in children.get(each, ()) if child in place)
                rest.extend(sorted(known, key=place.__getitem__, reverse=True))
        return [*found, *(each for each in place if each not in found)]


def find_hierarchy() -> Hierarchy:
    """Return the tree, read at most once per transaction while nothing writes to it."""
    session = db.session()
    found = session.info.get(CACHE)
    if found is None:
        if session.autoflush:
            session.flush()  # flushing may empty the cache
        # Bypass the session, which would look for objects to refresh in the text.
        connection = session.connection()
        found = remember_answer(connection, _TREE, lambda: _read(connection.scalar(_TREE) or "[]"))
        session.info[CACHE] = found
    assert isinstance(found, Hierarchy)
    return found


# The tables instead of the models, which would configure every mapper at import.
_ORGANIZATION, _PLACEMENT = Organization.__table__.c, Placement.__table__.c
_TREE = select(
    rows_as_json(
        _ORGANIZATION.id,
        _ORGANIZATION.archived_at.is_(None),
        _ORGANIZATION.code,
        _ORGANIZATION.name,
        _ORGANIZATION.dissolved_on,
        _PLACEMENT.parent_id,
        _PLACEMENT.started_on,
        _PLACEMENT.ended_on,
    )
).select_from(
    Organization.__table__.outerjoin(
        Placement.__table__, _PLACEMENT.organization_id == _ORGANIZATION.id
    )
)


@lru_cache(maxsize=16)
def _read(text: str) -> Hierarchy:
    live, edges, named, ends = {}, [], {}, {}
    for child, is_live, code, name, end, parent, started_on, ended_on in json.loads(text):
        named[child] = {"id": child, "name": name, "code": code}
        if is_live:
            live[child] = (code, child, name)
        if end is not None:
            ends[child] = _day(end)
        if parent is not None:
            edges.append(Edge(child, parent, _day(started_on), _day(ended_on)))
    names = {child: name for _, child, name in sorted(live.values())}
    return Hierarchy(frozenset(named), names, edges, ends, _make_records(named, names))


def _make_records(
    named: Mapping[int, dict[str, Any]], live: Mapping[int, str]
) -> Mapping[int, Organization]:
    """Return plain records (see plain_records.py): one and the same for all pages."""
    ids: dict[str, set[int]] = {}
    for organization_id, name in live.items():
        ids.setdefault(name, set()).add(organization_id)
    found = {}
    for organization_id, values in named.items():
        others = ids.get(values["name"], set()) - {organization_id}
        made = found[organization_id] = object.__new__(Organization)
        vars(made).update(values, shares_name=bool(others))
    return found


def _day(text: str | None) -> Any:
    """Return the ISO day from the JSON as a date, or None for None (no end)."""
    return None if text is None else date.fromisoformat(text)


def _forget(session: Session | None) -> None:
    if session is not None:
        session.info.pop(CACHE, None)


@event.listens_for(db.session, "after_begin")
def _at_begin(session: Session, _transaction: Any, _connection: Any) -> None:
    """Drop the cached tree: another process may have written before the transaction began."""
    _forget(session)


@event.listens_for(db.session, "after_commit")
def _at_commit(session: Session) -> None:
    """Drop the cached tree: the next query may come before the next transaction has begun."""
    _forget(session)


@event.listens_for(db.session, "after_soft_rollback")
def _at_rollback(session: Session, _transaction: Any) -> None:
    _forget(session)


@event.listens_for(db.session, "after_attach")
def _at_attach(session: Session, instance: object) -> None:
    """Drop the cached tree when an organization or a placement is added.

    A new object is written only by the next query, which may come after the reach was computed.
    """
    if isinstance(instance, OF_THE_TREE):
        _forget(session)


@event.listens_for(db.session, "after_flush")
def _at_flush(session: Session, _context: Any) -> None:
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(each, OF_THE_TREE) for each in changed):
        _forget(session)


@event.listens_for(db.session, "do_orm_execute")
def _at_execute(state: Any) -> None:
    """Drop the cached tree after any statement that writes, since it may write to the tree."""
    if not state.is_select:
        _forget(state.session)


def _at_set(target: Placement, *_values: Any) -> None:
    _forget(object_session(target))


for column in (Placement.started_on, Placement.ended_on, Placement.parent_id):
    event.listen(column, "set", _at_set)
