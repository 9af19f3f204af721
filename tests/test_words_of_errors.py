"""Passwords, the way in, lost forms and errors of the whole application, in both languages."""

import errno
import re

import pytest
from flask import Flask, session
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from partyhub.accounts import operations
from partyhub.accounts.operations.set_up import issue_setup_code
from partyhub.database import db
from partyhub.home import errors
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser
from tests.test_words_of_refusals import Reader, each_language, reader

__all__ = ["reader"]

pytestmark = pytest.mark.slow
PASSWORD = "three blue kettles sing"
NEW = "seven grey herons wait"
NUMBER = re.compile(r"\b[0-9a-f]{8}\b")


@pytest.fixture
def stranger(app: Flask, database_of_test: None, language: str) -> Reader:
    browser = Browser(app.test_client())
    browser.open("POST", "/preferences", {"language": language})
    return Reader(browser, language)


@each_language
def test_passwords(reader: Reader, language: str) -> None:
    factories.make_user(Role.REVIEWER, username="spare", password=PASSWORD)
    reader.browser.sign_in(Role.REVIEWER, name="spare", language=language)
    for current, password, again in (
        ("", "", ""),
        (PASSWORD, "short", "short"),
        (PASSWORD, NEW, "other"),
        (PASSWORD, "x" * 1_000, "x" * 1_000),
        (PASSWORD, "spare three kettles", "spare three kettles"),
        (PASSWORD, "abababababababab", "abababababababab"),
        (PASSWORD, PASSWORD, PASSWORD),
        ("zz", NEW, NEW),
    ):
        typed = {"current": current, "password": password, "again": again}
        reader.post("/account/password", typed)
    reader.post("/account/password", {"current": PASSWORD, "password": NEW, "again": NEW}, 303)


@each_language
def test_a_password_that_has_to_be_changed(reader: Reader, language: str) -> None:
    user = factories.make_user(Role.REVIEWER, username="spare")
    user.must_change_password = True
    reader.browser.sign_in(Role.REVIEWER, name="spare", language=language)
    reader.get("/account/password")


@each_language
def test_the_way_in(stranger: Reader) -> None:
    with_code = {"code": issue_setup_code(), "username": "keeper", "name": "Ming"}
    db.session.commit()
    for typed in (
        {},
        {"code": "zz", "username": "zz", "name": "zz", "password": NEW, "again": NEW},
        with_code | {"password": "short", "again": "short"},
        with_code | {"password": NEW, "again": "other"},
        with_code | {"password": "x" * 1_000, "again": "x" * 1_000},
        with_code | {"username": "z z", "password": NEW, "again": NEW},
        with_code | {"username": "z" * 99, "password": NEW, "again": NEW},
    ):
        stranger.post("/set-up", typed)
    stranger.post("/set-up", with_code | {"password": NEW, "again": NEW}, 303)
    stranger.get("/users/committee")
    stranger.post("/users/committee", {})
    named = {"name": "zz", "code": "DW", "established_on": "2020-01-01"}
    stranger.post("/users/committee", named, 303)
    stranger.get("/")
    stranger.post("/sign-out", status=303)
    for typed in ({}, *[{"username": "keeper", "password": "zz"}] * 6):
        stranger.post("/sign-in", typed)
    operations.unlock(operations.list_users()[0])
    db.session.commit()


@each_language
def test_first_steps_and_empty_pages(reader: Reader) -> None:
    reader.get("/")
    branch = factories.make_branch()
    reader.get("/")
    for address in ("/members/", "/activities/?q=zz", "/figures/", "/figures/awards.total"):
        reader.get(address)
    factories.make_member(organization=branch)
    factories.make_member(organization=branch, admitted_on="2022-07-01", full_on=None)
    factories.make_member(organization=branch, admitted_on="2022-06-01", full_on=None)
    factories.make_term(organization=branch, started_on="2019-01-01")
    factories.archive(factories.find(factories.make_member()).assignments[0])
    reader.get("/")


@each_language
def test_errors_of_the_whole_application(reader: Reader) -> None:
    reader.get("/users/", 403)
    reader.get("/members/99", 404)
    reader.get("/nowhere", 404)
    reader.get("/sign-out", 405)
    reader.post("/preferences", {"language": "zz"}, 400)
    reader.post("/figures/workbook", {"period": "zz"}, 404)
    reader.post("/members/new", {"remark": "x" * 17_000_000}, 413)
    reader.browser.open("GET", "/", headers={"Host": "evil.example"})
    # No cookie goes to another host, so it is Chinese first.
    Reader(reader.browser, "zh").read("another host")


@each_language
@pytest.mark.usefixtures("csrf")
def test_a_lost_form(reader: Reader) -> None:
    reader.post("/members/new", {"csrf_token": "zz"}, 400)


class RefusedError(Exception):
    """What the driver of PostgreSQL says where no server answers."""

    sqlstate = "08006"


@each_language
def test_what_should_never_happen(
    app: Flask, database_of_test: None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handlers themselves: no page leads to them, or else it would be mended."""
    monkeypatch.setattr(app, "testing", False)
    troubles = [
        OperationalError("BEGIN", {}, Exception(what))
        for what in ("locked", "disk is full", "readonly", "no such table", "not a database")
    ]
    unreachable = OperationalError("BEGIN", {}, RefusedError())
    for handler, error in (
        *((errors.render_trouble, trouble) for trouble in (*troubles, unreachable)),
        (errors.render_trouble, OSError(errno.ENOSPC, "No space left")),
        (errors.render_edit_conflict, StaleDataError()),
        (errors.render_failure, RuntimeError("on purpose")),
    ):
        with app.test_request_context("/"):
            session["preferences"] = {"language": language}
            body, *_ = handler(error)  # type: ignore[operator]  # each its own
        page = Reader(Browser(app.test_client()), language)
        page.browser.show(NUMBER.sub("", body))
        page.read("error")
