"""What the forms of posts, teams, commissars, projects, prosperity and awards refuse, and warn of.

Each case differs in one thing from values that are right; today is 30 June 2023.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tests import factories

NOT_YET = "This day has not come yet."
NOT_FIRST = "It must lie after the first day."
OUTSIDE = "No Party member of any organization here on"


def applicant() -> Any:
    """Somebody who became a member on 1 January 2023."""
    days = {"applied_on": date(2020, 1, 1), "admitted_on": date(2023, 1, 1), "full_on": None}
    return factories.make_member(name="Late", **days)


VALID: dict[str, Callable[[], dict[str, Any]]] = {
    "vanguard_posts": lambda: {
        "code": "G1",
        "name": "Post",
        "organization": factories.any_branch(),
        "established_on": date(2022, 3, 1),
    },
    "post_reviews": lambda: {
        "post": factories.make_vanguard_post(established_on=date(2022, 3, 1)),
        "reviewed_on": date(2023, 3, 1),
    },
    "teams": lambda: {
        "code": "D1",
        "name": "Team",
        "kind": "vanguard",
        "organization": factories.any_branch(),
        "established_on": date(2022, 3, 1),
    },
    "commissars": lambda: {
        "member": factories.make_member(),
        "workshop": factories.make_workshop(opened_on=date(2022, 1, 1)),
        "started_on": date(2022, 3, 1),
    },
    "duties": lambda: own_duty(factories.make_commissar(started_on=date(2022, 3, 1))),
    "projects": lambda: {
        "code": "X1",
        "title": "Project",
        "plan_year": 2022,
        "organization": factories.any_branch(),
        "lead": factories.make_member(),
        "started_on": date(2022, 3, 1),
        "status": "running",
    },
    "milestones": lambda: {
        "project": factories.make_project(started_on=date(2022, 3, 1)),
        "title": "Milestone",
        "planned_on": date(2022, 9, 1),
    },
    "mentorships": lambda: {
        "mentor": factories.make_member(name="Master", number="A9"),
        "apprentice": "Apprentice",
        "started_on": date(2022, 3, 1),
    },
    "prosperity_workshops": lambda: {"code": "F1", "name": "F", "set_up_on": date(2022, 3, 15)},
    "prosperity_returns": lambda: {
        "prosperity_workshop": factories.make_prosperity_workshop(
            set_up_on=date(2022, 3, 15), closed_on=date(2023, 3, 1)
        ),
        "month": "2022-09",
        "staff": 30,
    },
    "awards": lambda: {
        "title": "Honor",
        "level": "county",
        "granting_body": "County",
        "awarded_on": date(2023, 3, 1),
        "recipient_kind": "company",
        "recipient": "Company",
    },
}


def own_duty(held: Any) -> dict[str, Any]:
    values = {"commissar": held.member, "workshop": held.workshop, "kind": "care"}
    return values | {"held_on": date(2023, 3, 1)}


class Case(NamedTuple):
    """A register, what differs from the values that are right, the field, and what it says."""

    register: str
    changed: dict[str, Any]
    field: str
    sentence: str


def d(text: str) -> date:
    return date.fromisoformat(text)


REFUSED = (
    Case("vanguard_posts", {"code": ""}, "code", "Enter a code."),
    Case("vanguard_posts", {"name": ""}, "name", "Enter a name."),
    Case("vanguard_posts", {"organization": ""}, "organization", "Choose the organization."),
    Case(
        "vanguard_posts",
        {"established_on": ""},
        "established_on",
        "Enter the day on which it was established.",
    ),
    Case("vanguard_posts", {"closed_on": d("2022-03-01")}, "closed_on", NOT_FIRST),
    Case(
        "vanguard_posts",
        {"named_on": d("2022-02-28")},
        "named_on",
        "It can't lie before the day it was established.",
    ),
    Case(
        "vanguard_posts",
        {"named_on": d("2022-04-01"), "closed_on": d("2022-04-01")},
        "closed_on",
        "It must lie after the day of naming.",
    ),
    Case(
        "vanguard_posts",
        {"status": "closed"},
        "closed_on",
        "A closed post needs the day it was closed.",
    ),
    Case("vanguard_posts", {"holders": "Nobody"}, "holders", "“Nobody” is not on record."),
    Case("post_reviews", {"post": ""}, "post", "Choose the post."),
    Case("post_reviews", {"reviewed_on": ""}, "reviewed_on", "Enter the day of the review."),
    Case("post_reviews", {"reviewed_on": d("2023-07-01")}, "reviewed_on", NOT_YET),
    Case(
        "post_reviews",
        {"reviewed_on": d("2022-02-28")},
        "reviewed_on",
        "The post was established later than this day.",
    ),
    *(
        Case("post_reviews", {name: value}, name, "The number must lie between 0 and 100.")
        for name in ("performance", "style", "service")
        for value in (101, -1)
    ),
    Case("teams", {"code": ""}, "code", "Enter a code."),
    Case("teams", {"name": ""}, "name", "Enter a name."),
    Case("teams", {"kind": ""}, "kind", "Choose what kind of team it is."),
    Case("teams", {"kind": "squad"}, "kind", "“squad” is not one of:"),
    Case("teams", {"organization": ""}, "organization", "Choose the organization."),
    Case("teams", {"disbanded_on": d("2022-03-01")}, "disbanded_on", NOT_FIRST),
    Case("commissars", {"member": ""}, "member", "Choose the person."),
    Case("commissars", {"workshop": ""}, "workshop", "Choose the workshop."),
    Case("commissars", {"started_on": ""}, "started_on", "Enter the day of the appointment."),
    Case("commissars", {"ended_on": d("2022-03-01")}, "ended_on", NOT_FIRST),
    Case(
        "commissars",
        {"started_on": d("2021-12-31")},
        "started_on",
        "The workshop was opened on 1 January 2022. Enter that day or a later one.",
    ),
    Case("duties", {"commissar": ""}, "commissar", "Choose the commissar."),
    Case("duties", {"workshop": ""}, "workshop", "Choose the workshop."),
    Case("duties", {"held_on": ""}, "held_on", "Enter the day."),
    Case("duties", {"kind": ""}, "kind", "Choose what was done."),
    Case("duties", {"held_on": d("2023-07-01")}, "held_on", NOT_YET),
    Case("projects", {"code": ""}, "code", "Enter a code."),
    Case("projects", {"title": ""}, "title", "Enter the title of the project."),
    Case("projects", {"lead": ""}, "lead", "Choose who leads it."),
    Case("projects", {"plan_year": ""}, "plan_year", "Enter the year of the plan."),
    Case("projects", {"plan_year": 1920}, "plan_year", "The number must lie between 1921 and 2199"),
    Case("projects", {"status": ""}, "status", "Choose the state."),
    Case("projects", {"started_on": ""}, "started_on", "Enter the first day."),
    Case("projects", {"closed_on": d("2022-03-01")}, "closed_on", NOT_FIRST),
    *(
        Case(
            "projects",
            {"status": status},
            "closed_on",
            "A project that was accepted or stopped needs the day on which it was.",
        )
        for status in ("accepted", "stopped")
    ),
    *(
        Case("projects", {"status": status, "closed_on": d("2023-07-01")}, "closed_on", NOT_YET)
        for status in ("accepted", "stopped")
    ),
    Case(
        "projects", {"due_on": d("2022-02-28")}, "due_on", "It must not lie before the first day."
    ),
    Case("milestones", {"project": ""}, "project", "Choose the project."),
    Case("milestones", {"title": ""}, "title", "Enter what is to be done."),
    Case("milestones", {"planned_on": ""}, "planned_on", "Enter the planned day."),
    Case("milestones", {"done_on": d("2023-07-01")}, "done_on", NOT_YET),
    Case("mentorships", {"mentor": ""}, "mentor", "Choose the mentor."),
    Case("mentorships", {"apprentice": ""}, "apprentice", "Enter the apprentice's name."),
    Case(
        "mentorships",
        {"apprentice": "Master（A9）"},
        "apprentice",
        "Nobody is their own apprentice.",
    ),
    Case(
        "mentorships",
        {"apprentice": " Master (A9) "},
        "apprentice",
        "Nobody is their own apprentice.",
    ),
    Case("mentorships", {"ended_on": d("2022-03-01")}, "ended_on", NOT_FIRST),
    Case("prosperity_workshops", {"code": ""}, "code", "Enter a code."),
    Case("prosperity_workshops", {"closed_on": d("2022-03-15")}, "closed_on", NOT_FIRST),
    Case("prosperity_returns", {"month": ""}, "month", "Enter the month."),
    Case("prosperity_returns", {"month": "2023-13"}, "month", "“2023-13” is not a month."),
    Case("prosperity_returns", {"month": "2023-07"}, "month", "This month has not come yet."),
    Case(
        "prosperity_returns",
        {"month": "2022-02"},
        "month",
        "The workshop was set up later than this month.",
    ),
    Case(
        "prosperity_returns",
        {"month": "2023-03"},
        "month",
        "The workshop was closed before this month.",
    ),
    *(
        Case("prosperity_returns", {name: 31}, name, f"“{label} staff” (31) can't be more than “S")
        for name, label in (("welfare_staff", "Welfare"), ("low_income_staff", "Low-income"))
    ),
    *(
        Case(
            "prosperity_returns",
            {"staff": "", name: 1},
            "staff",
            f"“{label} staff” is a part of “Staff”: enter both, or neither.",
        )
        for name, label in (("welfare_staff", "Welfare"), ("low_income_staff", "Low-income"))
    ),
    Case("awards", {"awarded_on": d("2023-07-01")}, "awarded_on", NOT_YET),
    Case(
        "awards",
        {"valid_until": d("2023-02-28")},
        "valid_until",
        "It can't lie before the day of the award.",
    ),
    Case("awards", {"recipient": ""}, "recipient", "Enter the recipient."),
    *(
        Case("awards", {"recipient_kind": kind}, "recipient", "“Company” is not on record.")
        for kind in (
            *("organization", "member", "workshop", "team", "post", "project"),
            "prosperity_workshop",
        )
    ),
)

WARNED = (
    Case(
        "vanguard_posts",
        {"status": "active", "closed_on": d("2022-05-01")},
        "closed_on",
        "It has a closing day, but its state isn't closed.",
    ),
    Case("vanguard_posts", {"holders": applicant}, "holders", OUTSIDE),
    Case("teams", {"leader": applicant}, "leader", OUTSIDE),
    Case("teams", {"members": applicant}, "members", OUTSIDE),
    Case(
        "commissars",
        {"member": applicant},
        "member",
        "On the day of the appointment no Party member of any organization here.",
    ),
    Case(
        "duties",
        {"held_on": d("2022-02-28")},
        "commissar",
        "On this day the person wasn't the commissar of this workshop.",
    ),
    Case(
        "duties",
        {"workshop": factories.make_workshop},
        "commissar",
        "On this day the person wasn't the commissar of this workshop.",
    ),
    *(
        Case(
            "projects",
            {"status": status, "closed_on": d("2022-09-01")},
            "closed_on",
            "It has a day of ending, but its state says otherwise.",
        )
        for status in ("proposed", "running")
    ),
    Case("projects", {"lead": applicant}, "lead", OUTSIDE),
    Case("projects", {"executive_leader": applicant}, "executive_leader", OUTSIDE),
    Case("projects", {"team": applicant}, "team", OUTSIDE),
    Case(
        "milestones",
        {"planned_on": d("2022-02-28")},
        "planned_on",
        "The project begins later than this day.",
    ),
    Case(
        "milestones",
        {"done_on": d("2022-09-02")},
        "delay_reason",
        "Done after the planned day, without a reason.",
    ),
    Case(
        "mentorships",
        {"mentor": applicant},
        "mentor",
        "On the first day no Party member of any organization here.",
    ),
)


def values_of(case: Case) -> dict[str, Any]:
    """The right values with what the case changes, of which some is made now."""
    made = {key: each() if callable(each) else each for key, each in case.changed.items()}
    lists = {key: [each] for key, each in made.items() if key in ("holders", "members", "team")}
    texts = {key: each for key, each in made.items() if isinstance(each, str)}
    return VALID[case.register]() | made | {k: v for k, v in lists.items() if k not in texts}
