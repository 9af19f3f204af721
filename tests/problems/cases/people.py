"""Cases of rules about people, their development and their appraisals."""

from partyhub.known_dates import Known
from partyhub.members.former_values import MemberFormerValue
from partyhub.members.models import Grade, OutReason, Post
from partyhub.organizations.models import OrganizationKind
from tests.problems.world import World, case, day


@case("members.no_birth_date")
def _(w: World) -> set[str]:
    w.member("With")
    w.member(
        "Applicant", birth_date=None, admitted_on=None, full_on=None, applied_on=day("2023-01-01")
    )
    w.member("Without", birth_date=None)
    return {"Without"}


@case("members.month_in_period")
def _(w: World) -> set[str]:
    month = {"full_on_known": Known.MONTH}
    w.member("Before", full_on=day("2022-06-01"), **month)
    w.member("First", full_on=day("2022-07-01"), **month)
    w.member("Exact", full_on=day("2022-07-01"))
    return {"First"}


@case("members.estimated_in_period")
def _(w: World) -> set[str]:
    estimated = {"joined_on_known": Known.ESTIMATED}
    w.member("Before", joined_on=day("2022-06-30"), **estimated)
    w.member("Last", joined_on=day("2023-06-30"), **estimated)
    return {"Last"}


@case("members.month_before")
def _(w: World) -> set[str]:
    month = {"full_on_known": Known.MONTH}
    w.member("Before", full_on=day("2022-06-01"), **month)
    w.member("First", full_on=day("2022-07-01"), **month)
    return {"Before"}


@case("members.estimated_before")
def _(w: World) -> set[str]:
    w.member("Born", birth_date_known=Known.ESTIMATED)
    w.member("Exact")
    return {"Born"}


@case("members.dates_in_disorder")
def _(w: World) -> set[str]:
    w.member("Same day", activist_on=day("2014-01-10"))
    w.member("Same month", full_on=day("2014-01-01"), full_on_known=Known.MONTH)
    w.member("Wrong", target_on=day("2014-01-11"))
    w.member("Unborn", birth_date=day("2014-01-11"))
    return {"Wrong", "Unborn"}


@case("members.age_at_application")
def _(w: World) -> set[str]:
    w.member("Birthday", applied_on=day("1998-05-05"))
    w.member("Eve", applied_on=day("1998-05-04"))
    month = {"applied_on": day("1998-05-01"), "applied_on_known": Known.MONTH}
    w.member("That month", **month)
    w.member("Before any rule", birth_date=day("1970-01-01"), applied_on=day("1982-01-01"))
    return {"Eve"}


@case("members.age_at_admission")
def _(w: World) -> set[str]:
    w.member("Birthday", birth_date=day("1996-01-10"))
    w.member("Eve", birth_date=day("1996-01-11"))
    return {"Eve"}


@case("members.unassigned")
def _(w: World) -> set[str]:
    w.member("Somewhere")
    w.member("Nowhere", stay={})
    return {"Nowhere"}


@case("members.still_holding")
def _(w: World) -> set[str]:
    gone = {"ended_on": day("2023-06-30"), "out_reason": OutReason.TRANSFER_OUT}
    w.post(w.member("Gone", stay=gone))
    w.post(w.member("Gave up", stay=gone), ended_on=day("2023-06-30"))
    w.post(w.member("Here"), w.two)
    return {"Gone"}


@case("members.floating_too_long")
def _(w: World) -> set[str]:
    w.member("At home")
    w.member("Long away", is_floating=True)
    lately = w.member("Lately", is_floating=True)
    former = {"key": "is_floating", "value": "0", "ended_on": day("2023-01-01")}
    w.add(MemberFormerValue(member_id=lately.id, **former))
    return {"Long away"}


@case("development.target_too_early")
def _(w: World) -> set[str]:
    young = {"admitted_on": None, "full_on": None, "stay": {"started_on": day("2021-01-01")}}
    w.member("A year", activist_on=day("2022-03-01"), target_on=day("2023-03-01"), **young)
    w.member("A day short", activist_on=day("2022-03-02"), target_on=day("2023-03-01"), **young)
    w.member("Long ago", activist_on=day("2021-05-01"), target_on=day("2022-01-01"), **young)
    month = {"activist_on_known": Known.MONTH}
    w.member("Maybe", activist_on=day("2022-03-01"), target_on=day("2023-03-02"), **young, **month)
    return {"A day short"}


