"""Cases of rules about meetings, the ledger, and attendance."""

from datetime import UTC, datetime, time

from partyhub.activities.frequencies.kinds import FREQUENCIES
from partyhub.activities.models import (
    ActivityKind,
    ActivityStatus,
    AttendanceState,
    LeaveKind,
)
from partyhub.campaigns.models import Campaign
from partyhub.members.models import OutReason
from partyhub.organizations.models import OrganizationKind
from partyhub.vanguards.models import TeamKind
from tests.problems.world import World, case, day

OUT = {"out_reason": OutReason.TRANSFER_OUT}
GENERAL, THEME = ActivityKind.GENERAL_MEETING, ActivityKind.THEME_DAY


def missing(kind: ActivityKind) -> None:
    """Register the case of a kind of meeting: one branch held all, the other none of them."""

    @case(f"meetings.{kind.value}")
    def _(w: World) -> set[str]:
        w.one.has_committee = w.two.has_committee = True
        hosts = {w.one.id: w.one, w.two.id: w.two}
        for branch in (w.one, w.two):
            w.activity(
                "Earlier", ActivityKind.OTHER, organization=branch, held_on=day("2015-01-01")
            )
            if kind is ActivityKind.GROUP_MEETING:
                up, group = branch, OrganizationKind.PARTY_GROUP
                hosts[branch.id] = w.organization(f"Group of {branch.name}", up=up, kind=group)
        for year, month in [(2022, n) for n in range(7, 13)] + [(2023, n) for n in range(1, 7)]:
            held_on = day(f"{year}-{month:02}-20")
            values = {"held_on": held_on, "for_year": 2022}
            w.activity(f"Held {month}", kind, organization=hosts[w.one.id], **values)
        return {"Branch two"}


for frequency in FREQUENCIES:
    missing(frequency.kind)


@case("meetings.none")
def _(w: World) -> set[str]:
    w.organization("New", established_on=day("2022-07-02"))
    w.activity("Held", held_on=day("2023-06-30"))
    w.activity("Before", organization=w.two, held_on=day("2022-06-30"))
    return {"Branch two"}


@case("activities.more_than_expected")
def _(w: World) -> set[str]:
    w.activity("As many", typed_expected=5, typed_present=5)
    w.activity("More", typed_expected=5, typed_present=6)
    w.activity("Nobody expected", ActivityKind.OTHER, typed_present=6)
    people = [w.member(f"P{n}") for n in range(2)]
    w.roll(w.activity("Named", typed_expected=1), *people)
    named = w.activity("With a guest", typed_expected=2)
    w.roll(named, *people)
    w.roll(named, w.member("Guest"), is_expected=False)
    return {"More", "Named"}


@case("activities.still_planned")
def _(w: World) -> set[str]:
    planned = {"status": ActivityStatus.PLANNED}
    w.activity("Today", held_on=day("2023-06-30"), **planned)
    w.activity("Yesterday", held_on=day("2023-06-29"), **planned)
    return {"Yesterday"}


@case("activities.no_minutes")
def _(w: World) -> set[str]:
    nothing = {"record": None}
    w.activity("Two weeks", GENERAL, held_on=day("2023-06-16"), **nothing)
    w.activity("A day more", GENERAL, held_on=day("2023-06-15"), **nothing)
    w.activity("With resolution", GENERAL, resolution="Agreed", **nothing)
    w.activity("No meeting", ActivityKind.VOLUNTEER_SERVICE, **nothing)
    return {"A day more"}


@case("activities.entered_late")
def _(w: World) -> set[str]:
    w.activity("Two weeks", GENERAL, created_at=datetime(2023, 3, 15, 15, tzinfo=UTC))
    w.activity("A day more", GENERAL, created_at=datetime(2023, 3, 15, 17, tzinfo=UTC))
    w.activity("No meeting", THEME, created_at=datetime(2023, 6, 1, tzinfo=UTC))
    return {"A day more"}


@case("activities.nobody_came")
def _(w: World) -> set[str]:
    w.activity("Some", typed_expected=5, typed_present=1)
    w.activity("None", typed_expected=5, typed_present=0)
    w.activity("Nobody expected", ActivityKind.OTHER)
    w.activity("Nobody counted", typed_expected=5)
    w.roll(w.activity("All absent"), w.member("A"), state=AttendanceState.ABSENT)
    return {"None", "All absent"}


@case("activities.wrong_holder")
def _(w: World) -> set[str]:
    w.activity("Right", ActivityKind.COMMITTEE_MEETING)
    w.activity("Wrong", THEME, ActivityKind.GROUP_MEETING)
    return {"Wrong"}


@case("activities.after_dissolution")
def _(w: World) -> set[str]:
    w.one.dissolved_on = day("2023-03-01")
    w.activity("The day before", held_on=day("2023-02-28"))
    w.activity("That day")
    return {"That day"}


@case("activities.before_founding")
def _(w: World) -> set[str]:
    w.one.established_on = day("2023-03-01")
    w.activity("That day")
    w.activity("The day before", held_on=day("2023-02-28"))
    return {"The day before"}


@case("activities.double")
def _(w: World) -> set[str]:
    w.activity("Theme day of March")
    w.activity("Theme day of  March")
    w.activity("Theme day of March", organization=w.two)
    w.activity("Theme day of March", GENERAL)
    w.activity("Something else")
    return {"Theme day of  March"}


