"""Cases of rules about votes."""

from partyhub.activities.models import ActivityKind, ActivityStatus
from partyhub.activities.voting.models import VoteKind, VoteResult
from partyhub.members.models import OutReason
from tests.problems.world import World, case, day

GENERAL = ActivityKind.GENERAL_MEETING


def decided(w: World, kind: VoteKind, key: str, days: dict[str, object]) -> None:
    """Make people of whom a vote passed, failed, was taken in a planned meeting, and none."""
    meeting = w.activity("Meeting", GENERAL)
    planned = w.activity("Planned", GENERAL, status=ActivityStatus.PLANNED)
    results = (
        ("Passed", VoteResult.PASSED),
        ("Failed", VoteResult.FAILED),
        ("Invalid", VoteResult.INVALID),
    )
    for name, result in results:
        person = w.member(name, **{**days, key: day("2023-03-01")})
        w.vote(name, meeting, kind=kind, member_id=person.id, result=result)
    person = w.member("Of a plan", **{**days, key: day("2023-03-01")})
    w.vote("Plan", planned, kind=kind, member_id=person.id)
    w.member("None", **{**days, key: day("2023-03-01")})
    w.member("Before", **{**days, key: day("2022-06-30")})


NEW, LAST_YEAR = {"full_on": None}, {"admitted_on": day("2022-03-01")}


@case("votes.admission_missing")
def _(w: World) -> set[str]:
    decided(w, VoteKind.ADMISSION, "admitted_on", NEW)
    w.member(
        "Admitted elsewhere",
        stay={"started_on": day("2023-05-01")},
        admitted_on=day("2023-03-01"),
        **NEW,
    )
    return {"None", "Of a plan"}


@case("votes.admission_failed")
def _(w: World) -> set[str]:
    decided(w, VoteKind.ADMISSION, "admitted_on", NEW)
    return {"Failed", "Invalid"}


@case("votes.admission_on_another_day")
def _(w: World) -> set[str]:
    meeting = w.activity("Meeting", GENERAL)
    for name, admitted in (("That day", "2023-03-01"), ("Another", "2023-03-02")):
        person = w.member(name, admitted_on=day(admitted), full_on=None)
        w.vote(name, meeting, kind=VoteKind.ADMISSION, member_id=person.id)
    return {"Another"}


@case("votes.regularization_missing")
def _(w: World) -> set[str]:
    decided(w, VoteKind.REGULARIZATION, "full_on", LAST_YEAR)
    return {"None", "Of a plan"}


@case("votes.regularization_failed")
def _(w: World) -> set[str]:
    decided(w, VoteKind.REGULARIZATION, "full_on", LAST_YEAR)
    return {"Failed", "Invalid"}


@case("votes.cancellation_missing")
def _(w: World) -> set[str]:
    ended = {"ended_on": day("2023-03-01"), "out_reason": OutReason.PROBATION_CANCELLED}
    new = {"admitted_on": day("2022-03-01"), "full_on": None}
    voted = w.member("Voted", stay=ended, **new)
    kind = {"kind": VoteKind.PROBATION_CANCELLATION, "member_id": voted.id}
    w.vote("Voted", w.activity("Meeting", GENERAL), **kind)
    w.member("Not voted", stay=ended, **new)
    return {"Not voted"}


@case("votes.invalid")
def _(w: World) -> set[str]:
    meeting = w.activity("Meeting", GENERAL)
    w.vote("Failed", meeting, result=VoteResult.FAILED)
    w.vote("Invalid", meeting, result=VoteResult.INVALID)
    return {"Invalid"}


@case("votes.meeting_not_held")
def _(w: World) -> set[str]:
    w.vote("Held", w.activity("Meeting", GENERAL))
    w.vote("Canceled", w.activity("Off", GENERAL, status=ActivityStatus.CANCELED))
    return {"Canceled"}


@case("votes.at_wrong_meeting")
def _(w: World) -> set[str]:
    person = {"member_id": w.member("A").id}
    committee = w.activity("Committee", ActivityKind.COMMITTEE_MEETING)
    w.vote("Right", w.activity("Meeting", GENERAL), kind=VoteKind.ADMISSION, **person)
    w.vote("Resolution", committee)
    w.vote("Wrong", committee, kind=VoteKind.ADMISSION, **person)
    return {"Wrong"}


@case("votes.without_voting_rights")
def _(w: World) -> set[str]:
    meeting = w.activity("Meeting", GENERAL)
    w.roll(meeting, w.member("Full"))
    w.roll(meeting, w.member("That day", full_on=day("2023-03-01"), admitted_on=day("2022-03-01")))
    counts = {"present_voting": 1, "in_favor": 1}
    w.vote("One", meeting, expected_voting=1, **counts)
    w.vote("Two", meeting, expected_voting=2, **counts)
    return {"Two"}


@case("votes.impossible_counts")
def _(w: World) -> set[str]:
    meeting = w.activity("Meeting", GENERAL)
    w.vote("All", meeting, written_opinions=2, in_favor=10)
    w.vote("One more", meeting, written_opinions=2, in_favor=10, against=1)
    w.vote("Opinions", meeting, written_opinions=3)
    return {"One more", "Opinions"}
