"""Rules at their edges: dated values, the ends of periods, and records that only look wrong."""

from typing import Any

from partyhub.database import db
from partyhub.organizations.models import OrganizationFormerValue, WorkshopFormerValue
from tests.problems.cases.organizations import crowd
from tests.problems.world import World, day, flagged, titles


def had_committee(w: World, organization: Any, value: bool, until: str) -> None:
    organization.has_committee = not value
    ids = {"organization_id": organization.id, "key": "has_committee"}
    w.add(OrganizationFormerValue(value=str(int(value)), ended_on=day(until), **ids))


def test_a_branch_has_its_committee_as_of_the_last_day(world: World) -> None:
    crowd(world, world.one, 8)
    crowd(world, world.two, 4)
    had_committee(world, world.one, True, "2023-02-01")
    had_committee(world, world.two, False, "2023-02-01")
    for key, in_2022, now in (
        ("organizations.no_branch_committee", [], ["Branch one"]),
        ("posts.committee_size", ["Branch one"], ["Branch two"]),
        ("posts.committee_without_need", [], ["Branch two"]),
    ):
        assert titles(key, "2022") == in_2022, key
        assert titles(key) == now, key


def test_a_warning_about_a_size_hides_no_blocking_one(world: World) -> None:
    crowd(world, world.one, 51)
    for key in ("organizations.too_many", "organizations.no_branch_committee"):
        assert titles(key) == ["Branch one"]


GAP = "commissars.gap_in_full_coverage"


def test_a_gap_begins_when_its_workshop_comes_to_the_first_line(world: World) -> None:
    workshop = world.workshop("Workshop")
    ids = {"workshop_id": workshop.id, "key": "is_first_line"}
    world.add(WorkshopFormerValue(value="0", ended_on=day("2023-01-01"), **ids))
    world.commissar(world.member("A"), workshop, started_on=day("2023-03-01"))
    db.session.expire_all()
    [gap] = flagged(GAP).records
    days = {"day": day("2023-01-01"), "until": day("2023-02-28"), "number": 59}
    assert {name: gap.values[name] for name in days} == days


def test_a_gap_that_grows_needs_another_reason(world: World) -> None:
    workshop = world.workshop("Workshop")
    world.commissar(world.member("A"), workshop, ended_on=day("2022-08-01"))
    second = world.commissar(world.member("B"), workshop, started_on=day("2022-08-20"))
    before = flagged(GAP).records[0].key
    second.started_on = day("2023-05-20")
    assert flagged(GAP).records[0].key != before