@case("activities.outside_campaign")
def _(w: World) -> set[str]:
    days = {"started_on": day("2023-03-01"), "ended_on": day("2023-03-02")}
    campaign = w.add(Campaign(code="C1", name="Campaign", **days))
    w.activity("First day", campaign_id=campaign.id)
    w.activity("Ended", campaign_id=campaign.id, held_on=day("2023-03-02"))
    return {"Ended"}


@case("activities.impossible_length")
def _(w: World) -> set[str]:
    for name, minutes in (("A day", 1440), ("More", 1441), ("Nothing", 0), ("Unknown", None)):
        w.activity(name, minutes_long=minutes)
    return {"More", "Nothing"}


@case("attendance.two_places")
def _(w: World) -> set[str]:
    both, other = w.member("Both"), w.member("Other")
    hour = {"minutes_long": 60}
    first = w.activity("From two", starts_at=time(14), **hour)
    after = w.activity("From three", organization=w.two, starts_at=time(15), **hour)
    during = w.activity("A minute before", organization=w.two, starts_at=time(14, 59), **hour)
    absent = w.activity("On leave", starts_at=time(14), **hour)
    for activity in (first, after):
        w.roll(activity, both, other)
    w.roll(during, other)
    w.roll(absent, both, state=AttendanceState.LEAVE, reason="Ill")
    ending = {"minutes_long": 120, "starts_at": time(14), "held_on": day("2023-03-02")}
    w.roll(w.activity("Theme day", place="Room 3", **ending), both)
    w.roll(w.activity("Lecture", place="Ｒoom 3", **ending | {"starts_at": time(15)}), both)
    w.roll(w.activity("Elsewhere", place="Yard", **ending | {"minutes_long": 10}), other)
    w.roll(w.activity("Far", place="Hall", **ending | {"minutes_long": 5}), other)
    nowhere = ending | {"held_on": day("2023-03-03")}
    for name, host in (("With it", w.one), ("Together", w.one), ("Another host", w.two)):
        w.roll(w.activity(name, organization=host, **nowhere), both)
    return {"A minute before", "Far", "Another host"}


@case("attendance.not_here")
def _(w: World) -> set[str]:
    meeting, elsewhere = w.activity("Meeting"), w.activity("Another", organization=w.two)
    w.roll(meeting, w.member("First day", stay={"started_on": day("2023-03-01")}))
    w.roll(elsewhere, w.member("Later", stay={"started_on": day("2023-03-02")}))
    w.roll(meeting, w.member("Left after", stay={"ended_on": day("2023-03-02"), **OUT}))
    gone = w.member("Left", stay={"ended_on": day("2023-03-01"), **OUT})
    w.roll(w.activity("Third"), gone, state=AttendanceState.ABSENT)
    return {"Another", "Third"}


@case("attendance.leave_without_reason")
def _(w: World) -> set[str]:
    leave = {"state": AttendanceState.LEAVE}
    person = w.member("A")
    w.roll(w.activity("Reason"), person, reason="Ill", **leave)
    w.roll(w.activity("Kind"), person, leave_kind=LeaveKind.SICK, **leave)
    w.roll(w.activity("Nothing"), person, **leave)
    return {"Nothing"}


@case("attendance.no_party_life")
def _(w: World) -> set[str]:
    never, once = w.member("Never"), w.member("Once")
    new = w.member("New", stay={"started_on": day("2023-01-10")})
    for held_on in ("2023-01-20", "2023-04-20"):
        missed = w.activity(held_on, held_on=day(held_on))
        w.roll(missed, never, new, once, state=AttendanceState.ABSENT)
    w.roll(w.activity("Came", held_on=day("2023-01-01")), once)
    w.roll(w.activity("Before", held_on=day("2022-12-31")), never)
    return {"Never"}


@case("attendance.no_heart_talk")
def _(w: World) -> set[str]:
    """Asked for 2022, of whom was here all of it, in a branch that had talks."""
    never, late, once, made_up = (w.member(name) for name in ("Never", "Late", "Once", "Made up"))
    w.member("New", stay={"started_on": day("2022-01-02")})
    w.member("Of another branch", stay={"organization": w.two})
    talk = w.activity("Talk", ActivityKind.HEART_TALK, held_on=day("2022-12-31"))
    w.roll(talk, once)
    w.roll(talk, made_up, state=AttendanceState.MADE_UP, made_up_on=day("2023-01-05"))
    w.roll(talk, never, state=AttendanceState.LEAVE)
    w.roll(w.activity("No talk", held_on=day("2022-12-30")), never)
    w.roll(w.activity("Too late", ActivityKind.HEART_TALK, held_on=day("2023-01-01")), late)
    return {"Never", "Late"}


@case("teams.no_service")
def _(w: World) -> set[str]:
    volunteers = {"kind": TeamKind.VOLUNTEER}
    served = w.team("Served", **volunteers)
    w.team("Idle", **volunteers)
    w.team("New", established_on=day("2022-07-02"), **volunteers)
    w.team("Vanguard")
    w.activity("Service", ActivityKind.VOLUNTEER_SERVICE, team_id=served.id)
    w.activity("Study", ActivityKind.STUDY, team_id=w.team("Studied", **volunteers).id)
    return {"Idle", "Studied"}
