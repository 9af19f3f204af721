"""Hostile text in each field of every form but the new record's (test_hostile.py has that one).

A form is opened as its user sees it, and sent with one field or all of them hostile. The answer is
a page, a refusal or a redirect into the application; what was refused has changed nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from partyhub.accounts import operations
from partyhub.activities.models import AttendanceState
from partyhub.database import db
from partyhub.registers import Register
from partyhub.roles import Role
from partyhub.rules.queries import find_versions
from tests import factories, stages
from tests.browser import Browser, form_data
from tests.catalog import CATALOG
from tests.instances import State
from tests.narratives.making import make_narrative
from tests.registers.samples import make
from tests.superior_forms.making import make_form, with_newer_file
from tests.test_access import DATED
from tests.test_hostile import HOSTILE, SCRIPT

pytestmark = pytest.mark.slow

# Tried in each field by itself, the others being right; all at once take all of HOSTILE.
ALONE = (SCRIPT, "\ud800\x00", "9" * 20, "x" * 60_000, "2023-02-30", "#" + "9" * 30, "1e309")
SECRETARY, ADMINISTRATOR = Role.COMMITTEE_SECRETARY, Role.ADMINISTRATOR


def a_member(**values: Any) -> Any:
    """Somebody of one branch, while there is another one to go to."""
    factories.make_branch()
    return factories.make_member(organization=factories.make_branch(), **values)


def a_target() -> Any:
    stages_of_life = {"applied_on": "2020-01-01", "target_on": "2021-01-01"}
    return a_member(**stages_of_life, admitted_on=None, full_on=None)


def a_probationary() -> Any:
    return a_member(admitted_on="2022-01-01", full_on=None)


def one_who_left(reason: str = "transfer_out") -> Any:
    member = a_member()
    factories.leave(member, date(2023, 1, 1), reason)
    return member


def a_proposal() -> Any:
    return factories.make_project(status="proposed")


def branch_of(member: Any) -> Any:
    return factories.find(member).assignments[0].organization_id


def a_commissar() -> Any:
    """An account that has something in every field of its form."""
    workshop, member = factories.make_workshop(), factories.make_member()
    links = {"member_id": member.id, "workshop_ids": [workshop.id]}
    return factories.make_user(Role.COMMISSAR, **links)


def beside_an_account(address: str) -> str:
    """What is there only when the committee and somebody's account are on record."""
    a_commissar()
    return address


def a_file(register: Register) -> str:
    record = make(register)
    attached = factories.attach(record, "minutes")
    return f"/{register.name}/{record.id}/attachments/{attached.id}/remove"


# Each form by its endpoint: who opens it, and the address of its page, made with what it needs.
Address = Callable[[], str]
FORMS: dict[str, tuple[Role | None, Address]] = {
    "members.take_step admit": (SECRETARY, lambda: f"/members/{a_target().id}/admit"),
    "members.take_step regularize": (
        SECRETARY,
        lambda: f"/members/{a_probationary().id}/regularize",
    ),
    "members.take_step move": (SECRETARY, lambda: f"/members/{a_member().id}/move"),
    "members.take_step transfer-out": (
        SECRETARY,
        lambda: f"/members/{a_member().id}/transfer-out",
    ),
    "members.take_step leave": (SECRETARY, lambda: f"/members/{a_member().id}/leave"),
    "members.take_step return": (SECRETARY, lambda: f"/members/{one_who_left().id}/return"),
    "members.take_step readmit": (
        SECRETARY,
        lambda: f"/members/{one_who_left('removed').id}/readmit",
    ),
    "dissolving.dissolve": (SECRETARY, lambda: f"/organizations/{branch_of(a_member())}/dissolve"),
    "beginning.begin": (SECRETARY, lambda: f"/projects/{a_proposal().id}/begin"),
    "yearly_reports.create": (SECRETARY, lambda: "/yearly-reports/new"),
    "yearly_reports.edit": (
        SECRETARY,
        lambda: f"/yearly-reports/{factories.make_report().id}/edit",
    ),
    "yearly_reports.withdraw": (
        SECRETARY,
        lambda: f"/yearly-reports/{factories.make_report().id}/withdraw",
    ),
    "rules.edit_rule": (SECRETARY, lambda: "/rules/quorum.ordinary"),
    "rules.correct_rule": (
        SECRETARY,
        lambda: f"/rules/quorum.ordinary/{find_versions('quorum.ordinary')[0].id}",
    ),
    "definitions.edit_day": (SECRETARY, lambda: "/definitions/day"),
    "definitions.edit_words": (SECRETARY, lambda: "/definitions/words/education.college"),
    "narratives.edit_section": (
        SECRETARY,
        lambda: f"/narratives/{make_narrative(factories.committee()).id}/sections/members",
    ),
    "narratives.edit_template": (SECRETARY, lambda: "/narratives/templates/zh/members"),
    "superior_forms.create": (SECRETARY, lambda: "/superior-forms/new"),
    "superior_forms.void": (SECRETARY, lambda: f"/superior-forms/{make_form().id}/void"),
    "superior_forms.map_branches": (
        SECRETARY,
        lambda: f"/superior-forms/{make_form().id}/branches/0/1",
    ),
    "superior_forms.compare": (
        SECRETARY,
        lambda: f"/superior-forms/{with_newer_file().id}/difference",
    ),
    "headings.edit": (SECRETARY, lambda: "/headings/"),
    "drafts.check": (SECRETARY, lambda: "/drafts/"),
    "users.create": (ADMINISTRATOR, lambda: beside_an_account("/users/new")),
    "users.edit": (ADMINISTRATOR, lambda: f"/users/{a_commissar().id}/edit"),
    "users.name_committee": (ADMINISTRATOR, lambda: "/users/committee"),
    "accounts.change_password": (SECRETARY, lambda: "/account/password"),
    "accounts.sign_in": (None, lambda: beside_an_account("/sign-in")),
    "accounts.set_up": (None, lambda: "/set-up"),
}
for _register in CATALOG.registers:
    for _page in ("edit", "archive"):
        FORMS[f"{_register.name}.{_page}"] = (
            SECRETARY,
            lambda register=_register, page=_page: f"/{register.name}/{make(register).id}/{page}",
        )
    FORMS[f"{_register.name}.detach"] = (SECRETARY, lambda register=_register: a_file(register))
    if _register.name in DATED:
        FORMS[f"{_register.name}.correct"] = (
            SECRETARY,
            lambda register=_register: (
                f"/{register.name}/{make(register).id}/periods/{DATED[register.name]}/2023-06-30"
            ),
        )


