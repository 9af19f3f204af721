"""Rules at their edges: dated values, the ends of periods, and records that only look wrong."""

from typing import Any

from partyhub.activities.models import ActivityKind
from partyhub.activities.voting.models import VoteKind
from partyhub.database import db
from partyhub.known_dates import Known
from partyhub.members.models import OutReason
from partyhub.members.voting_pauses.models import VotingPause
from partyhub.organizations.models import OrganizationFormerValue, WorkshopFormerValue
from partyhub.reports.calculation import within
from partyhub.roles import Role
from partyhub.viewers import Viewer
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
        ("posts.committee_too_small", ["Branch one"], ["Branch two"]),
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


GENERAL = ActivityKind.GENERAL_MEETING
MONTH = {"admitted_on": day("2023-03-01"), "admitted_on_known": Known.MONTH, "full_on": None}


def test_a_month_is_no_other_day_than_one_in_it(world: World) -> None:
    for name, held_on in (("In it", "2023-03-31"), ("After it", "2023-04-01")):
        meeting = world.activity(name, GENERAL, held_on=day(held_on))
        person = world.member(name, **MONTH)
        world.vote(name, meeting, kind=VoteKind.ADMISSION, member_id=person.id)
    [found] = flagged("votes.admission_on_another_day").records
    assert found.title == "After it"
    assert found.values["day"].known is Known.MONTH


def test_the_vote_of_a_committee_is_none_of_all_members(world: World) -> None:
    committee = world.activity(
        "Approval",
        ActivityKind.PARTY_COMMITTEE_MEETING,
        organization=world.root,
        held_on=day("2023-03-20"),
    )
    new = {"admitted_on": day("2023-03-01"), "full_on": None}
    both, alone = world.member("Both", **new), world.member("Committee alone", **new)
    about = {"kind": VoteKind.ADMISSION}
    world.vote("First", world.activity("Meeting", GENERAL), member_id=both.id, **about)
    for person in (both, alone):
        world.vote(person.name, committee, member_id=person.id, **about)
    assert titles("votes.admission_on_another_day") == []
    assert titles("votes.admission_missing") == ["Committee alone"]


def test_a_reason_of_decrease_fits_unless_no_day_of_the_month_does(world: World) -> None:
    def left(name: str, reason: OutReason, ended_on: str) -> None:
        world.member(name, stay={"ended_on": day(ended_on), "out_reason": reason}, **MONTH)

    left("Withdrew in it", OutReason.WITHDRAWN, "2023-03-31")
    left("Withdrew after it", OutReason.WITHDRAWN, "2023-04-01")
    left("Canceled in it", OutReason.PROBATION_CANCELLED, "2023-03-02")
    left("Canceled before it", OutReason.PROBATION_CANCELLED, "2023-03-01")
    expected = ["Withdrew after it", "Canceled before it"]
    assert titles("assignments.reason_against_stage") == expected


def test_whose_right_to_vote_is_paused_is_no_voter(world: World) -> None:
    meeting = world.activity("Meeting", GENERAL)
    for name, ended in (("Paused", None), ("Was", day("2023-03-01"))):
        person = world.member(name)
        world.roll(meeting, person)
        days = {"started_on": day("2023-01-01"), "ended_on": ended}
        world.add(VotingPause(member_id=person.id, **days))
    counts = {"present_voting": 1, "in_favor": 1}
    world.vote("One", meeting, expected_voting=1, **counts)
    world.vote("Two", meeting, expected_voting=2, **counts)
    assert titles("votes.without_voting_rights") == ["Two"]


def test_a_dissolved_branch_is_none_for_people_to_be_in(world: World) -> None:
    world.one.dissolved_on = world.two.dissolved_on = day("2022-01-01")
    world.member("Above", stay={"organization": world.root})
    assert titles("assignments.wrong_kind") == []


def test_assignments_overlap_once_they_have_begun(world: World) -> None:
    world.stay(world.member("Double"), world.two, started_on=day("2023-02-01"))
    assert titles("assignments.overlap", "2022") == []
    assert titles("assignments.overlap") == ["Double"]


def test_what_another_branch_has_is_named_by_its_kind_alone(world: World) -> None:
    gone = {"ended_on": day("2023-06-01"), "out_reason": OutReason.TRANSFER_OUT}
    person = world.member("Gone", stay=gone)
    world.project("Of the other branch", person, organization_id=world.two.id)
    world.project("Of this branch", person)
    viewer = Viewer("Secretary", role=Role.BRANCH_SECRETARY, organization_id=world.one.id)
    looks = (
        {"viewer": viewer},
        {"viewer": within(viewer, world.one), "organization": world.one},
        {"organization": world.one},
    )
    for look in looks:
        [found] = flagged("members.still_holding", **look).records
        assert "Of this branch" in found.sentence
        assert "Of the other branch" not in found.sentence
    [found] = flagged("members.still_holding").records
    assert "Of the other branch" in found.sentence
