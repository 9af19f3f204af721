"""Cases of rules about meetings with too few people."""

from partyhub.activities.models import ActivityKind, AttendanceState
from tests.problems.world import World, case

COMMITTEE, CONGRESS = ActivityKind.COMMITTEE_MEETING, ActivityKind.CONGRESS


@case("activities.no_quorum")
def _(w: World) -> set[str]:
    """Just half is a quorum; nobody at all, or another kind of meeting, is no matter of it."""
    w.activity("Half", COMMITTEE, typed_expected=6, typed_present=3)
    w.activity("One less", COMMITTEE, typed_expected=6, typed_present=2)
    w.activity("Less of five", COMMITTEE, typed_expected=5, typed_present=2)
    w.activity("Nobody", COMMITTEE, typed_expected=5, typed_present=0)
    w.activity("Not counted", COMMITTEE)
    w.activity("Theme day", ActivityKind.THEME_DAY, typed_expected=6, typed_present=2)
    people = [w.member(f"P{n}") for n in range(5)]
    named, enough = w.activity("Named", COMMITTEE), w.activity("Named and enough", COMMITTEE)
    w.roll(named, *people[:2])
    w.roll(named, *people[2:], state=AttendanceState.LEAVE)
    w.roll(enough, *people[:3])
    w.roll(enough, *people[3:], state=AttendanceState.LEAVE)
    return {"One less", "Less of five", "Named"}


@case("activities.few_members_for_delegates")
def _(w: World) -> set[str]:
    """Of ten members nearly all are expected, or delegates; a branch's own members count for it."""
    for number in range(10):
        w.member(f"P{number}", stay={"organization": w.two if number else w.one})
    w.member("Applicant", admitted_on=None, full_on=None)
    w.activity("All but two", CONGRESS, organization=w.root, typed_expected=8)
    w.activity("Half", CONGRESS, organization=w.root, typed_expected=5)
    w.activity("Delegates", CONGRESS, organization=w.root, typed_expected=4)
    w.activity("Of one member", CONGRESS, organization=w.one, typed_expected=1)
    w.activity("Not counted", CONGRESS, organization=w.root)
    return {"Delegates"}
