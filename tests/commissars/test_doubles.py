"""A duty that may be on record already is asked about before it counts twice."""

from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.registers.importing.workbooks import Desk, counts, desk, warned

__all__ = ["desk"]
DAY = date(2023, 3, 12)
HEAD = ("政委", "分厂车间", "日期", "履职类型", "主题")


@pytest.fixture
def duty(database_of_test: None) -> Any:
    duty = factories.make_duty(held_on=DAY, kind="heart_talk", topic="与青年骨干谈入党和成长")
    return factories.find(duty)


def row(duty: Any, topic: str, day: date = DAY, kind: str = "谈心") -> tuple[Any, ...]:
    return (duty.commissar.name, duty.workshop.name, day, kind, topic)


@pytest.mark.parametrize(
    ("topic", "is_double"),
    [
        ("与青年骨干谈入党、成长", True),
        ("青年骨干谈入党", True),
        ("与新员工谈安全", False),
        ("", False),
    ],
)
def test_an_import_warns_and_names_it(desk: Desk, duty: Any, topic: str, is_double: bool) -> None:
    result = desk.judge("duties", HEAD, row(duty, topic))
    assert counts(result) == (1, 0, 0, 0, 0)
    if is_double:
        [(_, header, sentence)] = warned(result)
        assert header == "主题"
        assert "“与青年骨干谈入党和成长”" in sentence
    else:
        assert not warned(result)


def test_two_rows_of_a_file(desk: Desk, duty: Any) -> None:
    rows = (row(duty, "岗位练兵动员", kind="早班会"), row(duty, "岗位练兵动员会", kind="早班会"))
    [(number, _, sentence)] = warned(desk.judge("duties", HEAD, *rows))
    assert number == 3
    assert "“岗位练兵动员”" in sentence


@pytest.mark.parametrize(
    ("day", "kind"), [(date(2023, 3, 13), "谈心"), (DAY, "矛盾调解"), (date(2022, 3, 12), "谈心")]
)
def test_of_another_day_or_kind_it_is_another(desk: Desk, duty: Any, day: date, kind: str) -> None:
    assert not warned(desk.judge("duties", HEAD, row(duty, "与青年骨干谈入党", day, kind)))


def test_the_very_same_is_refused(browser: Browser, duty: Any) -> None:
    page = browser.get("duties.edit", record_id=duty.id)
    page = browser.post("duties.create", form_data(page), status=400)
    assert "on record already" in " ".join(errors(page).values())


def test_the_page_asks_why(browser: Browser, duty: Any) -> None:
    typed = form_data(browser.get("duties.edit", record_id=duty.id))
    typed |= {"topic": "与青年骨干谈入党成长"}
    page = browser.post("duties.create", typed, status=400)
    assert "“与青年骨干谈入党和成长”" in main_text(page)
    assert "reason" in errors(page)
    browser.post("duties.create", typed | {"reason": "Another group, in the afternoon"})
    # What is so already stays editable.
    page = browser.get("duties.edit", record_id=duty.id)
    browser.post("duties.edit", form_data(page) | {"headcount": "3"}, record_id=duty.id)
