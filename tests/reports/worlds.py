"""A random committee with records of all that the report is about, entered through the forms."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import current_app

from partyhub.members.models import Member
from partyhub.organizations.models import Organization, Workshop
from tests import factories
from tests.catalog import CATALOG

TODAY = date(2023, 6, 20)
FIRST = date(2021, 1, 1)
REASON = "An exception"


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let the application stand on `day`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(current_app.config, "TODAY", day)
        yield


@dataclass
class World:
    """What was entered, by kind."""

    random: Random
    root: Organization
    group: Organization
    organizations: list[Organization]
    members: list[Member] = field(default_factory=list)
    workshops: list[Workshop] = field(default_factory=list)
    records: dict[str, list[Any]] = field(default_factory=dict)

    def day(self, first: date = FIRST, last: date = TODAY) -> date:
        return first + timedelta(days=self.random.randint(0, max((last - first).days, 0)))

    def later(self, first: date, chance: float = 0.4) -> date | None:
        """A day after `first`, seldom beyond today; often none."""
        if self.random.random() >= chance:
            return None
        return max(self.day(first), first + timedelta(days=self.random.randint(1, 60)))

    def some(self, values: list[Any], most: int) -> list[Any]:
        return self.random.sample(values, self.random.randint(0, min(most, len(values))))

    def enter(self, register: str, **values: Any) -> Any:
        """Enter a record; what its form refuses, such as a person appointed twice, is left out."""
        given = {key: value for key, value in values.items() if value is not None}
        form = factories.fill(register, **given, reason=REASON)
        if not form.validate():
            return None
        record = factories.save(form)
        self.records.setdefault(register, []).append(record)
        return record


def build(seed: int, size: int = 24) -> World:
    """A tree of branches and a record of every kind and state; some are archived at the end."""
    random = Random(seed)
    root = factories.committee()
    group = factories.make_organization(kind="general_branch")
    branches = [factories.make_branch(parent=group), factories.make_branch()]
    branches.append(factories.make_branch(parent=group))
    factories.change(branches[2], parent=root, changed_on=date(2023, 1, 1))
    world = World(random, root, group, [root, group, *branches])
    for number in range(10):
        add_member(world, branches, number)
    for number in range(8):
        add_workshop(world, [*branches, root, None], number)
    makers: tuple[Callable[[World, int], None], ...]
    makers = (add_post, add_team, add_commissar, add_project, add_mentorship, add_prosperity)
    for make in makers:
        for number in range(size):
            make(world, number)
    for number in range(3 * size):
        add_duty(world, number)
        add_award(world, number)
    archive_some(world)
    return world


def add_member(world: World, branches: list[Organization], number: int) -> None:
    """Somebody who may have moved to another branch, or left."""
    random = world.random
    first, second = random.sample(branches, 2)
    member = factories.make_member(organization=first, name=f"Person {number % 8}")
    fate = random.choice(["stays", "stays", "moves", "leaves"])
    if fate != "stays":
        day = world.day(date(2022, 3, 1))
        factories.leave(member, day, "internal" if fate == "moves" else "transfer_out")
        if fate == "moves":
            values = {"member": member, "organization": second, "in_reason": "internal"}
            factories.enter("assignments", started_on=day, **values)
    world.members.append(member)


def add_workshop(world: World, owners: list[Organization | None], number: int) -> None:
    opened = world.day(last=date(2022, 6, 1))
    world.workshops.append(
        world.enter(
            "workshops",
            code=f"W{number}",
            name=f"Workshop {number}",
            is_first_line=number % 4 != 3,
            opened_on=opened,
            closed_on=world.later(opened, 0.3),
            organization=world.random.choice(owners),
        )
    )


def add_post(world: World, number: int) -> None:
    random, established = world.random, world.day()
    status = random.choice(["candidate", "active", "active", "closed", None])
    # A candidate may have the day of a naming that is to come, or didn't come about.
    named = world.day(established)
    post = world.enter(
        "vanguard_posts",
        code=f"G{number}",
        name=f"Post {number}",
        kind=random.choice([None, "vanguard", "demonstration", "responsibility_area"]),
        organization=random.choice(world.organizations),
        workshop=random.choice([None, *world.workshops]),
        holders=world.some(world.members, 3),
        status=status,
        established_on=established,
        named_on=random.choice([named, named, None]),
        closed_on=world.later(named or established, 1) if status == "closed" else None,
    )
    if post and post.status.value == "active" and random.random() < 0.2:
        factories.change(post, closed_on=world.day(post.named_on) + timedelta(1), reason=REASON)


def add_team(world: World, number: int) -> None:
    established = world.day()
    world.enter(
        "teams",
        code=f"D{number}",
        name=f"Team {number}",
        kind=world.random.choice(["vanguard", "volunteer", "commando", "tackling"]),
        organization=world.random.choice(world.organizations),
        leader=world.random.choice([None, *world.members]),
        members=world.some(world.members, 4),
        established_on=established,
        disbanded_on=world.later(established),
    )


def add_commissar(world: World, number: int) -> None:
    """Appointments follow one another, overlap, and leave gaps."""
    started = world.day()
    world.enter(
        "commissars",
        member=world.random.choice(world.members),
        workshop=world.random.choice(world.workshops),
        started_on=started,
        ended_on=world.later(started, 0.6),
        document_no=f"No {number}",
    )


def add_duty(world: World, number: int) -> None:
    kinds = ("morning_shift", "lunch_break", "daily_reading", "heart_talk", "mediation")
    held = world.random.choice(world.records["commissars"])
    world.enter(
        "duties",
        commissar=held.member,
        workshop=world.random.choice([held.workshop, *world.workshops]),
        held_on=world.day(),
        kind=world.random.choice([*kinds, "problem_solved", "care", "other"]),
        topic=world.random.choice([None, f"Topic {number}"]),
    )


def add_project(world: World, number: int) -> None:
    random, started = world.random, world.day(last=TODAY + timedelta(60))
    status = random.choice(["proposed", "running", "running", "accepted", "accepted", "stopped"])
    ends = status in ("accepted", "stopped") or random.random() < 0.1
    project = world.enter(
        "projects",
        code=f"X{number}",
        title=f"Project {number}",
        plan_year=random.choice([2021, 2022, 2022, 2023]),
        organization=random.choice(world.organizations),
        lead=random.choice(world.members),
        executive_leader=random.choice([None, *world.members]),
        team=world.some(world.members, 3),
        started_on=started,
        closed_on=world.later(started, 1) if ends else None,
        status=status,
        benefit_cny=random.choice([None, None, "0", "12345.67", "800000"]),
    )
    if project is None:
        return
    if random.random() < 0.4 and project.started_on < TODAY:
        since = world.day(project.started_on)
        led = {row.member_id for row in factories.find(project).people if row.role == "lead"}
        lead = random.choice([one for one in world.members if one.id not in led])
        try_change(project, lead=lead, changed_on=since)
    for milestone in range(random.randint(0, 3)):
        planned = world.day(last=date(2023, 9, 1))
        values = {"project": project, "title": f"Milestone {milestone}", "planned_on": planned}
        world.enter("milestones", **values, done_on=random.choice([None, world.day()]))


def try_change(record: Any, **values: Any) -> bool:
    """Change a record; what the form refuses, such as a person who is gone, is left."""
    found = factories.find(record)
    register = CATALOG.by_model[type(record)]
    form = factories.fill(register.name, found, **values, reason=REASON)
    if not form.validate():
        return False
    factories.save(form)
    return True


def add_mentorship(world: World, number: int) -> None:
    started = world.day()
    world.enter(
        "mentorships",
        mentor=world.random.choice(world.members),
        apprentice=f"Apprentice {number}",
        started_on=started,
        ended_on=world.later(started, 0.5),
    )


def add_prosperity(world: World, number: int) -> None:
    """A third of so many workshops, some of whose months and values are missing."""
    if number % 3:
        return
    random, set_up = world.random, world.day(last=date(2023, 3, 1))
    workshop = world.enter(
        "prosperity_workshops",
        code=f"F{number}",
        name=f"Prosperity {number}",
        workshop=random.choice([None, *world.workshops]),
        area_sqm=random.choice([None, "100.25", "6000"]),
        set_up_on=set_up,
        closed_on=world.later(set_up),
    )
    month = set_up.replace(day=1)
    while month <= TODAY:
        if random.random() < 0.7:
            add_return(world, workshop, month)
        month = (month + timedelta(31)).replace(day=1)


def add_return(world: World, workshop: Any, month: date) -> None:
    random = world.random
    staff = random.choice([None, 0, 3, 35, 41])
    parts = [None] if staff is None else [None, 0, min(staff, 6), min(staff, 5)]
    world.enter(
        "prosperity_returns",
        prosperity_workshop=workshop,
        month=f"{month:%Y-%m}",
        staff=staff,
        welfare_staff=random.choice(parts),
        low_income_staff=random.choice(parts),
        avg_monthly_income_cny=random.choice([None, "4000.50", "5123", "4100"]),
        output_cny=random.choice([None, "0", "1234567.89", "900000"]),
    )


def add_award(world: World, number: int) -> None:
    random = world.random
    chosen: dict[str, list[Any]] = {
        "organization": world.organizations,
        "company": ["The company"],
        "member": world.members,
        "workshop": world.workshops,
        "team": world.records["teams"],
        "post": world.records["vanguard_posts"],
        "project": world.records["projects"],
        "prosperity_workshop": world.records["prosperity_workshops"],
    }
    kind = random.choice(list(chosen))
    levels = ("national", "provincial", "prefecture", "county", "township", "enterprise")
    categories = ("advanced_organization", "outstanding_member", "outstanding_party_worker")
    recipient = random.choice(chosen[kind])
    factories.make_award(
        title=f"Honor {number}",
        level=random.choice(levels),
        awarded_on=world.day(),
        recipient_kind=kind,
        recipient=recipient,
        category=random.choice([None, "other", *categories]),
    )


def archive_some(world: World) -> None:
    """Take away what should never have been entered: parents of other records too."""
    for monthly in world.records["prosperity_returns"][::7]:
        factories.archive(monthly)
    own = ("milestones", "duties", "commissars", "mentorships")
    for name in (*own, "vanguard_posts", "teams", "projects", "prosperity_workshops"):
        factories.archive(world.random.choice(world.records[name]))
    factories.archive(world.random.choice(world.members))
