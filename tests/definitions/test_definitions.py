"""Workdays by the official calendar, by the company and by the weekday; lists of words."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.definitions.models import CalendarDay
from partyhub.definitions.operations import (
    fill_official_days,
    official_days,
    set_day,
    set_words,
)
from partyhub.definitions.queries import DEGREES, find_official_years, find_words, is_official
from partyhub.history.models import HistoryEntry
from partyhub.organizations.models import Workshop
from partyhub.periods import Period
from partyhub.reports.calculation import Computed, compute, scope_of
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, form_data, main_text

DAY = timedelta(days=1)
# The labor day holidays of 2023 went from 29 April to 3 May; the Sunday before them, and the
# Saturday after them, were workdays.
HOLIDAYS = [date(2023, 4, 29) + DAY * n for n in range(5)]
MADE_UP = [date(2023, 4, 23), date(2023, 5, 6)]


@pytest.fixture
def workshop(database_of_test: None) -> Iterator[Workshop]:
    factories.committee()
    yield factories.make_workshop(is_first_line=True, opened_on=date(2010, 1, 1))
    db.session.rollback()


def figure(code: str, key: str) -> Computed:
    return compute(scope_of(factories.OWNER, Period.parse(key)))[f"commissars.{code}"]


def is_workday(day: date) -> bool:
    return figure("workdays", f"{day}..{day}").value == 1


def test_holidays_and_the_weekends_worked_for_them_are_official(workshop: Workshop) -> None:
    assert not any(map(is_workday, HOLIDAYS))
    assert all(map(is_workday, MADE_UP))
    assert [is_workday(date(2023, 6, 5) + DAY * n) for n in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("key", "wanted"), [("2022", 249), ("2023-Q1", 61), ("2023-04", 20), ("2023-05", 21)]
)
def test_workdays_of_a_period_are_those_of_its_days(
    workshop: Workshop, key: str, wanted: int
) -> None:
    assert figure("workdays", key).value == wanted


def test_a_workshop_counts_while_it_is_open(workshop: Workshop) -> None:
    factories.change(workshop, opened_on=date(2023, 5, 4), closed_on=date(2023, 5, 9))
    assert figure("workdays", "2023-05").value == 4  # Thursday, Friday, Saturday made up, Monday
    assert figure("workdays", "2023-05-09..2023-05-31").records == 0
    assert figure("workdays", "2023-04").records == 0
    assert figure("reading_coverage", "2023-04").value is None


def test_readings_count_once_a_workday_whoever_held_them(workshop: Workshop) -> None:
    people = [factories.make_member() for _ in range(2)]
    first, second = ({"member": each, "workshop": workshop} for each in people)
    factories.make_commissar(**first, started_on=date(2020, 1, 1))
    factories.make_commissar(**second, started_on=date(2023, 1, 1), reason="two at a time")
    for day in (date(2023, 5, 4), date(2023, 5, 6), date(2023, 5, 7)):  # the last one is a Sunday
        for person in people:
            own = {"commissar": person, "workshop": workshop, "held_on": day}
            factories.make_duty(**own, kind="daily_reading", reason="for the other one")
    assert figure("readings", "2023-05").value == 6
    assert figure("reading_days", "2023-05").value == 2
    assert figure("reading_coverage", "2023-05").value == pytest.approx(2 / 21)


def test_what_the_company_decides_goes_before_the_calendar(workshop: Workshop) -> None:
    sunday, holiday, friday = date(2023, 5, 7), date(2023, 5, 1), date(2023, 5, 12)
    for day, own in ((sunday, True), (holiday, True), (friday, False)):
        set_day(day, own, "as decided")
        assert is_workday(day) is own
    fill_official_days(db.session.connection())  # which leaves that as it is
    assert figure("workdays", "2023-05").value == 22
    for day in (sunday, holiday, friday):
        set_day(day, None, "")
    assert figure("workdays", "2023-05").value == 21
    known = set(db.session.scalars(select(CalendarDay.day)))
    assert (sunday in known, holiday in known, friday in known) == (False, True, False)


def test_days_without_a_calendar_are_provisional(workshop: Workshop) -> None:
    years = find_official_years()
    assert years is not None
    assert years[0] <= 2010
    assert years[1] >= 2026
    assert is_official(date(2023, 1, 1), date(2023, 12, 31))
    assert not is_official(date(years[0] - 1, 12, 31), date(2023, 1, 1))
    remark = figure("workdays", "2023").figure.remark
    assert remark is not None
    assert remark(scope_of(factories.OWNER, Period.parse("2023"))) == ""
    long_ago = scope_of(factories.OWNER, Period.parse("1990"))
    assert remark(long_ago).startswith("暂计")


def test_a_newer_calendar_is_taken_over(workshop: Workshop) -> None:
    holiday = date(2023, 5, 1)
    lost, changed = (db.session.get_one(CalendarDay, day) for day in (holiday, MADE_UP[0]))
    db.session.delete(lost)
    changed.official = False
    db.session.flush()
    db.session.expire_all()
    fill_official_days(db.session.connection())
    assert not is_workday(holiday)
    assert is_workday(MADE_UP[0])
    assert len(official_days()) == len(list(db.session.scalars(select(CalendarDay.day))))


def test_the_committee_sets_days_and_history_says_so(browser: Browser) -> None:
    data = {"day": "2023-05-12", "is_workday": "no", "note": "Annual leave"}
    page = browser.follow("definitions.edit_day", data)
    assert "Annual leave" in main_text(page)
    assert "the company" in main_text(page)
    browser.post("definitions.edit_day", {"day": "", "is_workday": ""}, status=400)
    entry = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes == [
        {"field": "2023-05-12", "old": "as the calendar says", "new": "day off"}
    ]
    browser.sign_in(Role.REVIEWER, factories.committee())
    assert not browser.get("definitions.show", year="2023").select("a[href*='/definitions/day']")
    assert "for the time being" in main_text(browser.get("definitions.show", year="2150"))
    browser.get("definitions.show", year="0", status=404)


def test_lists_of_words_decide_who_counts(browser: Browser) -> None:
    member = factories.make_member(education="高级技工")
    key = "members.college_or_above"

    def value() -> object:
        return compute(scope_of(factories.OWNER, Period.parse("2023")))[key].value

    assert value() == 0
    form = browser.get("definitions.edit_words", list_key=DEGREES)
    assert "大专" in str(form)
    version = form.select_one('input[name="version"]')
    assert version is not None
    data = {"words": "大专\n 技工 \n大专\n", "version": str(version["value"])}
    browser.follow("definitions.edit_words", data, list_key=DEGREES)
    assert list(find_words(DEGREES)) == ["大专", "技工"]
    assert value() == 1
    # Somebody else opened the form before.
    page = browser.post("definitions.edit_words", data, list_key=DEGREES, status=409)
    assert "Nothing was saved" in main_text(page)
    assert member.education == "高级技工"


@pytest.mark.parametrize("words", ["%", "大_", "字" * 61, "\n".join(map(str, range(61))), " "])
def test_words_that_stand_for_anything_are_refused(browser: Browser, words: str) -> None:
    form = browser.get("definitions.edit_words", list_key=DEGREES)
    version = form.select_one('input[name="version"]')
    assert version is not None
    data = {"words": words, "version": str(version["value"])}
    browser.post("definitions.edit_words", data, list_key=DEGREES, status=400)
    assert "大专" in find_words(DEGREES)


def test_words_are_stored_in_the_order_in_which_they_were_entered(database_of_test: None) -> None:
    set_words(DEGREES, ["b", "a"])
    assert list(find_words(DEGREES)) == ["b", "a"]
    db.session.rollback()


def test_an_address_with_an_impossible_year_is_not_found(browser: Browser) -> None:
    for year in ("020231", "20231", "00002023", "-2023", "0000", "x"):
        browser.get("definitions.show", status=404, year=year)


def test_another_note_alone_is_in_the_history_too(browser: Browser) -> None:
    typed = form_data(browser.get("definitions.edit_day"))
    for note in ("Stocktaking", "Repairs"):
        sent = {"day": "2023-07-01", "is_workday": "1", "note": note}
        browser.post("definitions.edit_day", typed | sent)
    query = select(HistoryEntry.reason).where(HistoryEntry.register == "calendar_days")
    assert set(db.session.scalars(query)) == {"Stocktaking", "Repairs"}
