"""What happens later leaves past periods, and lists as on past days, exactly as they were."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from partyhub.cli.list_records import select_requested
from partyhub.commissars.queries import choose_commissar
from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.projects.models import ProjectStatus
from partyhub.registers.values import plain
from partyhub.reports.calculation import compute, scope_of
from partyhub.vanguards.models import PostStatus
from tests import factories
from tests.catalog import CATALOG
from tests.reports import worlds
from tests.reports.worlds import TODAY, World, try_change

# From this day on everything happens that the past must not notice.
LATER = date(2023, 4, 1)
PAST = ("2022", "party-year-2022", "2022-Q3", "2023-Q1", "2023-02", "2022-08-10..2023-03-15")
DAYS = (date(2021, 9, 1), date(2022, 6, 30), date(2022, 12, 31), date(2023, 3, 31))
# What of a record is as on a day; the other columns are read as they stand now.
DATED = (
    *("holders", "vacant_since", "leader", "members", "lead", "executive_leader", "team"),
    "is_first_line",
)


@pytest.fixture
def world(database_of_test: None, request: pytest.FixtureRequest) -> Iterator[World]:
    with worlds.on(TODAY):
        yield worlds.build(request.param, size=12)


seeds = pytest.mark.parametrize(
    "world",
    [
        pytest.param(1, marks=pytest.mark.long),
        *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 6)),
    ],
    indirect=True,
)


@seeds
def test_past_figures_and_lists_stay(world: World) -> None:
    scopes = (None, world.group, world.organizations[3])
    before = [values_of(key, requested) for key in PAST for requested in scopes]
    lists = [listed(name, day) for name in world.records for day in DAYS]
    today = values_of("2023", None)
    counts = {name: sum(end(world, each) for each in found) for name, found in records_of(world)}
    begin(world)
    for member in world.members[::3]:
        leave(member, world.day(LATER))
    assert sum(counts.values()) > 20, counts
    for key, requested, was in zip_scopes(scopes, before):
        assert values_of(key, requested) == was, (key, requested)
    assert [listed(name, day) for name in world.records for day in DAYS] == lists
    # Today's figures, in contrast, are others: what happened did happen.
    changed = {code for code, value in values_of("2023", None).items() if today[code] != value}
    assert len(changed) > 15, sorted(changed)


def zip_scopes(scopes: Any, before: list[Any]) -> Iterator[tuple[str, Organization | None, Any]]:
    requested = ((key, organization) for key in PAST for organization in scopes)
    for (key, organization), was in zip(requested, before, strict=True):
        yield key, organization, was


def values_of(key: str, requested: Organization | None) -> dict[str, Any]:
    found = compute(scope_of(factories.OWNER, Period.parse(key), requested))
    return {code: (item.value, item.records, item.as_of) for code, item in found.items()}


def listed(name: str, day: date) -> dict[int, Any]:
    """What `list --as-on` gives: which records, and their columns that have days."""
    register = CATALOG.by_name[name]
    columns = [column for column in register.columns if column.key in DATED]
    return {
        record.id: {c.key: plain(c.value(record, day), register.kind(c)) for c in columns}
        for record in db.session.scalars(select_requested(register, None, day)).unique()
    }


def records_of(world: World) -> list[tuple[str, list[Any]]]:
    """The records that are not archived, with all that their forms need."""
    return [
        (name, db.session.scalars(select_requested(register, None, None)).unique().all())
        for name in END
        for register in [CATALOG.by_name[name]]
    ]


def end_post(world: World, post: Any) -> dict[str, Any]:
    if post.status is PostStatus.CANDIDATE:
        return {"status": "active", "named_on": world.day(max(LATER, post.established_on))}
    if post.status is PostStatus.ACTIVE and post.closed_on is None:
        return {"status": "closed", "closed_on": after(world, post.named_on)}
    return {}


def end_project(world: World, project: Any) -> dict[str, Any]:
    if project.status is ProjectStatus.RUNNING and project.closed_on is None:
        status = world.random.choice(["accepted", "stopped"])
        if project.started_on < TODAY:
            values = {"closed_on": after(world, project.started_on), "benefit_cny": "77"}
            return {"status": status, **values}
    return {}


def after(world: World, first: date) -> date:
    return world.day(max(LATER, first + timedelta(days=1)))


def ending(first: str, last: str) -> Callable[[World, Any], dict[str, Any]]:
    """End what is open, on a day from LATER on."""

    def ended(world: World, record: Any) -> dict[str, Any]:
        is_open = getattr(record, last) is None and getattr(record, first) < TODAY
        return {last: after(world, getattr(record, first))} if is_open else {}

    return ended


END: dict[str, Callable[[World, Any], dict[str, Any]]] = {
    "vanguard_posts": end_post,
    "teams": ending("established_on", "disbanded_on"),
    "commissars": ending("started_on", "ended_on"),
    "projects": end_project,
    "mentorships": ending("started_on", "ended_on"),
    "workshops": ending("opened_on", "closed_on"),
    "prosperity_workshops": ending("set_up_on", "closed_on"),
    "milestones": lambda world, one: {} if one.done_on else {"done_on": world.day(LATER)},
}
LISTS = {
    "vanguard_posts": ("holders",),
    "teams": ("leader", "members"),
    "projects": ("lead", "executive_leader", "team"),
}


def end(world: World, record: Any) -> bool:
    """Change the people of `record` from LATER on, and end it; says whether it was ended."""
    register = CATALOG.by_model[type(record)]
    if register.name in LISTS and record.end_day is None and record.first_day < LATER:
        people = world.random.sample(world.members, 2)
        chosen = dict.fromkeys(LISTS[register.name], people)
        chosen |= dict.fromkeys(chosen.keys() & {"leader", "lead", "executive_leader"}, people[0])
        try_change(record, **chosen, changed_on=world.day(LATER))
    if register.name == "workshops" and record.opened_on < LATER:
        is_first_line = not record.is_first_line
        try_change(record, is_first_line=is_first_line, changed_on=world.day(LATER))
    values = END[register.name](world, record)
    return bool(values) and try_change(record, **values)


def begin(world: World) -> None:
    """Others follow: commissars, duties, returns, honors."""
    for number in range(10):
        values = {"workshop": world.random.choice(world.workshops), "started_on": world.day(LATER)}
        world.enter("commissars", member=world.random.choice(world.members), **values)
        values = {"held_on": world.day(LATER), "kind": "care", "topic": f"Later {number}"}
        commissars = db.session.scalars(choose_commissar(factories.OWNER)).all()
        if commissars:
            held = {"commissar": world.random.choice(commissars), "workshop": world.workshops[0]}
            world.enter("duties", **values, **held)
        factories.make_award(title=f"Later {number}", awarded_on=world.day(LATER))
    for workshop in world.records["prosperity_workshops"]:
        values = {"staff": 99, "output_cny": "1000000", "avg_monthly_income_cny": "9000"}
        world.enter("prosperity_returns", prosperity_workshop=workshop, month="2023-05", **values)


def leave(member: Any, day: date) -> None:
    """Let the person go on `day`, or the day after coming where that is later."""
    register = CATALOG.by_name["members"]
    found = db.session.scalars(select_requested(register, None, None)).unique().all()
    own = next((each for each in found if each.id == member.id), None)
    stay = own.assignment_on(TODAY) if own else None
    if stay is not None and stay.started_on < TODAY:
        day = max(day, stay.started_on + timedelta(days=1))
        try_change(stay, ended_on=day, out_reason="transfer_out")
