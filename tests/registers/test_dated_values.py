"""Dated values: a correction rewrites one period, a change all days from one on."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyhub.database import db
from partyhub.dated_values import Correction, rewrite_period
from partyhub.organizations.models import Organization, Placement
from partyhub.registers import register_of
from tests import factories
from tests.browser import Browser, cells, errors, form_data, main_text, text
from tests.catalog import CATALOG
from tests.registers.samples import history_of, make

FIRST = date(2023, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
ACTS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(DAYS), st.sampled_from(["a", "b", "c"])), max_size=8
)


def period_of(values: list[Any], number: int) -> tuple[int, int]:
    """The first day and the day after the last of the run of equal values around a day."""
    first = last = number
    while first and values[first - 1] == values[number]:
        first -= 1
    while last < len(values) and values[last] == values[number]:
        last += 1
    return first, last


@given(ACTS)
def test_former_values_say_what_was_on_each_day(acts: list[tuple[bool, date, str]]) -> None:
    record = Organization(short_name="a", former_values=[])
    expected = ["a"] * len(DAYS)
    for is_correction, day, value in acts:
        number = DAYS.index(day)
        first, last = number, len(DAYS)
        if is_correction:
            first, last = period_of(expected, number)
        record.set_value("short_name", value, Correction(day) if is_correction else day)
        expected[first:last] = [value] * (last - first)
        found = [record.value_on("short_name", each) for each in DAYS]
        assert found == expected


@given(ACTS)
def test_rows_are_rewritten_in_their_period_alone(acts: list[tuple[bool, date, str]]) -> None:
    superiors = {name: Organization(name=name) for name in "abc"}
    rows: list[Any] = [Placement(parent=superiors["a"], started_on=FIRST)]
    expected = ["a"] * len(DAYS)
    for to_the_end, day, value in acts:
        number = DAYS.index(day)
        last = len(DAYS) if to_the_end else min(number + 3, len(DAYS))
        end = None if to_the_end or last == len(DAYS) else DAYS[last]
        rewrite_period(
            rows,
            lambda row: row.parent,
            [superiors[value]],
            lambda each: Placement(parent=each),
            (day, end),
        )
        expected[number:last] = [value] * (last - number)
        for each, wanted in zip(DAYS, expected, strict=True):
            valid = [
                row.parent.name
                for row in rows
                if row.started_on <= each and (row.ended_on is None or each < row.ended_on)
            ]
            assert valid == [wanted], each


def send(browser: Browser, record: Any, status: int = 303, **typed: Any) -> Any:
    endpoint = f"{register_of(record).name}.edit"
    data = form_data(browser.get(endpoint, record_id=record.id))
    data |= {key.replace("__", "-"): factories.as_typed(value) for key, value in typed.items()}
    return browser.post(endpoint, data, status=status, record_id=record.id)


@pytest.mark.parametrize("register", CATALOG.registers, ids=lambda register: register.name)
def test_a_form_without_a_change_says_so(browser: Browser, register: Any) -> None:
    record = make(register)
    page = browser.get(f"{register.name}.edit", record_id=record.id)
    before = len(history_of(record, register))
    shown = browser.follow(f"{register.name}.edit", form_data(page), record_id=record.id)
    assert "Nothing was changed: " in text(shown)
    assert "Saved: " not in text(shown)
    assert len(history_of(factories.find(record), register)) == before


def test_a_page_asks_only_where_both_are_possible(browser: Browser) -> None:
    workshop = factories.make_workshop(opened_on="2020-01-01")
    page = browser.get("workshops.edit", record_id=workshop.id)
    assert "changed_on" not in {tag.get("name") for tag in page.select("input")}
    page = send(browser, workshop, 400, is_first_line=False)
    assert errors(page)["changed_on"] == "Say which of the two it is."
    assert "First-line workshop: “yes” from the beginning → “no”" in main_text(page)
    page = send(browser, workshop, 400, is_first_line=False, changed_on="change")
    assert errors(page)["changed_on"] == "Enter the day from which it changed."
    page = send(
        browser,
        workshop,
        400,
        is_first_line=False,
        changed_on="change",
        changed_on__day="2023-07-01",
    )
    assert errors(page)["changed_on"] == "This day has not come yet."
    send(browser, workshop, name="Other")


def test_a_change_keeps_the_past_and_a_correction_rewrites_it(browser: Browser) -> None:
    workshop = factories.make_workshop(opened_on="2020-01-01")

    def was(day: str) -> bool:
        return bool(factories.find(workshop).value_on("is_first_line", date.fromisoformat(day)))

    send(browser, workshop, is_first_line=False, changed_on="change", changed_on__day="2023-03-01")
    assert [was("2023-02-28"), was("2023-03-01"), was("2023-06-30")] == [True, False, False]
    send(browser, workshop, is_first_line=True, changed_on="correct")
    assert [was("2020-01-01"), was("2023-03-01")] == [True, True]
    assert factories.find(workshop).former_values == []
    changes = history_of(workshop, register_of(workshop))[-1].changes
    assert {change["field"] for change in changes} == {"is_first_line", "values_over_time"}


def test_a_wrong_superior_is_corrected_for_all_days(browser: Browser) -> None:
    """What nobody could repair: the branch never stood under the other one."""
    from tests.organizations.test_organizations import below

    wrong = factories.make_organization(name="Wrong", kind="general_branch")
    leaf = factories.make_organization(name="Leaf", parent=wrong)
    send(browser, leaf, parent=factories.committee(), changed_on="correct", reason="Mistyped")
    assert below(wrong, date(2015, 1, 1)) == {"Wrong"}
    assert below(factories.committee(), date(2015, 1, 1)) >= {"Leaf"}
    entry = history_of(leaf, register_of(leaf))[-1]
    assert entry.reason == "Mistyped"
    assert [(c["field"], c["old"]) for c in entry.changes if c["field"] == "parent"] == [
        ("parent", "Wrong")
    ]


def test_a_period_of_the_past_is_corrected_from_the_page_that_lists_it(browser: Browser) -> None:
    one, two, three = (
        factories.make_organization(name=name, kind="general_branch") for name in ("I", "II", "III")
    )
    leaf = factories.make_organization(name="Leaf", parent=one, established_on="2015-01-01")
    send(browser, leaf, parent=two, changed_on="change", changed_on__day="2020-01-01")
    page = browser.get("organizations.periods", record_id=leaf.id)
    assert [row[:2] for row in cells(page)] == [
        ["Superior", "II"],
        ["Superior", "I"],
        ["Has a branch committee", "no"],
    ]
    address = page.select("table.ledger tbody a")[1]["href"]
    page = browser.page(str(address))
    assert "from 1 January 2015 up to the day before 1 January 2020" in main_text(page)
    data = form_data(page) | {"parent": factories.as_typed(three)}
    browser.post("organizations.correct", data, record_id=leaf.id, column="parent", on="2015-01-01")
    found = factories.find(leaf)
    assert [(p.parent.name, p.started_on, p.ended_on) for p in found.placements] == [
        ("III", date(2015, 1, 1), date(2020, 1, 1)),
        ("II", date(2020, 1, 1), None),
    ]


def test_a_list_of_people_is_corrected_in_one_period(browser: Browser) -> None:
    a, b, c = (factories.make_member(name=name) for name in "ABC")
    team = factories.make_team(members=[a], established_on="2022-03-01")
    factories.change(team, members=[a, b], changed_on=date(2023, 1, 1))
    send(browser, team, members=[a, c], changed_on="correct")

    def named(day: str) -> set[str]:
        return {m.name for m in factories.find(team).members_on(date.fromisoformat(day))}

    assert named("2022-12-31") == {"A"}
    assert named("2023-01-01") == named("2023-06-30") == {"A", "C"}
    page = browser.get("teams.correct", record_id=team.id, column="members", on="2022-05-05")
    assert form_data(page)["members"].startswith("A")
    data = form_data(page) | {"members": factories.as_typed([b])}
    browser.post("teams.correct", data, record_id=team.id, column="members", on="2022-05-05")
    assert (named("2022-03-01"), named("2022-12-31")) == ({"B"}, {"B"})
    assert named("2023-01-01") == {"A", "C"}


@pytest.mark.parametrize(
    ("column", "on"),
    [("name", "2023-01-01"), ("members", "2023-07-01"), ("members", "yesterday")],
)
def test_what_is_no_period_is_not_there(browser: Browser, column: str, on: str) -> None:
    team = factories.make_team()
    browser.get("teams.correct", status=404, record_id=team.id, column=column, on=on)


def test_a_correction_refuses_what_the_form_refuses(browser: Browser) -> None:
    top = factories.make_organization(name="Top", kind="general_branch")
    leaf = factories.make_organization(name="Leaf", kind="general_branch", parent=top)
    values = {"record_id": top.id, "column": "parent", "on": "2023-06-30"}
    data = form_data(browser.get("organizations.correct", **values))
    data |= {"parent": factories.as_typed(leaf)}
    assert "parent" in errors(browser.post("organizations.correct", data, status=400, **values))
    db.session.expire_all()
    stale = data | {"parent": factories.as_typed(factories.committee()), "version": "0"}
    browser.post("organizations.correct", stale, status=409, **values)


def test_a_past_period_is_judged_by_its_own_days(browser: Browser) -> None:
    """Whoever was here in that period and left since can be named in it."""
    branch = factories.make_branch()
    first, second, gone = (factories.make_member(organization=branch) for _ in range(3))
    factories.leave(gone, date(2022, 9, 1))
    team = factories.make_team(leader=first, organization=branch)
    factories.change(team, leader=second, changed_on=date(2022, 6, 1))
    about = {"record_id": team.id, "column": "leader", "on": "2022-01-01"}
    data = form_data(browser.get("teams.correct", **about)) | {"leader": f"#{gone.id}"}
    browser.post("teams.correct", data, **about)
    data = form_data(browser.get("teams.edit", record_id=team.id)) | {"leader": f"#{gone.id}"}
    data |= {"changed_on": "change", "changed_on-day": "2022-12-01"}
    page = browser.post("teams.edit", data, status=400, record_id=team.id)
    assert "left on 1 September 2022" in errors(page)["leader"]
