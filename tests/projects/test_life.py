"""A project's life in a real browser: proposed, under way, late, accepted, and in the figures."""

import os
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page

from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow
NAME = "110kV 平滑铝套电缆量产"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, dict[str, str]]:
    """A committee with one branch, one workshop and its commissar; two accounts."""
    os.environ["PARTYHUB_ARGON2"] = "small"
    instance = prepare(tmp_path_factory.mktemp("project"))
    app = create_app(instance, {"TODAY": date(2023, 6, 30)})
    upgrade(app)
    with app.app_context(), writing():
        branch = factories.make_branch(name="一分厂党支部")
        workshop = factories.make_workshop(name="一分厂", organization=branch)
        leader = factories.make_member(name="沈国良", organization=branch, workshop=workshop)
        factories.make_commissar(member=leader, workshop=workshop)
        root = factories.committee()
        accounts = {
            "secretary": (Role.COMMITTEE_SECRETARY, {}),
            "commissar": (
                Role.COMMISSAR,
                {"member_id": leader.id, "workshop_ids": (workshop.id,)},
            ),
        }
        passwords = {}
        for name, (role, scope) in accounts.items():
            _, passwords[name] = operations.create_user(
                name, name, role, root.id, must_change=False, **scope
            )
        db.session.commit()
        db.session.remove()
    return app, passwords


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("tag => tag.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page: Page) -> None:
    page.locator(".form-foot .btn-primary").click()


def test_a_project_s_life(house: tuple[Flask, dict[str, str]]) -> None:
    with signed_in(house[0], "secretary", house[1]["secretary"], width=1280) as page:
        page.goto("/projects/new")
        fill(page, code="XM-1", title=NAME, plan_year="2022", started_on="2022-09-05")
        fill(page, status="proposed", due_on="2023-06-30")
        page.locator("[name=organization]").select_option(label="一分厂党支部")
        page.locator("[name=lead]").select_option(label="沈国良")
        save(page)
        page.wait_for_url("**/projects/1")
        assert running(page) == 0
        set_running(page)
        assert running(page) == 1
        add_milestones(page)
        accept(page)
        check_figures(page)


def running(page: Page) -> int:
    page.goto("/figures/projects.running?period=party-year-2023")
    return page.locator("table.ledger tbody tr").count()


def set_running(page: Page) -> None:
    page.goto("/projects/1/edit")
    fill(page, status="accepted", closed_on="2023-06-28")
    save(page)
    assert page.locator("#status-error").is_visible(), "A proposal isn't accepted at once."
    assert page.locator("[name=closed_on]").input_value() == "2023-06-28"
    page.goto("/projects/1")
    page.get_by_role("link", name="立项实施").click()
    assert page.locator("[name=started_on]").input_value() == "2022-09-05"
    save(page)
    page.wait_for_url("**/projects/1")
    # The lead is a commissar: the page says so.
    assert page.locator("main > p .state.gold").count() == 1


def add_milestones(page: Page) -> None:
    """One in time; one that was late, which asks for a reason; one that is still open."""
    for title, planned, done in (
        ("立项", "2022-09-10", "2022-09-09"),
        ("试制", "2022-11-30", "2022-12-16"),
        ("型式试验", "2023-05-31", ""),
    ):
        page.goto("/projects/1")
        page.locator('#milestones header a[href*="/milestones/new"]').click()
        fill(page, title=title, planned_on=planned, done_on=done)
        save(page)
        if title == "试制":
            page.locator("#reason-error").wait_for()
            assert page.locator("[name=title]").input_value() == title
            fill(page, delay_reason="模具返工")
            save(page)
        page.wait_for_url("**/milestones/*")
    page.goto("/")
    assert page.locator("main tr", has_text="型式试验").count() == 1
    page.goto("/projects/1")
    assert page.locator("#milestones .chart a").count() == 3
    assert page.locator("#milestones .chart path.delay").count() == 1
    assert page.locator("#milestones .chart path.overdue").count() == 1
    page.locator("#milestones .chart a").nth(2).click()
    page.wait_for_url("**/milestones/3")
    page.goto("/milestones/3/edit")
    fill(page, done_on="2023-06-20", delay_reason="试验站排期")
    save(page)
    page.wait_for_url("**/milestones/3")


def accept(page: Page) -> None:
    page.goto("/projects/1/edit")
    fill(page, status="accepted", benefit_cny="2860000", baseline="420 米", result="1500 米")
    save(page)
    assert page.locator("#closed_on-error").is_visible(), "It needs the day of acceptance."
    assert page.locator("[name=result]").input_value() == "1500 米"
    fill(page, closed_on="2023-06-28")
    save(page)
    page.wait_for_url("**/projects/1")
    assert "2,860,000.00" in page.locator("#result").inner_text()
    assert page.locator("#milestones .state.over").count() == 0
    assert "2023" in page.locator("#leading").inner_text()


def check_figures(page: Page) -> None:
    page.goto("/figures/?period=party-year-2023")
    for code, value in (
        ("projects.accepted", "1"),
        ("projects.running", "0"),
        ("projects.milestones_late", "0"),
        ("projects.benefit", "2,860,000"),
    ):
        link = page.locator(f'main td.tail a[href*="/{code}?"]').first
        assert link.inner_text().strip() == value, code
    page.goto("/figures/projects.accepted?period=party-year-2023")
    assert page.locator("main table").inner_text().count(NAME) == 1


def test_a_commissar_logs_a_duty_on_a_phone(house: tuple[Flask, dict[str, str]]) -> None:
    """A kind, a word, a number, the button: four touches from the first page."""
    with signed_in(house[0], "commissar", house[1]["commissar"], width=375) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page.locator(".kinds label").nth(2).click()
        page.locator("#topic").fill("二十大报告第四部分")
        page.locator("#headcount").fill("26")
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/duties/*")
        assert "二十大报告第四部分" in page.locator("main").inner_text()
        for tab in page.locator(".tabbar a").all():
            address = str(tab.get_attribute("href"))
            answer = page.request.get(address)
            assert answer.status == 200, address
        page.goto("/duties/")
        assert page.locator("table.ledger tbody tr").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
