"""The page that lists changes of past figures, who sees what of it, and what is counted later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, select

from partyhub.awards.models import Award
from partyhub.database import db
from partyhub.past_figures.models import PastFigureChange
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, cells, form_data, main_text

LAST_YEAR = date(2022, 3, 8)


def void(browser: Browser, award: Award) -> None:
    form = form_data(browser.get("awards.archive", record_id=award.id))
    browser.post("awards.archive", form | {"reason": "twice"}, record_id=award.id)


def line_of(browser: Browser, **asked: str) -> list[str]:
    browser.get("past_figures.show", code="awards.total", period="2022", **asked)
    [line] = cells(browser.shown)
    return line[1:]


def test_the_page_lists_the_change_with_its_record_and_the_list_of_the_figure(
    browser: Browser,
) -> None:
    award = factories.make_award(awarded_on=LAST_YEAR)
    void(browser, award)
    period, figure, change, by, who = line_of(browser)
    assert (period, figure, change) == ("2022", "Honors", "1 → 0")
    assert by.startswith(award.title)
    assert browser.user is not None
    assert who == browser.user.name
    links = [str(each["href"]) for each in browser.shown.select("table.ledger a")]
    assert links == [
        browser.url("reports.counted", code="awards.total", period="2022"),
        browser.url("awards.show", record_id=award.id),
        browser.url("awards.history", record_id=award.id),
    ]
    browser.get("past_figures.show", register="members")
    assert cells(browser.shown) == []
    for href in links:
        browser.page(href)


def test_a_branch_sees_what_its_own_records_change_and_no_number_of_all(browser: Browser) -> None:
    own, other = factories.make_branch(), factories.make_branch()
    award = factories.make_award(organization=own, awarded_on=LAST_YEAR)
    hidden = factories.make_award(organization=other, awarded_on=LAST_YEAR)
    void(browser, award)
    void(browser, hidden)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    assert line_of(browser)[2] == "−1"
    assert hidden.title not in main_text(browser.shown)
    assert "2 → 1" not in main_text(browser.shown)


def test_a_branch_is_told_of_its_own_figures(browser: Browser) -> None:
    own, other = factories.make_branch(), factories.make_branch()
    award = factories.make_award(organization=own, awarded_on=LAST_YEAR)
    factories.make_award(organization=other, awarded_on=LAST_YEAR)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    browser.agrees = False
    form = form_data(browser.get("awards.archive", record_id=award.id))
    place = {"record_id": award.id}
    browser.post("awards.archive", form | {"reason": "twice"}, status=400, **place)
    assert "1 → 0" in main_text(browser.shown)
    assert "2 → 1" not in main_text(browser.shown)


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every comparison take too long."""
    monkeypatch.setitem(app.config, "PAST_FIGURES_SECONDS", -1)


def test_what_takes_long_is_saved_and_listed_after_saving(
    browser: Browser, impatient: None
) -> None:
    browser.agrees = False
    award = factories.make_award(awarded_on=LAST_YEAR)
    void(browser, award)
    assert db.session.get_one(Award, award.id).archived_at is not None
    browser.get("awards.show", record_id=award.id)
    assert "still being counted" in browser.shown.text
    assert all(row.is_late for row in db.session.scalars(select(PastFigureChange)))
    line = line_of(browser)
    assert line[2] == "1 → 0"
    assert "counted after saving" in line[3]


def test_a_record_of_this_year_costs_no_second_connection(browser: Browser) -> None:
    browser.agrees = False
    most = []
    for day in (date(2023, 3, 8), LAST_YEAR):
        award = factories.make_award(awarded_on=day)
        form = form_data(browser.get("awards.archive", record_id=award.id))
        address = browser.url("awards.archive", record_id=award.id)
        with connections() as found:
            browser.open("POST", address, form | {"reason": "twice"})
        most.append(max(found))
    assert most[1] == most[0] + 1


@contextmanager
def connections() -> Iterator[list[int]]:
    """Note how many connections are out of the pool whenever one is taken."""
    found: list[int] = []

    def note(*_: object) -> None:
        found.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]

    event.listen(db.engine, "checkout", note)
    yield found
    event.remove(db.engine, "checkout", note)