def a_moved_figure() -> str:
    """The form of the reason why a figure moved: honors of the year before have no followers."""
    for day in (1, 2, 3):
        factories.make_award(awarded_on=date(2022, 3, day))
    return "/problems/figures.moved/explain?period=party-year-2023"


FORMS["problems.explain"] = (SECRETARY, a_moved_figure)

# What is sent from a page that shows no such form: the address, and what is right.
BUTTONS: dict[str, tuple[Role, Address, Mapping[str, str]]] = {
    "accounts.preferences": (
        SECRETARY,
        lambda: "/preferences",
        {"language": "en", "theme": "dark", "type_size": "large", "next": "/members/"},
    ),
    "reports.workbook": (
        SECRETARY,
        lambda: "/figures/workbook",
        {"period": "2023", "organization": "1"},
    ),
    "narratives.create": (
        SECRETARY,
        lambda: "/narratives/",
        {"period": "2023", "organization": "1", "language": "en"},
    ),
    "superior_forms.map_cell": (
        SECRETARY,
        lambda: f"/superior-forms/{make_form().id}/cell",
        {
            "version": "2",
            "sheet": "0",
            "cell": "B3",
            "source": "members.total",
            "value": "now",
            "scale": "1",
            "unit": "asked",
            "replaces": "1",
        },
    ),
    "superior_forms.send_filled": (
        SECRETARY,
        lambda: f"/superior-forms/{make_form().id}/filled",
        {"period": "2023", "organization": "1"},
    ),
    "drafts.table": (
        SECRETARY,
        lambda: "/drafts/table",
        {"period": "2023", "organization": "1", "text": "54 vanguard posts"},
    ),
    "handin.workbook": (
        SECRETARY,
        lambda: "/figures/handin",
        {"period": "2023", "organization": "1"},
    ),
    "inspection_packs.pack": (
        SECRETARY,
        lambda: "/inspection-packs/pack",
        {"period": "2023", "organization": "1", "register": "awards"},
    ),
    "yearly_reports.submit": (
        SECRETARY,
        lambda: f"/yearly-reports/{factories.make_report().id}/submit",
        {"version": "1"},
    ),
    "yearly_reports.sign": (
        SECRETARY,
        lambda: f"/yearly-reports/{factories.make_report().id}/sign",
        {"version": "1", "mark": "f" * 32},
    ),
    "yearly_reports.export_comparison": (
        SECRETARY,
        lambda: "/yearly-reports/compare/workbook",
        {"first": "2022", "second": "2023"},
    ),
    "yearly_reports.workbook": (
        SECRETARY,
        lambda: f"/yearly-reports/{factories.make_report().id}/workbook/full",
        {"frozen": "1"},
    ),
    "activities.refresh": (
        SECRETARY,
        lambda: f"/activities/{factories.make_activity().id}/refresh",
        {"version": "1"},
    ),
}
# Buttons that send nothing, or only what test_hostile.py tries in the address of the list, or a
# file or what is about one: test_hostile_answers.py has these.
TAKE_NO_TEXT = {
    *(f"imports.{act}" for act in ("list", "columns", "decide", "apply", "marked")),
    *(f"activities.{act}" for act in ("sign_in", "attendance_sheet", "attendance_sheet_review")),
    *(f"imports.{act}" for act in ("undo", "forget", "download")),
    *(f"{register.name}.{act}" for register in CATALOG.registers for act in ("import", "template")),
    "accounts.sign_out", "accounts.revoke_sessions", "users.reset_password", "users.disable",
    "users.enable", "users.unlock", "still_holding.end", "home.send_templates", "home.try_sample",
    "members.reveal_phone", "narratives.send_document",
    *(f"superior_forms.{act}" for act in ("restore", "replace_file", "take_proposals")),
    *(f"papers.{page}" for page in ("meeting", "sign_in", "minutes", "plaque", "plaques")),
    "papers.honors", "papers.honors_of",
    *(f"{register.name}.attach" for register in CATALOG.registers),
    *(f"{register.name}.restore" for register in CATALOG.registers),
    *(f"{register.name}.export" for register in CATALOG.registers),
}  # fmt: skip


