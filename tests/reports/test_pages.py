"""The pages of figures: every number leads to as many records as it says."""

from datetime import date

import pytest

from partyhub.roles import Role
from tests.browser import Browser, cells, errors, text
from tests.catalog import CATALOG
from tests.factories import (
    archive,
    make_activity,
    make_appraisal,
    make_award,
    make_branch,
    make_member,
    make_term,
)


@pytest.fixture
def records(browser: Browser) -> None:
    branch = make_branch()
    people = [make_member(organization=branch) for _ in range(3)]
    make_member(organization=branch, admitted_on=date(2022, 12, 1), full_on=None)
    make_term(organization=branch, reelected_on=date(2023, 5, 1))
    make_activity(
        organization=branch,
        kinds="theme_day、study",
        present=people,
        study_hours=2,
    )
    make_activity(
        organization=branch, kinds="volunteer_service", present=people[:2], minutes_long=90
    )
    make_appraisal(member=people[0], for_year=2023, held_on=date(2023, 2, 1), grade="excellent")
    make_award(organization=branch)


@pytest.mark.slow
@pytest.mark.usefixtures("records")
def test_every_count_leads_to_as_many_records(browser: Browser) -> None:
    page = browser.get("reports.figures")
    links = {text(link): str(link["href"]) for link in page.select("td.tail a")}
    assert links
    for link in page.select("td.tail a"):
        code = str(link["href"]).split("?")[0].rsplit("/", 1)[1]
        if getattr(CATALOG.figures_by_code[code], "measure", 1) is None:
            assert len(cells(browser.page(str(link["href"])))) == int(text(link)), code


@pytest.mark.usefixtures("records")
def test_what_each_record_adds_comes_to_the_sum(browser: Browser) -> None:
    page = browser.get("reports.counted", code="service.hours")
    assert [row[-1] for row in cells(page)] == ["3"]
    page = browser.get("reports.counted", code="activities.expected_times")
    assert sum(int(row[-1]) for row in cells(page)) == 4


@pytest.mark.usefixtures("records")
def test_a_ratio_names_its_parts(browser: Browser) -> None:
    page = browser.get("reports.counted", code="activities.attendance_rate")
    hrefs = [str(link["href"]) for link in page.select(".facts a")]
    assert any("activities.present_times" in href for href in hrefs)
    assert any("activities.expected_times" in href for href in hrefs)


def test_typed_days_and_what_can_t_be_read(browser: Browser) -> None:
    make_branch()
    page = browser.get("reports.figures", days="2023-01-01..2023-03-31")
    assert "First quarter of 2023" in text(page.h1)
    page = browser.get("reports.figures", days="spring", status=400)
    assert "no period" in errors(page)["f-days"]
    browser.get("reports.figures", period="spring", status=404)


@pytest.mark.parametrize("address", ["/figures/handin", "/figures/workbook"])
def test_each_edition_is_one_button_with_period_and_organization(
    browser: Browser, address: str
) -> None:
    branch = make_branch()
    page = browser.get("reports.figures", period="2022", organization=branch.id)
    form = page.select_one(f'form[action="{address}"]')
    assert form is not None
    sent = {str(tag["name"]): str(tag["value"]) for tag in form.select("input")}
    assert (sent["period"], sent["organization"]) == ("2022", str(branch.id))


def test_another_branch_can_t_be_asked_for(browser: Browser) -> None:
    other = make_branch()
    browser.sign_in(Role.BRANCH_SECRETARY, make_branch())
    browser.get("reports.figures", organization=other.id, status=404)


def test_a_record_says_where_it_counts_and_an_archived_one_nowhere(browser: Browser) -> None:
    award = make_award()
    page = browser.get("awards.show", record_id=award.id)
    assert page.select('.rows a[href*="awards.total"]')
    archive(award)
    assert not browser.get("awards.show", record_id=award.id).select('.rows a[href*="awards"]')
