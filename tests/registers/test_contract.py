"""What every register must do with one record: enter, change, refuse, remember, archive."""

from typing import Any

import pytest
from sqlalchemy import func, select

from partyhub.clock import today
from partyhub.database import db
from partyhub.figures import Figure
from partyhub.history.models import Action
from partyhub.periods import Period
from partyhub.registers import Register
from partyhub.registers.saving import snapshot
from partyhub.reports.calculation import scope_of
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, cells, errors, form_data, main_text, text, without_token
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.registers.samples import (
    counted_queries,
    each_register,
    export,
    history_of,
    make,
    person,
    stored,
)

pytestmark = pytest.mark.long


@each_register
def test_an_unchanged_edit_changes_nothing(register: Register, browser: Browser) -> None:
    record = make(register)
    before, version = cells(browser.get(f"{register.name}.list", columns="all")), record.version
    known = len(history_of(record, register))

    page = browser.get(f"{register.name}.edit", record_id=record.id)
    browser.post(f"{register.name}.edit", form_data(page), record_id=record.id)

    assert cells(browser.get(f"{register.name}.list", columns="all")) == before
    assert factories.find(record).version == version
    assert len(history_of(record, register)) == known


@pytest.mark.usefixtures("csrf")
@each_register
def test_a_filled_form_creates_a_record(register: Register, browser: Browser) -> None:
    record = make(register)
    filled = filled_form(browser, register, record)
    row = row_of(browser, register, record)
    known = stored(register.model)
    factories.archive(record)

    browser.follow(f"{register.name}.create", filled)

    assert stored(register.model) == known + 1
    # A record that was asked about before it was saved has drawn a number, too.
    created = db.session.scalar(select(func.max(register.model.id)))
    assert row_of_id(browser, register, created or 0) == row


@each_register
def test_what_is_missing_is_named_and_the_rest_kept(register: Register, browser: Browser) -> None:
    record = make(register)
    filled = filled_form(browser, register, record)
    known = stored(register.model)

    required = [column.key for column in CONTRACTS[register.name].promised() if column.is_required]
    for field in required:
        if field == "recipient_kind":  # the recipient tells it
            continue
        typed = {**filled, field: " "}
        page = browser.post(f"{register.name}.create", typed, status=400)

        assert field in errors(page), f"{field} is not named: {errors(page)}"
        assert page.select(f'.error-summary a[href="#{field}"]')
        kept = form_data(page)
        for name, value in typed.items():
            if name != field and name in kept and name not in ("csrf_token", "version"):
                assert kept[name] == value, f"{name} was typed and lost"
    assert stored(register.model) == known


@each_register
def test_a_stale_edit_is_answered_with_both_versions(register: Register, browser: Browser) -> None:
    record = make(register)
    edit = CONTRACTS[register.name].edit
    page = browser.get(f"{register.name}.edit", record_id=record.id)
    mine = form_data(page) | {edit.field: edit.typed}
    factories.change(record, viewer=person("Zhao"), **{edit.field: edit.other})
    version, known = factories.find(record).version, len(history_of(record, register))

    page = browser.post(f"{register.name}.edit", mine, status=409, record_id=record.id)

    compared = [row for row in cells(page) if edit.shown in row]
    assert compared, main_text(page)
    assert edit.other_shown in compared[0]
    assert "Zhao" in main_text(page)
    assert factories.find(record).version == version
    assert len(history_of(record, register)) == known
    # Saving what the page shows now is a decision.
    decided = form_data(page) | {"reason": "As on the paper"}
    browser.post(f"{register.name}.edit", decided, record_id=record.id)
    assert edit.shown in main_text(browser.get(f"{register.name}.show", record_id=record.id))


def void(browser: Browser, register: Register, record: Any, **typed: str) -> None:
    page = browser.get(f"{register.name}.archive", record_id=record.id)
    typed = form_data(page) | {"reason": "A slip"} | typed
    browser.post(f"{register.name}.archive", typed, record_id=record.id)


