"""What no browser sends: markup kept as text, keys left out and added, the same twice, hosts."""

from typing import Any

import pytest
from flask import Flask
from markupsafe import escape

from partyhub.database import db
from partyhub.registers import Register
from partyhub.roles import Role
from tests import factories, stages
from tests.browser import Browser, errors, form_data, main_text
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.registers.samples import each_register, history_of, make, stored
from tests.registers.test_contract import filled_form

pytestmark = pytest.mark.slow

MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "'><b>x</b>", "</textarea><script>x</script>", "</select><h1>x</h1>", "</title><h1>x</h1>",
    "javascript:alert(1)", "{{ 7*7 }}", "{% raw %}", "${7*7}", "%(name)s %s %d %", "&lt;b&gt;",
    "<!--", "]]>", "<a href=//evil.example>x</a>", "\\u003cscript\\u003e", "=HYPERLINK(\"//e\")",
    "+1", "-1", "@SUM(1)", "<style>*{}</style>", "' onmouseover='x", "\" autofocus onfocus=\"x",
    "<template><form action=//evil.example>",
)  # fmt: skip
# By register: the text field in which markup is stored and read back.
TEXTS = {
    "organizations": ("name", "short_name", "superior_name", "remark"),
    "workshops": ("name",),
    "members": ("name", "ethnicity", "native_place", "education", "job", "remark"),
    "activities": ("title", "place", "chair", "recorder", "speaker", "agenda", "record"),
    "awards": ("title", "granting_body", "document_no", "certificate_no"),
    "campaigns": ("name", "goal"),
}
ODD = ("\x00", "a\x00b", "\ud800", "\udfff x", "x" * 60_000, "\u202ebdi\u202c", "\ufeff", "\x1b[0m",
       "\u2028", "\U000e0001", "\r\n\r\n", "\t", "0" * 5_000)  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_markup_is_stored_and_shown_as_text(name: str, browser: Browser) -> None:
    """The browser of the tests refuses every page with inline script or a foreign address."""
    register = CATALOG.by_name[name]
    record = make(register)
    for number, markup in enumerate(MARKUP):
        page = browser.get(f"{name}.edit", record_id=record.id)
        typed = form_data(page) | dict.fromkeys(TEXTS[name], f"{markup}{number}")
        browser.post(f"{name}.edit", typed, record_id=record.id)
        for endpoint, values in (
            ("show", {"record_id": record.id}),
            ("history", {"record_id": record.id}),
            ("list", {}),
        ):
            response = browser.open("GET", browser.url(f"{name}.{endpoint}", **values))
            assert response.status_code == 200
            if any(char in markup for char in "<>"):
                assert markup not in response.text
            if endpoint == "show":
                assert str(escape(markup)) in response.text
        page = browser.get(f"{name}.edit", record_id=record.id)
        assert form_data(page)[TEXTS[name][-1]] == f"{markup}{number}"
        browser.get(f"{name}.list", q=f"{markup}{number}"[:60])


@each_register
def test_odd_characters_in_each_field(register: Register, browser: Browser) -> None:
    """One field at a time, so that each is judged and none hides behind another."""
    record = make(register)
    filled = filled_form(browser, register, record)
    for field in filled:
        if field == "csrf_token":
            continue
        for odd in ODD:
            typed = {**filled, field: odd.encode("utf-8", "surrogatepass")}
            response = browser.open("POST", browser.url(f"{register.name}.create"), typed)
            assert response.status_code in (200, 303, 400), f"{field}: {odd[:20]!r}"
    for item in db.session.execute(db.select(register.model.search_text)):
        assert not {"\x00", "\x1b", "\u202e", "\ufeff"} & set(item[0])


@each_register
def test_a_key_that_is_missing_empties_nothing(register: Register, browser: Browser) -> None:
    record = make(register)
    before = cells_of(browser, register, record)
    version = str(factories.find(record).version)
    # Of an activity nobody is noted so: the page asks who came, and saves nothing.
    status = 200 if register.name == "activities" else 303
    browser.post(f"{register.name}.edit", {"version": version}, status=status, record_id=record.id)
    assert cells_of(browser, register, record) == before
    assert len(history_of(record, register)) == 1


@each_register
def test_keys_of_no_field_are_passed_over(register: Register, browser: Browser) -> None:
    record = make(register)
    before = cells_of(browser, register, record)
    page = browser.get(f"{register.name}.edit", record_id=record.id)
    more = dict.fromkeys(
        (
            *("id", "archived_at", "created_at", "updated_at", "search_text", "pinyin"),
            *("organization_id", "member_id", "__class__", "validate", "data", "errors"),
            *("meta", "viewer", "edited"),
        ),
        "7",
    )
    browser.post(f"{register.name}.edit", form_data(page) | more, record_id=record.id)
    assert cells_of(browser, register, record) == before
    assert factories.find(record).archived_at is None


@each_register
def test_sent_twice_is_stored_once(register: Register, browser: Browser) -> None:
    """A new record by its key; a change by its version."""
    record = make(register)
    filled = filled_form(browser, register, record)
    known = stored(register.model)
    page = browser.post(f"{register.name}.create", filled, status=400)
    assert errors(page)
    assert stored(register.model) == known

    edit = CONTRACTS[register.name].edit
    page = browser.get(f"{register.name}.edit", record_id=record.id)
    typed = form_data(page) | {edit.field: edit.typed}
    browser.post(f"{register.name}.edit", typed, record_id=record.id)
    known = len(history_of(record, register))
    browser.post(f"{register.name}.edit", typed, status=409, record_id=record.id)
    assert len(history_of(record, register)) == known


@each_register
def test_a_version_that_never_was_is_stale(register: Register, browser: Browser) -> None:
    record = make(register)
    typed = form_data(browser.get(f"{register.name}.edit", record_id=record.id))
    for version in ("", "0", "-1", "99", "x", "1.0", "1e0", "１", "9" * 400):
        browser.post(
            f"{register.name}.edit",
            typed | {"version": version},
            status=409,
            record_id=record.id,
        )


HOSTS = (
    "evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
    "localhost@evil.example", "evil.example#localhost", "local host", "localhost/..", "[::1",
    "a" * 300, "localhost\u3002example", "-",
)  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(host: str, app: Flask, database_of_test: None) -> None:
    browser = Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY)
    before = stages.digest(without=())
    for method, address in (("GET", "/"), ("GET", "/members/"), ("POST", "/sign-out")):
        response = browser.open(method, address, headers={"Host": host})
        assert response.status_code == 400
        assert "evil" not in response.text
        assert "evil" not in str(response.headers)
    assert stages.digest(without=()) == before


def cells_of(browser: Browser, register: Register, record: Any) -> str:
    page = browser.get(f"{register.name}.show", record_id=record.id)
    facts = page.select_one(".facts")
    return main_text(page) if facts is None else facts.get_text(" ", strip=True)
