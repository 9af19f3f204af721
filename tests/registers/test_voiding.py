"""Voiding takes out what should never have been entered, with a reason; it can be undone."""

from datetime import date
from typing import Any

import pytest

from partyhub.registers import Register, register_of
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, cells, errors, form_data, main_text
from tests.contract import CONTRACTS
from tests.registers.samples import each_register, make


def void(browser: Browser, record: Any, status: int = 303, **typed: str) -> Any:
    name = register_of(record).name
    page = browser.get(f"{name}.archive", record_id=record.id)
    typed = form_data(page) | {"reason": "Entered twice"} | typed
    return browser.post(f"{name}.archive", typed, status=status, record_id=record.id)


@each_register
def test_it_asks_a_reason_and_knows_the_version(register: Register, browser: Browser) -> None:
    record = make(register)
    for reason in ("", "  "):
        assert errors(void(browser, record, 400, reason=reason))["reason"]
    browser.post(f"{register.name}.archive", {"reason": "x"}, status=409, record_id=record.id)
    assert factories.find(record).archived_at is None


def test_somebody_changed_it_meanwhile(browser: Browser) -> None:
    award = factories.make_award()
    page = browser.get("awards.archive", record_id=award.id)
    typed = form_data(page) | {"reason": "A slip"}
    factories.change(award, title="Another title")
    page = browser.post("awards.archive", typed, status=409, record_id=award.id)
    assert "Someone else changed this record" in main_text(page)
    assert "Owner" in main_text(page)
    assert factories.find(award).archived_at is None
    assert form_data(page)["reason"] == "A slip"
    browser.post("awards.archive", form_data(page), record_id=award.id)
    assert factories.find(award).archived_at is not None


@each_register
def test_the_voided_ones_have_a_list(register: Register, browser: Browser) -> None:
    """It says who, when and why, and has the way back; the others are not in it."""
    record = make(register)
    name = register.name
    assert not cells(browser.get(f"{name}.list", shown="archived"))
    void(browser, record)
    assert not [row for row in cells(browser.get(f"{name}.list")) if "Entered twice" in row]
    page = browser.get(f"{name}.list", shown="archived")
    (row,) = cells(page)
    assert browser.user is not None
    assert {"Entered twice", browser.user.name, "Restore"} <= set(row)
    way_back = f'form[action="/{name}/{record.id}/restore"]'
    assert page.select(way_back)
    browser.sign_in(Role.REVIEWER)
    if not CONTRACTS[name].is_confidential:
        assert not browser.get(f"{name}.list", shown="archived").select(way_back)
    browser.sign_in(Role.COMMITTEE_SECRETARY)
    browser.post(f"{name}.restore", record_id=record.id)
    assert not cells(browser.get(f"{name}.list", shown="archived"))


def test_the_list_of_voided_ones_is_searched_and_paged_like_any(browser: Browser) -> None:
    for number in range(53):
        factories.archive(factories.make_award(title=f"Title {number}"))
    page = browser.get("awards.list", shown="archived")
    assert len(cells(page)) == 50
    (following,) = [a for a in page.select("main a[href]") if "after=" in str(a["href"])]
    assert len(cells(browser.page(str(following["href"])))) == 3
    assert len(cells(browser.get("awards.list", shown="archived", q="52"))) == 1


def test_another_branch_s_voided_ones_are_not_seen(browser: Browser) -> None:
    factories.archive(factories.make_activity(organization=factories.make_branch()))
    browser.sign_in(Role.BRANCH_SECRETARY, factories.make_branch())
    assert not cells(browser.get("activities.list", shown="archived"))


def test_what_refers_to_it_is_said_first(browser: Browser) -> None:
    """Attendance says nothing of a person, since everybody who is assigned is expected."""
    member = factories.make_member()
    activity = factories.make_activity(present=[member])
    page = browser.get("members.archive", record_id=member.id)
    assert "Activities · 1 record" in main_text(page)
    assert "Assignments · 1 record" in main_text(page)
    assert page.select(f'main a[href="/activities/{activity.id}"]')
    void(browser, member)


@pytest.mark.parametrize(
    "give",
    [
        lambda member: factories.make_party_post(member=member),
        lambda member: factories.make_appraisal(member=member),
        lambda member: factories.make_commissar(member=member),
        lambda member: factories.make_mentorship(mentor=member),
        lambda member: factories.leave(member, date(2023, 1, 1)),
    ],
)
def test_who_was_here_is_not_voided(browser: Browser, give: Any) -> None:
    member = factories.make_member()
    give(member)
    page = browser.get("members.archive", record_id=member.id)
    assert "take the step “Transfer out” or “Leave”" in main_text(page)
    assert not page.select("main form")
    assert page.select(f'main a[href="/members/{member.id}"]')
    browser.post("members.archive", {"reason": "x"}, status=400, record_id=member.id)
    assert factories.find(member).archived_at is None


@pytest.mark.parametrize(
    ("name", "make_it", "refer"),
    [
        ("vanguard_posts", "make_vanguard_post", lambda it: factories.make_post_review(post=it)),
        ("projects", "make_project", lambda it: factories.make_milestone(project=it)),
        (
            "prosperity_workshops",
            "make_prosperity_workshop",
            lambda it: factories.make_prosperity_return(prosperity_workshop=it),
        ),
    ],
)
def test_what_has_records_of_its_own_is_ended(
    browser: Browser, name: str, make_it: str, refer: Any
) -> None:
    record = getattr(factories, make_it)()
    refer(record)
    page = browser.get(f"{name}.archive", record_id=record.id)
    assert "What came to an end" in main_text(page)
    assert page.select(f'main a[href="/{name}/{record.id}/edit"]')
    browser.post(f"{name}.archive", {"reason": "x"}, status=400, record_id=record.id)
    assert factories.find(record).archived_at is None


def test_nobody_learns_of_a_confidential_record_from_what_refers_to_another(
    browser: Browser,
) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch)
    factories.make_voting_pause(member=member)
    page = browser.get("members.archive", record_id=member.id)
    assert "Pauses of the right to vote" in main_text(page)
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    page = browser.get("members.archive", record_id=member.id)
    assert "Assignments" in main_text(page)
    assert "Pauses" not in main_text(page)