@each_register
def test_history_says_who_did_what(register: Register, browser: Browser) -> None:
    record = make(register)
    edit = CONTRACTS[register.name].edit
    before = shown_value(register, record, edit.field)
    filled = form_data(browser.get(f"{register.name}.edit", record_id=record.id))
    filled |= {edit.field: edit.typed, "reason": "As on the paper"}
    browser.post(f"{register.name}.edit", filled, record_id=record.id)
    void(browser, register, record)
    browser.post(f"{register.name}.restore", record_id=record.id)

    created, changed, archived, restored = history_of(record, register)

    assert [e.action for e in (created, changed, archived, restored)] == [
        Action.CREATED,
        Action.CHANGED,
        Action.ARCHIVED,
        Action.RESTORED,
    ]
    assert browser.user is not None
    assert {e.user_id for e in (changed, archived, restored)} == {browser.user.id}
    assert [(c["field"], c["old"]) for c in changed.changes] == [(edit.field, before)]
    assert archived.reason == "A slip"
    page = main_text(browser.get(f"{register.name}.history", record_id=record.id))
    for words in ("Created", "Changed", "Voided", "Restored", edit.shown, browser.user.name):
        assert words in page


@each_register
def test_archive_takes_it_off_list_figures_and_export(register: Register, browser: Browser) -> None:
    record = make(register)
    was_listed, was_counted = is_listed(browser, register, record), counted_in(register, record)
    was_exported = record.id in export(browser, register, shown="all").ids
    assert was_listed
    assert was_exported

    void(browser, register, record)

    assert not is_listed(browser, register, record)
    assert not counted_in(register, record)
    assert record.id not in export(browser, register, shown="all").ids
    browser.get(f"{register.name}.edit", status=404, record_id=record.id)
    browser.get(f"{register.name}.archive", status=404, record_id=record.id)
    page = browser.get(f"{register.name}.show", record_id=record.id)
    assert "voided" in main_text(page)

    browser.post(f"{register.name}.restore", record_id=record.id)

    assert is_listed(browser, register, record)
    assert counted_in(register, record) == was_counted
    assert record.id in export(browser, register, shown="all").ids


@each_register
def test_a_reader_may_look_but_not_write(register: Register, browser: Browser) -> None:
    record = make(register)
    filled = filled_form(browser, register, record)
    known = len(history_of(record, register))

    browser.sign_in(Role.REVIEWER)

    if CONTRACTS[register.name].is_confidential:
        browser.get(f"{register.name}.list", status=403)
        browser.get(f"{register.name}.show", status=403, record_id=record.id)
        return
    browser.get(f"{register.name}.list")
    page = browser.get(f"{register.name}.show", record_id=record.id)
    assert not [a for a in page.select("main a[href]") if a["href"].endswith(("/edit", "/archive"))]
    browser.get(f"{register.name}.create", status=403)
    browser.post(f"{register.name}.create", filled, status=403)
    for name in ("edit", "archive"):
        browser.get(f"{register.name}.{name}", status=403, record_id=record.id)
        browser.post(f"{register.name}.{name}", filled, status=403, record_id=record.id)
    browser.post(f"{register.name}.restore", status=403, record_id=record.id)
    assert len(history_of(record, register)) == known


@each_register
def test_another_branch_is_as_good_as_missing(register: Register, browser: Browser) -> None:
    own, other = factories.make_branch(), factories.make_branch()
    record = make(register, other)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    if CONTRACTS[register.name].is_everybodys:
        browser.get(f"{register.name}.show", record_id=record.id)
        browser.get(f"{register.name}.edit", status=403, record_id=record.id)
        return
    missing = 403 if CONTRACTS[register.name].is_committees_own else 404
    seen = 403 if CONTRACTS[register.name].is_confidential else 404
    for name in ("show", "history"):
        assert_as_missing(browser, register, name, record, seen)
    for name in ("edit", "archive"):
        assert_as_missing(browser, register, name, record, missing)


