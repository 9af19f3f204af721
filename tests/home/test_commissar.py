"""A commissar's life: log a duty from the first page, read the workshop's records, nothing else."""

from datetime import date, timedelta

import pytest

from partyhub.roles import Role
from tests.browser import Browser, cells, errors, form_data, main_text, text
from tests.factories import (
    make_branch,
    make_campaign,
    make_commissar,
    make_duty,
    make_member,
    make_milestone,
    make_project,
    make_team,
    make_vanguard_post,
    make_workshop,
)


@pytest.fixture
def commissar(browser: Browser) -> Browser:
    """Signed in as the commissar of one workshop; another one has everything too."""
    branch, other = make_branch(name="Own branch"), make_branch(name="Secret branch")
    member = make_member(organization=branch, name="Chen")
    own = make_workshop(organization=branch, name="Own hall")
    there = make_workshop(organization=other, name="Secret hall")
    make_commissar(member=member, workshop=own)
    stranger = make_member(organization=other)
    make_commissar(workshop=there, member=stranger)
    campaign = make_campaign()
    for place, organization, mark in ((own, branch, "Own"), (there, other, "Secret")):
        lead = make_member(organization=organization, name=f"{mark} lead", workshop=place)
        project = make_project(
            organization=organization,
            workshop=place,
            title=f"{mark} project",
            lead=lead,
            campaign=campaign,
        )
        make_milestone(project=project, title=f"{mark} milestone")
        make_vanguard_post(organization=organization, workshop=place, name=f"{mark} post")
        make_team(organization=organization, name=f"{mark} team")
    make_duty(commissar=stranger, workshop=there, topic="Secret topic")
    return browser.sign_in(Role.COMMISSAR, workshops=(own.id,), member=member)


def test_a_duty_is_logged_from_the_first_page(commissar: Browser) -> None:
    home = commissar.get("home.show_home")
    data = form_data(home)
    assert data["held_on"] == "2023-06-30"
    page = commissar.follow(
        "duties.create", data | {"kind": "daily_reading", "topic": "Part four", "headcount": "26"}
    )
    assert "Saved" in main_text(page)
    home = commissar.get("home.show_home")
    assert "Part four" in text(home.select_one("#latest"))
    today = home.select_one(".days [aria-current]")
    assert today is not None
    assert text(today.b) == "1"
    assert len(cells(commissar.page(str(today["href"])))) == 1
    (row,) = cells(commissar.get("duties.list"))
    assert {"Part four", "Chen", "Own hall"} <= set(row)


def test_what_was_forgotten_is_asked_for_and_the_rest_kept(commissar: Browser) -> None:
    data = form_data(commissar.get("home.show_home")) | {"topic": "Part four"}
    page = commissar.post("duties.create", data, status=400)
    assert "Choose what was done" in errors(page)["kind"]
    assert form_data(page)["topic"] == "Part four"
    assert form_data(page)["workshop"] == data["workshop"]
    commissar.post("duties.create", form_data(page) | {"kind": "care"})


def test_the_form_knows_who_where_and_when(commissar: Browser) -> None:
    response = commissar.open("GET", "/duties/new")
    data = form_data(commissar.page(response.location))
    assert data["held_on"] == "2023-06-30"
    assert data["commissar"].startswith("#")
    assert data["workshop"].startswith("#")


def test_each_of_the_last_seven_days_is_its_list(commissar: Browser) -> None:
    data = form_data(commissar.get("home.show_home"))
    for days, kind in ((0, "care"), (0, "mediation"), (6, "care"), (7, "care")):
        day = date(2023, 6, 30) - timedelta(days=days)
        commissar.post("duties.create", data | {"kind": kind, "held_on": day.isoformat()})
    days = commissar.get("home.show_home").select(".days a")
    assert [text(day.b) for day in days] == ["1", "0", "0", "0", "0", "0", "2"]
    for day in days:
        assert len(cells(commissar.page(str(day["href"])))) == int(text(day.b))


def test_no_link_leads_to_a_closed_door(commissar: Browser) -> None:
    """Every link of every page that can be reached from the first one, as far as it goes."""
    data = form_data(commissar.get("home.show_home"))
    commissar.post("duties.create", data | {"kind": "care", "topic": "Own topic"})
    waiting, met = ["/"], {"/"}
    seen = ""
    while waiting:
        response = commissar.open("GET", waiting.pop())
        if response.status_code == 303:
            response = commissar.open("GET", response.location)
        assert response.status_code == 200, response.request.path
        seen += response.text
        for link in commissar.shown.select("a[href]"):
            address = str(link["href"]).split("#")[0]
            plain = address.split("?")[0]
            if address and (plain, "period=" in address) not in met:
                met.add((plain, "period=" in address))
                waiting.append(address)
    paths = {entry[0] for entry in met if isinstance(entry, tuple)}
    assert {"/duties/", "/projects/", "/teams/", "/vanguard_posts/"} <= paths
    for words in ("Own project", "Own milestone", "Own post", "Own team", "Own lead", "Own topic"):
        assert words in seen, words
    assert "Secret" not in seen


@pytest.mark.parametrize(
    "register", ["members", "organizations", "workshops", "commissars", "milestones", "activities"]
)
def test_the_rest_of_the_house_is_closed(commissar: Browser, register: str) -> None:
    commissar.get(f"{register}.list", status=403)


def test_of_several_workshops_one_is_chosen(browser: Browser) -> None:
    member = make_member()
    first, second = make_workshop(name="First"), make_workshop(name="Second")
    for workshop in (first, second):
        make_commissar(member=member, workshop=workshop)
    browser.sign_in(Role.COMMISSAR, workshops=(first.id, second.id), member=member)
    home = browser.get("home.show_home")
    options = [text(option) for option in home.select("select[name=workshop] option")]
    assert options == ["First", "Second"]
    data = form_data(home) | {"kind": "care", "workshop": f"#{second.id}"}
    page = browser.follow("duties.create", data)
    assert "Second" in main_text(page)


def test_an_account_without_a_workshop_says_what_to_do(browser: Browser) -> None:
    browser.sign_in(Role.COMMISSAR)
    assert "no workshop yet" in main_text(browser.get("home.show_home"))
