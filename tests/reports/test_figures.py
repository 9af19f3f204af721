"""Every figure of activities, service, awards and appraisals against a count in plain Python.

The count is written from registers.md alone, over random records of several branches: archived,
planned and canceled ones, records of the future, people who moved, typed numbers, guests.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from flask import Flask

from partyhub.activities.models import (
    Activity,
    ActivityKind,
    ActivityKindRow,
    ActivityStatus,
    Attendance,
    AttendanceState,
)
from partyhub.awards.models import Award, AwardCategory, AwardLevel, RecipientKind
from partyhub.database import db
from partyhub.figures import Figure
from partyhub.members.models import Appraisal, Assignment, Grade, InReason, Member, OutReason
from partyhub.organizations.models import Organization, Workshop
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of, select_counted
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories
from tests.browser import Browser, text
from tests.catalog import CATALOG

TODAY = date(2023, 6, 30)
ARCHIVED = datetime(2023, 1, 1, tzinfo=UTC)
# Teams, posts, projects and prosperity workshops come with their registers.
RECIPIENTS = ("organization", "company", "member", "workshop")
PERIODS = ("2022", "2023", "2023-Q2", "2023-03", "party-year-2023", "2022-07-15..2023-02-03")


@dataclass
class World:
    """The rows as they were put into the database."""

    root: Organization
    branches: list[Organization]
    members: list[Member] = field(default_factory=list)
    stays: dict[int, list[Assignment]] = field(default_factory=dict)
    workshops: list[Workshop] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    appraisals: list[Appraisal] = field(default_factory=list)


@pytest.fixture
def quiet(database_of_test: None) -> Iterator[None]:
    with db.session.no_autoflush:
        yield
    db.session.rollback()


def make_world(random: Random) -> World:
    world = World(factories.committee(), [factories.make_branch() for _ in range(3)])
    world.workshops = [
        factories.make_workshop(organization=world.branches[0]),
        factories.make_workshop(organization=world.branches[2]),
        Workshop(code="W9", name="Of nobody", is_first_line=True, opened_on=date(2010, 1, 1)),
    ]
    db.session.add(world.workshops[2])
    for number in range(12):
        add_member(world, random, number)
    db.session.flush()
    for number in range(60):
        add_activity(world, random, number)
        add_award(world, random, number)
    for member in world.members:
        for year in random.sample([2021, 2022, 2023], 2):
            add_appraisal(world, random, member, year)
    db.session.flush()
    return world


def add_member(world: World, random: Random, number: int) -> None:
    admitted = random_day(random, date(2019, 1, 1))
    member = Member(
        number=f"N{number}",
        name=f"N{number}",
        admitted_on=admitted,
        full_on=random.choice([None, admitted + timedelta(days=365)]),
        archived_at=ARCHIVED if number % 6 == 5 else None,
    )
    moved = random_day(random, date(2022, 1, 1))
    first, second = random.sample(world.branches, 2)
    stays = [
        Assignment(
            member=member,
            organization=first,
            started_on=date(2019, 1, 1),
            in_reason=InReason.ADMITTED,
        )
    ]
    if number % 2:
        stays[0].ended_on, stays[0].out_reason = moved, OutReason.INTERNAL
        stays.append(
            Assignment(
                member=member,
                organization=second,
                in_reason=InReason.INTERNAL,
                started_on=moved + timedelta(days=random.choice([0, 0, 20])),
            )
        )
    db.session.add_all([member, *stays])
    db.session.flush()
    world.members.append(member)
    world.stays[member.id] = stays


def add_activity(world: World, random: Random, number: int) -> None:
    activity = Activity(
        number=f"H{number}",
        title="T",
        organization=random.choice([world.root, *world.branches]),
        held_on=random_day(random, date(2022, 1, 1)),
        for_year=2023,
        minutes_long=random.choice([None, 45, 90, 100]),
        study_hours=random.choice([None, Decimal(0), Decimal("1.25"), Decimal("2.5")]),
        guest_count=random.choice([0, 0, 3]),
        typed_expected=random.choice([None, None, 0, 7]),
        typed_present=random.choice([None, None, 0, 5]),
        status=random.choice([ActivityStatus.HELD] * 5 + list(ActivityStatus)),
        archived_at=ARCHIVED if random.random() < 0.1 else None,
    )
    kinds = random.sample(list(ActivityKind), random.choice([1, 1, 2, 3]))
    activity.kind_rows = [ActivityKindRow(kind=kind, position=0) for kind in kinds]
    activity.attendance = [
        Attendance(
            member_id=member.id,
            member=member,
            is_expected=random.random() < 0.7,
            state=state,
            made_up_on=activity.held_on if state is AttendanceState.MADE_UP else None,
        )
        for member in random.sample(world.members, random.choice([0, 0, 2, 6]))
        for state in [random.choice(list(AttendanceState))]
    ]
    db.session.add(activity)
    world.activities.append(activity)


def add_award(world: World, random: Random, number: int) -> None:
    kind = RecipientKind(random.choice(RECIPIENTS))
    award = Award(
        title=f"T{number}",
        level=random.choice(list(AwardLevel)),
        granting_body="B",
        awarded_on=random_day(random, date(2022, 1, 1)),
        for_year=2023,
        recipient_kind=kind,
        category=random.choice(list(AwardCategory)),
        archived_at=ARCHIVED if random.random() < 0.1 else None,
    )
    makers: dict[str, Callable[[], Any]] = {
        "organization": lambda: random.choice([world.root, *world.branches]),
        "member": lambda: random.choice(world.members),
        "workshop": lambda: random.choice(world.workshops),
        "company": lambda: "The company",
    }
    setattr(award, kind.value, makers[kind.value]())
    db.session.add(award)
    world.awards.append(award)


def add_appraisal(world: World, random: Random, member: Member, year: int) -> None:
    appraisal = Appraisal(
        member=member,
        for_year=year,
        grade=random.choice(list(Grade)),
        held_on=min(TODAY, date(year + 1, 1, random.randint(1, 28))),
        archived_at=ARCHIVED if random.random() < 0.1 else None,
    )
    db.session.add(appraisal)
    world.appraisals.append(appraisal)


def random_day(random: Random, first: date) -> date:
    """A day up to half a year beyond today."""
    return first + timedelta(days=random.randint(0, (date(2023, 12, 31) - first).days))


def home_of(world: World, member: Member, day: date) -> int:
    """The organization of the assignment on `day`, else of the last one."""
    stays = world.stays[member.id]
    for stay in stays:
        if stay.started_on <= day and (stay.ended_on is None or day < stay.ended_on):
            return stay.organization_id
    return max(stays, key=lambda s: s.started_on).organization_id


def owner_of(world: World, award: Award) -> int:
    if award.member is not None:
        return home_of(world, award.member, award.awarded_on)
    if award.workshop is not None:
        return award.workshop.organization_id or world.root.id
    return award.organization.id if award.organization is not None else world.root.id


def count(world: World, period: Period, scope: set[int]) -> dict[str, float]:
    """The value of every code, counted from the rows."""
    last = min(period.end, TODAY)
    found: Counter[str] = Counter()
    for activity in world.activities:
        is_held = activity.status is ActivityStatus.HELD and activity.archived_at is None
        is_counted = is_held and activity.organization.id in scope
        if is_counted and period.start <= activity.held_on <= last:
            count_activity(found, activity)
    for award in world.awards:
        is_counted = award.archived_at is None and owner_of(world, award) in scope
        if not is_counted or not period.start <= award.awarded_on <= last:
            continue
        if award.category is AwardCategory.MEDAL:
            found["awards.medals"] += 1
        else:
            found.update(
                [
                    "awards.total",
                    f"awards.{award.level.value}",
                    f"awards.to_{award.recipient_kind.value}",
                    f"awards.{award.category.value}",
                ]
            )
    for appraisal in world.appraisals:
        live = appraisal.archived_at is None and appraisal.member.archived_at is None
        is_counted = live and is_appraised_in(appraisal, period)
        if is_counted and home_of(world, appraisal.member, appraisal.held_on) in scope:
            found[f"appraisals.{appraisal.grade.value}"] += 1
            found["appraisals.graded"] += appraisal.grade is not Grade.NOT_GRADED
    found["members.total"] = sum(
        any(
            stay.organization_id in scope
            and stay.started_on <= last
            and (stay.ended_on is None or last < stay.ended_on)
            for stay in world.stays[member.id]
        )
        for member in world.members
        if member.archived_at is None and member.admitted_on and member.admitted_on <= last
    )
    return dict(found)


def is_appraised_in(appraisal: Appraisal, period: Period) -> bool:
    """For the year that the period is, held by today; else held in the period."""
    if len(period.key) == len("2022"):
        return str(appraisal.for_year) == period.key and appraisal.held_on <= TODAY
    return period.start <= appraisal.held_on <= min(period.end, TODAY)


def present(activity: Activity, named: int) -> int:
    return named if activity.typed_present is None else activity.typed_present


def count_activity(found: Counter[str], activity: Activity) -> None:
    rows = [row for row in activity.attendance if row.member.archived_at is None]
    came_states = (AttendanceState.PRESENT, AttendanceState.MADE_UP)
    came = [row for row in rows if row.state in came_states]
    expected = [row for row in rows if row.is_expected]
    kinds = [row.kind for row in activity.kind_rows]
    found.update(f"activities.{kind.value}" for kind in kinds)
    found["activities.gatherings"] += 1
    if activity.typed_expected is not None or expected:
        typed = activity.typed_expected
        found["activities.expected_times"] += len(expected) if typed is None else typed
        found["activities.present_times"] += present(activity, sum(row in came for row in expected))
    members = present(activity, len(came))
    found["activities.study_person_hours"] += float(activity.study_hours or 0) * members
    if ActivityKind.VOLUNTEER_SERVICE in kinds:
        persons = members + activity.guest_count
        found["service.activities"] += 1
        found["service.person_times"] += persons
        found["service.hours"] += (activity.minutes_long or 0) / 60 * persons


RATIOS = {
    "activities.attendance_rate": ("activities.present_times", "activities.expected_times"),
    "activities.study_hours_average": ("activities.study_person_hours", "members.total"),
    "appraisals.excellent_share": ("appraisals.excellent", "appraisals.graded"),
    "meetings.rate": ("meetings.fulfilled", "meetings.required"),
}
# Null, not 0, where nobody has reported anything.
UNREPORTED = {
    "commissars.coverage",
    "commissars.reading_coverage",
    *(
        f"prosperity.{name}"
        for name in (
            *("staff", "welfare_staff", "low_income_staff", "staff_with_income"),
            *("monthly_income", "avg_monthly_income", "output"),
        )
    ),
}
COUNTED = ("activities.", "service.", "awards.", "appraisals.", "members.total")


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))]
)
def test_figures_equal_a_count_of_the_rows(quiet: None, seed: int) -> None:
    world = make_world(Random(seed))
    ids = {item.id for item in (world.root, *world.branches)}
    wanted = [f for f in CATALOG.figures if f.code.startswith(COUNTED)]
    for key in PERIODS:
        period = Period.parse(key)
        for requested in (None, world.root, world.branches[0]):
            scope = ids if requested in (None, world.root) else {world.branches[0].id}
            found = compute(scope_of(factories.OWNER, period, requested), wanted)
            assert_equal(found, count(world, period, scope))


def assert_equal(found: Any, counted: dict[str, float]) -> None:
    for code, computed in found.items():
        if code in RATIOS:
            first, second = (counted.get(part, 0) for part in RATIOS[code])
            wanted = first / second if second else None
        else:
            wanted = counted.get(code, 0)
        assert computed.value == (wanted if wanted is None else pytest.approx(wanted)), code


def test_the_list_behind_a_figure_is_as_long_as_it_says(quiet: None) -> None:
    make_world(Random(7))
    scope = scope_of(factories.OWNER, Period.parse("party-year-2023"))
    for code, computed in compute(scope).items():
        figure = CATALOG.figures_by_code[code]
        listed = db.session.scalars(select_counted(figure, scope)).unique().all()
        assert len(listed) == computed.records, code
        if isinstance(figure, Figure) and figure.measure is None:
            assert computed.value == computed.records, code


def test_a_branch_s_secretary_counts_the_branch_s_own(quiet: None) -> None:
    world = make_world(Random(3))
    period = Period.parse("party-year-2023")
    for branch in world.branches:
        viewer = Viewer("B", Role.BRANCH_SECRETARY, organization_id=branch.id)
        wanted = [f for f in CATALOG.figures if f.code.startswith(COUNTED)]
        found = compute(scope_of(viewer, period), wanted)
        assert_equal(found, count(world, period, {branch.id}))
        # Asking for the whole committee shows no more.
        requested = compute(scope_of(viewer, period, world.root), wanted)
        without_root = {code: item.value for code, item in requested.items()}
        assert without_root == {code: item.value for code, item in found.items()}


def test_ratios_of_nothing_are_null(quiet: None) -> None:
    factories.committee()
    found = compute(scope_of(factories.OWNER, Period.parse("2023")))
    null = {code for code, computed in found.items() if computed.value is None}
    assert null == RATIOS.keys() | UNREPORTED
    assert {found[code].value for code in found.keys() - null} <= {0, 1}


def test_what_happens_later_leaves_past_periods_as_they_were(
    quiet: None, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "TODAY", date(2022, 12, 31))
    world = make_world(Random(5))
    periods = [Period.parse(key) for key in ("2022", "2022-H2", "2022-03", "party-year-2022")]
    scopes: Sequence[Organization | None] = (None, world.branches[1])
    before = [values(period, requested) for period in periods for requested in scopes]

    monkeypatch.setitem(app.config, "TODAY", TODAY)
    group = factories.make_organization(kind="general_branch", established_on=date(2023, 1, 1))
    factories.change(world.branches[1], parent=group, changed_on=date(2023, 1, 1))
    for stays in world.stays.values():
        if stays[-1].ended_on is None and stays[-1].started_on < date(2023, 1, 1):
            stays[-1].ended_on, stays[-1].out_reason = date(2023, 1, 1), OutReason.TRANSFER_OUT
    random = Random(6)
    later = len(world.activities)
    for number in range(100, 130):
        add_activity(world, random, number)
        add_award(world, random, number)
    for record in (*world.activities[later:], *world.awards[later:]):
        name = "held_on" if isinstance(record, Activity) else "awarded_on"
        setattr(record, name, date(2023, 1, 1))
    for activity in world.activities[later:]:
        for row in activity.attendance:
            row.made_up_on = activity.held_on if row.made_up_on else None
    db.session.commit()

    assert [values(period, requested) for period in periods for requested in scopes] == before


def values(period: Period, requested: Organization | None) -> dict[str, Any]:
    found = compute(scope_of(factories.OWNER, period, requested))
    # Appraisals for a year are held after it.
    is_of_year = period.key == "2022"
    return {
        code: computed.value
        for code, computed in found.items()
        if not (is_of_year and code.startswith("appraisals."))
    }


def test_the_page_shows_the_period_before_beside(browser: Browser) -> None:
    for day in ("2022-05-01", "2023-05-01", "2023-06-01"):
        factories.make_activity(held_on=day, title=day)
    page = browser.get("reports.figures", period="2023")
    link = next(a for a in page.select('a[href*="/figures/activities.gatherings"]'))
    row = link.find_parent("tr")
    assert row is not None
    words = [text(cell) for cell in row.select("td, th")]
    assert "2" in words
    assert "1" in words
    assert "+1" in words
