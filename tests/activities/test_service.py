"""A team's page: its volunteer service in a period is the report's figure, narrowed."""

from datetime import date

from bs4 import BeautifulSoup

from partyhub.activities.models import Activity
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.roles import Role
from tests.browser import Browser, cells, text
from tests.factories import OWNER, make_activity, make_branch, make_member, make_team
from tests.registers.samples import counted_queries


def numbers(page: BeautifulSoup) -> dict[str, str]:
    found = {}
    for row in page.select("#service li"):
        value, unit = (text(row.select_one(part)) for part in (".num", ".unit"))
        found[text(row.select_one(".grow"))] = value.removesuffix(unit)
    return found


def serve(team: object, **values: object) -> Activity:
    return make_activity(**{"team": team, "kinds": "volunteer_service", **values})


def test_service_is_counted_as_in_the_report(browser: Browser) -> None:
    people = [make_member() for _ in range(3)]
    team = make_team()
    serve(team, present=people[:2], minutes_long=90, guest_count=1, held_on=date(2023, 3, 1))
    serve(team, present=people[1:], minutes_long=60, held_on=date(2023, 4, 1))
    serve(team, present=people, minutes_long=60, held_on=date(2022, 6, 30))  # the year before
    serve(None, present=people, minutes_long=600)  # another's
    make_activity(team=team, kinds="theme_day", present=people, minutes_long=600)
    serve(team, status="cancelled")
    page = browser.get("teams.show", record_id=team.id)
    assert numbers(page) == {
        "Volunteer service activities": "2",
        "Volunteer service, person-times": "5",
        "Volunteer service hours": "6.5",
        "Different members who took part": "3",
    }
    links = {str(link["href"]) for link in page.select("#service a")}
    (link,) = links
    assert len(cells(browser.page(link))) == 2
    report = browser.get("reports.counted", code="service.hours")
    assert sum(float(row[-1]) for row in cells(report)) == 6.5 + 30


def test_hours_are_added_up_as_minutes(database_of_test: None) -> None:
    """Five times 20 minutes are 100; five thirds of an hour, added up one by one, are less."""
    person = make_member()
    for _ in range(5):
        serve(None, present=[person], minutes_long=20)
    found = compute(scope_of(OWNER, Period.parse("2023")))["service.hours"]
    assert found.value == 100 / 60


def test_another_period_is_a_link_away(browser: Browser) -> None:
    team = make_team()
    serve(team, held_on=date(2022, 3, 1))
    page = browser.get("teams.show", record_id=team.id)
    assert numbers(page)["Volunteer service activities"] == "0"
    menu = {text(link): str(link["href"]) for link in page.select(".topbar .menu-list a")}
    page = browser.page(menu["Party year 2021–2022"])
    assert numbers(page)["Volunteer service activities"] == "1"
    assert len(cells(browser.page(str(page.select_one("#service a")["href"])))) == 1  # type: ignore[index]


def test_any_days_give_numbers_that_lead_to_their_activities(browser: Browser) -> None:
    team = make_team()
    serve(team, held_on=date(2022, 3, 1))
    page = browser.get("teams.show", record_id=team.id, days="2022-02-01..2022-03-10")
    assert numbers(page)["Volunteer service activities"] == "1"
    link = page.select_one("#service a")
    assert link is not None
    assert len(cells(browser.page(str(link["href"])))) == 1
    page = browser.get("teams.show", record_id=team.id, days="spring", status=400)
    assert "no period" in text(page.select_one(".field-error"))
    browser.get("teams.show", record_id=team.id, period="spring", status=404)


def test_each_period_s_number_opens_as_many_activities(browser: Browser) -> None:
    team = make_team()
    days = [date(2021, 12, 31), date(2022, 7, 1), date(2023, 3, 31), date(2023, 4, 1)]
    for day in days:
        serve(team, held_on=day)
    periods = {"party-year-2023": 3, "2021": 1, "2023": 2, "2023-H1": 2, "2023-Q2": 1}
    periods |= {"2023-03": 1, "2023-04": 1, "2023-02": 0}
    for period, expected in periods.items():
        page = browser.get("teams.show", record_id=team.id, period=period)
        assert numbers(page)["Volunteer service activities"] == str(expected), period
        link = page.select_one("#service a")
        if link is not None:
            assert len(cells(browser.page(str(link["href"])))) == expected, period


def test_a_branch_counts_its_own_activities_only(browser: Browser) -> None:
    own, other = make_branch(), make_branch()
    team = make_team(organization=own)
    serve(team, organization=own)
    serve(team, organization=other)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = browser.get("teams.show", record_id=team.id)
    assert numbers(page)["Volunteer service activities"] == "1"
    assert len(cells(browser.page(str(page.select_one("#service a")["href"])))) == 1  # type: ignore[index]
    browser.sign_in(Role.BRANCH_SECRETARY, other)
    browser.get("teams.show", record_id=team.id, status=404)


def test_a_team_s_page_asks_as_often_for_many_as_for_one(browser: Browser) -> None:
    person = make_member()
    few = make_team(leader=person, members=[person])
    serve(few, present=[person])
    people = [make_member() for _ in range(5)]
    many = make_team(leader=people[0], members=people)
    for month in range(1, 6):
        serve(many, present=people, held_on=date(2023, month, 1))
    counts = []
    for team in (few, many):
        browser.get("teams.show", record_id=team.id)  # what is remembered from then on
        with counted_queries() as statements:
            browser.get("teams.show", record_id=team.id)
        counts.append(len(statements))
    assert counts[0] == counts[1]
