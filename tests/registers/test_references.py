"""What a record refers to exists on the record's day, in every register and for every reference."""

from datetime import date
from typing import Any

import pytest

from partyhub.database import db
from partyhub.forms import RecordForm, RefField
from partyhub.forms.existence import check_reference
from partyhub.members.gone import find_gone
from partyhub.members.models import Member
from partyhub.references import model_of
from tests import factories
from tests.browser import Browser, form_data, text
from tests.catalog import CATALOG

pytestmark = pytest.mark.usefixtures("database_of_test")

ENDED = date(2022, 6, 1)
BEFORE, AFTER = date(2022, 5, 31), ENDED
REFUSED, WARNED = "refused", "warned"
# References that have a rule of their own, each with the reason.
OWN_RULE = {
    ("assignments", "member"),  # who left may come back
    ("commissars", "workshop"),  # the whole appointment lies in the life of the workshop
    ("milestones", "project"),  # a plan may lie after the end of a project that was stopped
    ("prosperity_returns", "prosperity_workshop"),  # a month has no one day
    ("votes", "activity"),  # the vote is of its meeting's day
}


def references() -> list[tuple[str, str, RefField]]:
    found = []
    for register in CATALOG.registers:
        form = register.form(factories.OWNER, meta={"csrf": False})
        fields = (field for field in form.value_fields if isinstance(field, RefField))
        found += [(register.name, field.name, field) for field in fields]
    return found


def test_every_reference_has_the_days_of_what_it_names() -> None:
    """A new register, or a new field, either says when what it names exists, or stands above."""
    for register, name, field in references():
        if (register, name) in OWN_RULE:
            continue
        model = model_of(field.query)
        if model is Member:
            assert field.find_absent is find_gone, (register, name)
        else:
            assert model.existence is not None, (register, name)


def gone_branch() -> Any:
    branch = factories.make_branch()
    return factories.change(branch, dissolved_on=ENDED)


def closed_workshop() -> Any:
    return factories.change(factories.make_workshop(), closed_on=ENDED)


def gone_member() -> Any:
    member = factories.make_member()
    factories.leave(member, ENDED)
    return member


def disbanded_team() -> Any:
    return factories.change(factories.make_team(), disbanded_on=ENDED)


def closed_post() -> Any:
    return factories.change(factories.make_vanguard_post(), status="closed", closed_on=ENDED)


def ended_campaign() -> Any:
    return factories.make_campaign(started_on=date(2020, 1, 1), ended_on=ENDED)


CASES = [
    ("terms", "organization", gone_branch, "started_on", {"number": "1"}, REFUSED),
    ("activities", "organization", gone_branch, "held_on", {}, REFUSED),
    ("activities", "team", disbanded_team, "held_on", {}, REFUSED),
    ("activities", "campaign", ended_campaign, "held_on", {}, WARNED),
    ("activities", "present", gone_member, "held_on", {}, REFUSED),
    ("activities", "on_leave", gone_member, "held_on", {}, REFUSED),
    ("party_posts", "organization", gone_branch, "started_on", {}, REFUSED),
    ("party_posts", "member", gone_member, "started_on", {}, REFUSED),
    ("assignments", "organization", gone_branch, "started_on", {}, REFUSED),
    ("appraisals", "member", gone_member, "held_on", {}, REFUSED),
    ("vanguard_posts", "organization", gone_branch, "established_on", {}, REFUSED),
    ("vanguard_posts", "workshop", closed_workshop, "established_on", {}, REFUSED),
    ("vanguard_posts", "holders", gone_member, "established_on", {}, REFUSED),
    ("post_reviews", "post", closed_post, "reviewed_on", {}, REFUSED),
    ("teams", "organization", gone_branch, "established_on", {}, REFUSED),
    ("teams", "leader", gone_member, "established_on", {}, REFUSED),
    ("commissars", "member", gone_member, "started_on", {}, REFUSED),
    ("duties", "workshop", closed_workshop, "held_on", {}, REFUSED),
    ("projects", "organization", gone_branch, "started_on", {}, REFUSED),
    ("projects", "workshop", closed_workshop, "started_on", {}, REFUSED),
    ("projects", "lead", gone_member, "started_on", {}, REFUSED),
    ("mentorships", "mentor", gone_member, "started_on", {}, REFUSED),
    ("prosperity_workshops", "workshop", closed_workshop, "set_up_on", {}, REFUSED),
]


@pytest.mark.parametrize(("register", "field", "make", "day", "more", "wanted"), CASES)
def test_what_ended_is_not_referred_to(
    register: str, field: str, make: Any, day: str, more: dict[str, str], wanted: str
) -> None:
    named = make()
    value = [named] if field in ("present", "on_leave", "holders") else named
    for when, expected in ((BEFORE, None), (AFTER, wanted)):
        form = factories.fill(register, **{field: value, day: when} | needed(register) | more)
        assert outcome(form, field) == expected, (when, form.errors, form.warnings)
        db.session.rollback()