@case("development.stages_missing")
def _(w: World) -> set[str]:
    days = {"applied_on": day("2021-01-01"), "activist_on": day("2021-06-01")}
    new = {"admitted_on": day("2023-01-01"), "full_on": None}
    w.member("Complete", target_on=day("2022-07-01"), **days, **new)
    w.member("No target", **days, **new)
    w.member("Long ago")
    return {"No target"}


@case("development.probation_too_short")
def _(w: World) -> set[str]:
    w.member("A year", admitted_on=day("2022-01-05"), full_on=day("2023-01-05"))
    w.member("A day short", admitted_on=day("2022-01-06"), full_on=day("2023-01-05"))
    return {"A day short"}


@case("development.probation_too_long")
def _(w: World) -> set[str]:
    w.member("Two years", admitted_on=day("2021-01-05"), full_on=day("2023-01-05"))
    w.member("A day more", admitted_on=day("2021-01-04"), full_on=day("2023-01-05"))
    return {"A day more"}


@case("development.probation_over")
def _(w: World) -> set[str]:
    w.member("Ends today", admitted_on=day("2022-06-30"), full_on=None)
    w.member("Ended", admitted_on=day("2022-06-29"), full_on=None)
    until = {"probation_extended_until": day("2023-07-01")}
    w.member("Extended", admitted_on=day("2022-01-01"), full_on=None, **until)
    return {"Ended"}


@case("development.extension_of_wrong_length")
def _(w: World) -> set[str]:
    for name, until in (
        ("Half a year", "2023-07-10"),
        ("Shorter", "2023-07-09"),
        ("A year", "2024-01-10"),
        ("Longer", "2024-01-11"),
    ):
        new = {"admitted_on": day("2022-01-10"), "full_on": None}
        w.member(name, probation_extended_until=day(until), **new)
    return {"Shorter", "Longer"}


@case("appraisals.too_many_excellent")
def _(w: World) -> set[str]:
    people = [w.member(f"One {n}") for n in range(6)]
    others = [w.member(f"Two {n}", stay={"organization": w.two}) for n in range(5)]
    for person in (*people[:2], *others[:2]):
        w.appraisal(person, grade=Grade.EXCELLENT)
    return {"Branch two"}


@case("appraisals.probationary_graded")
def _(w: World) -> set[str]:
    new = {"admitted_on": day("2022-09-01"), "full_on": None}
    w.appraisal(w.member("Not graded", **new), grade=Grade.NOT_GRADED)
    w.appraisal(w.member("Graded", **new))
    w.appraisal(w.member("Full that day", full_on=day("2023-01-10"), admitted_on=day("2022-01-10")))
    return {"Graded"}


@case("appraisals.not_here")
def _(w: World) -> set[str]:
    w.appraisal(w.member("First day", stay={"started_on": day("2023-01-10")}))
    w.appraisal(w.member("A day later", stay={"started_on": day("2023-01-11")}))
    w.appraisal(w.member("Applicant", admitted_on=None, full_on=None))
    return {"A day later", "Applicant"}


@case("appraisals.no_grade_no_reason")
def _(w: World) -> set[str]:
    none = {"grade": Grade.NOT_GRADED}
    w.appraisal(w.member("With"), grade_reason="Ill", **none)
    w.appraisal(w.member("Without"), **none)
    w.appraisal(w.member("Probationary", full_on=None, admitted_on=day("2022-09-01")), **none)
    return {"Without"}


@case("appraisals.too_early")
def _(w: World) -> set[str]:
    w.appraisal(w.member("After"), held_on=day("2023-01-01"))
    w.appraisal(w.member("In October"), held_on=day("2022-10-01"))
    w.appraisal(w.member("Before"), held_on=day("2022-09-30"))
    w.appraisal(w.member("A year before"), held_on=day("2022-12-31"), for_year=2023)
    return {"Before", "A year before"}