def assert_as_missing(
    browser: Browser, register: Register, name: str, record: Any, status: int
) -> None:
    answers = []
    for record_id in (record.id, 2_000_000):
        address = browser.url(f"{register.name}.{name}", record_id=record_id)
        response = browser.open("GET", address)
        assert response.status_code == status
        answers.append(without_token(response.text).replace(address, "<address>"))
    assert answers[0] == answers[1]


@each_register
def test_a_stranger_is_sent_to_the_sign_in(register: Register, stranger: Browser) -> None:
    record = make(register)
    factories.make_user(Role.REVIEWER)
    for name in ("list", "create", "export"):
        assert_sent_away(stranger, stranger.url(f"{register.name}.{name}"))
    for name in ("show", "edit", "archive", "history", "restore"):
        assert_sent_away(stranger, stranger.url(f"{register.name}.{name}", record_id=record.id))


def assert_sent_away(stranger: Browser, address: str) -> None:
    for method in ("GET", "POST"):
        response = stranger.open(method, address)
        if response.status_code != 405:
            assert response.status_code == 302, f"{method} {address}"
            assert response.location.startswith("/sign-in")


@each_register
def test_many_records_take_as_many_queries_as_one(register: Register, browser: Browser) -> None:
    first = make(register, factories.make_branch())
    for_one = queries_of(browser, register, first)
    records = [make(register, factories.make_branch()) for _ in range(5)]
    assert queries_of(browser, register, records[-1]) == for_one


def queries_of(browser: Browser, register: Register, record: Any) -> dict[str, int]:
    """How many statements the list, the export and the record's page send."""
    found = {}
    for name, send in {
        "list": lambda: browser.get(f"{register.name}.list", columns="all", shown="all"),
        "show": lambda: browser.get(f"{register.name}.show", record_id=record.id),
        "edit": lambda: browser.get(f"{register.name}.edit", record_id=record.id),
        "export": lambda: browser.download(f"{register.name}.export", columns="all"),
    }.items():
        with counted_queries() as statements:
            send()
        found[name] = len(statements)
    return found


def filled_form(browser: Browser, register: Register, record: Any) -> dict[str, Any]:
    """What a person would send to enter this record, as its own form shows it."""
    page = browser.get(f"{register.name}.edit", record_id=record.id)
    filled = form_data(page)
    filled.pop("version", None)
    return filled | CONTRACTS[register.name].left_out(record) | {"reason": "As on the paper"}


def row_of(browser: Browser, register: Register, record: Any) -> list[str]:
    return row_of_id(browser, register, record.id)


def row_of_id(browser: Browser, register: Register, record_id: int) -> list[str]:
    page = browser.get(f"{register.name}.list", columns="all", shown="all")
    address = browser.url(f"{register.name}.show", record_id=record_id)
    row = next(row for row in page.select("tbody tr") if row.select(f'a[href="{address}"]'))
    return [text(cell) for cell in row.select("td")]


def is_listed(browser: Browser, register: Register, record: Any) -> bool:
    page = browser.get(f"{register.name}.list", shown="all")
    address = browser.url(f"{register.name}.show", record_id=record.id)
    return bool(page.select(f'tbody a[href="{address}"]'))


def shown_value(register: Register, record: Any, key: str) -> Any:
    """The value that history holds for a column: its JSON."""
    return snapshot(factories.find(record))[key]


def counted_in(register: Register, record: Any) -> set[str]:
    """The codes of the figures of all years that count this very record."""
    scope = scope_of(factories.OWNER, Period.parse(f"1990-01-01..{today()}"))
    own = [f for f in CATALOG.figures if isinstance(f, Figure) and f.model is register.model]
    return {
        figure.code for figure in own if record.id in set(db.session.scalars(figure.select(scope)))
    }
