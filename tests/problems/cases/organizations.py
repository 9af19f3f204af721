"""Cases of rules about organizations, terms, sizes, and the branches of people."""

from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import InReason, OutReason
from partyhub.organizations.models import OrganizationKind, Placement
from tests.problems.world import LONG_AGO, World, case, day

GROUP, GENERAL = OrganizationKind.PARTY_GROUP, OrganizationKind.GENERAL_BRANCH
OUT = {"out_reason": OutReason.TRANSFER_OUT}


@case("terms.overdue")
def _(w: World) -> set[str]:
    w.term(w.one, due_on=day("2023-06-30"))
    w.term(w.two, due_on=day("2023-06-29"))
    w.term(w.root, due_on=day("2023-01-01"), extension_until=day("2023-12-31"))
    return {"Branch two"}


@case("terms.due_soon")
def _(w: World) -> set[str]:
    w.term(w.one, due_on=day("2023-12-30"))
    w.term(w.two, due_on=day("2023-12-29"))
    w.term(w.root, due_on=day("2023-06-29"))
    return {"Branch two"}


@case("terms.overlap")
def _(w: World) -> set[str]:
    for organization, started in ((w.one, "2023-01-01"), (w.two, "2022-12-31")):
        w.term(organization, due_on=day("2023-01-01"))
        w.term(organization, number=2, started_on=day(started), due_on=day("2026-01-01"))
    return {"Branch two"}


@case("terms.extension_too_long")
def _(w: World) -> set[str]:
    w.term(w.one, due_on=day("2023-01-01"), extension_until=day("2024-01-01"))
    w.term(w.two, due_on=day("2023-01-01"), extension_until=day("2024-01-02"))
    return {"Branch two"}


@case("terms.too_long")
def _(w: World) -> set[str]:
    w.term(w.one, due_on=day("2024-01-01"))
    w.term(w.two, due_on=day("2024-01-02"))
    w.term(w.root, due_on=day("2026-01-01"))
    return {"Branch two"}


@case("terms.reelected_late")
def _(w: World) -> set[str]:
    w.term(w.one, due_on=day("2023-02-01"), reelected_on=day("2023-02-01"))
    w.term(w.two, due_on=day("2023-02-01"), reelected_on=day("2023-02-02"))
    until = {"extension_until": day("2023-03-01")}
    w.term(w.root, due_on=day("2023-02-01"), reelected_on=day("2023-03-01"), **until)
    return {"Branch two"}


@case("terms.reelected_early")
def _(w: World) -> set[str]:
    w.term(w.one, due_on=day("2024-02-01"), reelected_on=day("2023-02-01"))
    w.term(w.two, due_on=day("2024-02-02"), reelected_on=day("2023-02-01"))
    return {"Branch two"}


@case("terms.of_group")
def _(w: World) -> set[str]:
    w.term(w.one)
    w.term(w.organization("Group", up=w.one, kind=GROUP))
    return {"Group"}


@case("terms.after_dissolution")
def _(w: World) -> set[str]:
    w.one.dissolved_on = w.two.dissolved_on = day("2021-01-02")
    w.term(w.one, started_on=day("2021-01-01"))
    w.term(w.two, started_on=day("2021-01-02"))
    return {"Branch two"}


@case("organizations.no_term")
def _(w: World) -> set[str]:
    w.organization("Group", up=w.one, kind=GROUP)
    w.organization("Temporary", kind=OrganizationKind.TEMPORARY_BRANCH)
    w.term(w.root)
    w.term(w.one)
    return {"Branch two"}


@case("organizations.no_superior")
def _(w: World) -> set[str]:
    w.organization("Loose", up=None)
    return {"Loose"}


@case("organizations.below_dissolved")
def _(w: World) -> set[str]:
    w.two.dissolved_on = day("2023-06-30")
    w.organization("Group", up=w.one, kind=GROUP)
    w.organization("Lost", up=w.two, kind=GROUP)
    return {"Lost"}


def crowd(w: World, organization: object, full: int, probationary: int = 0) -> None:
    for number in range(full):
        w.member(f"F{number}", stay={"organization": organization})
    for number in range(probationary):
        days = {"admitted_on": day("2022-12-01"), "full_on": None}
        w.member(f"P{number}", stay={"organization": organization}, **days)


@case("organizations.too_few")
def _(w: World) -> set[str]:
    crowd(w, w.one, 3)
    crowd(w, w.two, 2, 1)
    return {"Branch two"}


@case("organizations.too_many")
def _(w: World) -> set[str]:
    w.one.has_committee = w.two.has_committee = True
    crowd(w, w.one, 50)
    crowd(w, w.two, 50, 1)
    return {"Branch two"}


@case("organizations.no_branch_committee")
def _(w: World) -> set[str]:
    crowd(w, w.one, 6, 1)
    crowd(w, w.two, 7)
    return {"Branch two"}


@case("organizations.general_branch_missing")
def _(w: World) -> set[str]:
    loose = w.organization("Alone", up=None, has_committee=True)
    crowd(w, loose, 49, 1)
    w.one.has_committee = True
    return {"Alone"}


@case("organizations.committee_missing")
def _(w: World) -> set[str]:
    alone = w.organization("General branch", up=None, kind=GENERAL)
    w.one.has_committee = True
    crowd(w, alone, 100)
    return {"General branch"}


@case("assignments.overlap")
def _(w: World) -> set[str]:
    follows = w.member("Follows", stay={"ended_on": day("2023-01-01"), **OUT})
    w.stay(follows, w.two, started_on=day("2023-01-01"))
    double = w.member("Double", stay={"ended_on": day("2023-01-02"), **OUT})
    w.stay(double, w.two, started_on=day("2023-01-01"))
    return {"Double"}


