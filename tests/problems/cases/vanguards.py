"""Cases of rules about vanguard posts, teams and commissars."""

from partyhub.definitions.models import CalendarDay
from partyhub.members.models import OutReason
from partyhub.vanguards.models import PostReview, PostStatus
from tests.problems.world import World, case, day

GONE = {"ended_on": day("2023-06-30"), "out_reason": OutReason.TRANSFER_OUT}
APPLICANT = {"admitted_on": None, "full_on": None}
TODAY, TOMORROW = day("2023-06-30"), day("2023-07-01")


@case("vanguards.review_overdue")
def _(w: World) -> set[str]:
    for name, reviewed in (("Not yet", "2022-07-01"), ("Due", "2022-06-30")):
        post = w.vanguard(name)
        w.add(PostReview(post_id=post.id, reviewed_on=day(reviewed)))
    w.vanguard("Candidate", status=PostStatus.CANDIDATE, named_on=None)
    return {"Due"}


@case("vanguards.vacant")
def _(w: World) -> set[str]:
    w.vanguard("Held", w.member("Here"))
    w.vanguard("Vacant", w.member("Gone", stay=GONE))
    return {"Vacant"}


@case("vanguards.status_against_days")
def _(w: World) -> set[str]:
    w.vanguard("Right", closed_on=TOMORROW)
    w.vanguard("Closed today", closed_on=TODAY)
    w.vanguard("No day", status=PostStatus.CLOSED)
    w.vanguard("Named candidate", status=PostStatus.CANDIDATE)
    w.vanguard("Candidate", status=PostStatus.CANDIDATE, named_on=None)
    w.vanguard("Unnamed", named_on=None)
    return {"Closed today", "No day", "Named candidate", "Unnamed"}


@case("vanguards.workshop_closed")
def _(w: World) -> set[str]:
    for name, closed in (("Open", TOMORROW), ("Closed", TODAY)):
        w.vanguard(name, workshop_id=w.workshop(name, closed_on=closed).id)
    return {"Closed"}


@case("vanguards.holder_no_member")
def _(w: World) -> set[str]:
    w.vanguard("Right", w.member("Member"), w.member("Gone", stay=GONE))
    w.vanguard("Wrong", w.member("Applicant", **APPLICANT))
    return {"Wrong"}


@case("vanguards.no_commitment")
def _(w: World) -> set[str]:
    w.vanguard("With")
    w.vanguard("Without", show_commitment=None)
    w.vanguard("Closed", show_commitment=None, closed_on=TODAY, status=PostStatus.CLOSED)
    return {"Without"}


@case("vanguards.organization_dissolved")
def _(w: World) -> set[str]:
    w.one.dissolved_on, w.two.dissolved_on = TOMORROW, TODAY
    w.vanguard("Tomorrow")
    w.vanguard("Today", organization_id=w.two.id)
    return {"Today"}


@case("teams.no_leader")
def _(w: World) -> set[str]:
    w.team("Led", w.member("Here"))
    w.team("Left", w.member("Gone", stay=GONE))
    w.team("Never led")
    return {"Left"}


@case("teams.nobody")
def _(w: World) -> set[str]:
    w.team("Led", w.member("Here"))
    w.team("Empty")
    return {"Empty"}


@case("teams.organization_dissolved")
def _(w: World) -> set[str]:
    w.one.dissolved_on, w.two.dissolved_on = TOMORROW, TODAY
    w.team("Tomorrow")
    w.team("Today", organization_id=w.two.id)
    return {"Today"}


@case("commissars.gap_in_full_coverage")
def _(w: World) -> set[str]:
    whole, gap, person = w.workshop("Whole"), w.workshop("Gap"), w.member("Commissar")
    w.commissar(person, whole, started_on=day("2022-07-01"))
    w.commissar(person, gap, ended_on=day("2023-01-01"))
    w.commissar(person, gap, started_on=day("2023-01-02"))
    w.commissar(
        person, w.workshop("New", opened_on=day("2023-03-01")), started_on=day("2023-03-01")
    )
    return {"Gap"}


@case("commissars.uncovered")
def _(w: World) -> set[str]:
    w.commissar(w.member("Commissar"), w.workshop("Covered"))
    w.commissar(w.member("Gone", stay=GONE), w.workshop("Left"))
    w.workshop("Office", is_first_line=False)
    return {"Left"}


@case("commissars.no_member")
def _(w: World) -> set[str]:
    w.commissar(w.member("Member"), w.workshop("One"))
    w.commissar(w.member("Applicant", **APPLICANT), w.workshop("Two"))
    return {"Applicant"}


@case("commissars.workshop_closed")
def _(w: World) -> set[str]:
    w.commissar(w.member("Open"), w.workshop("Tomorrow", closed_on=TOMORROW))
    w.commissar(w.member("Closed"), w.workshop("Today", closed_on=TODAY))
    return {"Closed"}


@case("commissars.second_in_workshop")
def _(w: World) -> set[str]:
    workshop = w.workshop("Workshop")
    w.commissar(w.member("Ended"), workshop, ended_on=TODAY)
    w.commissar(w.member("First"), workshop, started_on=day("2023-01-01"))
    w.commissar(w.member("Second"), workshop, started_on=day("2023-02-01"))
    return {"Second"}


@case("commissars.several_workshops")
def _(w: World) -> set[str]:
    two, one = w.member("Two"), w.member("One")
    w.commissar(one, w.workshop("Ended"), ended_on=TODAY)
    for person, name in ((two, "A"), (two, "B"), (one, "C")):
        w.commissar(person, w.workshop(name))
    return {"Two"}


@case("commissars.readings_not_daily")
def _(w: World) -> set[str]:
    person = w.member("Commissar")
    always, mostly = (
        w.workshop(name, opened_on=day("2023-06-29")) for name in ("Always", "Mostly")
    )
    for held_on in ("2023-06-29", "2023-06-30"):
        w.add(CalendarDay(day=day(held_on), own=True, note=""))
        w.duty(person, always, held_on=day(held_on))
    w.duty(person, mostly, held_on=day("2023-06-30"))
    w.workshop("Never", opened_on=day("2023-06-29"))
    return {"Mostly"}


@case("commissars.duty_without_appointment")
def _(w: World) -> set[str]:
    workshop, other = w.workshop("One"), w.workshop("Other")
    first, last = w.member("First day"), w.member("Ended")
    w.commissar(first, workshop, started_on=day("2023-03-01"))
    w.commissar(last, workshop, ended_on=day("2023-03-01"))
    w.duty(first, workshop)
    w.duty(last, workshop)
    w.duty(first, other, held_on=day("2022-06-30"))
    return {"Ended"}


@case("commissars.duty_in_closed_workshop")
def _(w: World) -> set[str]:
    w.duty(w.member("Open"), w.workshop("A", opened_on=day("2023-03-01")))
    w.duty(w.member("Before"), w.workshop("B", opened_on=day("2023-03-02")))
    w.duty(w.member("After"), w.workshop("C", closed_on=day("2023-03-01")))
    return {"Before", "After"}


@case("commissars.reading_twice")
def _(w: World) -> set[str]:
    workshop, twice, other = w.workshop("A"), w.member("Twice"), w.member("Other")
    for person, topic in ((twice, "One"), (twice, "One"), (other, "One"), (other, "Two")):
        w.duty(person, workshop, topic=topic)
    return {"Twice"}
