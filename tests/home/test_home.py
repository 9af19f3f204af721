"""The first page of every role, and the history for auditors."""

from datetime import date

import pytest

from partyhub.organizations.models import Organization
from partyhub.roles import Role
from tests.browser import Browser, cells, main_text, text
from tests.factories import (
    archive,
    committee,
    find,
    make_activity,
    make_award,
    make_branch,
    make_member,
    make_term,
    make_workshop,
)
from tests.registers.samples import counted_queries


def test_an_empty_instance_says_what_comes_first(browser: Browser) -> None:
    page = browser.get("home.show_home")
    assert page.select_one('main a.btn-primary[href="/organizations/new"]')
    branch = make_branch()
    page = browser.get("home.show_home")
    assert page.select_one('main a.btn-primary[href="/members/new"]')
    make_member(organization=branch)
    assert browser.get("home.show_home").select(".tiles")


def test_each_tile_leads_to_as_many_records_as_it_says(browser: Browser) -> None:
    branch = make_branch()
    for _ in range(3):
        make_member(organization=branch)
    page = browser.get("home.show_home")
    link = page.select_one('.tile a[href*="members.total"]')
    assert link is not None
    assert text(link) == "3"
    assert len(browser.page(str(link["href"])).select("main .ledger tbody tr")) == 3


def test_each_month_of_the_chart_leads_to_its_own_gatherings(browser: Browser) -> None:
    branch = make_branch()
    make_member(organization=branch)
    make_activity(organization=branch, held_on=date(2023, 3, 1))
    make_activity(organization=branch, held_on=date(2023, 3, 31))
    make_activity(organization=branch, held_on=date(2023, 4, 1))
    page = browser.get("home.show_home")
    march = page.select_one('.chart a[href*="period=2023-03"]')
    assert march is not None
    assert ": 2," in str(march["aria-label"])
    assert len(browser.page(str(march["href"])).select("main .ledger tbody tr")) == 2


def test_a_century_is_too_long_for_a_chart_by_month(browser: Browser) -> None:
    branch = make_branch()
    make_member(organization=branch)
    make_activity(organization=branch, held_on=date(2023, 3, 1))
    page = browser.get("home.show_home", period="1950-01-01..2040-12-31")
    assert "too long to be shown by month" in main_text(page)


def test_what_is_due_stands_there_with_its_day(browser: Browser) -> None:
    branch = make_branch(name="First branch")
    make_term(organization=branch, started_on=date(2020, 5, 1))
    make_member(name="Due", organization=branch, admitted_on=date(2022, 7, 15), full_on=None)
    make_member(name="Later", organization=branch, admitted_on=date(2022, 9, 15), full_on=None)
    rows = [text(row) for row in browser.get("home.show_home").select("table tbody tr")]
    todo = [row for row in rows if "overdue" in row or "left" in row]
    assert "overdue" in todo[0]
    assert "First branch" in todo[0]
    assert "15 days left" in todo[1]
    assert "Due" in todo[1]
    assert not any("Later" in row for row in todo)


def test_a_term_that_was_followed_is_not_due(browser: Browser) -> None:
    branch = make_branch()
    for _ in range(3):  # as many as a branch needs
        make_member(organization=branch, birth_date=date(1980, 1, 1))
    make_term(organization=branch, number=2, started_on=date(2017, 5, 1))
    make_term(organization=branch, number=3, started_on=date(2022, 5, 1))
    assert "Nothing is due" in main_text(browser.get("home.show_home"))


def test_a_branch_secretary_sees_the_own_branch_only(browser: Browser) -> None:
    own, other = make_branch(), make_branch(name="Other")
    make_member(organization=own)
    make_member(organization=other)
    make_term(organization=other, started_on=date(2019, 1, 1))
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = browser.get("home.show_home")
    assert text(page.select_one('.tile a[href*="members.total"]')) == "1"
    assert "Other" not in text(page.select_one("main"))


def test_honors_of_the_period_are_named(browser: Browser) -> None:
    branch = make_branch()
    make_member(organization=branch)
    make_award(title="Advanced", organization=branch)
    make_award(title="Of old", organization=branch, awarded_on=date(2020, 1, 1))
    seen = text(browser.get("home.show_home").select_one("main"))
    assert "Advanced" in seen
    assert "Of old" not in seen