@case("assignments.moved_nowhere")
def _(w: World) -> set[str]:
    ended = {"ended_on": day("2023-01-01"), "out_reason": OutReason.INTERNAL}
    w.stay(w.member("Moved", stay=ended), w.two, started_on=day("2023-01-01"))
    w.stay(w.member("Late", stay=ended), w.two, started_on=day("2023-01-02"))
    w.member("Out", stay={**ended, **OUT})
    return {"Late"}


@case("assignments.moved_from_nowhere")
def _(w: World) -> set[str]:
    ended = {"ended_on": day("2023-01-01"), "out_reason": OutReason.INTERNAL}
    new = {"started_on": day("2023-01-01"), "in_reason": InReason.INTERNAL}
    w.stay(w.member("Moved", stay=ended), w.two, **new)
    w.member("Nowhere", stay=new)
    return {"Nowhere"}


@case("assignments.reason_against_stage")
def _(w: World) -> set[str]:
    ended = {"ended_on": day("2023-01-01"), "out_reason": OutReason.PROBATION_CANCELLED}
    w.member("Probationary", stay=ended, admitted_on=day("2022-06-01"), full_on=None)
    w.member("Full", stay=ended)
    w.member("Full that day", stay=ended, admitted_on=day("2022-01-01"), full_on=day("2023-01-01"))
    w.member("Applicant", stay=ended, admitted_on=None, full_on=None, applied_on=LONG_AGO)
    withdrawn = {**ended, "out_reason": OutReason.WITHDRAWN}
    w.member("Withdrew", stay=withdrawn, admitted_on=None, full_on=None, applied_on=LONG_AGO)
    w.member("Member", stay=withdrawn)
    return {"Full", "Applicant", "Member"}


@case("assignments.wrong_kind")
def _(w: World) -> set[str]:
    general = w.organization("Without branches", kind=GENERAL)
    w.member("Fits", stay={"organization": general})
    w.member("Above", stay={"organization": w.root})
    return {"Above"}


@case("assignments.wrong_group")
def _(w: World) -> set[str]:
    group = w.organization("Group", up=w.one, kind=GROUP)
    w.member("Own", stay={"party_group_id": group.id})
    w.member("Other", stay={"organization": w.two, "party_group_id": group.id})
    return {"Other"}


@case("assignments.dissolved")
def _(w: World) -> set[str]:
    w.two.dissolved_on = day("2023-06-30")
    w.member("Ended", stay={"organization": w.two, "ended_on": day("2023-06-30"), **OUT})
    w.member("Left behind", stay={"organization": w.two})
    return {"Left behind"}


@case("assignments.before_founding")
def _(w: World) -> set[str]:
    new = w.organization("New", established_on=day("2014-01-10"))
    w.member("First day", stay={"organization": new})
    w.member("Earlier", stay={"organization": new, "started_on": day("2014-01-09")})
    return {"Earlier"}


@case("assignments.no_receipt")
def _(w: World) -> set[str]:
    ended = {"ended_on": day("2023-04-01"), **OUT}
    w.member("Valid", stay={**ended, "letter_valid_until": day("2023-06-30")})
    w.member("Lapsed", stay={**ended, "letter_valid_until": day("2023-06-29")})
    days = {"letter_valid_until": day("2023-06-29"), "receipt_on": day("2023-05-01")}
    w.member("Received", stay={**ended, **days})
    return {"Lapsed"}


@case("assignments.no_destination")
def _(w: World) -> set[str]:
    w.member("Known", stay={"ended_on": day("2023-04-01"), "destination": "Town", **OUT})
    w.member("Unknown", stay={"ended_on": day("2023-04-01"), **OUT})
    w.member("Earlier", stay={"ended_on": day("2022-06-30"), **OUT})
    return {"Unknown"}


@case("assignments.letter_too_long")
def _(w: World) -> set[str]:
    for name, until in (("90 days", "2023-05-01"), ("91 days", "2023-05-02")):
        letter = {"letter_valid_until": day(until)}
        w.member(name, stay={"ended_on": day("2023-01-31"), **letter, **OUT})
    return {"91 days"}


@case("assignments.suspended_too_long")
def _(w: World) -> set[str]:
    suspended = {"out_reason": OutReason.SUSPENDED}
    w.member("Two years", stay={"ended_on": day("2021-06-30"), **suspended})
    w.member("A day less", stay={"ended_on": day("2021-07-01"), **suspended})
    back = w.member("Back", stay={"ended_on": day("2020-07-01"), **suspended})
    w.stay(back, started_on=day("2021-01-01"), in_reason=InReason.RESTORED)
    return {"Two years"}


@case("organizations.below_wrong_kind")
def _(w: World) -> set[str]:
    general = w.organization("General branch", kind=GENERAL)
    w.organization("Its branch", up=general)
    group = w.organization("Group", up=w.one, kind=GROUP)
    w.organization("Branch of a branch", up=w.one)
    w.organization("Group of a group", up=group, kind=GROUP)
    moved = w.organization("Moved", up=w.two, established_on=day("2020-01-01"))
    [place] = db.session.scalars(select(Placement).where(Placement.organization_id == moved.id))
    place.ended_on = day("2023-06-30")
    w.add(Placement(organization_id=moved.id, parent_id=w.root.id, started_on=day("2023-06-30")))
    return {"Branch of a branch", "Group of a group"}
