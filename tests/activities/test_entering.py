"""Logging an activity: numbers that can't be kept, and a group meeting without a group."""

from datetime import date, datetime, time
from typing import Any

import pytest

from partyhub.activities.models import Activity
from partyhub.database import db
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.registers.importing.workbooks import Desk, counts, desk, one

__all__ = ["desk"]
TYPED = {"kinds": "study", "title": "Study", "held_on": "2023-06-01", "on_leave": ""}


@pytest.mark.parametrize(("typed", "kept"), [("1.234", None), ("1.230", "1.23"), ("2", "2.00")])
def test_no_decimal_place_is_dropped_in_silence(
    browser: Browser, typed: str, kept: str | None
) -> None:
    branch = factories.make_branch()
    sent = TYPED | {"organization": f"#{branch.id}", "study_hours": typed}
    page = browser.post("activities.create", sent, status=303 if kept else 400)
    stored = [str(activity.study_hours) for activity in db.session.query(Activity)]
    assert stored == ([kept] if kept else [])
    if not kept:
        assert "decimal places" in errors(page)["study_hours"]
        assert form_data(page)["study_hours"] == typed


def test_a_group_meeting_of_a_branch_asks_for_a_reason(browser: Browser) -> None:
    branch = factories.make_branch()
    group = factories.make_group(branch)
    sent = TYPED | {"kinds": "group_meeting", "organization": f"#{branch.id}"}
    page = browser.post("activities.create", sent, status=400)
    assert "Choose the group" in main_text(page)
    browser.post("activities.create", sent | {"reason": "All groups together"})
    browser.post("activities.create", sent | {"organization": f"#{group.id}"})


HEAD = ("活动类型", "主题", "主办党组织", "日期")


def meeting(moment: Any, *more: Any) -> tuple[Any, ...]:
    return ("志愿服务", "Trees", "First", moment, *more)


# A cell has no time zone.
NAIVE = datetime.fromisoformat


@pytest.mark.parametrize("moment", ["2023-06-29 14:30", NAIVE("2023-06-29T14:30")])
def test_a_time_behind_the_day_is_when_it_starts(desk: Desk, moment: Any) -> None:
    factories.make_branch(name="First")
    desk.take("activities", HEAD, meeting(moment))
    activity = db.session.query(Activity).one()
    assert (activity.held_on, activity.starts_at) == (date(2023, 6, 29), time(14, 30))
    head = (*HEAD, "开始时间")
    assert counts(desk.judge("activities", head, meeting(moment, "14:30"))) == (0, 0, 1, 0, 0)
    number, header, sentence = one(desk.judge("activities", head, meeting(moment, "15:00")))
    assert (number, header) == (2, "日期")
    assert sentence.startswith("The time here (14:30) isn't that in")


@pytest.mark.parametrize("moment", ["2023-06-29 00:00:00", NAIVE("2023-06-29")])
def test_midnight_is_no_time(desk: Desk, moment: Any) -> None:
    factories.make_branch(name="First")
    desk.take("activities", HEAD, meeting(moment))
    assert db.session.query(Activity).one().starts_at is None


@pytest.mark.parametrize(
    ("kind", "held_on", "typed", "year"),
    [
        ("org_life_meeting", "2023-03-31", "", 2022),
        ("appraisal_meeting", "2023-01-01", "", 2022),
        ("org_life_meeting", "2023-03-31", "2023", 2023),
        ("org_life_meeting", "2023-04-01", "", 2023),
        ("general_meeting", "2023-03-31", "", 2023),
    ],
)
def test_a_yearly_meeting_by_march_is_for_the_year_before_and_the_page_says_so(
    browser: Browser, kind: str, held_on: str, typed: str, year: int
) -> None:
    branch = factories.make_branch()
    sent = TYPED | {"kinds": kind, "held_on": held_on, "for_year": typed}
    browser.post("activities.create", sent | {"organization": f"#{branch.id}"})
    activity = db.session.query(Activity).one()
    assert activity.for_year == year
    page = main_text(browser.get("activities.show", record_id=activity.id))
    assert ("is for the year before" in page) is (year == 2022)


def test_the_preview_names_the_year_that_a_yearly_meeting_is_for(desk: Desk) -> None:
    factories.make_branch(name="First")
    row = ("组织生活会", "Yearly", "First", "2023-02-10")
    [warning] = desk.judge("activities", HEAD, row).warnings
    assert "2022, since such a meeting" in warning.message
    assert not desk.judge("activities", (*HEAD, "所属年度"), (*row, 2022)).warnings
