"""The balance of members, on random trees and histories, against a count day by day.

The count below is written from registers.md alone: a person is in on a day when assigned in S on it
and probationary or full on it; an entry is a day in after a day not in, an exit the reverse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partyhub.database import db
from partyhub.figures import Figure
from partyhub.members import operations
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.organizations.models import Organization, OrganizationKind, Placement
from partyhub.organizations.operations import place
from partyhub.periods import Period
from partyhub.registers.saving import fill_empty_lists
from partyhub.reports.calculation import compute, scope_of, select_counted
from tests.catalog import CATALOG
from tests.factories import OWNER

FIRST = date(2022, 1, 1)
SPAN = 60
# Today lies inside, so that some periods reach into the future.
TODAY = FIRST + timedelta(days=50)
CODES = (
    "opening",
    "admitted",
    "transferred_in",
    "other_increase",
    "transferred_out",
    "other_decrease",
    "total",
    "full",
    "probationary",
    "regularized",
)
QUICK = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def moving_today(
    app: Flask, database_of_test: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setitem(app.config, "TODAY", TODAY)
    yield
    db.session.rollback()


@dataclass
class Stay:
    organization: int
    start: int
    in_reason: str
    end: int | None = None
    out_reason: str | None = None

    def covers(self, day: int) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass
class Person:
    admitted: int | None
    full: int | None
    stays: list[Stay] = field(default_factory=list)
    is_archived: bool = False

    def is_party(self, day: int) -> bool:
        return any(since is not None and since <= day for since in (self.admitted, self.full))


@dataclass
class Place:
    """Where one organization hangs: (parent, first day, first day no longer), by index."""

    spans: list[tuple[int, int, int | None]] = field(default_factory=list)


@dataclass
class World:
    places: list[Place]
    people: list[Person]

    def below(self, root: int, day: int) -> set[int]:
        found = {root}
        while True:
            more = {
                index
                for index, place_ in enumerate(self.places)
                for parent, start, end in place_.spans
                if parent in found and start <= day and (end is None or day < end)
            } - found
            if not more:
                return found
            found |= more

    def is_in(self, person: Person, day: int, scope: set[int]) -> bool:
        return (
            not person.is_archived
            and person.is_party(day)
            and any(stay.covers(day) and stay.organization in scope for stay in person.stays)
        )

    def figures(self, start: int, end: int, scope: set[int], as_of: int) -> dict[str, int]:
        """Every figure, counted person by person and day by day."""
        found = dict.fromkeys(CODES, 0)
        last = min(end, as_of)
        before = min(start - 1, as_of)
        for person in self.people:
            found["opening"] += self.is_in(person, before, scope)
            if self.is_in(person, last if end >= as_of else end, scope):
                day = min(end, as_of)
                found["total"] += 1
                is_full = person.full is not None and person.full <= day
                found["full" if is_full else "probationary"] += 1
            for day in range(start, last + 1):
                self.count_day(found, person, day, scope)
        return found

    def count_day(self, found: dict[str, int], person: Person, day: int, scope: set[int]) -> None:
        was, now = self.is_in(person, day - 1, scope), self.is_in(person, day, scope)
        if now and not was:
            stay = next(s for s in person.stays if s.covers(day) and s.organization in scope)
            if person.admitted == day:
                found["admitted"] += 1
            elif stay.in_reason in ("transfer_in", "internal"):
                found["transferred_in"] += 1
            else:
                found["other_increase"] += 1
        if was and not now:
            stay = next(s for s in person.stays if s.covers(day - 1) and s.organization in scope)
            moved = stay.out_reason in ("transfer_out", "internal")
            found["transferred_out" if moved else "other_decrease"] += 1
        if person.full == day and now:
            found["regularized"] += 1


def on(day: int | None) -> date | None:
    return None if day is None else FIRST + timedelta(days=day)


days = st.integers(0, SPAN)
IN = st.sampled_from([reason.value for reason in InReason])
OUT = st.sampled_from([reason.value for reason in OutReason])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A tree whose parents have smaller numbers, so that it has no circle, and people in it."""
    size = draw(st.integers(2, 6))
    places = [Place()]
    for index in range(1, size):
        changes = sorted(set(draw(st.lists(days, max_size=2))))
        starts = [-1000, *changes]
        ends = [*changes, draw(st.none() | st.just(SPAN + 5))]
        places.append(
            Place(
                [
                    (draw(st.integers(0, index - 1)), start, end)
                    for start, end in zip(starts, ends, strict=True)
                ]
            )
        )
    people = [draw(persons(size)) for _ in range(draw(st.integers(1, 4)))]
    return World(places, people)


