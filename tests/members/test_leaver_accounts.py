"""The accounts of a person who leaves: listed by the step, and disabled with it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from partyhub import clock
from partyhub.accounts import operations
from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, form_data, main_text

pytestmark = pytest.mark.long

LEFT = {"day": "2023-06-20", "out_reason": "deceased"}


@pytest.fixture
def account(browser: Browser) -> User:
    branch = factories.make_branch(name="First")
    member = factories.make_member(organization=branch)
    return factories.make_user(Role.BRANCH_SECRETARY, branch, member_id=member.id)


def leave(browser: Browser, who: User, **changed: Any) -> Any:
    about = {"record_id": who.member_id, "name": "leave"}
    sent = {**form_data(browser.get("members.take_step", **about)), **LEFT, **changed}
    kept = {name: value for name, value in sent.items() if value is not None}
    return browser.post("members.take_step", kept, **about)


def is_disabled(account: User) -> bool:
    db.session.expire_all()
    return db.session.get_one(User, account.id).disabled_at is not None


def test_it_is_disabled_by_the_same_press(browser: Browser, account: User) -> None:
    about = {"record_id": account.member_id, "name": "leave"}
    page = browser.get("members.take_step", **about)
    assert account.username in main_text(page)
    leave(browser, account)
    assert is_disabled(account)


def test_who_takes_the_tick_away_leaves_it(browser: Browser, account: User) -> None:
    leave(browser, account, account=None)
    assert not is_disabled(account)


def test_a_move_asks_for_nothing(browser: Browser, account: User) -> None:
    page = browser.get("members.take_step", record_id=account.member_id, name="move")
    assert not page.select("#accounts")


def test_a_secretary_of_a_branch_is_told_whom_to_ask(browser: Browser, account: User) -> None:
    member = db.session.get_one(Member, account.member_id)
    [stay] = factories.find(member).assignments
    browser.sign_in(Role.BRANCH_SECRETARY, stay.organization)
    page = browser.get("members.take_step", record_id=member.id, name="leave")
    assert "Ask the system administrator" in main_text(page)
    leave(browser, account, **{"account-shown": "1", "account": str(account.id)})
    assert not is_disabled(account)
    assert factories.find(member).assignment_on(date(2023, 6, 21)) is None


def test_the_last_administrator_is_left_to_another_one(browser: Browser, account: User) -> None:
    keeper = factories.make_user(Role.ADMINISTRATOR, member_id=account.member_id)
    about = {"record_id": account.member_id, "name": "leave"}
    page = browser.get("members.take_step", **about)
    [box] = page.select("#accounts input[name=account]")
    assert box["value"] == str(account.id)
    assert f"Ask the system administrator to disable {keeper.username}" in main_text(page)
    leave(browser, account, account=[str(account.id), str(keeper.id)])
    assert is_disabled(account)
    assert not is_disabled(keeper)


def test_an_account_of_the_committee_is_the_committees_to_disable(browser: Browser) -> None:
    general = factories.make_organization(kind="general_branch")
    member = factories.make_member(organization=factories.make_branch(parent=general))
    theirs = factories.make_user(Role.COMMITTEE_CLERK, member_id=member.id)
    auditor = factories.make_user(Role.AUDITOR, member_id=member.id)
    own = factories.make_user(Role.REVIEWER, general, member_id=member.id)
    browser.sign_in(Role.COMMITTEE_CLERK, general)
    page = browser.get("members.take_step", record_id=member.id, name="leave")
    boxes = page.select("#accounts input[name=account]")
    assert [box["value"] for box in boxes] == [str(own.id)]
    leave(browser, own, account=[str(each.id) for each in (theirs, auditor, own)])
    assert [is_disabled(each) for each in (theirs, auditor, own)] == [False, False, True]


def correct_end(browser: Browser, who: User, **typed: str) -> str:
    """Correct the end of the person's assignment, and return what the page says then."""
    [stay] = factories.find(db.session.get_one(Member, who.member_id)).assignments
    sent = form_data(browser.get("assignments.edit", record_id=stay.id)) | typed
    browser.post("assignments.edit", sent, record_id=stay.id)
    return browser.get("assignments.show", record_id=stay.id).get_text(" ", strip=True)


def test_who_takes_the_end_back_is_told_what_stays_disabled(
    browser: Browser, account: User
) -> None:
    sentence = f"The account {account.username} is still disabled."
    leave(browser, account)
    assert sentence not in correct_end(browser, account, ended_on="2023-06-21")
    assert sentence in correct_end(browser, account, ended_on="", out_reason="")
    assert is_disabled(account)


def test_what_was_disabled_long_before_is_not_named(browser: Browser, account: User) -> None:
    with clock.at(datetime(2022, 1, 1, tzinfo=UTC)):
        operations.disable(db.session.get_one(User, account.id))
        db.session.commit()
    leave(browser, account)
    assert "still disabled" not in correct_end(browser, account, ended_on="", out_reason="")
