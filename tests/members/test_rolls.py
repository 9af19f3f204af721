"""Two rolls of one register: members of the Party, and people on their way into it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from partyhub.members.models import Member, Post, Stage
from partyhub.registers import listing
from tests import factories
from tests.browser import Browser, cells, main_text, text

DAYS = {
    Stage.APPLICANT: {"applied_on": date(2019, 1, 1)},
    Stage.ACTIVIST: {"activist_on": date(2020, 1, 1)},
    Stage.TARGET: {"target_on": date(2021, 1, 1)},
    Stage.PROBATIONARY: {"admitted_on": date(2022, 6, 1)},
    Stage.FULL: {"admitted_on": date(2015, 1, 1), "full_on": date(2016, 1, 1)},
}
NONE: Mapping[str, Any] = {"admitted_on": None, "full_on": None}


@pytest.fixture
def people(database_of_test: None) -> dict[str, Member]:
    """One of each stage, and one without any, all in one branch."""
    branch = factories.make_branch(name="First")
    made = {
        stage.value: factories.make_member(
            **{**NONE, **days}, name=f"P {stage.value}", organization=branch
        )
        for stage, days in DAYS.items()
    }
    made["none"] = factories.make_member(**NONE, name="P none", organization=branch)
    return made


def names(page: BeautifulSoup) -> set[str]:
    return {name for row in cells(page) for name in row if name.startswith("P ")}


ROLL = {"P full", "P probationary"}
DEVELOPMENT = {"P applicant", "P activist", "P target", "P none"}


def test_people_stand_by_organization_rank_and_name(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = factories.make_branch(code="01"), factories.make_branch(code="02")
    for name, organization, post in [
        ("P 赵", first, Post.SECRETARY),
        ("P 曹", first, None),
        ("P 白", last, None),
        ("P 周", last, Post.DEPUTY_SECRETARY),
        ("P 孙", last, Post.SECRETARY),
    ]:
        member = factories.make_member(name=name, organization=organization)
        if post:
            factories.make_party_post(member=member, organization=organization, post=post)
    found = [text(a) for a in browser.get("members.list").select("tbody a") if "P " in text(a)]
    assert found == ["P 赵", "P 曹", "P 孙", "P 周", "P 白"]
    # Sorting more records than are counted would take longer than the page may.
    monkeypatch.setattr(listing, "MOST_COUNTED", 4)
    found = [text(a) for a in browser.get("members.list").select("tbody a") if "P " in text(a)]
    assert found == ["P 白", "P 曹", "P 孙", "P 赵", "P 周"]


@pytest.mark.usefixtures("people")
def test_each_person_is_on_one_roll(browser: Browser) -> None:
    page = browser.get("members.list")
    assert names(page) == ROLL
    assert text(page.select_one("h1")) == "Member roll"
    page = browser.get("members.list", roll="development")
    assert names(page) == DEVELOPMENT
    assert text(page.select_one("h1")) == "Development roll"
    heads = [text(head) for head in page.select("thead th")]
    assert {"Applied on", "Activist since", "Stage"} <= set(heads)
    assert names(browser.get("members.list", roll="all")) == ROLL | DEVELOPMENT
    assert names(browser.get("members.list", roll="nowhere")) == ROLL


@pytest.mark.usefixtures("people")
def test_the_menu_has_both_and_marks_the_one_that_is_shown(browser: Browser) -> None:
    for roll, shown in (("", "Member roll"), ("development", "Development roll")):
        page = browser.get("members.list", roll=roll or None)
        links = page.select("#nav a[aria-current]")
        assert shown in [text(link) for link in links]
        assert {"Member roll", "Development roll"} <= {text(a) for a in page.select("#nav a")}
        other = {"Member roll", "Development roll"} - {shown}
        assert not other & {text(link) for link in links}


@pytest.mark.usefixtures("people")
def test_on_an_earlier_day_people_are_on_the_roll_of_that_day(browser: Browser) -> None:
    assert names(browser.get("members.list", on="2022-01-01")) == {"P full"}
    assert names(browser.get("members.list", roll="all", on="2022-05-31")) == {
        *("P full", "P applicant", "P activist", "P target")
    }


@pytest.mark.usefixtures("people")
def test_search_and_filters_stay_on_the_roll(browser: Browser) -> None:
    page = browser.get("members.list", roll="development", q="P")
    assert names(page) == DEVELOPMENT
    fields = {field["name"]: field.get("value") for field in page.select("form.filters input")}
    assert fields["roll"] == "development"
    assert [option["value"] for option in page.select("#f-stage option")] == [
        *("", "target", "activist", "applicant")
    ]
    offered = browser.get("members.list").select("#f-stage option")
    assert [option["value"] for option in offered] == ["", "full", "probationary"]
    clear = next(a for a in page.select("form.filters a") if text(a) == "Clear")
    assert names(browser.page(str(clear["href"]))) == DEVELOPMENT
    page = browser.get("members.list", roll="development", q="zz")
    assert not names(page)
    back = next(a for a in page.select("main a") if text(a) == "Clear the filters")
    assert names(browser.page(str(back["href"]))) == DEVELOPMENT


@pytest.mark.usefixtures("people")
def test_an_address_with_a_stage_alone_opens_the_roll_of_that_stage(browser: Browser) -> None:
    """As the addresses did that people kept from before there were two."""
    for stage in Stage:
        page = browser.get("members.list", stage=stage.value)
        assert names(page) == {f"P {stage.value}"}


@pytest.mark.usefixtures("people")
def test_voided_people_are_on_their_roll(browser: Browser, people: dict[str, Member]) -> None:
    for who in ("target", "full"):
        factories.archive(people[who])
    page = browser.get("members.list", shown="archived")
    assert "P full" in main_text(page)
    assert "P target" not in main_text(page)
    page = browser.get("members.list", roll="development", shown="archived")
    assert "P target" in main_text(page)


def test_a_record_leads_back_to_its_roll(browser: Browser, people: dict[str, Member]) -> None:
    for who, title, roll in (
        ("full", "Member roll", "/members/"),
        ("none", "Development roll", "/members/?roll=development"),
    ):
        page = browser.get("members.show", record_id=people[who].id)
        crumb = page.select_one(".crumbs a")
        assert crumb is not None
        assert (text(crumb), crumb["href"]) == (title, roll)


@pytest.mark.usefixtures("people")
def test_figures_of_stages_lead_to_the_second_roll(browser: Browser) -> None:
    page = browser.get("reports.counted", code="members.activists", period="2023")
    assert "Activist since" in [text(head) for head in page.select("thead th")]
    link = next(a for a in page.select(".actions a") if text(a) == "Development roll")
    assert "P activist" in names(browser.page(str(link["href"])))
    page = browser.get("reports.counted", code="members.total", period="2023")
    assert "Development roll" not in [text(a) for a in page.select(".actions a")]


def test_to_do_and_branches_lead_to_everybody(browser: Browser, people: dict[str, Member]) -> None:
    branch = factories.find(people["full"]).assignments[0].organization
    page = browser.get("organizations.show", record_id=branch.id)
    link = next(a for a in page.select("main .rows a") if "roll=all" in str(a["href"]))
    assert text(link) == "6"
    assert names(browser.page(str(link["href"]))) == ROLL | DEVELOPMENT