def test_it_asks_the_database_a_few_times_however_much_is_on_record(browser: Browser) -> None:
    """Twelve months, five periods and sixteen kinds: one query each for the lot of them.

    There is one for each of the six bases, and six besides: the session, the tree, what is there,
    the rules, the honors, and what is due.
    """
    fill_home(make_branch())
    browser.get("home.show_home")  # the session has been noted, the templates compiled
    with counted_queries() as few:
        browser.get("home.show_home")
    for _ in range(5):
        fill_home(make_branch())
    browser.get("home.show_home")  # what is remembered was written to
    with counted_queries() as many:
        browser.get("home.show_home")
    assert len(many) == len(few)
    assert len(few) <= 6 + 6, few
    assert max(map(len, few)) <= 48_000
    address = browser.url("home.show_home", organization=committee().id)
    with counted_queries() as of_one:
        browser.page(address)
    assert len(of_one) <= 6 + 6, of_one


@pytest.mark.sqlite(reason="PostgreSQL doesn't tell whether anything was written")
def test_figures_of_periods_that_are_over_are_remembered_until_anything_changes(
    browser: Browser,
) -> None:
    """What a later change writes is seen on the next page, in the figures of every period."""
    branch = make_branch()
    fill_home(branch)
    lengths, pages = [], []

    def see() -> None:
        with counted_queries() as statements:
            pages.append(str(browser.get("home.show_home", period="2023").select_one(".tiles")))
        assert len(statements) <= 6 + 6, statements
        lengths.append(sum(map(len, statements)))

    browser.get("home.show_home")  # the session has been noted, the templates compiled
    for day in (date(2022, 5, 1), date(2021, 5, 1), date(2019, 5, 1)):
        make_activity(organization=branch, held_on=day)
        see()
        see()
    whole, remembered, *_ = lengths
    assert remembered < whole * 0.8
    assert lengths == [whole, remembered] * 3
    assert pages[1::2] == pages[::2]
    assert len(set(pages)) == 3, "each of the periods has changed"


def fill_home(branch: Organization) -> None:
    """One more of everything that the page counts or names."""
    make_term(organization=branch, started_on=date(2020, 5, 1))
    make_member(organization=branch, admitted_on=date(2022, 7, 15), full_on=None)
    make_member(organization=branch)
    make_activity(organization=branch, kinds="volunteer_service、study", minutes_long=60)
    make_award(organization=branch)
    nowhere = make_member(organization=branch)
    archive(find(nowhere).assignments[0])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_first_page(browser: Browser, role: Role, language: str) -> None:
    make_member(name="Secret Person", organization=make_branch())
    browser.sign_in(role, committee(), language=language)
    page = browser.get("home.show_home")
    if role is Role.ADMINISTRATOR:
        assert "Secret Person" not in text(page)


def test_a_commissar_sees_the_names_of_the_own_workshop(browser: Browser) -> None:
    workshop, other = make_workshop(), make_workshop()
    make_member(name="Welder", workshop=workshop)
    make_member(name="Painter", workshop=other)
    browser.sign_in(Role.COMMISSAR, workshops=(workshop.id,))
    seen = text(browser.get("home.show_home").select_one("main"))
    assert "Welder" in seen
    assert "Painter" not in seen


def test_auditors_read_the_whole_history(browser: Browser) -> None:
    make_member(name="Person")
    browser.sign_in(Role.REVIEWER)
    browser.get("home.show_history", status=403)
    browser.sign_in(Role.AUDITOR)
    page = browser.get("home.show_history")
    assert "Person" in text(page.select_one("main"))
    newest = browser.get("home.show_history", before="1")
    assert "Nothing has been recorded" in main_text(newest)


@pytest.mark.parametrize(("language", "label"), [("en", "Yearly workbook"), ("zh", "年度工作簿")])
def test_the_history_names_the_workbook_that_was_taken(
    browser: Browser, language: str, label: str
) -> None:
    browser.download("reports.workbook", period="2023")
    browser.sign_in(Role.AUDITOR, language=language)
    [row] = [each for each in cells(browser.get("home.show_history")) if "2023" in each[4]]
    assert row[2] == label


def test_rules_are_read_by_all_and_changed_by_the_committee(browser: Browser) -> None:
    assert browser.get("rules.show_rules").select('a[href="/rules/quorum.ordinary"]')
    data = {"value": "0.6", "source": "Own rule", "effective_from": "2023-06-01"}
    page = browser.follow("rules.edit_rule", data, key="quorum.ordinary")
    assert "Own rule" in text(page.select_one("main"))
    browser.sign_in(Role.BRANCH_SECRETARY, make_branch())
    assert not browser.get("rules.show_rules").select('a[href="/rules/quorum.ordinary"]')
    browser.get("rules.edit_rule", key="quorum.ordinary", status=403)