def needed(register: str) -> dict[str, Any]:
    """What else the form of a register wants, so that it comes to judge references."""
    return {
        "activities": {"kinds": "theme_day", "title": "T"},
        "appraisals": {"for_year": "2021", "grade": "qualified"},
        "party_posts": {"post": "committee_member"},
        "assignments": {"in_reason": "restored"},
        "vanguard_posts": {"code": "V9", "name": "V"},
        "teams": {"code": "T9", "name": "T", "kind": "volunteer"},
        "duties": {"kind": "care"},
        "projects": {"code": "P9", "title": "P", "plan_year": "2022", "status": "running"},
        "mentorships": {"apprentice": "A"},
        "prosperity_workshops": {"code": "G9", "name": "G"},
    }.get(register, {})


def outcome(form: RecordForm, field: str) -> str | None:
    """What the form says of the field; its other required fields are left out on purpose."""
    if form.validate_fields():
        form.validate()
    else:
        check_reference(form, form[field])
    if form[field].errors:
        return REFUSED
    return WARNED if field in {name for name, _ in form.warnings} else None


def test_what_is_on_record_already_is_not_judged_again() -> None:
    branch = factories.make_branch()
    activity = factories.make_activity(organization=branch, held_on=date(2022, 7, 1))
    factories.change(branch, dissolved_on=ENDED)
    same = factories.fill("activities", factories.find(activity), place="Elsewhere")
    assert same.validate(), same.errors
    moved = factories.fill("activities", factories.find(activity), held_on="2022-07-02")
    assert not moved.validate()
    assert list(moved.errors) == ["organization"]


def test_before_the_founding_it_is_only_asked_about() -> None:
    branch = factories.make_branch(established_on=date(2020, 1, 1))
    for day, wanted in (("2019-12-31", True), ("2020-01-01", False)):
        form = factories.fill(
            "activities", kinds="theme_day", title="T", organization=branch, held_on=day
        )
        form.validate()
        assert ("held_on" in {name for name, _ in form.warnings}) == wanted


def test_a_commissar_who_was_relieved_does_nothing_more() -> None:
    held = factories.find(factories.make_commissar(started_on=date(2021, 1, 4), ended_on=ENDED))
    shared = {"commissar": held.member, "workshop": held.workshop, "kind": "care"}
    for day, wanted in ((BEFORE, None), (AFTER, REFUSED)):
        form = factories.fill("duties", held_on=day, **shared)
        form.validate()
        assert (REFUSED if form["commissar"].errors else None) == wanted
    before = factories.fill("duties", held_on="2021-01-03", **shared)
    before.validate()
    assert [name for name, _ in before.warnings] == ["commissar"]


def test_an_honor_after_somebody_left_asks_why() -> None:
    member = gone_member()
    for day, wanted in ((BEFORE, []), (AFTER, ["recipient"])):
        form = factories.fill(
            "awards",
            title="T",
            level="township",
            granting_body="B",
            awarded_on=day,
            recipient_kind="member",
            recipient=member.name,
        )
        form.validate()
        assert [name for name, _ in form.warnings] == wanted


def test_a_post_or_a_stay_ends_with_its_organization() -> None:
    branch = gone_branch()
    member = factories.make_member(organization=factories.make_branch())
    for ended, wanted in ((None, True), ("2022-06-02", True), ("2022-06-01", False)):
        values = {"started_on": "2022-01-01", "ended_on": ended}
        form = factories.fill(
            "party_posts",
            member=member,
            organization=branch,
            post="committee_member",
            **{key: value for key, value in values.items() if value},
        )
        form.validate()
        assert ("ended_on" in form.errors) == wanted


def test_a_form_offers_what_has_not_ended_by_its_day(browser: Browser) -> None:
    lasting = factories.make_branch(name="Lasting")
    ended = factories.make_branch(name="Ended")
    factories.change(ended, dissolved_on=ENDED)
    made = {
        day: factories.make_activity(organization=lasting, held_on=day) for day in (BEFORE, AFTER)
    }
    own = factories.make_activity(organization=ended, held_on=BEFORE)

    def offered(record: Any) -> set[str]:
        page = browser.get("activities.edit", record_id=record.id)
        names = {text(each).partition(" (")[0] for each in page.select("#organization option")}
        return names & {"Lasting", "Ended"}

    assert offered(made[BEFORE]) == {"Lasting", "Ended"}
    assert offered(made[AFTER]) == {"Lasting"}
    assert offered(own) == {"Lasting", "Ended"}
    page = browser.get("activities.create")
    assert "Ended" not in text(page.select_one("#organization"))  # for today, which it begins with
    sent = form_data(page) | {"held_on": str(BEFORE), "kinds": "theme_day", "title": "T"}
    page = browser.post("activities.create", sent, status=400)
    assert "Ended" in text(page.select_one("#organization"))