@case("appraisals.twice")
def _(w: World) -> set[str]:
    twice, once = w.member("Twice"), w.member("Once")
    w.appraisal(once, for_year=2021)
    for person in (twice, twice, once):
        w.appraisal(person)
    return {"Twice"}


@case("appraisals.missing")
def _(w: World) -> set[str]:
    w.appraisal(w.member("Appraised"))
    w.member("Missing")
    w.member("New year", full_on=day("2023-01-01"), admitted_on=day("2022-01-01"))
    w.member("Came later", stay={"started_on": day("2023-04-01")})
    return {"Missing"}


@case("posts.second_secretary")
def _(w: World) -> set[str]:
    w.post(w.member("Old"), ended_on=day("2022-09-01"))
    w.post(w.member("Follower"), started_on=day("2022-09-01"))
    w.post(w.member("Second"), started_on=day("2023-01-01"))
    w.post(w.member("Deputy"), post=Post.DEPUTY_SECRETARY)
    w.post(w.member("Elsewhere"), w.two)
    return {"Second"}


@case("posts.holder_not_full")
def _(w: World) -> set[str]:
    w.post(w.member("Full today", full_on=day("2023-06-30"), admitted_on=day("2022-06-30")))
    w.post(w.member("Tomorrow", full_on=day("2023-07-01"), admitted_on=day("2022-06-30")))
    return {"Tomorrow"}


@case("posts.holder_from_elsewhere")
def _(w: World) -> set[str]:
    w.post(w.member("Own"))
    w.post(w.member("From below"), w.root)
    w.post(w.member("Other"), w.two)
    return {"Other"}


@case("posts.in_group")
def _(w: World) -> set[str]:
    group = w.organization("Group", up=w.one, kind=OrganizationKind.PARTY_GROUP)
    w.post(w.member("Leader"), group, post=Post.GROUP_LEADER)
    w.post(w.member("Wrong"), group, post=Post.DEPUTY_SECRETARY)
    return {"Wrong"}


@case("posts.no_secretary")
def _(w: World) -> set[str]:
    w.post(w.member("Secretary"))
    gone = {"ended_on": day("2023-06-30"), "out_reason": OutReason.TRANSFER_OUT}
    w.post(w.member("Gone", stay={"organization": w.two, **gone}), w.two)
    return {"Branch two"}


@case("posts.of_no_committee")
def _(w: World) -> set[str]:
    """One deputy is no committee; a second one, or a commissioner, belongs to one."""
    w.two.has_committee = True
    for where, name in ((w.one, "without"), (w.two, "with")):
        for post in (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER):
            person = w.member(f"{post.value} {name}", stay={"organization": where})
            w.post(person, where, post=post)
        later = w.member(f"second {name}", stay={"organization": where})
        w.post(later, where, post=Post.DEPUTY_SECRETARY, started_on=day("2022-01-01"))
    w.post(w.member("Of all"), w.root, post=Post.COMMITTEE_MEMBER)
    gone = {"post": Post.COMMITTEE_MEMBER, "ended_on": day("2023-06-30")}
    w.post(w.member("Relieved"), w.one, **gone)
    return {"organization_commissioner without", "second without"}


def committees(w: World, *people: int) -> None:
    """Give the two branches committees of so many people."""
    for organization, number in zip((w.one, w.two), people, strict=True):
        organization.has_committee = True
        for each in range(number):
            person = w.member(f"{organization.name} {each}", stay={"organization": organization})
            w.post(person, organization, post=Post.COMMITTEE_MEMBER)


@case("posts.committee_too_small")
def _(w: World) -> set[str]:
    committees(w, 3, 2)
    return {"Branch two"}


@case("posts.committee_too_large")
def _(w: World) -> set[str]:
    committees(w, 7, 8)
    return {"Branch two"}


@case("posts.committee_without_need")
def _(w: World) -> set[str]:
    w.one.has_committee = w.two.has_committee = True
    for number in range(7):
        w.member(f"One {number}")
    for number in range(6):
        w.member(f"Two {number}", stay={"organization": w.two})
    return {"Branch two"}
