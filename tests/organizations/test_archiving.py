"""What others refer to, such as an organization or a campaign, is not voided: it ends."""

from datetime import date
from typing import Any

import pytest

from partyhub.registers import register_of
from tests import factories
from tests.browser import Browser, form_data, main_text


def assert_kept(browser: Browser, register: str, record: Any, *words: str) -> Any:
    """The page says why, asks nothing, and the act changes nothing; returns the page."""
    page = browser.get(f"{register}.archive", record_id=record.id)
    for each in words:
        assert each in main_text(page)
    assert not page.select("main form")
    browser.post(f"{register}.archive", {"reason": "x"}, status=400, record_id=record.id)
    assert factories.find(record).archived_at is None
    return page


def void(browser: Browser, register: str, record: Any) -> None:
    page = browser.get(f"{register}.archive", record_id=record.id)
    typed = form_data(page) | {"reason": "A slip"}
    browser.post(f"{register}.archive", typed, record_id=record.id)
    assert factories.find(record).archived_at is not None


def addresses(page: Any) -> set[str]:
    return {str(link["href"]) for link in page.select("main a[href]")}


@pytest.mark.parametrize(
    ("title", "maker"),
    [
        ("Assignments", factories.make_member),
        ("Posts in the Party", factories.make_party_post),
        ("Activities", factories.make_activity),
        ("Terms of office", factories.make_term),
        ("Workshops", factories.make_workshop),
        ("Honors on record", factories.make_award),
        ("Party organizations", lambda organization: factories.make_group(organization)),
    ],
)
def test_an_organization_with_records(browser: Browser, title: str, maker: Any) -> None:
    factories.make_branch()
    branch = factories.make_branch()
    record = maker(organization=branch)
    page = assert_kept(browser, "organizations", branch, f"{title} · 1 record")
    assert f"/organizations/{branch.id}/dissolve" in addresses(page)
    if title != "Assignments":
        assert f"/{register_of(record).name}/{record.id}" in addresses(page)


def test_people_who_have_left_count_as_well(browser: Browser) -> None:
    branch = factories.make_branch()
    factories.leave(factories.make_member(organization=branch), date(2020, 1, 1))
    assert_kept(browser, "organizations", branch, "Assignments · 1 record")


def test_many_are_counted_and_the_first_are_named(browser: Browser) -> None:
    branch = factories.make_branch()
    for _ in range(12):
        factories.make_member(organization=branch)
    assert_kept(browser, "organizations", branch, "Assignments · 12 records", "and 2 more")


def test_the_root(browser: Browser) -> None:
    assert_kept(browser, "organizations", factories.committee(), "top of the tree")


def test_a_workshop_with_records(browser: Browser) -> None:
    workshop = factories.make_workshop()
    factories.make_commissar(workshop=workshop)
    page = assert_kept(browser, "workshops", workshop, "1 record")
    assert f"/workshops/{workshop.id}/edit" in addresses(page)


@pytest.mark.parametrize(
    ("register", "make", "field"),
    [
        ("campaigns", factories.make_campaign, "campaign"),
        ("teams", factories.make_team, "team"),
    ],
)
def test_what_activities_are_part_of(
    browser: Browser, register: str, make: Any, field: str
) -> None:
    record = make()
    activity = factories.make_activity(**{field: record})
    page = assert_kept(browser, register, record, "Activities · 1 record")
    assert {f"/activities/{activity.id}", f"/{register}/{record.id}/edit"} <= addresses(page)
    factories.archive(activity)
    void(browser, register, record)


def test_what_is_archived_itself_keeps_nothing(browser: Browser) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch)
    factories.archive(member)
    term = factories.make_term(organization=branch)
    factories.archive(term)
    void(browser, "organizations", branch)
