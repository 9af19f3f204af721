"""Every page and every error of a form in both languages: no word of the other one.

What is on record keeps its own language, so the words of the database are left out.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from lxml.etree import XPath
from sqlalchemy import JSON, String, Text, select

from partyhub.database import db
from partyhub.roles import Role
from tests import stages
from tests.browser import Browser
from tests.catalog import CATALOG
from tests.page_rules import Page
from tests.test_access import rules_in_order, targets

pytestmark = pytest.mark.slow
# Tables whose JSON holds what people wrote or uploaded.
UPLOADED = ("superior_form", "narrative")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# The codes of figures and rules are stable in both.
CODE = re.compile(r"\b[a-z]+(\.[a-z_]+)+\b")
# What stands in both: names of programs, forms of periods and codes, the switch of languages.
EVERYWHERE = {
    "English", "PartyHub", "WPS", "Excel", "LibreOffice", "xlsx", "FIRST", "LAST", "HD", "DY",
    "Test",
    "member", "first", "last",
    "exact", "at", "least", "nearly", "about",
    # Formats of files, units of their size, and a key.
    "PDF", "OFD", "Word", "docx", "txt", "JPEG", "PNG", "WebP", "HEIC", "KB", "MB", "Ctrl",
}  # fmt: skip
SWITCH = {"中文"}
OWN_TEXTS = XPath("text()")
# The nearest that says its language is neither the page nor what switches it.
OWN_LANGUAGE = XPath(
    "boolean(ancestor-or-self::*[@lang][1][not(self::html or self::button or self::form)])"
)
ROLES = (Role.COMMITTEE_SECRETARY, Role.ADMINISTRATOR, Role.AUDITOR, Role.COMMISSAR)
WRONG = {"zz": "never", "2023-99-99": "a day", "x" * 300: "long", "": "nothing"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_keeps_to_its_language(
    app: Flask, database_of_test: None, role: Role, language: str
) -> None:
    stage = stages.build()
    browser = Browser(app.test_client()).sign_in(role, language=language)
    known = words_on_record()
    for rule in rules_in_order(app):
        if "GET" not in rule.methods or "static" in rule.endpoint:
            continue
        for target in list(targets(rule, stage))[:3]:
            browser.open("GET", target.address)
            assert foreign(browser.tree, language, known) == set(), f"{target.address}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("register", CATALOG.registers, ids=lambda register: register.name)
def test_every_error_keeps_to_its_language(
    app: Flask, database_of_test: None, register: object, language: str
) -> None:
    stage = stages.build()
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, language=language)
    known = words_on_record() | {"zz", "x" * 300}
    name = register.name  # type: ignore[attr-defined]  # a register
    form = register.form  # type: ignore[attr-defined]
    fields = [key for key in dir(form) if hasattr(getattr(form, key), "bind")]
    record_id = stage.own.records[name]
    version = str(db.session.get(register.model, record_id).version)  # type: ignore[attr-defined]
    for text in WRONG:
        typed = dict.fromkeys(fields, text)
        for address, more in (
            (browser.url(f"{name}.create"), {}),
            (browser.url(f"{name}.edit", record_id=record_id), {"version": version}),
            (browser.url(f"{name}.edit", record_id=record_id), {"version": "stale"}),
        ):
            response = browser.open("POST", address, typed | more)
            assert response.status_code in (400, 409), address
            assert foreign(browser.tree, language, known) == set(), f"{address}: {text[:10]}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "step",
    ["move", "transfer-out", "leave", "return", "readmit", "admit", "regularize", "dissolve"],
)
def test_every_refusal_of_a_step_keeps_to_its_language(
    app: Flask, database_of_test: None, step: str, language: str
) -> None:
    stage = stages.build()
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY, language=language)
    known = words_on_record() | {"zz"}
    register = "organizations" if step == "dissolve" else "members"
    address = f"/{register}/{stage.own.records[register]}/{step}"
    version = str(
        db.session.get(CATALOG.by_name[register].model, stage.own.records[register]).version
    )  # type: ignore[union-attr]
    for day in ("", "zz", "2001-01-01", "2024-01-01", "2023-06-01"):
        typed = {"day": day, "version": version, "organization": "zz", "out_reason": "zz"}
        browser.open("POST", address, typed)
        assert foreign(browser.tree, language, known) == set(), day


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_for_strangers_keep_to_their_language(
    app: Flask, database_of_test: None, language: str
) -> None:
    browser = Browser(app.test_client())
    browser.open("POST", "/preferences", {"language": language})
    for method, address, data in (
        ("GET", "/set-up", None),
        ("POST", "/set-up", {"code": "zz", "username": "", "password": "x"}),
    ):
        browser.open(method, address, data)
        assert foreign(browser.tree, language, {"zz"}) == set(), address
    stages.build()
    for method, address, data in (
        ("GET", "/sign-in", None),
        ("POST", "/sign-in", {"username": "zz", "password": "zz"}),
    ):
        browser.open(method, address, data)
        assert foreign(browser.tree, language, {"zz"}) == set(), address


def foreign(page: Page, language: str, known: set[str]) -> set[str]:
    """The words of the other language in all that the page says, aloud too."""
    if page.findtext(".//title") == "Redirecting...":
        return set()  # werkzeug's own, which nobody sees
    pattern, allowed = (LATIN, EVERYWHERE) if language == "zh" else (CHINESE, SWITCH)
    found = {word for words in said(page) for word in pattern.findall(CODE.sub("", words))}
    return found - allowed - known


def said(page: Page) -> Iterator[str]:
    """The texts of a page, each by itself, and of attributes that are read out.

    Texts in another language than the page's, as that of a report, say so and are left out.
    """
    for tag in page.iter("*"):
        if tag.tag in ("script", "style") or OWN_LANGUAGE(tag):
            continue
        yield from OWN_TEXTS(tag)
        yield from (tag.get(name, "") for name in ("aria-label", "title", "placeholder", "alt"))


def words_on_record() -> set[str]:
    """Every word, Latin or Chinese, that stands in a text of the database."""
    found = set()
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Text):
                query = select(column).distinct()
            elif isinstance(column.type, JSON) and table.name in UPLOADED:
                query = select(column)
            else:
                continue
            for value in db.session.scalars(query):
                found |= set(LATIN.findall(str(value))) | set(CHINESE.findall(str(value)))
    db.session.rollback()
    return found
