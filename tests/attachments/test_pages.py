"""The files on the page of every record: who sees them, adds them and takes them away."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from partyhub import pages
from partyhub.attachments import storage
from partyhub.attachments.models import Attachment
from partyhub.attachments.queries import find_attachments_of
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.registers import Register
from partyhub.roles import Role
from tests import factories
from tests.attachments import files
from tests.browser import Browser, main_text, text
from tests.instances import somebody_writing
from tests.registers.samples import each_register, make

pytestmark = pytest.mark.long
Sent = tuple[str, bytes]


def sent(*named: Sent) -> dict[str, Any]:
    return {"files": [(BytesIO(content), name) for name, content in named]}


def attach(browser: Browser, record: Any, *named: Sent, status: int = 303) -> BeautifulSoup:
    endpoint = f"{record.__tablename__}s.attach".replace("activitys", "activities")
    return browser.post(endpoint, sent(*named), status=status, record_id=record.id)


def attached_to(record: Any, register: str) -> Sequence[Attachment]:
    return find_attachments_of(register, record.id)


def refusals(page: BeautifulSoup) -> list[str]:
    return [text(each) for each in page.select("main .refusals [data-refusal]")]


@each_register
def test_every_record_takes_files(register: Register, browser: Browser) -> None:
    record = make(register)
    place = {"record_id": record.id}
    page = browser.get(f"{register.name}.show", **place)
    assert "No attachment yet" in main_text(page)
    named = (("会议 合影.png", files.photo(kind="PNG")), ("minutes.PDF", files.PDF))
    page = browser.follow(f"{register.name}.attach", sent(*named), **place)
    assert "2 files attached." in main_text(page)
    shown = page.select_one("#attachments")
    assert shown is not None
    assert [text(each) for each in shown.select(".name")] == ["会议 合影.jpg", "minutes.pdf"]
    (thumbnail,) = shown.select("img")
    small = browser.open("GET", str(thumbnail["src"]))
    assert files.opened(small.data).size == (64, 48)
    photo, document = (browser.open("GET", str(a["href"])) for a in shown.select("li > a"))
    assert (photo.mimetype, document.mimetype) == ("image/jpeg", "application/pdf")
    assert photo.headers["Content-Disposition"].startswith("inline")
    assert document.headers["Content-Disposition"].startswith("attachment")
    assert document.data == files.PDF
    assert not files.opened(photo.data).getexif()


@each_register
def test_the_history_says_who_attached_and_removed(register: Register, browser: Browser) -> None:
    record = make(register)
    version = factories.find(record).version
    attached = factories.attach(record, "minutes")
    place = {"record_id": record.id, "attachment_id": attached.id}
    page = browser.get(f"{register.name}.detach", **place)
    assert "minutes.jpg" in main_text(
        page,
    )
    page = browser.post(f"{register.name}.detach", {"reason": " "}, status=400, **place)
    assert "Say why the file is removed." in main_text(page)
    page = browser.follow(f"{register.name}.detach", {"reason": "Of another meeting"}, **place)
    assert "Removed: minutes.jpg" in main_text(page)
    assert "No attachment yet" in main_text(page)
    told = main_text(browser.get(f"{register.name}.history", record_id=record.id))
    for words in ("File attached", "Attachment removed", "minutes.jpg", "Of another meeting"):
        assert words in told
    assert factories.find(record).version == version, "Whoever edits it meanwhile is not disturbed."
    for endpoint in ("attachment", "thumbnail", "detach"):
        browser.get(f"{register.name}.{endpoint}", status=404, **place)


def test_an_auditor_reads_no_names_of_files(browser: Browser) -> None:
    member = factories.make_member()
    factories.attach(member, "Application of Zhang San")
    browser.sign_in(Role.AUDITOR)
    told = main_text(browser.get("members.history", record_id=member.id))
    assert "File attached" in told
    assert "Zhang San" not in told


def test_good_files_are_attached_and_the_others_named(browser: Browser) -> None:
    activity = factories.make_activity()
    page = attach(
        browser,
        activity,
        ("a.pdf", files.PDF),
        ("../b.exe", b"MZ and more"),
        ("c.jpg", b""),
        ("d.jpg", files.photo()[:200]),
        ("again.pdf", files.PDF),
        status=400,
    )
    assert "1 file attached." in main_text(page)
    assert "4 files were not attached:" in main_text(page)
    names = [each.split()[0] for each in refusals(page)]
    assert names == ["b.exe", "c.jpg", "d.jpg", "again.pdf"]
    assert "The same file is attached already." in refusals(page)[-1]
    assert [each.name for each in attached_to(activity, "activities")] == ["a.pdf"]


def test_nothing_chosen_attaches_nothing(browser: Browser) -> None:
    activity = factories.make_activity()
    for data in ({}, {"files": (BytesIO(b""), "")}):
        page = browser.post("activities.attach", data, status=400, record_id=activity.id)
        assert "Choose a file first." in main_text(page)
    page = attach(browser, activity, ("x.jpg", b"nothing"), status=400)
    assert len(refusals(page)) == 1
    assert not attached_to(activity, "activities")
    browser.get("activities.attach", record_id=activity.id)


def test_a_name_is_text_on_every_page(browser: Browser) -> None:
    activity = factories.make_activity()
    bad = "<img src=x onerror=alert(1)>.pdf"
    attach(browser, activity, (bad, files.PDF))
    attach(browser, activity, (bad, b"no"), status=400)
    browser.get("activities.show", record_id=activity.id)
    assert not browser.shown.select("main img")
    (attached,) = attached_to(activity, "activities")
    assert "<" not in attached.name


def test_limits_say_how_much_and_what_to_do(
    browser: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = app.config["ATTACHMENT_LIMITS"] | {"file": 2**17, "request": 2**18, "files": 2}
    monkeypatch.setitem(app.config, "ATTACHMENT_LIMITS", limits)
    monkeypatch.setattr(pages, "FORM_ROOM", 2**10)
    activity = factories.make_activity()
    page = attach(browser, activity, ("a.pdf", files.PDF + bytes(2**17) + b"%%EOF"), status=400)
    assert "larger than 0.1 MB" in refusals(page)[0]
    page = attach(browser, activity, ("a.pdf", bytes(2**18 + 2**12)), status=413)
    assert "more than 0.2 MB" in main_text(page)
    assert "Send fewer at once" in main_text(page)
    attach(browser, activity, ("a.pdf", files.PDF), ("b.docx", files.DOCX))
    page = attach(browser, activity, ("c.ofd", files.OFD), status=400)
    assert "at most 2 files" in refusals(page)[0]


def test_files_go_with_the_record(app: Flask, browser: Browser) -> None:
    """Who reads the record reads them; who writes it adds and removes them; nobody else knows."""
    here, there = factories.make_branch(), factories.make_branch()
    activity = factories.make_activity(organization=here)
    attached = factories.attach(activity, "photo")
    other = factories.attach(factories.make_activity(organization=there), "other")
    place = {"record_id": activity.id, "attachment_id": attached.id}
    for role, branch, reads, writes in (
        (Role.BRANCH_SECRETARY, here, 200, 200),
        (Role.BRANCH_SECRETARY, there, 404, 404),
        (Role.REVIEWER, None, 200, 403),
        (Role.ADMINISTRATOR, None, 403, 403),
        (Role.AUDITOR, None, 403, 403),
    ):
        browser.sign_in(role, branch)
        for endpoint, status in (("attachment", reads), ("thumbnail", reads), ("detach", writes)):
            browser.get(f"activities.{endpoint}", status=status, **place)
        browser.get("activities.attach", status=writes, record_id=activity.id)
        if reads == 200:
            page = browser.get("activities.show", record_id=activity.id)
            assert bool(page.select("form[data-drop]")) == (writes == 200)
            assert bool(page.select("#attachments .about a")) == (writes == 200)
    browser.sign_in(Role.BRANCH_SECRETARY, here)
    for endpoint in ("attachment", "thumbnail", "detach"):
        mixed = {"record_id": activity.id, "attachment_id": other.id}
        browser.get(f"activities.{endpoint}", status=404, **mixed)
    stranger = Browser(app.test_client())
    answer = stranger.open("GET", stranger.url("activities.attachment", **place))
    assert answer.status_code == 302


def test_a_voided_record_shows_its_files_and_takes_none(browser: Browser) -> None:
    activity = factories.make_activity()
    attached = factories.attach(activity, "photo")
    place = {"record_id": activity.id, "attachment_id": attached.id}
    factories.archive(activity)
    page = browser.get("activities.show", record_id=activity.id)
    assert "photo.jpg" in main_text(page)
    assert not page.select("form[data-drop]")
    assert browser.open("GET", browser.url("activities.attachment", **place)).status_code == 200
    browser.get("activities.detach", status=404, **place)
    attach(browser, activity, ("a.pdf", files.PDF), status=404)
    browser.post("activities.restore", record_id=activity.id)
    browser.get("activities.detach", **place)


def test_a_damaged_file_is_never_sent(browser: Browser) -> None:
    activity = factories.make_activity()
    attach(browser, activity, ("a.pdf", files.PDF))
    (attached,) = attached_to(activity, "activities")
    path, place = (
        storage_path(browser.app, attached),
        {
            "record_id": activity.id,
            "attachment_id": attached.id,
        },
    )
    path.write_bytes(files.PDF.replace(b"Catalog", b"catalog"))
    page = browser.get("activities.attachment", status=410, **place)
    assert "is no longer what was stored" in main_text(page)
    path.unlink()
    browser.get("activities.attachment", status=410, **place)


def storage_path(app: Flask, attached: Attachment) -> Path:
    with app.app_context():
        return storage.path_of(attached.digest)


@pytest.mark.sqlite(reason="there one waits for a row only")
def test_photos_are_decoded_before_the_lock(
    browser: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody writes, files are judged and refused as ever; only attaching has to wait."""
    activity = factories.make_activity()
    monkeypatch.setitem(app.config, "BUSY_TIMEOUT", 0.02)
    with somebody_writing(app):
        page = attach(browser, activity, ("a.jpg", files.photo()[:200]), status=400)
        assert "damaged" in refusals(page)[0]
        attach(browser, activity, ("a.jpg", files.photo()), status=503)
    assert not attached_to(activity, "activities")
    attach(browser, activity, ("a.jpg", files.photo()))


def test_each_file_is_one_act_of_the_history(browser: Browser) -> None:
    activity = factories.make_activity()
    attach(browser, activity, ("a.pdf", files.PDF), ("b.docx", files.DOCX))
    query = select(HistoryEntry).where(HistoryEntry.action == Action.ATTACHED)
    entries = db.session.scalars(query.order_by(HistoryEntry.id)).all()
    assert [each.changes[0]["new"] for each in entries] == ["a.pdf", "b.docx"]
    assert {(each.register, each.record_id) for each in entries} == {("activities", activity.id)}
