"""A report in a real browser: draft, problems, two signatures, an edit, and what comparing says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from partyhub.app import create_app
from tests.example_instance import Built
from tests.instances import copy
from tests.serving import AGREES, signed_in

pytestmark = pytest.mark.slow
WIDTHS = (375, 1280)


@pytest.fixture(scope="module")
def built(example_committee: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An instance of the tests' own, which write in it."""
    instance = tmp_path_factory.mktemp("reported") / "instance"
    copy(Path(example_committee.app.instance_path), instance)
    return Built(create_app(instance), example_committee.passwords)


@pytest.fixture(scope="module")
def clerk(built: Built) -> Iterator[Page]:
    with signed_in(built.app, "clerk", built.passwords["clerk"]) as page:
        page.set_default_timeout(120_000)  # what a server asks for the first time takes long
        yield page


@pytest.fixture(scope="module")
def secretary(clerk: Page, built: Built) -> Page:
    """The page of a second person, in the same browser."""
    browser = clerk.context.browser
    assert browser is not None
    address = clerk.url
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(f"addEventListener('load', () => {AGREES})")
    page.goto(f"{address}sign-in")
    page.locator("[name=username]").fill("secretary")
    page.locator("[name=password]").fill(built.passwords["secretary"])
    page.locator("form:has([name=password]) [type=submit]").click()
    page.wait_for_url("**/")
    return page


def explain_all(page: Page, report: str) -> None:
    """Give a reason for each problem that blocks, by the links of the pages."""
    page.goto(f"{report}/sign")
    while page.locator("li:has(.state.over):not(:has(.sub))").count():
        page.locator("li:has(.state.over):not(:has(.sub)) a").first.click()
        page.locator("details.problem:target summary").click()
        page.locator("details.problem:target .act a").click()
        page.locator("[name=why]").fill("情况属实，已核对")
        page.locator(".form-foot .btn-primary").click()
        page.wait_for_url("**/problems/**")
        page.goto(f"{report}/sign")


def test_two_sign_and_comparing_names_what_was_edited_later(clerk: Page, secretary: Page) -> None:
    home = clerk.url
    clerk.goto(f"{home}yearly-reports/")
    clerk.get_by_role("link", name="建立报告").first.click()
    clerk.get_by_role("button", name="建立草稿").click()
    clerk.wait_for_url("**/yearly-reports/*")
    report = clerk.url
    clerk.get_by_role("button", name="提交签署").click()
    clerk.get_by_role("link", name="签署…", exact=True).click()
    expect(clerk.locator("main")).to_contain_text("不能签署")
    explain_all(clerk, report)
    clerk.get_by_role("button", name="签署", exact=True).click()
    expect(clerk.locator(".way [aria-current]")).to_contain_text("党委书记签署")

    secretary.goto(f"{report}/sign")
    secretary.get_by_role("button", name="签署并冻结").click()
    secretary.wait_for_url(re.compile(r"yearly-reports/\d+$"))
    expect(secretary.locator(".verdict")).to_contain_text("与当前数据一致")

    secretary.goto(f"{home}awards/?shown=all")
    secretary.locator("table.ledger tbody .prime a").first.click()
    title = secretary.locator("h1").inner_text()
    secretary.get_by_role("link", name="作废…").click()
    secretary.locator("[name=reason]").fill("重复登记")
    secretary.locator(".form-foot .btn-primary").click()
    secretary.wait_for_url("**/awards/*")

    clerk.goto(report)
    clerk.locator(".verdict a.over").click()
    drill = clerk.locator(".drill-in li", has_text=title).first
    expect(drill).to_contain_text("移出")
    expect(drill).to_contain_text("沈立群")
    expect(drill).to_contain_text("重复登记")
    for address in (report, clerk.url, f"{home}yearly-reports/", f"{report}/withdraw"):
        clerk.goto(address)
        for width in WIDTHS:
            clerk.set_viewport_size({"width": width, "height": 800})
            found = clerk.evaluate("document.documentElement.scrollWidth")
            assert found <= width, address
