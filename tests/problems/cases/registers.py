"""Cases of rules about projects, prosperity workshops and honors."""

from partyhub.awards.levels import county_cities
from partyhub.awards.models import Award, AwardCategory, AwardLevel, RecipientKind
from partyhub.members.models import OutReason
from partyhub.projects.models import Mentorship, Milestone, ProjectStatus
from tests.problems.world import World, case, day

GONE = {"ended_on": day("2023-06-30"), "out_reason": OutReason.TRANSFER_OUT}
APPLICANT = {"admitted_on": None, "full_on": None}
TODAY, TOMORROW = day("2023-06-30"), day("2023-07-01")


@case("milestones.late")
def _(w: World) -> set[str]:
    def milestone(name: str, planned: object = day("2023-06-29"), **values: object) -> None:
        project = w.project(name, w.member(name))
        w.add(Milestone(project_id=project.id, title="Step", planned_on=planned, **values))

    milestone("Due today", TODAY)
    milestone("Late")
    milestone("Explained", delay_reason="Parts")
    milestone("Done", done_on=TODAY)
    return {"Late"}


@case("projects.no_lead")
def _(w: World) -> set[str]:
    w.project("Led", w.member("Here"))
    w.project("Left", w.member("Gone", stay=GONE))
    w.project("Proposed", status=ProjectStatus.PROPOSED)
    return {"Left"}


@case("projects.overdue")
def _(w: World) -> set[str]:
    w.project("Due today", due_on=TODAY)
    w.project("Overdue", due_on=day("2023-06-29"))
    return {"Overdue"}


ACCEPTED = {"status": ProjectStatus.ACCEPTED, "closed_on": day("2023-03-01")}


@case("projects.status_against_days")
def _(w: World) -> set[str]:
    w.project("Right", **ACCEPTED)
    w.project("No day", status=ProjectStatus.STOPPED)
    w.project("Over", closed_on=TODAY)
    w.project("Tomorrow", closed_on=TOMORROW)
    return {"No day", "Over"}


@case("projects.no_result")
def _(w: World) -> set[str]:
    w.project("With", result="Faster", **ACCEPTED)
    w.project("Without", **ACCEPTED)
    w.project("Before", **{**ACCEPTED, "closed_on": day("2022-06-30")})
    return {"Without"}


@case("projects.small_benefit")
def _(w: World) -> set[str]:
    for name, benefit in (("Enough", 10_000), ("Less", "9999.99"), ("None", 0), ("Unknown", None)):
        w.project(name, benefit_cny=benefit, **ACCEPTED)
    return {"Less"}


@case("projects.organization_dissolved")
def _(w: World) -> set[str]:
    w.one.dissolved_on, w.two.dissolved_on = TOMORROW, TODAY
    w.project("Tomorrow")
    w.project("Today", organization_id=w.two.id)
    return {"Today"}


@case("mentorships.mentor_no_member")
def _(w: World) -> set[str]:
    for name, values in (("Member", {}), ("Applicant", APPLICANT)):
        ids = {"mentor_id": w.member(name, **values).id, "apprentice_name": "Apprentice"}
        w.add(Mentorship(started_on=day("2023-01-01"), **ids))
    return {"Applicant"}


@case("prosperity.no_return")
def _(w: World) -> set[str]:
    months = [f"2022-{n:02}" for n in range(7, 13)] + [f"2023-{n:02}" for n in range(1, 7)]
    whole, gap = w.prosperity("Whole"), w.prosperity("Gap")
    for month in months:
        w.returns(whole, month)
    for month in months[:-1]:
        w.returns(gap, month)
    w.prosperity("Closed before", set_up_on=day("2022-01-01"), closed_on=day("2022-07-01"))
    return {"Gap"}


