"""Phones: masked everywhere and to everybody; one press shows one number, and is in the history."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.members.models import Member
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, form_data, main_text, text

PHONE, MASKED = "13812349876", "138****9876"
WRITERS = (Role.COMMITTEE_SECRETARY, Role.COMMITTEE_CLERK, Role.BRANCH_SECRETARY)


@pytest.fixture
def member(database_of_test: None) -> Member:
    branch = factories.make_branch(name="Own")
    return factories.make_member(
        organization=branch, name="Lu Yuan", phone=PHONE, workshop=factories.make_workshop()
    )


def reader_of(app: Flask, role: Role, member: Member) -> Browser:
    """Somebody of this role who looks after the member as far as the role does."""
    found = factories.find(member)
    organization = found.assignments[0].organization if role is Role.BRANCH_SECRETARY else None
    more = {"workshops": (found.workshop_id,)} if role is Role.COMMISSAR else {}
    return Browser(app.test_client()).sign_in(role, organization, name=f"u-{role.value}", **more)


def revealed() -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.action == Action.REVEALED)
    return list(db.session.scalars(query))


@pytest.mark.parametrize("role", WRITERS)
def test_who_may_write_the_member_reads_the_number_by_one_press(
    app: Flask, member: Member, role: Role
) -> None:
    browser = reader_of(app, role, member)
    page = browser.get("members.show", record_id=member.id)
    assert text(page.select_one("#phone .num")) == MASKED
    assert [form["action"] for form in page.select("#phone form")] == [
        f"/members/{member.id}/phone"
    ]
    response = browser.open("POST", f"/members/{member.id}/phone")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert text(browser.shown.select_one("#phone .num")) == PHONE
    assert not browser.shown.select("#phone form")
    (entry,) = revealed()
    assert browser.user is not None
    assert (entry.user_id, entry.register, entry.record_id) == (
        browser.user.id,
        "members",
        member.id,
    )
    assert entry.record_title.startswith("Lu Yuan")
    assert PHONE not in repr((entry.record_title, entry.reason, entry.changes))
    said = main_text(browser.get("members.history", record_id=member.id))
    assert "Phone number viewed" in said
    assert text(browser.get("members.show", record_id=member.id).select_one("#phone .num")) == (
        MASKED
    )


@pytest.mark.parametrize("role", [role for role in Role if role not in WRITERS])
def test_nobody_else_reads_it(app: Flask, member: Member, role: Role) -> None:
    browser = reader_of(app, role, member)
    if role is Role.REVIEWER:
        page = browser.get("members.show", record_id=member.id)
        assert text(page.select_one("#phone .num")) == MASKED
        assert not page.select("#phone form")
    assert browser.open("POST", f"/members/{member.id}/phone").status_code == 403
    assert revealed() == []


def test_a_secretary_reads_none_of_another_branch(app: Flask, member: Member) -> None:
    other = factories.make_branch(name="Other")
    browser = Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, other)
    assert browser.open("POST", f"/members/{member.id}/phone").status_code == 404
    assert revealed() == []


def test_without_a_number_there_is_nothing_to_press(browser: Browser) -> None:
    member = factories.make_member()
    assert not browser.get("members.show", record_id=member.id).select("#phone")
    assert browser.open("POST", f"/members/{member.id}/phone").status_code == 303
    assert revealed() == []


def test_a_voided_record_shows_none(browser: Browser, member: Member) -> None:
    factories.archive(member)
    assert not browser.get("members.show", record_id=member.id).select("#phone form")
    assert browser.open("POST", f"/members/{member.id}/phone").status_code == 404


def test_an_address_alone_shows_no_number(browser: Browser, member: Member) -> None:
    assert browser.open("GET", f"/members/{member.id}/phone").status_code == 303
    assert revealed() == []


def test_reading_is_no_change(browser: Browser, member: Member) -> None:
    """The form that was open before is still good, and the page names who changed it last."""
    page = browser.get("members.edit", record_id=member.id)
    before = factories.find(member).version
    browser.open("POST", f"/members/{member.id}/phone")
    assert "last changed" in main_text(browser.shown)
    assert factories.find(member).version == before
    browser.post("members.edit", form_data(page) | {"job": "Fitter"}, record_id=member.id)
    assert factories.find(member).phone == PHONE
    said = main_text(browser.get("members.history", record_id=member.id))
    assert PHONE not in said


def texts_of(content: bytes) -> str:
    """Everything that a workbook holds, or the answer itself where it is none."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with ZipFile(BytesIO(content)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return "".join(parts)


def answer(browser: Browser, method: str, address: str) -> bytes:
    with browser.client.open(address, method=method) as response:
        return response.data


@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_no_page_or_file_shows_the_number_before_the_press(
    app: Flask, member: Member, role: Role
) -> None:
    """The canary: each page, list, export, search and JSON answer about this person, as HTML."""
    factories.change(member, phone="13812340000")
    factories.change(member, phone=PHONE)
    browser = reader_of(app, role, member)
    number = member.id
    pages = [f"/members/{number}{tail}" for tail in ("", "/edit", "/history", "/archive")]
    pages += [f"/members/{number}/{step}" for step in ("move", "transfer-out", "leave")]
    lists = [f"?q={q}" for q in ("Lu", PHONE, "9876")]
    lists += ["?columns=all", "?shown=all&columns=all", "?sort=phone&columns=all"]
    pages += [f"/members/{each}" for each in lists]
    pages += [f"/members/choices?q={q}" for q in ("Lu", PHONE)]
    pages += ["/", "/history", "/figures/", "/figures/members.total?period=2023"]
    posts = [f"/members/export{each}" for each in lists]
    posts += ["/members/template", "/figures/workbook?period=2023"]
    seen = {each: answer(browser, "GET", each) for each in pages}
    seen |= {each: answer(browser, "POST", each) for each in posts}
    shown = {each for each, content in seen.items() if MASKED in texts_of(content)}
    for each, content in seen.items():
        found = texts_of(content).replace("q=" + PHONE, "").replace(f'value="{PHONE}"', "")
        assert PHONE not in found, each
        assert "13812340000" not in found, each
    if role in WRITERS:
        wanted = {f"/members/{number}", f"/members/{number}/edit", "/members/?columns=all"}
        assert wanted | {"/members/export?columns=all", f"/members/{number}/history"} <= shown
    assert revealed() == []
