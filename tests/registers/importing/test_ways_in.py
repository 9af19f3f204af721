"""One rule for every way in: a page, a step, a sheet and the command line say the same."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import pytest
from flask import Flask

from partyhub import clock
from partyhub.cli import main
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import Desk, said, warned

pytestmark = pytest.mark.long

NOW = datetime(2023, 6, 30, 2, 0, tzinfo=UTC)  # the day of every test
FOUNDED = date(2015, 5, 1)
EARLY, LATER, FUTURE = "2015-04-30", "2016-03-01", "2023-07-01"
BEFORE_FOUNDING = "“Young” was founded on 1 May 2015, after this day."
NOT_YET = "This day has not come yet."
SOFT, HARD = "warns", "refuses"


class Fact(NamedTuple):
    """A fact as a person types it, and what is said of it at a field."""

    register: str
    typed: Mapping[str, str]
    field: str
    kind: str
    sentence: str
    # The number of the member that it changes, if it is no new record.
    changes: str = ""


PERSON = {"number": "N1", "name": "New", "organization": "Old"}
AWARD = {
    "title": "Honor",
    "level": "county",
    "granting_body": "County",
    "recipient_kind": "organization",
}
MEETING = {"kinds": "forum", "title": "Charter", "organization": "Young"}
# What a record of each register needs beside its organization and its day.
OF_ORGANIZATION: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "terms": ("started_on", {"number": "1"}),
    "assignments": ("started_on", {"member": "Gone", "in_reason": "restored"}),
    "party_posts": ("started_on", {"member": "Full", "post": "secretary"}),
    "activities": ("held_on", {"kinds": "forum", "title": "Early"}),
    "vanguard_posts": ("established_on", {"code": "G1", "name": "Post", "status": "active"}),
    "teams": ("established_on", {"code": "T1", "name": "Team", "kind": "vanguard"}),
    "projects": (
        "started_on",
        {
            "code": "P1",
            "title": "Project",
            "plan_year": "2015",
            "lead": "Full",
            "status": "running",
        },
    ),
}
# A workshop is older than the organization that it is of now, and a person than the branch.
NOT_OF_A_DAY = {"workshops", "members"}
FACTS = {
    **{
        f"founding of {name}": Fact(
            name, {**typed, "organization": "Young", day: EARLY}, day, SOFT, BEFORE_FOUNDING
        )
        for name, (day, typed) in OF_ORGANIZATION.items()
    },
    "founding of awards": Fact(
        "awards",
        {**AWARD, "recipient": "Young", "awarded_on": EARLY},
        "awarded_on",
        SOFT,
        BEFORE_FOUNDING,
    ),
    "a double": Fact(
        "activities",
        {**MEETING, "held_on": LATER, "starts_at": "14:00"},
        "title",
        SOFT,
        "It may be on record already: “Charter”",
    ),
    "another year": Fact(
        "members",
        {"admitted_on": "2016-01-04"},
        "admitted_on",
        SOFT,
        "The change of “Admitted on” changes “Members admitted” of 2015、2016.",
        changes="A1",
    ),
    "an early application": Fact(
        "members",
        {**PERSON, "birth_date": "2000-05-01", "applied_on": "2018-04-30"},
        "applied_on",
        HARD,
        "The person was under 18 on the day of application.",
    ),
    "an early admission": Fact(
        "members",
        {**PERSON, "birth_date": "2000-05-01", "admitted_on": "2018-04-30"},
        "admitted_on",
        HARD,
        "The person was under 18 on the day of admission.",
    ),
    "the order of stages": Fact(
        "members",
        {**PERSON, "target_on": "2021-02-01", "admitted_on": "2021-01-31"},
        "admitted_on",
        HARD,
        "It can't lie before “Development target since”.",
    ),
    "a short probation": Fact(
        "members",
        {**PERSON, "admitted_on": "2021-02-01", "full_on": "2021-02-01"},
        "full_on",
        SOFT,
        "Probation lasts 12 months.",
    ),
    "a stage in the future": Fact(
        "members", {**PERSON, "applied_on": FUTURE}, "applied_on", HARD, NOT_YET
    ),
    "a post in the future": Fact(
        "party_posts",
        {"member": "Full", "organization": "Old", "post": "secretary", "started_on": FUTURE},
        "started_on",
        HARD,
        NOT_YET,
    ),
    "an honor in the future": Fact(
        "awards", {**AWARD, "recipient": "Old", "awarded_on": FUTURE}, "awarded_on", HARD, NOT_YET
    ),
    "a meeting in the future": Fact(
        "activities",
        {**MEETING, "title": "Later", "held_on": FUTURE, "status": "held"},
        "held_on",
        HARD,
        "An activity that was held can't lie in the future.",
    ),
}


@pytest.fixture
def place(browser: Browser) -> Any:
    """An old and a young branch, a full member, one who left, and a meeting of the young one."""
    old = factories.make_branch(name="Old", established_on=date(2005, 1, 1))
    young = factories.make_branch(name="Young", established_on=FOUNDED)
    full = factories.make_member(
        number="A1", name="Full", organization=old, full_on=date(2017, 1, 1)
    )
    gone = factories.make_member(number="A2", name="Gone", organization=old)
    factories.leave(gone, date(2015, 2, 1))
    meeting = {**MEETING, "organization": young, "held_on": LATER}
    factories.make_activity(**meeting)
    return {"Old": old, "Young": young, "A1": full}


def sheet_of(desk: Desk, fact: Fact) -> Any:
    """The fact as a sheet with our headers; one of a member on record with number and name."""
    register = CATALOG.by_name[fact.register]
    known = {"number": fact.changes, "name": "Full"} if fact.changes else {}
    typed = {**known, **fact.typed}
    headers = [register.header(column) for key in typed if (column := register.column(key))]
    assert len(headers) == len(typed)
    return desk.sheet(fact.register, [headers, list(typed.values())])


def header_of(fact: Fact) -> str:
    register = CATALOG.by_name[fact.register]
    column = register.column(fact.field)
    assert column is not None
    return register.header(column)


def on_page(browser: Browser, fact: Fact, place: Any) -> Any:
    """Send the form without a reason; return the page that shows it again."""
    form, about = address(fact, place)
    page = browser.get(form, **about)
    return browser.post(form, form_data(page) | fact.typed, status=400, **about)


def address(fact: Fact, place: Any) -> tuple[str, dict[str, Any]]:
    if not fact.changes:
        return f"{fact.register}.create", {}
    return f"{fact.register}.edit", {"record_id": place[fact.changes].id}


@pytest.mark.parametrize("fact", FACTS.values(), ids=list(FACTS))
def test_a_page_and_a_sheet_say_the_same(
    desk: Desk, browser: Browser, place: Any, fact: Fact
) -> None:
    result = desk.preview(sheet_of(desk, fact), fact.register)
    at_cells = said(result) if fact.kind == HARD else warned(result)
    assert [text for _, header, text in at_cells if header == header_of(fact)] != []
    assert any(fact.sentence in text for _, _, text in at_cells), at_cells
    assert (said(result) == []) is (fact.kind == SOFT)
    assert result.is_applicable is (fact.kind == SOFT)

    page = on_page(browser, fact, place)
    if fact.kind == HARD:
        assert fact.sentence in errors(page)[fact.field]
        return
    assert list(errors(page)) == ["reason"]
    assert fact.sentence.rstrip(".") in main_text(page)
    form, about = address(fact, place)
    browser.post(form, form_data(page) | {"reason": "As the papers say"}, **about)


@pytest.mark.parametrize("fact", FACTS.values(), ids=list(FACTS))
def test_the_command_line_says_it_too(
    app: Flask,
    desk: Desk,
    place: Any,
    fact: Fact,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PARTYHUB_INSTANCE", app.instance_path)
    monkeypatch.setenv("PARTYHUB_LANG", "en")
    file = sheet_of(desk, fact)
    with clock.at(NOW):
        code = main(["import", fact.register, str(file), "--dry-run", "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == (1 if fact.kind == HARD else 0), answer
    found = answer["errors" if fact.kind == HARD else "warnings"]
    assert any(
        fact.sentence in each["message"] and each["column"] == header_of(fact) for each in found
    ), found


def test_every_record_of_an_organization_and_a_day_is_judged_by_its_founding() -> None:
    """A new register with an organization finds itself in this list, or says why not."""
    named = {
        register.name for register in CATALOG.registers if hasattr(register.form, "organization")
    }
    assert named == {*OF_ORGANIZATION, *NOT_OF_A_DAY}


STEPS = {
    "founding": ("move", {"day": EARLY}, SOFT, BEFORE_FOUNDING),
    "a future move": ("move", {"day": FUTURE}, HARD, NOT_YET),
    "a future admission": ("admit", {"day": FUTURE}, HARD, NOT_YET),
    "an early admission": (
        "admit",
        {"day": "2018-04-30"},
        HARD,
        "The person was under 18 on the day of admission.",
    ),
    "the order of stages": ("admit", {"day": "2017-12-31"}, HARD, "It can't lie before"),
    "a short probation": ("regularize", {"day": "2021-02-01"}, SOFT, "Probation lasts 12 months"),
}


@pytest.mark.parametrize(("name", "typed", "kind", "sentence"), STEPS.values(), ids=list(STEPS))
def test_a_step_says_it_too(
    browser: Browser, place: Any, name: str, typed: Mapping[str, str], kind: str, sentence: str
) -> None:
    days = {"admitted_on": None, "full_on": None}
    if name == "admit":
        days |= {"target_on": "2018-01-01", "birth_date": "2000-05-01"}
    elif name == "regularize":
        days |= {"admitted_on": "2021-02-01"}
    else:
        days |= {"admitted_on": "2010-01-01"}
    member = factories.make_member(organization=place["Old"], **days)
    about = {"record_id": member.id, "name": name}
    sent = form_data(browser.get("members.take_step", **about)) | typed
    if name == "move":
        sent["organization"] = f"#{place['Young'].id}"
    page = browser.post("members.take_step", sent, status=400, **about)
    if kind == HARD:
        assert sentence in errors(page)["day"]
        return
    assert list(errors(page)) == ["reason"]
    assert sentence in main_text(page)
    browser.post("members.take_step", form_data(page) | {"reason": "As decided"}, **about)
