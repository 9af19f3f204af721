"""Categories of volunteer service: on forms, in files, and in the list that the committee keeps."""

from typing import Any

import pytest

from partyhub.activities.models import Activity
from partyhub.database import db
from tests import factories
from tests.browser import Browser, cells, errors, form_data, main_text
from tests.registers.importing.workbooks import Desk, desk

__all__ = ["desk"]

pytestmark = pytest.mark.long
VOLUNTEERING = {"kinds": "volunteer_service"}


def category(activity: Any) -> str | None:
    return db.session.get_one(Activity, activity.id).service_kind


def edit(browser: Browser, activity: Any, status: int = 303, **typed: Any) -> dict[str, str]:
    filled = form_data(browser.get("activities.edit", record_id=activity.id))
    page = browser.post("activities.edit", filled | typed, status=status, record_id=activity.id)
    return errors(page)


def test_a_volunteer_service_has_one_of_the_categories(browser: Browser) -> None:
    activity = factories.make_activity(**VOLUNTEERING)
    page = browser.get("activities.edit", record_id=activity.id)
    offered = [str(each["value"]) for each in page.select("[name=service_kind] option")]
    assert offered[:3] == ["", "理论宣讲", "帮困慰问"]
    edit(browser, activity, service_kind="社区服务")
    assert category(activity) == "社区服务"
    assert "社区服务" in main_text(browser.get("activities.show", record_id=activity.id))
    rows = cells(browser.get("activities.list", columns="all", shown="all"))
    assert any("社区服务" in row for row in rows)
    said = edit(browser, activity, status=400, service_kind="钓鱼")
    assert "理论宣讲、帮困慰问" in said["service_kind"]


def test_nothing_else_has_a_category(browser: Browser) -> None:
    activity = factories.make_activity(kinds="theme_day")
    said = edit(browser, activity, status=400, service_kind="社区服务")
    assert "Only volunteer service has a category" in said["service_kind"]
    edit(browser, activity, kinds=["theme_day", "volunteer_service"], service_kind="社区服务")
    assert category(activity) == "社区服务"


def test_a_category_leaves_with_the_kind(browser: Browser) -> None:
    """The page hides the field and still sends what is stored."""
    activity = factories.make_activity(**VOLUNTEERING, service_kind="社区服务")
    edit(browser, activity, kinds="theme_day")
    assert category(activity) is None


def test_the_committee_changes_the_list(browser: Browser) -> None:
    activity = factories.make_activity(**VOLUNTEERING, service_kind="社区服务")
    place = {"list_key": "service.kinds"}
    filled = form_data(browser.get("definitions.edit_words", **place))
    assert "社区服务" in filled["words"]
    browser.post("definitions.edit_words", filled | {"words": "护河\n义诊"}, **place)
    edit(browser, activity, title="Renamed")
    assert category(activity) == "社区服务", "What is on record stays."
    edit(browser, activity, service_kind="义诊")
    assert category(activity) == "义诊"
    assert "service_kind" in edit(browser, activity, status=400, service_kind="社区服务")


def test_a_sheet_brings_categories(desk: Desk) -> None:
    branch = factories.make_branch()
    head = ("主题", "活动类型", "主办党组织", "日期", "服务类别")
    rows = (
        ("清洁家园", "志愿服务", branch.name, "2023-03-01", "生态环保"),
        ("学习", "学习教育", branch.name, "2023-03-02", "生态环保"),
        ("义诊", "志愿服务", branch.name, "2023-03-03", "义诊"),
    )
    result = desk.preview(desk.sheet("activities", [head, *rows]), "activities")
    assert [error.place.row for error in result.errors] == [3, 4]