@case("prosperity.return_outside_life")
def _(w: World) -> set[str]:
    for name, month in (
        ("First", "2022-10"),
        ("Before", "2022-09"),
        ("Last", "2023-02"),
        ("After", "2023-03"),
    ):
        days = {"set_up_on": day("2022-10-31"), "closed_on": day("2023-03-01")}
        w.returns(w.prosperity(name, **days), month)
    return {"Before", "After"}


@case("prosperity.small_output")
def _(w: World) -> set[str]:
    for name, output in (("Enough", 10_000), ("Less", "9999.99"), ("Nothing", 0)):
        w.returns(w.prosperity(name), "2022-10", output_cny=output)
    return {"Less"}


@case("prosperity.no_staff")
def _(w: World) -> set[str]:
    w.returns(w.prosperity("Right"), "2022-10", avg_monthly_income_cny=4_000)
    w.returns(w.prosperity("Idle"), "2022-10", staff=0)
    w.returns(w.prosperity("Wrong"), "2022-10", staff=None, avg_monthly_income_cny=4_000)
    return {"Wrong"}


@case("prosperity.workshop_closed")
def _(w: World) -> set[str]:
    for name, closed in (("Open", TOMORROW), ("Closed", TODAY)):
        w.prosperity(name, workshop_id=w.workshop(name, closed_on=closed).id)
    return {"Closed"}


def award(w: World, title: str, **values: object) -> None:
    defaults = {
        "level": AwardLevel.TOWNSHIP,
        "granting_body": "Township",
        "awarded_on": day("2023-03-01"),
        "recipient_kind": RecipientKind.ORGANIZATION,
        "organization_id": w.one.id,
        "document_no": "1",
    }
    w.add(Award(title=title, **{**defaults, **values}))


@case("awards.no_document")
def _(w: World) -> set[str]:
    award(w, "Document")
    award(w, "Certificate", document_no=None, certificate_no="2")
    award(w, "Neither", document_no=None)
    return {"Neither"}


@case("awards.twice")
def _(w: World) -> set[str]:
    award(w, "Yearly", awarded_on=day("2022-12-31"))
    award(w, "Yearly", awarded_on=day("2023-01-01"))
    award(w, "Late", for_year=2021)
    award(w, "Late", for_year=2022, awarded_on=day("2023-03-02"))
    award(w, "Shared")
    award(w, "Shared", organization_id=w.two.id)
    for body in ("Township", "Zone"):
        award(w, "Of two bodies", granting_body=body)
    for awarded_on in (day("2022-12-31"), day("2023-03-01")):
        award(w, "Twice", for_year=2022, awarded_on=awarded_on)
    return {"Twice"}


@case("awards.category_against_recipient")
def _(w: World) -> set[str]:
    award(w, "Right", category=AwardCategory.ADVANCED_ORGANIZATION)
    award(w, "Wrong", category=AwardCategory.OUTSTANDING_MEMBER)
    return {"Wrong"}


@case("awards.level_of_county_city")
def _(w: World) -> set[str]:
    city = min(county_cities())
    award(w, "County", granting_body=city, level=AwardLevel.COUNTY)
    award(w, "Prefecture", granting_body="Elsewhere", level=AwardLevel.PREFECTURE)
    award(w, "Wrong", granting_body=city, level=AwardLevel.PREFECTURE)
    return {"Wrong"}


@case("awards.later_year")
def _(w: World) -> set[str]:
    award(w, "That year", for_year=2023)
    award(w, "The next", for_year=2024)
    return {"The next"}


@case("awards.recipient_not_there")
def _(w: World) -> set[str]:
    w.two.dissolved_on = day("2023-03-01")
    person = w.member("Later", stay={"started_on": day("2023-03-02")})
    award(w, "Right")
    award(w, "Dissolved", organization_id=w.two.id)
    to_person = {"recipient_kind": RecipientKind.MEMBER, "organization_id": None}
    award(w, "Not yet here", member_id=person.id, **to_person)
    award(w, "Activist", member_id=w.member("Activist", **APPLICANT).id, **to_person)
    return {"Dissolved", "Not yet here"}
