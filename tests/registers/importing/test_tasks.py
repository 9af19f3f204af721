"""Files that are judged by a process of their own: how far it is, how it ended, what it leaves."""

import os
import signal
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from partyhub.accounts import operations, queries
from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.import_process.__main__ import turn
from partyhub.registers.importing.isolation.copies import COPY
from partyhub.registers.importing.web import stored_uploads, tasks
from partyhub.roles import Role
from tests import factories, stages
from tests.browser import Browser, main_text
from tests.instances import somebody_writing
from tests.registers.importing.test_pages import RIGHT, apply, folder, hand_in, token_of
from tests.registers.samples import stored

pytestmark = pytest.mark.long

__all__ = ["folder"]
PASSWORD = "three blue kettles sing"
HEAD = ("编码", "名称", "开始日期", "目标")
MANY = [HEAD, *[(f"C{n}", f"Name {n}", date(2022, 6, 29), "Goal") for n in range(1_500)]]


@pytest.fixture
def hasty(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer at once, and let the page say how far it is."""
    monkeypatch.setitem(app.config, "JUDGING_PATIENCE", 0)


def kept_of(app: Flask, token: str) -> stored_uploads.StoredUpload:
    return stored_uploads.StoredUpload(
        token, Path(app.instance_path) / stored_uploads.FOLDER / token
    )


def keeping_folder(app: Flask) -> Path:
    with app.app_context():
        return stored_uploads.folder()


def wait_for(app: Flask, token: str) -> tasks.Outcome:
    outcome = tasks.wait(kept_of(app, token), 120)
    assert not outcome.is_running
    return outcome


@pytest.mark.usefixtures("hasty")
def test_the_page_says_how_far_it_is_and_becomes_the_preview(
    app: Flask, browser: Browser, folder: Path
) -> None:
    before = stages.digest(without=())
    response = hand_in(browser, folder, "campaigns", MANY)
    token = token_of(response)
    page = browser.page(response.location)
    assert page.select_one("[data-waits]") is not None
    assert page.select_one(f'main a[href$="{token}"]') is not None, "without scripts, too"
    answer = browser.open("GET", browser.url("imports.progress", token=token)).json
    assert answer is not None
    assert set(answer) == {"rows", "done"}
    browser.post("imports.apply", {}, status=404, token=token)  # nobody has seen a preview yet

    assert wait_for(app, token).state == "judged"

    assert browser.open("GET", browser.url("imports.progress", token=token)).json == {
        "rows": 1_500,
        "done": True,
    }
    page = browser.page(response.location)
    assert page.select_one("[data-waits]") is None
    assert "1500" in main_text(page).replace(",", "")
    assert stages.digest(without=()) == before
    assert not list(kept_of(app, token).folder.glob(f"{COPY}*"))
    apply(browser, token)
    assert stored(Campaign) == 1_500


def test_judging_needs_no_lock_and_storing_says_when_it_has_none(
    app: Flask, browser: Browser, folder: Path
) -> None:
    with somebody_writing(app):
        response = hand_in(browser, folder, "campaigns", RIGHT)
        browser.page(response.location)
        apply(browser, token_of(response), status=503)
    assert stored(Campaign) == 0
    apply(browser, token_of(response))
    assert stored(Campaign) == 2


@pytest.mark.usefixtures("hasty")
def test_everybody_works_on_while_a_file_is_judged(
    app: Flask, browser: Browser, folder: Path
) -> None:
    """Pages, saves and sign-ins are answered as ever; what they save doesn't hold the import up."""
    user = factories.make_user(Role.REVIEWER, username="spare", password=PASSWORD)
    clerk = Browser(app.test_client()).sign_in(Role.COMMITTEE_CLERK)
    stranger = Browser(app.test_client())
    token = token_of(hand_in(browser, folder, "campaigns", MANY))
    statuses, rounds = set(), 0
    while tasks.find_outcome(kept_of(app, token)).is_running and rounds < 1_000:
        rounds += 1
        typed = {"name": f"Shop {rounds}", "code": f"S{rounds}", "is_first_line": "1"}
        typed |= {"opened_on": "2020-01-01"}
        statuses.add(clerk.open("GET", "/members/").status_code)
        statuses.add(clerk.open("POST", "/workshops/new", typed).status_code)
        sent = {"username": user.username, "password": PASSWORD}
        statuses.add(stranger.open("POST", "/sign-in", sent).status_code)
    assert statuses == {200, 303}
    assert rounds >= 1
    browser.post("imports.apply", {}, token=token)
    assert stored(Campaign) == 1_500, "it was written at once: nothing had to be judged again"


@pytest.mark.usefixtures("hasty")
def test_an_import_after_a_change_is_told_on_its_page(
    app: Flask, browser: Browser, folder: Path
) -> None:
    """What others changed beside the file lets it in; what they changed in it is shown again."""
    campaign = factories.make_campaign(code="C1", name="One", started_on=date(2022, 6, 29))
    response = hand_in(browser, folder, "campaigns", RIGHT)
    token = token_of(response)
    wait_for(app, token)
    factories.change(campaign, goal="Since")
    browser.post("imports.apply", {}, token=token)
    assert wait_for(app, token).state == "differs"
    assert "Records have changed since" in main_text(browser.page(response.location))
    assert stored(Campaign) == 1

    factories.make_campaign(code="Z9")
    browser.post("imports.apply", {}, token=token)
    assert wait_for(app, token).state == "imported"
    answer = browser.open("GET", response.location)
    assert answer.status_code == 303
    assert "Imported: 1 new, 1 changed" in main_text(browser.page(answer.location))
    assert stored(Campaign) == 3
    group_id = int(answer.location.rpartition("/")[2])
    assert browser.download("imports.download", group_id=group_id)[:2] == b"PK"
    assert browser.open("GET", response.location).status_code == 303, "to what was imported"


def test_a_file_that_is_none_is_said_on_its_page_too(
    app: Flask, browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = hand_in(browser, folder, "campaigns", RIGHT)
    upload = kept_of(app, token_of(response))
    tasks.write_outcome(upload, tasks.Outcome("refused", "It is no workbook."))
    assert "It is no workbook." in main_text(browser.page(response.location))
    browser.page(response.location, status=404)


@pytest.mark.usefixtures("hasty")
def test_a_file_that_waits_for_its_turn_says_so(app: Flask, browser: Browser, folder: Path) -> None:
    with ExitStack() as all_turns:
        for _ in range(max(1, (os.cpu_count() or 1) // 2)):
            all_turns.enter_context(turn(keeping_folder(app)))
        response = hand_in(browser, folder, "campaigns", RIGHT)
        assert "waits until files" in main_text(browser.page(response.location))
    assert wait_for(app, token_of(response)).state == "judged"


@pytest.mark.usefixtures("hasty")
def test_a_process_that_dies_is_said_in_words(
    app: Flask, browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing half done stays; the upload can be sent again."""
    started: list[Any] = []
    real = tasks.subprocess.Popen

    def noting(*arguments: Any, **options: Any) -> Any:
        started.append(real(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(tasks.subprocess, "Popen", noting)
    before = stages.digest(without=())
    response = hand_in(browser, folder, "campaigns", MANY)
    os.kill(started[0].pid, signal.SIGKILL)
    started[0].wait(60)
    assert wait_for(app, token_of(response)).state == "failed"
    assert "broke off" in main_text(browser.page(response.location))
    assert stages.digest(without=()) == before


@pytest.mark.usefixtures("hasty")
def test_a_process_that_gives_no_sign_is_taken_for_dead(
    app: Flask, browser: Browser, folder: Path
) -> None:
    """Its web process may have died with it, so that nobody saw its end."""
    response = hand_in(browser, folder, "campaigns", RIGHT)
    token = token_of(response)
    wait_for(app, token)
    upload = kept_of(app, token)
    (upload.folder / stored_uploads.OUTCOME).unlink()
    (upload.folder / COPY).write_bytes(b"left behind")
    os.utime(upload.folder / tasks.PULSE, (1, 1))
    hand_in(browser, folder, "campaigns", RIGHT)
    assert not (upload.folder / COPY).exists()
    assert "broke off" in main_text(browser.page(response.location))


@pytest.mark.usefixtures("hasty")
def test_memory_is_bounded(
    app: Flask, browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "JUDGING_LIMITS", {"memory": 100 * 2**20, "seconds": 600})
    before = stages.digest(without=())
    response = hand_in(browser, folder, "campaigns", MANY)
    assert wait_for(app, token_of(response)).state in tasks.REFUSED
    assert "memory" in main_text(browser.page(response.location))
    assert stages.digest(without=()) == before


def test_when_many_wait_the_next_one_is_told(
    browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MOST_TASKS", 0)
    hand_in(browser, folder, "campaigns", RIGHT, status=400)
    assert "Many files are being checked" in main_text(browser.shown)


@pytest.mark.usefixtures("hasty")
def test_whose_file_it_is(app: Flask, browser: Browser, folder: Path) -> None:
    token = token_of(hand_in(browser, folder, "campaigns", RIGHT))
    browser.sign_in(Role.COMMITTEE_CLERK)
    browser.get("imports.preview", status=404, token=token)
    assert browser.open("GET", browser.url("imports.progress", token=token)).json == {"rows": 0}
    wait_for(app, token)


def test_a_second_web_process_shows_what_the_first_began(
    app: Flask, browser: Browser, folder: Path
) -> None:
    from partyhub.app import create_app

    response = hand_in(browser, folder, "campaigns", RIGHT)
    settings = {name: app.config[name] for name in ("TESTING", "WTF_CSRF_ENABLED", "TODAY")}
    other = Browser(create_app(Path(app.instance_path), settings).test_client())
    cookie = browser.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    other.client.set_cookie(cookie.key, cookie.value)
    other.page(response.location)
    apply(other, token_of(response))
    assert stored(Campaign) == 2
    assert browser.open("GET", response.location).status_code == 303, "to what was imported"


def test_who_asks_for_an_import_twice_is_led_to_the_one_there_is(
    browser: Browser, folder: Path
) -> None:
    response = hand_in(browser, folder, "campaigns", RIGHT)
    address = browser.url("imports.apply", token=token_of(response))
    answers = [browser.open("POST", address, {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert stored(Campaign) == 2


def test_who_lost_the_rights_meanwhile_imports_nothing(
    app: Flask, browser: Browser, folder: Path
) -> None:
    """A file may wait long for its turn: whose it is is asked again before it is written."""
    response = hand_in(browser, folder, "campaigns", RIGHT)
    upload = kept_of(app, token_of(response))
    assert browser.user is not None
    viewer = queries.as_viewer(browser.user)
    operations.disable(browser.user)
    db.session.commit()
    with app.test_request_context():
        tasks.start(upload, viewer, expected=upload.result["digest"])
    outcome = wait_for(app, upload.token)
    assert outcome.state == "refused"
    assert "您的账户已有变动" in outcome.message
    assert stored(Campaign) == 0
