"""Meetings of which a ledger says only how many were expected and how many came."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.activities.models import Activity
from partyhub.activities.voting.voters import find_voters
from partyhub.database import db
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import (
    CLEAR,
    Desk,
    changes,
    counts,
    desk,
    one,
    said,
    warned,
)

__all__ = ["desk"]
HEAD = ("活动类型", "主题", "主办党组织", "日期", "应到人数", "实到人数")
NAMED = (*HEAD, "实到人员", "请假人员", "缺席人员")
DAY = date(2023, 3, 12)


@pytest.fixture
def people(desk: Desk) -> list[Any]:
    branch = factories.make_branch(name="First")
    return [factories.make_member(organization=branch, name=name) for name in ("One", "Two")]


def row(expected: Any, came: Any, *names: Any, kinds: str = "党课") -> tuple[Any, ...]:
    return (kinds, "Charter", "First", DAY, expected, came, *names)


def the_activity() -> Activity:
    found: Activity = factories.find(db.session.scalars(select(Activity)).one())
    return found


def numbers() -> tuple[Any, ...]:
    activity = the_activity()
    return activity.expected_count, activity.present_count, len(activity.attendance)


def figures(*names: str) -> list[Any]:
    scope = scope_of(factories.OWNER, Period.parse("2023-03"))
    wanted = [CATALOG.figures_by_code[name] for name in names]
    return [found.value for found in compute(scope, wanted).values()]


ATTENDANCE = ("expected_times", "present_times", "attendance_rate")


def test_counts_without_names_stay_counts(desk: Desk, people: list[Any]) -> None:
    desk.take("activities", NAMED, row(2, 1, "", "无", ""))
    assert numbers() == (2, 1, 0)
    assert figures(*(f"activities.{name}" for name in ATTENDANCE)) == [2, 1, 0.5]
    assert counts(desk.judge("activities", HEAD, row(2, 1))) == (0, 0, 1, 0, 0)


def test_without_a_number_those_expected_that_day_are_counted(
    desk: Desk, people: list[Any]
) -> None:
    desk.take("activities", HEAD, row("", 1))
    assert numbers() == (2, 1, 0)


def test_service_takes_the_number_without_anybody_expected(desk: Desk, people: list[Any]) -> None:
    desk.take("activities", HEAD, row("", 30, kinds="志愿服务"))
    assert numbers() == (None, 30, 0)
    assert figures("service.person_times", "activities.expected_times") == [30, 0]


def test_no_more_came_than_were_expected(desk: Desk, people: list[Any]) -> None:
    for expected in (2, ""):
        number, header, sentence = one(desk.judge("activities", HEAD, row(expected, 3)))
        assert (number, header) == (2, "实到人数")
        assert "count others among the guests" in sentence


@pytest.mark.parametrize(
    ("came", "names", "states"),
    [
        (2, ("One、Two", "", ""), ["present", "present"]),
        (1, ("One", "", "Two"), ["present", "absent"]),
        (1, ("", "Two（出差）", ""), ["present", "leave"]),
        (1, ("", "", "One"), ["absent", "present"]),
        (0, ("", "One", "Two"), ["leave", "absent"]),
    ],
)
def test_a_number_that_agrees_with_the_names_leaves_the_names(
    desk: Desk, people: list[Any], came: int, names: tuple[str, ...], states: list[str]
) -> None:
    """Where only those are named who were missing, the number says that the others came."""
    desk.take("activities", NAMED, row(2, came, *names))
    rows = {
        attendance.member_id: attendance.state.value for attendance in the_activity().attendance
    }
    assert [rows[person.id] for person in people] == states
    assert not the_activity().is_counted


@pytest.mark.parametrize("names", [("One", "", ""), ("", "One、Two", ""), ("One、Two", "", "")])
def test_a_number_that_contradicts_the_names_is_refused(
    desk: Desk, people: list[Any], names: tuple[str, ...]
) -> None:
    came = 1 if names[0] == "One、Two" else 2
    number, header, sentence = one(desk.judge("activities", NAMED, row(2, came, *names)))
    assert (number, header) == (2, "实到人数")
    assert sentence.startswith("By the names, ")


def test_naming_people_replaces_the_number(desk: Desk, people: list[Any]) -> None:
    desk.take("activities", HEAD, row(2, 1))
    both = (*HEAD[:4], "实到人员"), ("党课", "Charter", "First", DAY, "One、Two")
    assert ("Number present", "1", "2") in changes(desk.judge("activities", *both))
    desk.take("activities", *both)
    assert numbers() == (2, 2, 2)
    assert the_activity().typed_expected is None


def test_another_column_leaves_the_number(desk: Desk, people: list[Any]) -> None:
    desk.take("activities", HEAD, row(2, 1))
    factories.change(the_activity(), place="Hall")
    assert numbers() == (2, 1, 0)


def test_a_number_is_refused_where_people_are_named(desk: Desk, people: list[Any]) -> None:
    desk.take("activities", NAMED, row(2, 1, "One", "", ""))
    assert said(desk.judge("activities", HEAD, row(2, 2)))[0][1] == "实到人数"
    assert counts(desk.judge("activities", HEAD, row(2, 1))) == (0, 0, 1, 0, 0)


def test_without_any_number_there_is_none(desk: Desk, people: list[Any]) -> None:
    """What an export writes of an activity to which nobody came: 0, and nobody expected."""
    desk.take("activities", HEAD, row("", 0, kinds="论坛"))
    assert not the_activity().is_counted


def test_the_number_is_of_those_expected_where_somebody_is(desk: Desk, people: list[Any]) -> None:
    """A guest by name is none of them; a sheet that counts everybody named is taken as well."""
    factories.make_member(organization=factories.make_branch(name="Second"), name="Guest")
    names = ("One、Guest", "Two", "")
    for came in (1, 2):
        desk.take(
            "activities", NAMED, (*row("", came)[:1], f"Charter {came}", *row("", came, *names)[2:])
        )
    for activity in db.session.scalars(select(Activity)):
        stored = activity.present_count
        loaded = factories.find(activity)
        assert (loaded.expected_count, loaded.present_count, stored) == (2, 1, 1)
        assert len(loaded.live_attendance) == 3
    assert figures("activities.present_times") == [2]


def test_nobody_is_expected_of_service_and_everybody_counts(desk: Desk, people: list[Any]) -> None:
    names = ("One、Two", "", "")
    desk.take("activities", NAMED, row("", 2, *names, kinds="志愿服务"))
    assert numbers() == (None, 2, 2)


def test_the_number_can_be_emptied(desk: Desk, people: list[Any]) -> None:
    desk.take("activities", HEAD, row(2, 1))
    desk.take("activities", HEAD, row("", CLEAR))
    assert numbers() == (2, 0, 2)


def test_the_page_takes_a_number_and_names_nobody(browser: Browser) -> None:
    branch = factories.make_branch()
    people = [factories.make_member(organization=branch) for _ in range(3)]
    typed = {"kinds": "study", "title": "Study", "held_on": "2023-06-01", "present_count": "2"}
    browser.post("activities.create", typed | {"organization": f"#{branch.id}"})
    assert numbers() == (3, 2, 0)
    shown = browser.get("activities.show", record_id=the_activity().id)
    assert "nobody is named" in main_text(shown)
    assert find_voters(the_activity(), is_election=False) is None
    page = browser.get("activities.edit", record_id=the_activity().id)
    assert not page.select(".roll")
    data = form_data(page) | {"present_count": ""}
    listed = browser.post("activities.edit", data, record_id=the_activity().id, status=200)
    assert len(listed.select(".roll li")) == 3
    data = form_data(listed) | {f"attendance-{people[0].id}": "absent"}
    browser.post("activities.edit", data, record_id=the_activity().id)
    assert numbers() == (3, 2, 3)
    named = browser.get("activities.edit", record_id=the_activity().id)
    assert not named.select("#present_count")


def test_marks_and_another_number_contradict_each_other(browser: Browser) -> None:
    branch = factories.make_branch()
    people = [factories.make_member(organization=branch) for _ in range(2)]
    typed = {"kinds": "study", "title": "Study", "held_on": "2023-06-01", "present_count": "2"}
    marks = {f"attendance-{person.id}": "absent" for person in people}
    sent = typed | marks | {"organization": f"#{branch.id}"}
    assert (
        "By the names"
        in errors(browser.post("activities.create", sent, status=400))["present_count"]
    )


def test_a_number_expected_that_the_roster_does_not_give_is_warned_of(
    desk: Desk, people: list[Any]
) -> None:
    desk.take("activities", HEAD, row(10, 1))
    desk.take("activities", HEAD, ("党课", "Other", "First", DAY, 2, 1))
    result = desk.judge(
        "activities", HEAD, ("党课", "Third day", "First", date(2023, 3, 13), 10, 1)
    )
    assert warned(result) == [
        (2, "应到人数", "10 were entered; by the roster, 2 were expected that day.")
    ]
