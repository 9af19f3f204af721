"""What an activity is checked against: its organization's first day, and others of that day."""

from datetime import date
from typing import Any

import pytest

from partyhub.texts import is_alike
from tests import factories
from tests.browser import Browser, main_text
from tests.registers.importing.workbooks import Desk, counts, desk, warned

__all__ = ["desk"]
HEAD = ("编号", "活动类型", "主题", "主办党组织", "日期")
DAY = date(2023, 3, 12)


def row(title: str, kinds: str = "党课", number: str = "", day: date = DAY) -> tuple[Any, ...]:
    return (number, kinds, title, "First", day)


@pytest.fixture
def branch(database_of_test: None) -> Any:
    return factories.make_branch(name="First", established_on=date(2005, 1, 1))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("学习党章", "学习《党章》", True),
        ("一季度党员大会", "第一季度党员大会", True),
        ("学习党章党规", "学习党章", True),
        ("Theme 1", "Theme 2", False),
        ("二月支委会", "三月支委会", False),
        ("学习党章", "讨论预算", False),
    ],
)
def test_titles_that_are_nearly_the_same(one: str, other: str, alike: bool) -> None:
    assert is_alike(one, other) is is_alike(other, one) is alike


def test_a_meeting_before_its_organization_is_warned_of(desk: Desk, branch: Any) -> None:
    result = desk.judge("activities", HEAD, row("Charter", day=date(2004, 3, 12)))
    [(number, header, sentence)] = warned(result)
    assert (number, header) == (2, "日期")
    assert sentence.startswith("“First” was founded on 1 January 2005")
    assert counts(result) == (1, 0, 0, 0, 0)


def test_a_possible_double_is_named(desk: Desk, branch: Any) -> None:
    factories.make_activity(
        organization=branch, kinds="party_lecture", title="学习党章", held_on=DAY
    )
    rows = row("学习《党章》"), row("学习党章", "论坛"), row("学习党章", day=date(2023, 3, 13))
    result = desk.judge("activities", HEAD, *rows)
    [(number, header, sentence)] = warned(result)
    assert (number, header) == (2, "主题")
    assert sentence.startswith("It may be on record already: “学习党章”")


def test_a_double_within_one_file_is_named_once(desk: Desk, branch: Any) -> None:
    rows = row("学习党章", number="A1"), row("学习《党章》", number="A2")
    assert [number for number, *_ in warned(desk.judge("activities", HEAD, *rows))] == [3]
    desk.take("activities", HEAD, *rows)
    assert warned(desk.judge("activities", HEAD, *rows)) == []


def test_the_page_asks_why(browser: Browser, branch: Any) -> None:
    factories.make_activity(organization=branch, kinds="forum", title="学习党章", held_on=DAY)
    typed = {"kinds": "forum", "title": "学习党章", "held_on": "2023-03-12", "on_leave": ""}
    sent = typed | {"organization": f"#{branch.id}", "starts_at": "14:00"}
    page = browser.post("activities.create", sent, status=400)
    assert "It may be on record already" in main_text(page)
    browser.post("activities.create", sent | {"reason": "Morning and afternoon"})


def test_a_record_that_is_so_stays_editable(browser: Browser, branch: Any) -> None:
    """What is new is judged, never what stands there already."""
    made = [
        factories.make_activity(
            organization=branch, kinds="forum", title=title, held_on=DAY, reason="Both"
        )
        for title in ("学习党章", "学习《党章》")
    ]
    factories.change(made[0], place="Hall")