def test_every_act_is_tried_somewhere(app: Flask) -> None:
    acts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    tried = {name.partition(" ")[0] for name in (*FORMS, *BUTTONS)}
    created = {f"{register.name}.create" for register in CATALOG.registers}
    assert tried | created | TAKE_NO_TEXT == acts


@pytest.mark.parametrize("name", FORMS)
def test_no_text_in_a_form_fails_or_runs(app: Flask, database_of_test: None, name: str) -> None:
    role, address = FORMS[name]
    browser, path = opened(app, role, address)
    right = form_data(browser.page(path))
    assert set(right) - {"csrf_token"}, "The form has fields."
    send_hostile(browser, path, right)


@pytest.mark.parametrize("name", BUTTONS)
def test_no_text_with_a_button_fails_or_runs(app: Flask, database_of_test: None, name: str) -> None:
    role, address, right = BUTTONS[name]
    browser, path = opened(app, role, address)
    send_hostile(browser, path, right)


@pytest.mark.parametrize("state", AttendanceState)
def test_no_note_of_attendance_fails_or_runs(
    app: Flask, database_of_test: None, state: AttendanceState
) -> None:
    """The keys of the roll name people, so they may be hostile too."""
    browser, path = opened(app, SECRETARY, FORMS["activities.edit"][1])
    right = form_data(browser.page(path))
    (key,) = (key for key in right if key.startswith("attendance-"))
    number = key.removeprefix("attendance-")
    notes = {f"why-{number}": "Ill", f"made_up-{number}": "2023-06-01"}
    send_hostile(browser, path, right | notes | {key: state.value}, only=(key, *notes))
    for text in HOSTILE[:4] + HOSTILE[5:]:
        more = {f"{part}-{text}": "leave" for part in ("attendance", "why", "made_up")}
        assert browser.open("POST", path, right | more).status_code in (303, 400, 409)


def opened(app: Flask, role: Role | None, address: Address) -> tuple[Browser, str]:
    """A browser of such a user, and the address; the committee and its people come with both."""
    browser = Browser(app.test_client())
    if role is ADMINISTRATOR:
        made, _ = operations.create_user("keeper", "Keeper", role, must_change=False)
        db.session.commit()
        browser.enter_as(made)
    elif role is not None:
        browser.sign_in(role)
    return browser, address()


def send_hostile(
    browser: Browser, path: str, right: Mapping[str, Any], only: tuple[str, ...] = ()
) -> None:
    state = State(browser.app)
    before = stages.digest(without=WITH_NOTE)
    typed = {name: right[name] for name in only or right if name != "csrf_token"}
    tries = [dict.fromkeys(typed, text) for text in HOSTILE]
    tries += [{name: text} for name in typed for text in ALONE]
    for hostile in tries:
        sent = {key: encoded(value) for key, value in {**right, **hostile}.items()}
        response = browser.open("POST", path, sent)
        told = f"{path}: {[(key, value[:20]) for key, value in hostile.items()]}"
        assert response.status_code in (200, 303, 400, 404, 409), told
        assert SCRIPT.encode() not in response.data, told
        if response.status_code in (200, 303):
            stays_here(response.location or "/", told)
            state.put_back()
    assert stages.digest(without=WITH_NOTE) == before


# What refused attempts to sign in leave behind, and that somebody was here.
WITH_NOTE = ("user_session", "sign_in_failure", "account_event")


def encoded(value: Any) -> Any:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def stays_here(location: str, told: str) -> None:
    parts = urlsplit(location)
    assert not parts.scheme, told
    assert not parts.netloc, told
    assert location.startswith("/"), told
