"""A post that may be on record already is asked about before it counts twice."""

from datetime import date
from typing import Any

import pytest

from partyhub.roles import Role
from partyhub.texts import is_alike_name
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.registers.importing.workbooks import Desk, counts, desk, warned

__all__ = ["desk"]
HEAD = ("编号", "岗位名称", "所在分厂车间", "所属党组织", "设立日期")
NAME = "交联线党员先锋岗"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (NAME, "交联线先锋岗", True),
        (NAME, "“交联线”党员先锋岗", True),
        (NAME, "绝缘线党员先锋岗", False),
        ("一号线先锋岗", "二号线先锋岗", False),
        ("交联线1班先锋岗", "交联线先锋岗", False),
        ("一分厂交联线夜班党员先锋岗", "先锋岗", False),
        ("挤塑岗", "挤橡岗", False),
    ],
)
def test_names_that_are_nearly_the_same(one: str, other: str, alike: bool) -> None:
    assert is_alike_name(one, other) is is_alike_name(other, one) is alike


@pytest.fixture
def post(database_of_test: None) -> Any:
    branch = factories.make_branch(name="First")
    workshop = factories.make_workshop(organization=branch, name="Hall")
    return factories.make_vanguard_post(
        code="X1", name=NAME, organization=branch, workshop=workshop
    )


def row(name: str, organization: str = "First", workshop: str = "") -> tuple[Any, ...]:
    return ("X2", name, workshop, organization, date(2022, 1, 4))


def test_an_import_warns_and_names_it(desk: Desk, post: Any) -> None:
    factories.make_branch(name="Second")
    for found in (row("交联线先锋岗"), row(NAME, "Second", "Hall")):
        result = desk.judge("vanguard_posts", HEAD, found)
        assert counts(result) == (1, 0, 0, 0, 0)
        [(_, header, sentence)] = warned(result)
        assert header == "岗位名称"
        assert f"“{NAME}”（X1）" in sentence
    for found in (row("绝缘线先锋岗"), row(NAME, "Second")):
        assert not warned(desk.judge("vanguard_posts", HEAD, found))


def test_one_that_followed_is_another(desk: Desk, post: Any) -> None:
    factories.change(post, status="closed", closed_on="2022-01-04")
    assert not warned(desk.judge("vanguard_posts", HEAD, row(NAME)))


def test_the_page_asks_why(browser: Browser, post: Any) -> None:
    page = browser.get("vanguard_posts.edit", record_id=post.id)
    typed = form_data(page) | {"code": "X2", "name": "交联线先锋岗"}
    page = browser.post("vanguard_posts.create", typed, status=400)
    assert f"“{NAME}”（X1）" in main_text(page)
    assert "reason" in errors(page)
    browser.post("vanguard_posts.create", typed | {"reason": "The second shift's"})
    page = browser.get("vanguard_posts.edit", record_id=post.id)
    typed = form_data(page) | {"department": "Night shift"}
    browser.post("vanguard_posts.edit", typed, record_id=post.id)


def test_what_the_viewer_may_not_see_is_not_named(browser: Browser, post: Any) -> None:
    other = factories.make_branch(name="Second")
    browser.sign_in(Role.BRANCH_SECRETARY, other)
    typed = {
        "code": "X2",
        "name": NAME,
        "established_on": "2022-01-04",
        "status": "active",
        "organization": f"#{other.id}",
        "workshop": "Hall",
    }
    page = browser.post("vanguard_posts.create", typed, status=400)
    assert "that you don't manage" in main_text(page)
    assert "X1" not in main_text(page)
    # Its code is taken as well, and that isn't told of either.
    typed |= {"code": "X1", "name": "Another", "workshop": ""}
    page = browser.post("vanguard_posts.create", typed, status=400)
    assert errors(page)["code"].startswith(
        "Another record has this already, and you don't manage it."
    )
    assert NAME not in main_text(page)


def test_restoring_asks_once_more(browser: Browser, post: Any) -> None:
    """It names what counts already; pressing again restores it nevertheless."""
    factories.archive(post)
    organization = factories.find(post).organization
    factories.make_vanguard_post(code="X3", name=NAME, organization=organization)
    page = browser.follow("vanguard_posts.restore", record_id=post.id)
    assert f"“{NAME}”（X3）" in main_text(page)
    assert "Press again" in main_text(page)
    assert factories.find(post).archived_at is not None
    assert page.select('form[action$="/restore"] input[name=anyway]')
    browser.post("vanguard_posts.restore", {"anyway": "1"}, record_id=post.id)
    assert factories.find(post).archived_at is None


def test_restoring_a_meeting_asks_once_more(browser: Browser) -> None:
    branch = factories.make_branch()
    gone = factories.make_activity(organization=branch, title="学习党章")
    factories.archive(gone)
    factories.make_activity(organization=branch, title="学习《党章》")
    assert "“学习《党章》”" in main_text(browser.follow("activities.restore", record_id=gone.id))
    assert factories.find(gone).archived_at is not None