@st.composite
def persons(draw: st.DrawFn, size: int) -> Person:
    """Somebody with stays that follow each other, some without a gap; stages in any order."""
    stages = st.none() | st.integers(-20, SPAN)
    person = Person(draw(stages), draw(stages), is_archived=draw(st.integers(0, 9)) == 0)
    marks = sorted(set(draw(st.lists(st.integers(-30, SPAN), min_size=1, max_size=5))))
    for index, start in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else None
        end = draw(st.sampled_from([following, following, min(start + 3, following or SPAN)]))
        end = end if end is None or end > start else None
        if end is None and following is not None:
            end = following
        stay = Stay(draw(st.integers(0, size - 1)), start, draw(IN), end)
        stay.out_reason = draw(OUT) if end is not None else None
        person.stays.append(stay)
    if draw(st.booleans()) and person.stays:
        # Often somebody is admitted on the very day on which the assignment begins.
        person.admitted = person.stays[0].start
    return person


def store(world: World) -> list[Organization]:
    """Put the world's rows into the database, which the caller rolls back."""
    nodes = [
        Organization(
            code=f"O{index}",
            name=f"O{index}",
            kind=OrganizationKind.BRANCH,
            established_on=date(2000, 1, 1),
            version=1,
        )
        for index in range(len(world.places))
    ]
    db.session.add_all(nodes)
    for node, place_ in zip(nodes, world.places, strict=True):
        for parent, start, end in place_.spans:
            db.session.add(
                Placement(
                    organization=node, parent=nodes[parent], started_on=on(start), ended_on=on(end)
                )
            )
    for number, person in enumerate(world.people):
        store_person(person, number, nodes)
    db.session.flush()
    return nodes


def store_person(person: Person, number: int, nodes: Sequence[Organization]) -> None:
    member = Member(
        number=f"N{number}",
        name=f"N{number}",
        admitted_on=on(person.admitted),
        full_on=on(person.full),
    )
    if person.is_archived:
        member.archived_at = datetime(2022, 1, 1, tzinfo=UTC)
    db.session.add(member)
    for stay in person.stays:
        db.session.add(
            Assignment(
                member=member,
                organization=nodes[stay.organization],
                started_on=on(stay.start),
                in_reason=InReason(stay.in_reason),
                ended_on=on(stay.end),
                out_reason=OutReason(stay.out_reason) if stay.out_reason else None,
            )
        )


def assert_agrees(
    world: World, nodes: Sequence[Organization], start: int, length: int, requested: int
) -> None:
    """Compare over the whole tree and over the subtree of the organization that is asked for."""
    period = Period(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length))
    as_of = (TODAY - FIRST).days
    end = start + length
    for root in (None, requested % len(nodes)):
        chosen = None if root is None else nodes[root]
        reach = set(range(len(nodes))) if root is None else world.below(root, min(end, as_of))
        scope = scope_of(OWNER, period, chosen)
        figures = [CATALOG.figures_by_code[f"members.{code}"] for code in CODES]
        found = {code.partition(".")[2]: value for code, value in compute(scope, figures).items()}
        values = {code: computed.value for code, computed in found.items()}
        assert values == world.figures(start, end, reach, as_of), (root, period)
        assert_balance(values)
        for figure in figures:
            assert isinstance(figure, Figure)
            listed = db.session.scalars(select_counted(figure, scope)).unique().all()
            assert len(listed) == found[figure.code.partition(".")[2]].records


def assert_balance(values: dict[str, Any]) -> None:
    came = values["admitted"] + values["transferred_in"] + values["other_increase"]
    went = values["transferred_out"] + values["other_decrease"]
    assert values["opening"] + came - went == values["total"]
    assert values["total"] == values["full"] + values["probationary"]


@pytest.mark.slow
@QUICK
@given(worlds(), st.integers(-10, SPAN), st.integers(0, SPAN), st.integers(0, 5))
def test_figures_equal_a_count_day_by_day(
    moving_today: None, world: World, start: int, length: int, requested: int
) -> None:
    try:
        with db.session.no_autoflush:
            nodes = store(world)
        assert_agrees(world, nodes, start, length, requested)
    finally:
        db.session.rollback()


