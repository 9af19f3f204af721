"""The accounts of a person who leaves: listed by the step, and disabled with it."""

from datetime import date
from typing import Any

import pytest

from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, form_data, main_text

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
