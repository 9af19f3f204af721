"""A prosperity workshop's page: every month stands there, and what is missing stays missing."""

from datetime import date

import pytest
from flask import Flask

from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests.browser import Browser, errors, form_data, text
from tests.catalog import CATALOG
from tests.factories import (
    archive,
    change,
    fill,
    make_branch,
    make_prosperity_return,
    make_prosperity_workshop,
    make_workshop,
)
from tests.registers.samples import counted_queries


def months(page: object) -> dict[str, list[str]]:
    rows = page.select("#months tbody tr")  # type: ignore[attr-defined]
    return {text(row.td): [text(cell) for cell in row.select("td")[1:]] for row in rows}


def values(page: object) -> dict[str, str]:
    found = page.select("#values li")  # type: ignore[attr-defined]
    return {text(row.select_one(".grow")): text(row.select("span")[1]) for row in found}


@pytest.fixture
def workshop(browser: Browser) -> object:
    """Set up in September 2022; reported September, October and January."""
    workshop = make_prosperity_workshop(set_up_on=date(2022, 9, 20))
    for month, staff, output in (
        ("2022-09", 30, "5000000"),
        ("2022-10", 34, "4500000.50"),
        ("2023-01", 35, "100"),
    ):
        make_prosperity_return(
            prosperity_workshop=workshop,
            month=month,
            staff=staff,
            welfare_staff=6,
            avg_monthly_income_cny="4000.10",
            output_cny=output,
        )
    return workshop


def test_every_month_since_it_was_set_up_stands_in_the_table(
    browser: Browser, workshop: object
) -> None:
    page = browser.get("prosperity_workshops.show", record_id=workshop.id)  # type: ignore[attr-defined]
    found = months(page)
    assert list(found) == [
        *("September 2022", "October 2022", "November 2022", "December 2022"),
        *("January 2023", "February 2023", "March 2023", "April 2023", "May 2023", "June 2023"),
    ]
    assert found["October 2022"] == ["34", "6", "", "4,000.10", "4,500,000.50"]
    assert found["November 2022"] == ["not reported Enter it"]
    assert "7 months not reported" in text(page.select_one("#months header"))


def test_the_chart_has_gaps_and_no_line_across_them(browser: Browser, workshop: object) -> None:
    page = browser.get("prosperity_workshops.show", record_id=workshop.id)  # type: ignore[attr-defined]
    bars, line = page.select("#charts .chart")
    assert len(bars.select("rect.now")) == 3
    assert len(bars.select("text.gap")) == 7
    assert text(bars.select("a title")[1]) == "October 2022: 4,500,000.50 yuan"
    path = line.select_one("path.line")
    assert path is not None
    assert str(path["d"]).count("M") == 2
    assert str(path["d"]).count("L") == 1
    assert len(line.select("circle")) == 3
    for gap in bars.select("text.gap"):
        assert gap.find_parent("a")["href"].startswith("/prosperity_returns/new?")  # type: ignore[index,union-attr]


def test_a_missing_month_is_entered_from_the_page(browser: Browser, workshop: object) -> None:
    record_id = workshop.id  # type: ignore[attr-defined]
    page = browser.get("prosperity_workshops.show", record_id=record_id)
    link = page.select_one("#months a[href*=new]")
    assert link is not None
    data = form_data(browser.page(str(link["href"])))
    assert (data["prosperity_workshop"], data["month"]) == (f"#{record_id}", "2022-11")
    browser.post("prosperity_returns.create", data | {"staff": "33"})
    found = months(browser.get("prosperity_workshops.show", record_id=record_id))
    assert found["November 2022"] == ["33", "", "", "", ""]
    browser.sign_in(Role.REVIEWER)
    page = browser.get("prosperity_workshops.show", record_id=record_id)
    assert months(page)["December 2022"] == ["not reported"]
    assert not page.select('main a[href*="/prosperity_returns/new"]')


def test_to_come_is_not_missing_and_closed_is_over(browser: Browser, workshop: object) -> None:
    record_id = workshop.id  # type: ignore[attr-defined]
    page = browser.get("prosperity_workshops.show", record_id=record_id, period="2023")
    found = months(page)
    assert found["June 2023"] == ["not reported Enter it"]
    assert found["July 2023"] == ["still to come"]
    assert len(found) == 12
    change(workshop, closed_on=date(2023, 3, 1))
    page = browser.get("prosperity_workshops.show", record_id=record_id, period="2023")
    assert list(months(page)) == ["January 2023", "February 2023"]
    page = browser.get("prosperity_workshops.show", record_id=record_id, period="2021")
    assert "not there in any month" in text(page.select_one("#charts"))


