"""Every address while somebody else writes, and while the disk is full or only read: in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, update
from werkzeug.routing import Rule

from partyhub.accounts.models import UserSession
from partyhub.app import create_app
from partyhub.clock import now
from partyhub.database import db
from partyhub.roles import Role
from tests import stages
from tests.browser import Browser, main_text
from tests.contract import CONTRACTS
from tests.instances import database_file, somebody_writing
from tests.stages import Stage
from tests.test_access import POLICY, rules_in_order, sign_in, stage, targets

__all__ = ["stage"]

pytestmark = pytest.mark.slow
# Each address is asked for by the first of these who may open it.
ASKERS = ("secretary", "administrator", "commissar", "auditor")
# A form in which nothing was typed, and a file that isn't there, are refused before anything is
# written.
REFUSED_BEFORE = {
    "awards.create": 400,
    "campaigns.create": 400,
    # A form is judged without a lock; here none was chosen.
    "superior_forms.create": 400,
    "superior_forms.replace_file": 400,
    # What the labels say is read without a lock; here the page was of no version.
    "superior_forms.take_proposals": 409,
    "superior_forms.compare": 404,  # no newer file waits
    "accounts.change_password": 400,
    # No draft was sent; a check writes nothing.
    "drafts.check": 400,
    "drafts.table": 400,
    # What breaks the rule is found without a lock; here nothing does.
    "problems.explain": 303,
    "accounts.sign_in": 400,
    # A sheet of attendance is read without a lock; here none was chosen.
    "activities.attendance_sheet": 400,
    "activities.attendance_sheet_review": 404,
    # No register was chosen.
    "inspection_packs.pack": 400,
    "imports.decide": 404,
    "imports.columns": 404,
    "imports.apply": 404,
    "imports.marked": 404,
    # A file is judged without a lock; here none was chosen.
    **{f"{name}.attach": 400 for name in CONTRACTS},
    "imports.list": 400,
    **{f"{name}.import": 400 for name in CONTRACTS},
}
CAMPAIGN = {"code": "C1", "name": "Name", "started_on": "2022-06-29"}


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "BUSY_TIMEOUT", 0.02)


@pytest.fixture
def askers(app: Flask, stage: Stage) -> dict[str, Browser]:
    return {who: sign_in(app, who, stage) for who in ASKERS}


def asker_of(rule: Rule) -> str:
    allowed = POLICY[rule.endpoint]
    return next(who for who in ASKERS if allowed is None or who in allowed)


@pytest.mark.usefixtures("impatient")
def test_every_page_opens_while_somebody_writes(
    app: Flask, stage: Stage, askers: dict[str, Browser]
) -> None:
    """Also when it is time to note that the session is in use."""
    rules = [rule for rule in rules_in_order(app) if "GET" in rule.methods]
    addresses = [(asker_of(rule), each.address) for rule in rules for each in targets(rule, stage)]
    as_ever = [askers[who].open("GET", address).status_code for who, address in addresses]
    db.session.execute(update(UserSession).values(last_seen_at=now() - timedelta(minutes=5)))
    db.session.commit()
    before = stages.digest(without=())
    with somebody_writing(app):
        answers = [askers[who].open("GET", address).status_code for who, address in addresses]
    assert answers == as_ever
    assert 500 not in answers
    assert stages.digest(without=()) == before


@pytest.mark.usefixtures("impatient")
def test_every_save_says_that_somebody_writes(
    app: Flask, stage: Stage, askers: dict[str, Browser]
) -> None:
    before = stages.digest(without=())
    statuses: dict[str, int] = {}
    with somebody_writing(app):
        for rule in rules_in_order(app):
            if "POST" in rule.methods:
                target = next(targets(rule, stage))
                response = askers[asker_of(rule)].open("POST", target.address)
                statuses[rule.endpoint] = response.status_code
                if response.status_code == 503:
                    assert response.headers["Retry-After"].isdecimal()
                    assert "Somebody else is writing" in response.text
    assert len(statuses) >= 100
    assert {name: code for name, code in statuses.items() if code != 503} == REFUSED_BEFORE
    assert stages.digest(without=()) == before


@contextmanager
def connecting(engine: Engine, statement: str) -> Iterator[None]:
    """Let every new connection begin with `statement`."""

    def say(connection: Any, _record: Any) -> None:
        connection.execute(statement)

    engine.dispose()
    event.listen(engine, "connect", say)
    yield
    event.remove(engine, "connect", say)
    db.session.remove()
    engine.dispose()


def test_a_full_disk_is_said_and_pages_still_open(browser: Browser) -> None:
    before = stages.digest(without=())
    with connecting(db.engine, "PRAGMA max_page_count=1"):  # it can't become less than it has
        typed = CAMPAIGN | {"goal": "字" * 1_900}
        response = browser.open("POST", "/campaigns/new", typed)
        assert response.status_code == 507, main_text(browser.shown)
        assert response.headers["Retry-After"].isdecimal()
        assert "The disk is full" in main_text(browser.shown)
        browser.get("campaigns.list")
    assert stages.digest(without=()) == before
    browser.post("campaigns.create", CAMPAIGN)


@pytest.fixture
def only_read(app: Flask, browser: Browser) -> Browser:
    """The secretary's browser at a second program, which may only read the same file."""
    uri = f"sqlite:///file:{database_file(app)}?mode=ro&uri=true"
    settings = {"TESTING": True, "WTF_CSRF_ENABLED": False, "TODAY": app.config["TODAY"]}
    other = create_app(Path(app.instance_path), {**settings, "SQLALCHEMY_DATABASE_URI": uri})
    found = Browser(other.test_client())
    cookie = browser.client.get_cookie(other.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    found.client.set_cookie(cookie.key, cookie.value)
    return found


def test_what_can_only_be_read_says_so(only_read: Browser) -> None:
    before = stages.digest(without=())
    response = only_read.open("POST", "/campaigns/new", CAMPAIGN)
    assert response.status_code == 503
    assert "can only be read" in main_text(only_read.shown)
    only_read.get("campaigns.list")
    assert stages.digest(without=()) == before
    with only_read.app.app_context():
        db.engine.dispose()


def test_a_database_that_cannot_be_asked_still_gives_pages(app: Flask, browser: Browser) -> None:
    """Also of errors, and in JSON where a script asks."""
    browser.sign_in(Role.COMMITTEE_CLERK)
    db.session.remove()
    db.engine.dispose()
    for suffix in ("-wal", "-shm"):
        path = database_file(app)
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    database_file(app).write_bytes(b"no database " * 1_000)
    for address in ("/", "/members/", "/nowhere"):
        response = browser.open("GET", address)
        assert response.status_code in (503, 404), address
    assert browser.open("GET", "/members/").status_code == 503
    answer = browser.open("GET", "/members/choices")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["error"]
    assert answer.headers["Retry-After"].isdecimal()
