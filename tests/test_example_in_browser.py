"""A secretary's work on the example committee in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_babel import force_locale
from playwright.sync_api import Page

from partyhub.app import create_app
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.spreadsheets import read_rows
from partyhub.viewers import Viewer
from tests.catalog import CATALOG
from tests.example_instance import Built
from tests.instances import copy
from tests.serving import signed_in

pytestmark = pytest.mark.slow
PAGES = ("/", "/members/", "/members/5", "/activities/", "/activities/new", "/figures/", "/awards/")


@pytest.fixture(scope="module")
def built(example_committee: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An instance of the tests' own, which write in it."""
    instance = tmp_path_factory.mktemp("written") / "instance"
    copy(Path(example_committee.app.instance_path), instance)
    return Built(create_app(instance), example_committee.passwords)


@pytest.fixture(scope="module")
def page(built: Built) -> Iterator[Page]:
    """A Chinese browser in which the secretary has signed in; its console must stay silent."""
    with signed_in(built.app, "secretary", built.passwords["secretary"]) as page:
        yield page


def test_a_secretary_logs_a_meeting_and_reads_it_in_the_workbook(
    page: Page, built: Built, tmp_path: Path
) -> None:
    def lectures() -> int:
        with built.app.app_context(), force_locale("zh_Hans_CN"):
            figure = CATALOG.figures_by_code["activities.party_lecture"]
            scope = scope_of(Viewer("test"), Period.parse("party-year-2023"))
            return int(compute(scope, [figure])["activities.party_lecture"].value or 0)

    before = lectures()
    page.goto("/activities/new")
    page.get_by_label("党课", exact=True).check()
    page.get_by_label("主题", exact=True).fill("浏览器里记的一次党课")
    page.get_by_label("主办党组织").select_option(label="二分厂党支部")
    page.locator("[name=held_on]").fill("2023-06-29")
    if page.get_by_role("button", name="列出应到人员").is_visible():
        page.get_by_role("button", name="列出应到人员").click()
    page.locator(".roll .absent").first.click()
    page.locator(".form-foot .btn-primary").click()
    page.wait_for_url("**/activities/*")
    assert page.locator("h1").inner_text().strip() == "浏览器里记的一次党课"
    assert lectures() == before + 1

    page.goto("/figures/?period=party-year-2023")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出报送版").click()
    file = tmp_path / "year.xlsx"
    download.value.save_as(file)
    rows = {str(row[9]): row for row in read_rows(file, "年度汇总") if len(row) > 9}
    assert rows["activities.party_lecture"][3] == before + 1


@pytest.mark.parametrize("width", [375, 1280])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in PAGES:
        page.goto(address)
        found = page.evaluate("document.documentElement.scrollWidth")
        assert found <= width, address


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus, as somebody without a mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard doesn't reach {selector}.")


def test_a_meeting_is_logged_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/activities/new")
    tab_to(page, "[name=kinds][value=theme_day]")
    page.keyboard.press("Space")
    tab_to(page, "[name=title]")
    page.keyboard.type("只用键盘记的主题党日")
    tab_to(page, "[name=organization]")
    chosen = page.locator("[name=organization] option:checked")
    for _ in range(60):
        page.keyboard.press("ArrowDown")
        if chosen.inner_text() == "二分厂党支部":
            break
    tab_to(page, "[name=held_on]")
    page.keyboard.press("Control+A")
    page.keyboard.type("2023-06-28")
    tab_to(page, "[name=starts_at]")
    # The list of those expected comes by itself; its first person was absent.
    page.locator(".roll input[type=radio]").first.wait_for(state="attached")
    tab_to(page, ".roll input[type=radio]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tab_to(page, ".form-foot .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/activities/\d+$"))
    page.goto("/activities/?q=只用键盘")
    assert page.locator("table.ledger tbody tr").count() == 1


def test_two_windows_show_both_versions(page: Page) -> None:
    """The second window is answered 409, which a browser prints in its console: it is `other`."""
    other = page.context.new_page()
    other.goto("/members/5/edit")
    page.goto("/members/5/edit")
    page.locator("[name=job]").fill("第一个窗口")
    page.locator(".form-foot .btn-primary").click()
    page.wait_for_url("**/members/5")
    other.locator("[name=job]").fill("第二个窗口")
    with other.expect_response("**/members/5/edit") as answer:
        other.locator(".form-foot .btn-primary").click()
    assert answer.value.status == 409
    compared = other.locator("main table").inner_text()
    assert "第一个窗口" in compared
    assert "第二个窗口" in compared
    other.locator(".form-foot .btn-primary").click()
    other.wait_for_url("**/members/5")
    assert "第二个窗口" in other.locator("main").inner_text()
    other.close()
