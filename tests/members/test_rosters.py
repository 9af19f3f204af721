"""Dated lists of people against an oracle that keeps the set of people of every single day."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from partyhub import clock
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.roster_lines import lines_of
from partyhub.members.rosters import people_on, person_on, store_rostered
from partyhub.registers import register_of, saving
from partyhub.vanguards.models import Team
from tests import factories
from tests.registers import samples

QUIET = settings(database=None, deadline=None, max_examples=250)
ORIGIN = date(2023, 1, 1)
# The days that are looked at; edits happen between the 5th and the 40th of them.
HORIZON = [ORIGIN + timedelta(days=n) for n in range(50)]
DAY = timedelta(days=1)


def people() -> list[Member]:
    return [Member(id=n, number=f"N{n}", name=f"N{n}", pinyin=f"n{n}") for n in range(1, 6)]


@dataclass
class Oracle:
    """Who was on a list on each day from the record's first one; it knows no rows."""

    first: date
    end: date | None = None
    lists: dict[str, dict[date, frozenset[int]]] = field(default_factory=dict)

    def within(self, day: date) -> date:
        if self.end is not None and day >= self.end:
            day = self.end - DAY
        return max(day, self.first)

    def on(self, role: str, day: date) -> frozenset[int]:
        return self.lists[role].get(self.within(day), frozenset())

    def change(self, role: str, shown: frozenset[int], ids: frozenset[int], since: date) -> None:
        """Who came and who went did so on `since`; the one who leads does it alone."""
        days = self.lists.setdefault(role, {})
        for day in [day for day in HORIZON if day >= since]:
            before = days.get(day, frozenset())
            days[day] = ids if role == "leader" else (before - (shown - ids)) | (ids - shown)

    def move(self, first: date) -> None:
        """Those of the very first day were there from an earlier one; a later one loses nobody."""
        known = [day for days in self.lists.values() for day, ids in days.items() if ids]
        origin = min([self.first, *known])
        for days in self.lists.values():
            of_first_day = days.get(origin, frozenset())
            days |= {day: of_first_day for day in HORIZON if first <= day < origin}
        self.first = first


@dataclass(frozen=True)
class Edit:
    """One save of the form: how many days after the last one, and what it says; None is not sent.

    `since` and `end` count from the day of the edit, `first` from the first day of all.
    """

    wait: int
    members: frozenset[int] | None
    leader: frozenset[int] | None
    since: int | None
    first: int | None
    end: int | None
    reopens: bool


lists = st.frozensets(st.integers(1, 5), max_size=4)
edits = st.builds(
    Edit,
    wait=st.integers(0, 6),
    members=st.none() | lists,
    leader=st.none() | st.frozensets(st.integers(1, 5), max_size=1),
    since=st.none() | st.integers(-30, 0),
    first=st.none() | st.none() | st.integers(3, 12),
    end=st.none() | st.none() | st.integers(-10, 3),
    reopens=st.booleans(),
)


@contextmanager
def at(day: date) -> Iterator[None]:
    with clock.at(datetime(day.year, day.month, day.day, 4, tzinfo=UTC)):
        yield


def values_of(edit: Edit, team: Team, today: date, known: Sequence[Member]) -> dict[str, Any]:
    """What the form of the edit sends: a span and a day that it would take."""
    values = lists_of(edit, known)
    first = team.established_on
    if edit.first is not None and not team.disbanded_on:
        first = values["established_on"] = ORIGIN + timedelta(days=edit.first)
    if edit.reopens:
        values["disbanded_on"] = None
    elif edit.end is not None:
        values["disbanded_on"] = max(today + timedelta(days=edit.end), first + DAY)
    if edit.since is not None:
        values["changed_on"] = max(today + timedelta(days=edit.since), first)
    return values


