"""Entering members: the first assignment, the order of days, soft rules, namesakes, phones."""

from datetime import date
from typing import Any

import pytest

from partyhub.members.models import InReason, Stage
from tests import factories
from tests.browser import Browser, cells, errors, form_data, main_text

NO_PARTY = {"admitted_on": None, "full_on": None}


@pytest.mark.parametrize(
    ("days", "since", "reason"),
    [
        ({"joined_on": "2019-05-01", "admitted_on": "2010-01-01"}, date(2019, 5, 1), "transfer_in"),
        ({"applied_on": "2018-01-01", "activist_on": "2018-08-01"}, date(2018, 1, 1), "admitted"),
        ({"activist_on": "2018-08-01", "admitted_on": "2020-01-01"}, date(2018, 8, 1), "admitted"),
        ({"target_on": "2019-01-01", "admitted_on": "2020-01-01"}, date(2019, 1, 1), "admitted"),
        ({"admitted_on": "2020-01-01", "full_on": "2021-01-01"}, date(2020, 1, 1), "admitted"),
        ({"full_on": "2021-01-01"}, date(2021, 1, 1), "admitted"),
        ({"birth_date": "1990-01-01"}, date(2023, 6, 30), "admitted"),
        ({}, date(2023, 6, 30), "admitted"),
    ],
)
def test_the_first_assignment(
    browser: Browser, days: dict[str, str], since: date, reason: str
) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch, **(NO_PARTY | days))
    (stay,) = factories.find(member).assignments
    assert (stay.organization_id, stay.started_on) == (branch.id, since)
    assert (stay.in_reason, stay.ended_on) == (InReason(reason), None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"applied_on": "2021-01-01", "activist_on": "2020-12-31"}, "activist_on"),
        ({"activist_on": "2021-01-01", "target_on": "2020-12-31"}, "target_on"),
        ({"target_on": "2021-01-01", "admitted_on": "2020-12-31"}, "admitted_on"),
        ({"admitted_on": "2021-01-01", "full_on": "2020-12-31"}, "full_on"),
        ({"applied_on": "2022-01-01", "admitted_on": "2021-12-31"}, "admitted_on"),
        ({"admitted_on": "2023-07-01"}, "admitted_on"),
        ({"joined_on": "2023-07-01"}, "joined_on"),
        ({"birth_date": "2023-07-01"}, "birth_date"),
        ({"birth_date": "2003-06-02", "applied_on": "2021-06-01"}, "applied_on"),
        ({"birth_date": "2003-06-02", "admitted_on": "2021-06-01"}, "admitted_on"),
        ({"admitted_on": "2021-02-29"}, "admitted_on"),
        ({"admitted_on": "yesterday"}, "admitted_on"),
    ],
)
def test_days_in_the_wrong_order_are_refused(
    browser: Browser, typed: dict[str, str], field: str
) -> None:
    branch = factories.make_branch()
    whole = {"number": "E1", "name": "Person", "organization": f"#{branch.id}"} | typed
    page = browser.post("members.create", whole, status=400)
    assert field in errors(page)
    assert form_data(page)[field] == typed[field]


def test_eighteen_on_the_very_day_is_old_enough(browser: Browser) -> None:
    factories.make_member(**NO_PARTY, birth_date="2003-06-01", applied_on="2021-06-01")


def test_a_short_probation_asks_for_a_reason(browser: Browser) -> None:
    branch = factories.make_branch()
    typed = {
        "number": "E1",
        "name": "Person",
        "organization": f"#{branch.id}",
        "applied_on": "2019-01-01",
        "activist_on": "2019-06-01",
        "target_on": "2020-06-01",
        "admitted_on": "2021-01-01",
        "full_on": "2021-12-31",
    }
    page = browser.post("members.create", typed, status=400)
    assert "reason" in errors(page)
    page = browser.follow("members.create", typed | {"reason": "Merit"})
    assert "Merit" in main_text(page)
    browser.post("members.create", typed | {"number": "E2", "full_on": "2022-01-01"})


def test_the_stage_on_a_day_is_the_highest_reached(browser: Browser) -> None:
    member = factories.make_member(
        applied_on="2018-01-01",
        activist_on="2018-08-01",
        target_on="2019-09-01",
        admitted_on="2020-01-01",
        full_on="2021-01-01",
    )
    for day, stage in (
        (date(2017, 12, 31), None),
        (date(2018, 1, 1), Stage.APPLICANT),
        (date(2018, 8, 1), Stage.ACTIVIST),
        (date(2019, 9, 1), Stage.TARGET),
        (date(2019, 12, 31), Stage.TARGET),
        (date(2020, 1, 1), Stage.PROBATIONARY),
        (date(2020, 12, 31), Stage.PROBATIONARY),
        (date(2021, 1, 1), Stage.FULL),
    ):
        assert member.stage_on(day) is stage
        page = browser.get("members.list", on=day.isoformat(), stage=stage.value if stage else "")
        assert bool(cells(page)) is (stage is not None)


def test_namesakes_are_told_apart(browser: Browser) -> None:
    one, two = (factories.make_member(name="王伟") for _ in range(2))
    typed: dict[str, Any] = {
        "organization": f"#{factories.any_branch().id}",
        "post": "secretary",
        "started_on": "2022-01-01",
    }
    page = browser.post("party_posts.create", typed | {"member": "王伟"}, status=400)
    said = errors(page)["member"]
    assert f"王伟（{one.number}）" in said
    assert f"王伟（{two.number}）" in said
    page = browser.follow("party_posts.create", typed | {"member": f"王伟({two.number})"})
    assert f"王伟（{two.number}）" in main_text(page)


def test_a_masked_phone_that_comes_back_is_no_change(browser: Browser) -> None:
    member = factories.make_member(phone="13812345678")
    page = browser.get("members.edit", record_id=member.id)
    assert form_data(page)["phone"] == "138****5678"
    browser.post("members.edit", form_data(page) | {"job": "Fitter"}, record_id=member.id)
    assert factories.find(member).phone == "13812345678"
    page = browser.get("members.edit", record_id=member.id)
    masked = form_data(page) | {"phone": "139****5678"}
    assert "phone" in errors(browser.post("members.edit", masked, status=400, record_id=member.id))


def test_the_number_of_a_member_is_taken_once(browser: Browser) -> None:
    member = factories.make_member(number="E1")
    typed = {"number": "E1", "name": "Other", "organization": f"#{factories.any_branch().id}"}
    page = browser.post("members.create", typed, status=400)
    assert member.name in errors(page)["number"]


def test_a_change_of_branch_in_the_form_names_the_transfer(browser: Browser) -> None:
    member = factories.make_member()
    other = factories.make_branch()
    page = browser.get("members.edit", record_id=member.id)
    typed = form_data(page) | {"organization": f"#{other.id}"}
    page = browser.post("members.edit", typed, status=400, record_id=member.id)
    assert "Move" in main_text(page)