@pytest.mark.parametrize("period", ["party-year-2023", "2022", "2022-Q4", "2023-02"])
def test_the_values_are_the_report_s_own(browser: Browser, workshop: object, period: str) -> None:
    """With one workshop in the house, what its page says is what the figures say."""
    page = browser.get("prosperity_workshops.show", record_id=workshop.id, period=period)  # type: ignore[attr-defined]
    with browser.app.app_context():
        found = compute(
            scope_of(Viewer("x"), Period.parse(period)),
            [f for f in CATALOG.figures if f.code.startswith("prosperity.")],
        )
    shown = list(values(page).values())
    if period == "party-year-2023":
        assert shown == ["9,500,100.50yuan", "35people", "6people", "not reported", "4,000.10yuan"]
    output, income = (found[f"prosperity.{code}"] for code in ("output", "avg_monthly_income"))
    staff = found["prosperity.staff"]
    number = "not reported" if output.value is None else f"{output.value:,.2f}yuan"
    assert shown[0] == number
    assert shown[1] == ("not reported" if staff.value is None else f"{staff.value}people")
    assert shown[4] == ("not reported" if income.value is None else f"{income.value:,.2f}yuan")
    if output.value is not None:
        label = next(iter(values(page)))
        assert f"as of {output.as_of.day} {output.as_of:%B %Y}" in label


def test_another_workshop_s_returns_don_t_count_here(browser: Browser, workshop: object) -> None:
    other = make_prosperity_workshop(workshop=make_workshop())
    make_prosperity_return(prosperity_workshop=other, month="2023-01", output_cny="999")
    wrong = make_prosperity_return(
        prosperity_workshop=workshop, month="2023-02", output_cny="77", staff=9, welfare_staff=None
    )
    archive(wrong)
    page = browser.get("prosperity_workshops.show", record_id=workshop.id)  # type: ignore[attr-defined]
    shown = list(values(page).values())
    assert shown[0] == "9,500,100.50yuan"
    assert shown[1] == "35people"
    link = page.select_one("#values a")
    assert link is not None
    rows = browser.page(str(link["href"])).select("table.ledger tbody tr")
    assert len(rows) == 3


def test_of_another_branch_nothing(browser: Browser) -> None:
    own, other = make_branch(), make_branch()
    theirs = make_prosperity_workshop(workshop=make_workshop(organization=other))
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    browser.get("prosperity_workshops.show", record_id=theirs.id, status=404)


def test_twelve_months_cost_what_one_does(browser: Browser) -> None:
    workshop = make_prosperity_workshop()
    make_prosperity_return(prosperity_workshop=workshop, month="2022-07")

    def count() -> int:
        with counted_queries() as statements:
            browser.get("prosperity_workshops.show", record_id=workshop.id)
        return len(statements)

    count()
    one = count()
    for month in ("2022-08", "2022-09", "2022-10", "2023-01", "2023-02"):
        make_prosperity_return(prosperity_workshop=workshop, month=month)
    count()  # what is remembered was written to
    assert count() <= one


@pytest.mark.parametrize("part", ["welfare_staff", "low_income_staff"])
def test_a_part_of_the_staff_is_at_most_all_of_it(browser: Browser, part: str) -> None:
    workshop = make_prosperity_workshop()
    data = form_data(
        browser.get(
            "prosperity_returns.create", prosperity_workshop=f"#{workshop.id}", month="2022-11"
        )
    )
    page = browser.post("prosperity_returns.create", data | {"staff": "5", part: "6"}, status=400)
    said = errors(page)[part]
    assert "“Staff” (5)" in said
    assert "(6) can't be more" in said
    assert form_data(page)[part] == "6"
    page = browser.post("prosperity_returns.create", data | {part: "6"}, status=400)
    assert "enter both" in errors(page)["staff"]


@pytest.fixture
def midmonth(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "TODAY", date(2023, 6, 29))


def test_a_month_that_is_not_over_is_asked_about(browser: Browser, midmonth: None) -> None:
    workshop = make_prosperity_workshop()
    sent = {"prosperity_workshop": f"#{workshop.id}", "month": "2023-06", "staff": "30"}
    page = browser.post("prosperity_returns.create", sent, status=400)
    assert "not over yet" in errors(page)["reason"]
    browser.post("prosperity_returns.create", sent | {"reason": "The workshop rests till July"})
    form = fill("prosperity_returns", prosperity_workshop=workshop, month="2023-05", staff=3)
    assert form.validate()


def test_a_month_that_is_not_over_is_not_missing(browser: Browser, midmonth: None) -> None:
    workshop = make_prosperity_workshop(set_up_on=date(2023, 5, 2))
    page = browser.get("prosperity_workshops.show", record_id=workshop.id, period="2023")
    found = months(page)
    assert found["May 2023"] == ["not reported Enter it"]
    assert found["June 2023"] == ["not over yet"]
    assert found["July 2023"] == ["still to come"]
    assert "1 month not reported" in text(page.select_one("#months header"))


def test_a_long_period_has_no_months(browser: Browser, workshop: object) -> None:
    record_id = workshop.id  # type: ignore[attr-defined]
    period = "2000-01-01..2023-06-30"
    page = browser.get("prosperity_workshops.show", record_id=record_id, period=period)
    assert "too long to be shown by month" in text(page.select_one("#charts"))
    assert not page.select("#months, .chart")
    page = browser.get(
        "prosperity_workshops.show", record_id=record_id, period="2021-07-01..2023-06-30"
    )
    assert len(months(page)) == 10