def lists_of(edit: Edit, known: Sequence[Member]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if edit.members is not None:
        values["members"] = [member for member in known if member.id in edit.members]
    if edit.leader is not None:
        values["leader"] = next((member for member in known if member.id in edit.leader), None)
    return values


def follow(oracle: Oracle, values: dict[str, Any], today: date) -> None:
    """What the form showed before stays what it was; what it says anew holds from its day on."""
    shown = {role: oracle.on(role, today) for role in ("leader", "members")}
    if "disbanded_on" in values:
        oracle.end = values["disbanded_on"]
    if "established_on" in values:
        oracle.move(values["established_on"])
    since = oracle.within(values.get("changed_on") or today)
    for role in ("leader", "members"):
        if role in values:
            sent = values[role] if role == "members" else [values[role]] if values[role] else []
            ids = frozenset(member.id for member in sent)
            if ids != shown[role]:
                oracle.change(role, shown[role], ids, since)


def assert_same(team: Team, oracle: Oracle) -> None:
    for day in HORIZON:
        found = frozenset(member.id for member in people_on(team, "members", day))
        assert found == oracle.on("members", day), day
        leader = person_on(team, "leader", day)
        assert frozenset([leader.id] if leader else []) == oracle.on("leader", day), day
    rows = rows_of(team)
    for role, member_id, started, ended in rows:
        assert ended is None or ended > started, (role, member_id)
    for one, following in pairwise(rows):
        if one[:2] == following[:2]:
            assert one[3] is not None, "Two open rows of one person"
            assert one[3] < following[2], "Rows that overlap, or could be one"


def rows_of(team: Team) -> list[Any]:
    return sorted((row.role, row.member_id, row.started_on, row.ended_on) for row in team.people)


@given(first=st.integers(3, 8), members=lists, saved=st.lists(edits, max_size=7))
@QUIET
def test_as_on_any_day_the_list_is_what_was_said_of_that_day(
    first: int, members: frozenset[int], saved: list[Edit]
) -> None:
    known = people()
    today, start = ORIGIN + timedelta(days=8), ORIGIN + timedelta(days=first)
    team, oracle = Team(code="D", name="D"), Oracle(start)
    oracle.change("members", frozenset(), members, start)
    oracle.change("leader", frozenset(), frozenset({1}), start)
    made = {"members": [m for m in known if m.id in members], "leader": known[0]}
    with at(today):
        store_rostered(team, {"established_on": start, "disbanded_on": None} | made)
    team.id = 1
    assert_same(team, oracle)
    for edit in saved:
        today += timedelta(days=edit.wait)
        with at(today):
            save(team, oracle, values_of(edit, team, today, known), today)
        assert_same(team, oracle)


def save(team: Team, oracle: Oracle, values: dict[str, Any], today: date) -> None:
    """Save the edit; what says nothing new of the people writes no row."""
    before, knew = rows_of(team), (oracle.first, deepcopy(oracle.lists))
    follow(oracle, values, today)
    store_rostered(team, values)
    if knew == (oracle.first, oracle.lists):
        assert rows_of(team) == before


def team_of(*members: Member, **values: Any) -> Team:
    team: Team = factories.make_team(members=members, established_on=date(2022, 3, 1), **values)
    return team


def named(team: Team, day: date) -> set[str]:
    return {member.name for member in people_on(factories.find(team), "members", day)}


def person(name: str) -> Member:
    member: Member = factories.make_member(name=name)
    return member


@pytest.fixture
def english(database_of_test: None) -> Iterator[None]:
    with force_locale("en"):
        yield


@pytest.mark.usefixtures("english")
class TestInTheForm:
    """The same through the form, on 30 June 2023."""

    def test_a_list_is_changed_from_the_day_that_the_form_asks_for(self) -> None:
        one, two, three = (person(name) for name in ("One", "Two", "Three"))
        team = team_of(one, two)
        factories.change(team, members=[two, three], changed_on=date(2023, 2, 1))
        assert named(team, date(2023, 1, 31)) == {"One", "Two"}
        assert named(team, date(2023, 2, 1)) == {"Two", "Three"}
        factories.change(team, members=[three])
        assert named(team, date(2023, 6, 29)) == {"Two", "Three"}
        assert named(team, date(2023, 6, 30)) == {"Three"}

    def test_a_list_that_comes_back_as_it_was_writes_nothing(self) -> None:
        team = team_of(person("One"))
        factories.change(team, members=[factories.find(team).people[0].member], task="New")
        factories.change(team, members=[factories.find(team).people[0].member], task="Newer")
        (row,) = factories.find(team).people
        assert (row.started_on, row.ended_on) == (date(2022, 3, 1), None)
        actions = [entry.changes for entry in samples.history_of(team, register_of(team))]
        assert [change["field"] for change in actions[-1]] == ["task"]

    def test_closing_on_a_past_day_leaves_the_people_of_that_day(self) -> None:
        """The form shows today's people; a closing day before they came changes none of it."""
        one, two = person("One"), person("Two")
        team = team_of(one)
        factories.change(team, members=[two], changed_on=date(2023, 5, 1))
        factories.change(team, members=[two], disbanded_on=date(2023, 4, 1))
        assert named(team, date(2023, 3, 31)) == {"One"}
        assert named(team, date(2023, 6, 30)) == {"One"}, "As on its last day"
        factories.change(team, disbanded_on="")
        assert named(team, date(2023, 4, 30)) == {"One"}
        assert named(team, date(2023, 5, 1)) == {"Two"}

    @pytest.mark.parametrize(
        ("since", "sentence"),
        [
            (date(2023, 7, 1), "This day has not come yet."),
            (date(2022, 2, 28), "The record begins later than this day."),
        ],
    )
    def test_days_on_which_nothing_can_change_are_refused(self, since: date, sentence: str) -> None:
        one = person("One")
        form = factories.fill("teams", factories.find(team_of()), members=[one], changed_on=since)
        assert not form.validate()
        assert form.errors == {"changed_on": [sentence]}

    def test_a_change_that_replaces_later_ones_asks_for_a_reason(self) -> None:
        one, two, three = (person(name) for name in ("One", "Two", "Three"))
        team = team_of(one)
        factories.change(team, members=[two], changed_on=date(2023, 5, 1))
        values = {"members": [three], "changed_on": date(2023, 2, 1)}
        form = factories.fill("teams", factories.find(team), **values)
        assert not form.validate()
        assert [field for field, _ in form.warnings] == ["changed_on"]
        assert "1 May 2023" in form.warnings[0][1]
        factories.change(team, **values, reason="Entered late")
        assert named(team, date(2023, 1, 31)) == {"One"}
        assert named(team, date(2023, 6, 30)) == {"Three"}

    def test_who_is_no_member_on_the_day_asks_for_a_reason(self) -> None:
        late = factories.make_member(
            name="Late", admitted_on=date(2023, 1, 1), full_on=None, applied_on=date(2021, 1, 1)
        )
        values = {"code": "D", "name": "D", "kind": "vanguard", "members": [late]}
        values |= {"organization": factories.any_branch(), "established_on": date(2022, 3, 1)}
        form = factories.fill("teams", **values)
        assert not form.validate()
        assert form.warnings == [
            (
                "members",
                (
                    "They were no Party members here on 1 March 2022: Late."
                    " Check the names and the day."
                ),
            )
        ]
        factories.enter("teams", **values, reason="As an applicant")
        team = team_of()
        factories.change(team, members=[late], changed_on=date(2023, 1, 1))
        assert named(team, date(2023, 1, 1)) == {"Late"}

    def test_a_list_of_what_has_ended_is_judged_on_its_last_day(self) -> None:
        gone = person("Gone")
        team = team_of(disbanded_on=date(2023, 4, 1))
        factories.leave(gone, date(2023, 5, 1))
        factories.change(team, members=[gone])
        assert named(team, date(2023, 3, 31)) == {"Gone"}
        assert named(team, date(2023, 3, 30)) == set()

    def test_an_archived_person_comes_back_with_the_place_that_was_theirs(self) -> None:
        one, two = person("One"), person("Two")
        team = team_of(one)
        factories.archive(one)
        assert named(team, date(2023, 6, 30)) == set()
        factories.change(team, members=[two])
        saving.restore(one, factories.OWNER)
        db.session.commit()
        assert named(team, date(2023, 6, 30)) == {"One", "Two"}

    def test_a_corrected_first_day_takes_the_first_people_along(self) -> None:
        team = team_of(person("One"))
        factories.change(team, established_on=date(2022, 1, 1))
        assert named(team, date(2022, 1, 1)) == {"One"}
        factories.change(team, established_on=date(2022, 6, 1))
        assert named(team, date(2022, 6, 1)) == {"One"}
        (line,) = lines_of(factories.find(team), clock.today())
        assert (line.started_on, line.ended_on) == (date(2022, 6, 1), None)

    def test_a_first_day_mistyped_and_put_right_loses_nobody(self) -> None:
        old, new, late = (person(name) for name in ("Old", "New", "Late"))
        team = team_of(old, leader=old)
        factories.change(team, leader=new, changed_on=date(2022, 9, 1))
        factories.change(team, members=[old, late], changed_on=date(2023, 3, 1))
        before = rows_of(factories.find(team))
        form = factories.fill("teams", factories.find(team), established_on=date(2023, 3, 1))
        assert not form.validate()
        assert [field for field, _ in form.warnings] == ["established_on"]
        assert "only before this day: Old." in form.warnings[0][1]
        factories.change(team, established_on=date(2023, 3, 1), reason="As it seemed")
        lines = lines_of(factories.find(team), clock.today())
        assert {line.started_on for line in lines} == {date(2023, 3, 1)}
        assert [line.member.name for line in lines] == ["New", "Late", "Old"]
        factories.change(team, established_on=date(2022, 3, 1))
        assert rows_of(factories.find(team)) == before

    def test_a_change_from_an_earlier_day_leaves_all_others_alone(self) -> None:
        a, b, c, d, e = (person(name) for name in "ABCDE")
        team = team_of(a, b, c)
        factories.change(team, members=[a, b, d], changed_on=date(2023, 5, 1))
        factories.change(team, members=[a, b, d, e], changed_on=date(2023, 3, 1))
        assert named(team, date(2023, 2, 28)) == set("ABC")
        assert named(team, date(2023, 4, 30)) == set("ABCE")
        assert named(team, date(2023, 5, 1)) == set("ABDE")

    def test_a_day_of_a_change_without_one_is_refused(self) -> None:
        team = factories.find(team_of(person("One")))
        form = factories.fill("teams", team, changed_on=date(2023, 2, 1), task="Newer")
        assert not form.validate()
        assert form.errors == {
            "changed_on": ["Nothing changes that has a day. Change it, or leave this empty."]
        }

    def test_a_line_ends_with_the_record_or_with_leaving_before(self) -> None:
        stays, left, leaves = (person(name) for name in ("Stays", "Left", "Leaves"))
        team = team_of(stays, left, leaves)
        factories.leave(left, date(2023, 2, 1))
        factories.leave(leaves, date(2023, 5, 1))
        factories.change(team, disbanded_on=date(2023, 4, 1))
        lines = {line.member.name: line for line in lines_of(factories.find(team), clock.today())}
        assert {name: (line.ended_on, line.has_left) for name, line in lines.items()} == {
            "Stays": (date(2023, 4, 1), False),
            "Left": (date(2023, 2, 1), True),
            "Leaves": (date(2023, 4, 1), False),
        }
