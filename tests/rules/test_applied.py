"""Every rule with the days, or the numbers, on both sides of its boundary.

A soft rule is a warning, a hard one an error; what is on record already is judged by neither.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from partyhub.database import db
from partyhub.forms import FormContext, RecordForm
from partyhub.members.sizes import select_wrong_sizes, size_limits
from partyhub.scopes import Reach
from tests import factories
from tests.catalog import CATALOG

pytestmark = pytest.mark.usefixtures("database_of_test")

TODAY = date(2023, 6, 30)
NOBODY = dict.fromkeys(("admitted_on", "full_on"))
WHOLE = {
    "applied_on": "2017-01-01",
    "activist_on": "2018-01-01",
    "target_on": "2019-01-01",
    "admitted_on": "2020-01-01",
    "full_on": "2021-01-01",
}


def said(form: RecordForm) -> tuple[set[str], set[str]]:
    """The fields with errors, and those with warnings."""
    form.validate()
    return {name for name in form.errors if name != "reason"}, {name for name, _ in form.warnings}


def judged(register: str, /, **values: Any) -> tuple[set[str], set[str]]:
    return said(factories.fill(register, **{k: v for k, v in values.items() if v is not None}))


WARNED, REFUSED = "warned", "refused"


def outcome(found: tuple[set[str], set[str]], field: str) -> str | None:
    errors, warnings = found
    return REFUSED if field in errors else WARNED if field in warnings else None


LIFE = [
    # 18 years on the day of the application, and on that of the admission (§5)
    ({"birth_date": "2000-01-01", "applied_on": "2018-01-01"}, "applied_on", None),
    ({"birth_date": "2000-01-02", "applied_on": "2018-01-01"}, "applied_on", REFUSED),
    (WHOLE | {"birth_date": "2002-01-01"}, "admitted_on", None),
    (WHOLE | {"birth_date": "2002-01-02"}, "admitted_on", REFUSED),
    # before the first version there is no rule
    ({"birth_date": "1966-01-01", "admitted_on": "1982-09-06"}, "admitted_on", REFUSED),
    ({"birth_date": "1966-01-01", "admitted_on": "1982-09-05"}, "admitted_on", None),
    # a year from activist to target (§13), from 2014-05-28 on
    (WHOLE | {"activist_on": "2018-01-01", "target_on": "2019-01-01"}, "target_on", None),
    (WHOLE | {"activist_on": "2018-01-02", "target_on": "2019-01-01"}, "target_on", WARNED),
    ({"activist_on": "2014-05-01", "target_on": "2014-05-27"}, "target_on", None),
    # the earlier stages, for days from 2014-05-28 on
    (WHOLE, "full_on", None),
    (WHOLE | {"target_on": None}, "full_on", WARNED),
    ({"admitted_on": "2014-05-28"}, "admitted_on", WARNED),
    ({"admitted_on": "2014-05-27"}, "admitted_on", None),
    # a year of probation (§31), two at most (§32)
    (WHOLE | {"full_on": "2020-12-31"}, "full_on", WARNED),
    (WHOLE | {"full_on": "2022-01-01"}, "full_on", None),
    (WHOLE | {"full_on": "2022-01-02"}, "full_on", WARNED),
    ({"admitted_on": "1970-01-01", "full_on": "1970-01-01"}, "full_on", None),
    ({"admitted_on": "1969-04-23", "full_on": "1969-04-23"}, "full_on", WARNED),
    ({"admitted_on": "1956-09-25", "full_on": "1956-09-25"}, "full_on", None),
    # an extension of half a year to a year (§32)
    (WHOLE | {"full_on": None, "until": "2021-06-30"}, "until", WARNED),
    (WHOLE | {"full_on": None, "until": "2021-07-01"}, "until", None),
    (WHOLE | {"full_on": None, "until": "2022-01-01"}, "until", None),
    (WHOLE | {"full_on": None, "until": "2022-01-02"}, "until", WARNED),
]


@pytest.mark.parametrize(("days", "field", "wanted"), LIFE)
def test_the_days_of_party_life(days: Mapping[str, str], field: str, wanted: str | None) -> None:
    full = {"until": "probation_extended_until"}
    values = {full.get(key, key): value for key, value in days.items()}
    found = judged("members", name="P", organization=factories.make_branch(), **values)
    assert outcome(found, full.get(field, field)) == wanted


def test_an_extension_is_the_only_one() -> None:
    key = "probation_extended_until"
    member = factories.make_member(**(WHOLE | {"full_on": None, key: "2021-07-01"}))
    assert said(factories.fill("members", factories.find(member), job="X")) == (set(), set())
    again = said(factories.fill("members", factories.find(member), **{key: "2021-12-01"}))
    assert outcome(again, key) == WARNED


def test_an_import_says_once_who_lacks_the_earlier_stages() -> None:
    form = factories.fill(
        "members", name="P", organization=factories.make_branch(), admitted_on="2020-01-01"
    )
    form.context = FormContext(asks_reason=False)
    assert form.validate()
    assert not form.warnings
    assert "admitted_on" in [name for name, _ in form.notices]


POSTS = [
    ("secretary", "2021-06-01", None, WARNED),
    ("secretary", "2021-01-01", "2021-06-01", WARNED),
    ("secretary", "2020-01-01", "2021-01-01", None),
    ("secretary", "2022-06-01", None, None),
    ("deputy_secretary", "2021-06-01", None, None),
]


@pytest.mark.parametrize(("post", "started", "ended", "wanted"), POSTS)
def test_one_secretary_at_a_time(
    post: str, started: str, ended: str | None, wanted: str | None
) -> None:
    branch = factories.make_branch()
    factories.make_party_post(
        organization=branch, started_on=date(2021, 1, 1), ended_on=date(2022, 6, 1)
    )
    other = factories.make_member(organization=branch)
    days = {"started_on": started, "ended_on": ended}
    found = judged("party_posts", organization=branch, member=other, post=post, **days)
    assert outcome(found, "post") == wanted


@pytest.mark.parametrize(("started", "wanted"), [("2020-12-31", WARNED), ("2021-01-01", None)])
def test_full_members_only(started: str, wanted: str | None) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch, **WHOLE)
    found = judged(
        "party_posts", organization=branch, member=member, post="secretary", started_on=started
    )
    assert outcome(found, "member") == wanted


def test_only_those_of_the_organization_hold_its_posts() -> None:
    branch, other = factories.make_branch(), factories.make_branch()
    member = factories.make_member(organization=branch)
    for organization, wanted in ((branch, None), (other, WARNED), (factories.committee(), None)):
        found = judged(
            "party_posts",
            organization=organization,
            member=member,
            post="committee_member",
            started_on="2022-01-01",
        )
        assert outcome(found, "member") == wanted


@pytest.mark.parametrize(
    ("kind", "post", "wanted"),
    [
        ("group", "discipline_commissioner", REFUSED),
        ("group", "group_leader", None),
        ("branch", "group_leader", WARNED),
        ("branch", "discipline_commissioner", None),
    ],
)
def test_a_group_has_a_leader_and_nothing_else(kind: str, post: str, wanted: str | None) -> None:
    branch = factories.make_branch()
    group = factories.make_group(branch)
    member = factories.make_member(organization=branch, party_group=group)
    found = judged(
        "party_posts",
        organization=group if kind == "group" else branch,
        member=member,
        post=post,
        started_on="2022-01-01",
    )
    assert outcome(found, "post") == wanted


TERMS = [
    ({"started_on": "2022-12-31"}, "started_on", WARNED),
    ({"started_on": "2023-01-01"}, "started_on", None),
    ({"started_on": "2019-12-31", "reelected_on": "2020-01-02"}, "started_on", WARNED),
    ({"started_on": "2019-12-31", "reelected_on": "2020-01-01"}, "started_on", None),
    # an extension of a year (任期意见 item 2), from 2018-07-12 on
    (
        {"started_on": "2023-01-01", "due_on": "2026-01-01", "extension_until": "2027-01-01"},
        "extension_until",
        None,
    ),
    (
        {"started_on": "2023-01-01", "due_on": "2026-01-01", "extension_until": "2027-01-02"},
        "extension_until",
        WARNED,
    ),
    (
        {"started_on": "2015-01-01", "due_on": "2018-07-11", "extension_until": "2019-12-31"},
        "extension_until",
        None,
    ),
]


@pytest.mark.parametrize(("values", "field", "wanted"), TERMS)
def test_terms_follow_each_other(values: Mapping[str, str], field: str, wanted: str | None) -> None:
    branch = factories.make_branch()
    factories.make_term(organization=branch, number=1, started_on=date(2020, 1, 1))
    found = judged("terms", organization=branch, number=2, **values)
    assert outcome(found, field) == wanted


def test_years_of_a_term_come_from_the_rule_of_its_first_day() -> None:
    branch = factories.make_branch()
    made = factories.make_term
    assert made(organization=branch, number=1, started_on=date(2018, 7, 11)).due_on is None
    assert made(organization=branch, number=2, started_on=date(2018, 7, 12)).due_on == date(
        2021, 7, 12
    )


def test_a_term_ends_with_its_organization() -> None:
    branch = factories.make_branch()
    factories.make_term(organization=branch, number=1, started_on=date(2022, 1, 1))
    factories.change(branch, dissolved_on=date(2023, 1, 1))
    terms = CATALOG.by_name["terms"]
    for day, count in ((date(2022, 12, 31), 1), (date(2023, 1, 1), 0)):
        found = db.session.scalars(terms.load().where(terms.lifetime.as_on(day))).all()
        assert len(found) == count


AWARDS = [
    ("outstanding_member", "member", None),
    ("outstanding_member", "organization", WARNED),
    ("outstanding_party_worker", "organization", WARNED),
    ("advanced_organization", "organization", None),
    ("advanced_organization", "member", WARNED),
    ("medal", "member", None),
    ("medal", "organization", WARNED),
    ("other", "organization", None),
]


@pytest.mark.parametrize(("category", "kind", "wanted"), AWARDS)
def test_a_category_fits_its_recipient(category: str, kind: str, wanted: str | None) -> None:
    recipient = factories.make_member() if kind == "member" else factories.make_branch()
    found = judged(
        "awards",
        title="Honor",
        level="township",
        granting_body="Body",
        awarded_on="2023-06-28",
        recipient_kind=kind,
        recipient=recipient.name,
        category=category,
    )
    assert outcome(found, "category") == wanted


@pytest.mark.parametrize(
    ("body", "level", "wanted"),
    [
        ("中共平湖市委员会", "prefecture", WARNED),
        ("中共平湖市委员会", "county", None),
        ("中共嘉兴市委员会", "prefecture", None),
        ("中共东屿市委员会", "prefecture", WARNED),  # on record as one of a county
    ],
)
def test_a_county_level_city_is_no_prefecture(body: str, level: str, wanted: str | None) -> None:
    branch = factories.make_branch()
    shared = {"recipient_kind": "organization", "recipient": branch.name}
    factories.make_award(title="Other", granting_body="中共东屿市委员会", level="county", **shared)
    found = judged(
        "awards", title="A", level=level, granting_body=body, awarded_on="2023-06-01", **shared
    )
    assert outcome(found, "level") == wanted


APPRAISALS = [
    ({}, "member", None),
    ({"held_on": "2022-12-31"}, "for_year", WARNED),
    ({"held_on": "2023-01-01"}, "for_year", None),
    ({"stage": "probationary"}, "grade", WARNED),
    ({"stage": "probationary", "grade": "not_graded"}, "grade", None),
    ({"stage": "activist"}, "member", WARNED),
    ({"stage": "activist", "grade": "not_graded"}, "member", WARNED),
    ({"grade": "not_graded"}, "grade_reason", WARNED),
    ({"grade": "not_graded", "grade_reason": "Ill"}, "grade_reason", None),
]


@pytest.mark.parametrize(("values", "field", "wanted"), APPRAISALS)
def test_members_are_appraised_after_the_year(
    values: dict[str, str], field: str, wanted: str | None
) -> None:
    given = dict(values)
    days = dict(WHOLE)
    stage = given.pop("stage", "full")
    if stage != "full":
        del days["full_on"]
        days["admitted_on"] = "2022-06-01"
    if stage == "activist":
        days = {key: days[key] for key in ("applied_on", "activist_on")} | NOBODY
    member = factories.make_member(**(NOBODY | days))
    shared = {"for_year": "2022", "held_on": "2023-02-01", "grade": "qualified"}
    assert outcome(judged("appraisals", member=member, **(shared | given)), field) == wanted


@pytest.mark.parametrize(("amount", "wanted"), [("9999.99", WARNED), ("10000", None), ("0", None)])
def test_small_amounts_are_asked_about(amount: str, wanted: str | None) -> None:
    workshop = factories.make_prosperity_workshop()
    found = judged(
        "prosperity_returns", prosperity_workshop=workshop, month="2023-05", output_cny=amount
    )
    assert outcome(found, "output_cny") == wanted
    project = factories.make_project()
    form = factories.fill("projects", factories.find(project), benefit_cny=amount)
    assert outcome(said(form), "benefit_cny") == wanted


SIZES = [
    (2, False, ["too_few"]),
    (3, False, []),
    (6, False, []),
    (7, False, ["no_branch_committee"]),
    (7, True, []),
]


@pytest.mark.parametrize(("people", "has_committee", "wanted"), SIZES)
def test_sizes_of_branches(people: int, has_committee: bool, wanted: list[str]) -> None:
    branch = factories.make_branch(has_committee=has_committee)
    for _ in range(people):
        factories.make_member(organization=branch)
    assert sizes() == wanted


@pytest.mark.parametrize(("most", "wanted"), [(4, []), (3, ["too_many"])])
def test_a_branch_has_fifty_members_at_most(most: int, wanted: list[str]) -> None:
    """The number is the committee's own here, as fifty people take their time."""
    branch = factories.make_branch()
    for _ in range(4):
        factories.make_member(organization=branch)
    factories.change_rule("branches.members.most", most, "2020-01-01")
    assert sizes() == wanted