class Ledger:
    """Random acts through the operations, mirrored in a world that is counted day by day."""

    def __init__(self, size: int) -> None:
        self.world = World([Place(), *(Place([(0, -1000, None)]) for _ in range(size))], [])
        self.nodes = store(self.world)
        self.members: list[Member] = []

    def admit(self, node: int, day: int, reason: str) -> None:
        person = Person(day if reason == "admitted" else day - 400, None, [Stay(node, day, reason)])
        member = Member(
            number=f"M{len(self.members)}",
            name=f"M{len(self.members)}",
            admitted_on=on(person.admitted),
        )
        fill_empty_lists(member)
        db.session.add(member)
        db.session.add(
            operations.assign_to(member, self.nodes[node], None, on(day), InReason(reason))
        )
        db.session.flush()
        self.members.append(member)
        self.world.people.append(person)

    def move(self, who: int, node: int, day: int) -> None:
        person, member, stay = self.pick(who)
        if stay is None or stay.end is not None or day <= stay.start or stay.organization == node:
            return
        current = member.last_assignment
        assert current is not None
        db.session.add(operations.move_member(member, current, self.nodes[node], None, on(day)))
        stay.end, stay.out_reason = day, "internal"
        person.stays.append(Stay(node, day, "internal"))

    def leave(self, who: int, day: int, reason: str) -> None:
        _person, member, stay = self.pick(who)
        if stay is None or stay.end is not None or day <= stay.start:
            return
        current = member.last_assignment
        assert current is not None
        operations.end_assignment(current, on(day), OutReason(reason))
        stay.end, stay.out_reason = day, reason

    def come_back(self, who: int, node: int, day: int) -> None:
        person, member, stay = self.pick(who)
        if stay is None or stay.end is None or day < stay.end:
            return
        db.session.add(
            operations.assign_to(member, self.nodes[node], None, on(day), InReason.RESTORED)
        )
        person.stays.append(Stay(node, day, "restored"))

    def back_date(self, who: int, day: int) -> None:
        """Somebody corrects the day on which the first assignment began."""
        person, member, _stay = self.pick(who)
        if not person or day >= (person.stays[0].end or SPAN * 9):
            return
        person.stays[0].start = day
        min(member.assignments, key=lambda a: a.started_on).started_on = on(day)

    def move_branch(self, node: int, parent: int, day: int) -> None:
        if node in (0, parent):
            return
        own = self.world.places[node]
        last = own.spans[-1]
        if last[0] == parent or day <= last[1]:
            return
        if any(
            node in self.world.below(node, d) and parent in self.world.below(node, d)
            for d in range(day, SPAN + 2)
        ):
            return
        place(self.nodes[node], self.nodes[parent], on(day))
        own.spans[-1] = (last[0], last[1], day)
        own.spans.append((parent, day, None))

    def close(self, node: int, target: int, day: int) -> None:
        """Everybody who is in the branch on that day goes to another one; no act follows it."""
        if node in (0, target):
            return
        open_ones = [
            (person, stay)
            for person in self.world.people
            for stay in person.stays
            if stay.organization == node and stay.covers(day)
        ]
        if any(stay.end is not None or stay.start >= day for _, stay in open_ones):
            return
        db.session.flush()
        for _old, new in operations.close_organization(
            self.nodes[node], self.nodes[target], on(day)
        ):
            db.session.add(new)
        for person, stay in open_ones:
            stay.end, stay.out_reason = day, "internal"
            person.stays.append(Stay(target, day, "internal"))

    def pick(self, who: int) -> tuple[Any, Any, Stay | None]:
        if not self.members:
            return None, None, None
        index = who % len(self.members)
        person = self.world.people[index]
        return person, self.members[index], person.stays[-1]


acts = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "admit",
                "admit",
                "move",
                "move",
                "leave",
                "come_back",
                "back_date",
                "move_branch",
                "close",
            ]
        ),
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(0, 3),
        days,
        st.sampled_from(["transfer_out", "deceased", "removed"]),
        st.sampled_from(["admitted", "transfer_in", "restored"]),
    ),
    min_size=3,
    max_size=14,
)


@pytest.mark.slow
@QUICK
@given(acts, st.integers(-5, SPAN), st.integers(0, SPAN), st.integers(0, 3))
def test_operations_keep_the_balance(
    moving_today: None, acts: list[Any], start: int, length: int, requested: int
) -> None:
    try:
        ledger = Ledger(3)
        for act, who, node, other, day, out_reason, in_reason in acts:
            does, details = {
                "admit": (ledger.admit, (node, day, in_reason)),
                "move": (ledger.move, (who, node, day)),
                "leave": (ledger.leave, (who, day, out_reason)),
                "come_back": (ledger.come_back, (who, node, day)),
                "back_date": (ledger.back_date, (who, day)),
                "move_branch": (ledger.move_branch, (node, other, day)),
                "close": (ledger.close, (node, other, day)),
            }[act]
            does(*details)
            db.session.flush()
        assert_agrees(ledger.world, ledger.nodes, start, length, requested)
    finally:
        db.session.rollback()
