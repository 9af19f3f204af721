"""What the forms of posts, teams, commissars, projects, prosperity workshops and awards judge.

Every refusal and every soft rule has a line in their contracts; today is 30 June 2023.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from flask_babel import force_locale

from partyhub.database import Nameable, db
from partyhub.forms import RecordForm
from partyhub.registers import register_of
from partyhub.registers.editing import validate_with_key
from tests import factories
from tests.browser import Browser, errors, main_text
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.contract._promises import OUTSIDE, Case
from tests.factories import as_typed
from tests.registers.samples import history_of

VALID = {name: each.make_valid for name, each in CONTRACTS.items() if each.make_valid is not None}


@pytest.fixture(autouse=True)
def english(database_of_test: None) -> Iterator[None]:
    with force_locale("en"):
        yield


def each_case(part: str) -> Any:
    """Run with the name of each register that states cases, and each of them."""
    cases = [(name, case) for name in VALID for case in getattr(CONTRACTS[name], part)]
    ids = [f"{name}-{'-'.join(case.changed)}" for name, case in cases]
    return pytest.mark.parametrize(("name", "case"), cases, ids=ids)


@pytest.mark.parametrize("register", VALID)
def test_what_is_right_is_saved(register: str) -> None:
    factories.enter(register, **VALID[register]())


@each_case("refused")
def test_what_cannot_be_is_refused(name: str, case: Case) -> None:
    form = factories.fill(name, **CONTRACTS[name].values_of(case), reason="Nevertheless")
    assert not form.validate()
    assert form.errors.keys() == {case.field}
    assert form.errors[case.field][0].startswith(case.sentence)


@each_case("warned")
def test_what_is_unusual_asks_for_a_reason_that_stays_in_history(
    name: str, case: Case, browser: Browser
) -> None:
    register = CATALOG.by_name[name]
    data = {key: as_typed(value) for key, value in CONTRACTS[name].values_of(case).items()}
    page = browser.post(f"{name}.create", data, status=400)
    assert case.sentence in main_text(page)
    assert errors(page)["reason"].startswith("This is against a rule that has exceptions (")
    browser.post(f"{name}.create", data | {"reason": "As it was then"})
    record = db.session.scalars(register.load().order_by(register.model.id.desc())).first()
    assert record is not None
    assert [entry.reason for entry in history_of(record, register)] == ["As it was then"]
    form = factories.fill(name, factories.find(record))
    form.context.asks_reason = False
    assert form.validate(), form.errors
    said = [field for field, sentence in form.warnings if sentence.startswith(case.sentence)]
    # Of people the form asks once, when they come on the list.
    assert said == ([] if case.sentence is OUTSIDE else [case.field])


def test_a_workshop_that_is_closed_gets_no_commissar() -> None:
    values = VALID["commissars"]() | {"started_on": date(2023, 2, 1)}
    factories.change(values["workshop"], closed_on=date(2023, 2, 1))
    assert_says(values, "started_on", "The workshop was closed on 1 February 2023.")
    before = {"started_on": date(2023, 1, 31)}
    factories.enter("commissars", **values | before | {"ended_on": date(2023, 2, 1)})


def test_appointments_for_one_workshop_follow_one_another() -> None:
    values = VALID["commissars"]() | {"ended_on": date(2022, 9, 1)}
    factories.enter("commissars", **values)
    twice = "The person is the commissar of this workshop on these days already."
    assert_says(values | {"started_on": date(2022, 8, 31), "ended_on": ""}, "started_on", twice)
    factories.enter("commissars", **values | {"started_on": date(2022, 9, 1), "ended_on": ""})
    other = values | {"member": factories.make_member(name="Other")}
    form = factories.fill("commissars", **other | {"started_on": date(2022, 8, 31)})
    assert not form.validate()
    (warning,) = form.warnings
    assert warning[0] == "started_on"
    assert warning[1].startswith("The workshop has another commissar on these days:")
    # Elsewhere, and before, the other one may be appointed without a word.
    factories.enter("commissars", **other | {"workshop": factories.make_workshop()})
    before = {"started_on": date(2022, 1, 1), "ended_on": date(2022, 3, 1)}
    factories.enter("commissars", **other | before)


def assert_says(values: dict[str, Any], field: str, sentence: str) -> None:
    form = factories.fill("commissars", **values)
    assert not form.validate()
    assert form.errors.keys() == {field}
    assert form.errors[field][0].startswith(sentence)


def test_a_review_of_a_post_that_was_closed_is_refused() -> None:
    values = VALID["post_reviews"]()
    factories.change(values["post"], status="closed", closed_on=date(2023, 2, 1))
    form = factories.fill("post_reviews", **values)
    assert not form.validate()
    assert form.errors.keys() == {"post"}


POST_MOVES = {("candidate", "active"), ("active", "closed")}
PROJECT_MOVES = {("proposed", "running"), ("running", "accepted"), ("running", "stopped")}
POST_STATES = ("candidate", "active", "closed")
PROJECT_STATES = ("proposed", "running", "accepted", "stopped")


@pytest.mark.parametrize(("old", "new"), list(product(POST_STATES, repeat=2)))
def test_a_post_moves_from_candidate_to_named_to_closed(old: str, new: str) -> None:
    ended = {"closed_on": date(2023, 1, 1)}
    named = {"named_on": date(2022, 5, 1)}
    values = VALID["vanguard_posts"]() | {"status": old} | (ended if old == "closed" else {})
    post = factories.enter("vanguard_posts", **values)
    changed = {"status": new} | named | (ended if new == "closed" else {})
    assert_moves(post, changed, old == new or (old, new) in POST_MOVES)


@pytest.mark.parametrize(("old", "new"), list(product(PROJECT_STATES, repeat=2)))
def test_a_project_moves_from_proposed_to_running_to_its_end(old: str, new: str) -> None:
    ended = {"closed_on": date(2023, 1, 1)}
    values = VALID["projects"]() | {"status": old}
    project = factories.enter("projects", **values | (ended if old in PROJECT_STATES[2:] else {}))
    changed = {"status": new} | (ended if new in PROJECT_STATES[2:] else {})
    if (old, new) == ("proposed", "running"):
        changed["started_on"] = date(2022, 4, 1)  # a proposal's own day asks for a reason
    assert_moves(project, changed, old == new or (old, new) in PROJECT_MOVES)


def assert_moves(record: Any, changed: dict[str, Any], may: bool) -> None:
    form = factories.fill(register_of(record).name, factories.find(record), **changed)
    assert form.validate() == may, form.errors
    if not may:
        assert "can't change" in form.errors["status"][0]


@pytest.mark.parametrize("register", ["vanguard_posts", "projects"])
def test_the_day_of_an_end_cannot_be_taken_back(register: str) -> None:
    status = "closed" if register == "vanguard_posts" else "stopped"
    values = VALID[register]() | {"status": status, "closed_on": date(2023, 1, 1)}
    form = factories.fill(register, factories.find(factories.enter(register, **values)))
    assert form.validate()
    record = form.edited
    form = factories.fill(register, factories.find(record), closed_on="")
    assert not form.validate()
    assert form.errors.keys() == {"closed_on"}


def test_a_candidate_that_is_named_needs_the_day() -> None:
    post = factories.enter("vanguard_posts", **VALID["vanguard_posts"](), status="candidate")
    form = factories.fill("vanguard_posts", factories.find(post), status="active")
    assert not form.validate()
    assert form.errors == {"named_on": ["Enter the day on which it was named."]}


def test_what_is_left_empty_has_its_default() -> None:
    post = factories.enter("vanguard_posts", **VALID["vanguard_posts"]())
    assert (post.kind.value, post.status.value, post.named_on) == ("vanguard", "candidate", None)
    own = VALID["vanguard_posts"]()
    named = factories.enter("vanguard_posts", **own | {"code": "G2", "status": "active"})
    assert named.named_on == named.established_on
    by_days = factories.enter("vanguard_posts", **own | {"code": "G3", "named_on": "2022-04-01"})
    assert (by_days.status.value, by_days.named_on) == ("active", date(2022, 4, 1))
    days = {"code": "G4", "named_on": "2022-04-01", "closed_on": "2022-05-01"}
    assert factories.enter("vanguard_posts", **own | days).status.value == "closed"
    award = factories.enter("awards", **VALID["awards"]())
    assert (award.category.value, award.for_year) == ("other", 2023)


def test_a_state_that_is_emptied_stays_what_it_was() -> None:
    """The empty state of a stored post is no way round the moves, nor round the warning."""
    post = factories.enter("vanguard_posts", **VALID["vanguard_posts"](), status="candidate")
    values = {"status": "", "closed_on": date(2023, 1, 1)}
    form = factories.fill("vanguard_posts", factories.find(post), **values)
    assert not form.validate()
    assert [field for field, _ in form.warnings] == ["closed_on"]
    changed = factories.change(post, **values, reason="Given up")
    assert changed.status.value == "candidate"


@pytest.mark.parametrize("register", VALID)
def test_the_same_key_is_no_second_record(register: str) -> None:
    values = VALID[register]()
    record = factories.enter(register, **values)
    kernel = CATALOG.by_name[register]
    if register == "commissars":
        values |= {"started_on": date(2022, 9, 1)}
        factories.change(record, ended_on=date(2022, 9, 1))
        record = factories.enter(register, **values)
        values |= {"ended_on": date(2022, 9, 2)}
        assert not factories.fill(register, **values).validate(), "One person twice at a time"
        return
    form = factories.fill(register, **values)
    assert form.validate(), form.errors
    assert not validate_with_key(kernel, form)
    assert "is on record already" in form.errors[kernel.key[0]][0]
    assert validate_with_key(kernel, factories.fill(register, factories.find(record), **values))
    factories.archive(record)
    assert validate_with_key(kernel, factories.fill(register, **values)), (
        "Archived, it holds no key"
    )


@pytest.mark.parametrize(
    ("register", "changed"),
    [(name, changed) for name, each in CONTRACTS.items() for changed in each.other_keys],
)
def test_one_part_of_the_key_tells_records_apart(register: str, changed: dict[str, Any]) -> None:
    values = VALID[register]()
    factories.enter(register, **values)
    kernel = CATALOG.by_name[register]
    assert validate_with_key(kernel, factories.fill(register, **values | changed))


def test_an_empty_topic_is_a_part_of_the_key() -> None:
    values = VALID["duties"]()
    factories.enter("duties", **values, topic="Topic")
    kernel = CATALOG.by_name["duties"]
    assert validate_with_key(kernel, factories.fill("duties", **values))
    factories.enter("duties", **values)
    assert not validate_with_key(kernel, factories.fill("duties", **values, topic=" "))


RECIPIENTS: dict[str, Callable[[], Nameable]] = {
    "organization": factories.any_branch,
    "member": factories.make_member,
    "workshop": factories.make_workshop,
    "team": factories.make_team,
    "post": factories.make_vanguard_post,
    "project": factories.make_project,
    "prosperity_workshop": factories.make_prosperity_workshop,
}


@pytest.mark.parametrize("kind", RECIPIENTS)
def test_an_award_goes_to_one_recipient_of_its_kind(kind: str) -> None:
    recipient = RECIPIENTS[kind]()
    award = factories.make_award(recipient_kind=kind, recipient=recipient)
    assert factories.find(award).recipient == recipient
    changed = factories.change(award, recipient_kind="company", recipient="Company")
    assert (changed.recipient, getattr(changed, f"{kind}_id")) == ("Company", None)
    changed = factories.change(award, recipient_kind=kind, recipient=recipient.name)
    assert (factories.find(award).recipient, changed.company) == (recipient, None)


def test_another_kind_of_recipient_needs_a_recipient() -> None:
    award = factories.make_award()
    form: RecordForm = factories.fill("awards", factories.find(award), recipient_kind="company")
    assert not form.validate()
    assert form.errors == {"recipient": ["Enter the recipient."]}