@pytest.mark.parametrize(("least", "wanted"), [(4, []), (3, ["general_branch_missing"])])
def test_a_committee_s_own_branch_with_many_members(least: int, wanted: list[str]) -> None:
    root = factories.committee()
    factories.change(root, kind="branch", reason="A branch of its own")
    for _ in range(3):
        factories.make_member(organization=root)
    factories.change_rule("organizations.general_branch.members", least, "2020-01-01")
    assert sizes() == wanted


@pytest.mark.parametrize(("least", "wanted"), [(4, []), (3, ["committee_missing"])])
def test_a_general_branch_with_very_many_members(least: int, wanted: list[str]) -> None:
    root = factories.committee()
    factories.change(root, kind="general_branch")
    branch = factories.make_branch()
    for _ in range(3):
        factories.make_member(organization=branch)
    factories.change_rule("organizations.party_committee.members", least, "2020-01-01")
    assert sizes() == wanted


def sizes() -> list[str]:
    db.session.rollback()
    rows = db.session.execute(select_wrong_sizes(Reach(), TODAY), size_limits(TODAY)).all()
    return [row.title for row in rows]


def test_before_the_first_version_no_size_is_wrong() -> None:
    factories.make_branch()
    day = date(2018, 10, 27)
    assert not db.session.execute(select_wrong_sizes(Reach(), day), size_limits(day)).all()


@pytest.mark.parametrize(
    ("kind", "wanted"), [("branch", REFUSED), ("general_branch", REFUSED), ("party_group", None)]
)
def test_below_a_branch_are_groups_only(kind: str, wanted: str | None) -> None:
    branch = factories.make_branch()
    found = judged(
        "organizations",
        code="X1",
        name="New",
        kind=kind,
        parent=branch,
        established_on="2022-01-01",
    )
    assert outcome(found, "parent") == wanted
