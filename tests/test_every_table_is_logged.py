"""Whatever a request changes is in the history, or among the events of accounts, at once.

A watch over the connection notes the tables that each transaction writes. A transaction with a
table of facts has an entry of the history or an event of an account as well, or it is a fault.
"""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from partyhub.accounts import operations
from partyhub.accounts.queries import as_viewer
from partyhub.database import db, writing
from partyhub.history.models import ImportRun
from partyhub.registers import Register
from partyhub.registers.importing.remembering import remember_all
from partyhub.roles import Role
from partyhub.rules.queries import find_versions
from tests import factories
from tests.accounts.people import PASSWORD
from tests.attachments.files import PDF
from tests.browser import Browser, form_data
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.instances import State
from tests.narratives.making import make_narrative
from tests.registers.importing.workbooks import Desk
from tests.registers.samples import make
from tests.registers.test_contract import filled_form
from tests.superior_forms.making import make_form, with_newer_file
from tests.written_tables import watching
from tests.yearly_reports import steps

pytestmark = pytest.mark.long

# Tables that hold no fact of the committee's, and why nobody asks who wrote to them.
NO_FACTS = {
    "user_session": "who is signed in; signing in and out are events",
    "sign_in_failure": "a counter that locks, and forgets after a day",
    "past_figure_change": "a log itself: what acts that the history has made of figures",
    "setup_code": "the code of the first start, used up by the first account",
}
# What requests write without a word: how pages look to one person.
SILENT = {"accounts.preferences": {"user"}}
# Requests that write no table of their own, or that others stand for, each with the reason.
NOT_DRIVEN = {
    "drafts.check": "a draft is compared on the page and stored nowhere",
    "imports.list": "reads a file in a process of its own, into a folder",
    "imports.decide": "notes an answer beside the file",
    "imports.columns": "notes the columns beside the file",
    "imports.marked": "sends a file back",
    "imports.apply": "its process does what `import` does here",
    "home.try_sample": "its process does what `import` does here",
    "still_holding.end": "ends what people held by the function that the steps use",
    "activities.sign_in": "reads a file; the form after it saves",
    "superior_forms.create": "reads a file in a process of its own, and logs as `void` does",
    "superior_forms.replace_file": "reads a file in a process of its own; attaching logs it",
    "activities.attendance_sheet": "reads a file; the form after it saves",
    "activities.attendance_sheet_review": "a form that saves as the activity's own does",
    **{f"{name}.import": "reads a file in a process of its own" for name in CONTRACTS},
    **{
        f"{name}.correct": "saves as that of workshops, or of teams, does"
        for name in ("organizations", "members", "vanguard_posts", "projects")
    },
}


Act = Callable[[Browser], None]
ACTS: dict[str, Act] = {}


def act(endpoint: str) -> Callable[[Act], Act]:
    def keep(function: Act) -> Act:
        ACTS[endpoint] = function
        return function

    return keep


def press(
    browser: Browser, endpoint: str, typed: dict[str, Any] | None = None, **place: Any
) -> None:
    """Open the form, and send it with `typed`; it is accepted."""
    filled = form_data(browser.get(endpoint, **place)) | {"reason": "As on the paper"}
    browser.post(endpoint, filled | (typed or {}), **place)


def create(register: Register) -> Act:
    def send(browser: Browser) -> None:
        record = make(register)
        filled = filled_form(browser, register, record) | {"reason": "As on the paper"}
        factories.archive(record)
        browser.post(f"{register.name}.create", filled)

    return send


def edit(register: Register) -> Act:
    def send(browser: Browser) -> None:
        change = CONTRACTS[register.name].edit
        record = make(register)
        press(browser, f"{register.name}.edit", {change.field: change.typed}, record_id=record.id)

    return send


def void(register: Register) -> Act:
    def send(browser: Browser) -> None:
        record = make(register)
        press(browser, f"{register.name}.archive", {"reason": "A slip"}, record_id=record.id)

    return send


def restore(register: Register) -> Act:
    def send(browser: Browser) -> None:
        record = make(register)
        factories.archive(record)
        browser.post(f"{register.name}.restore", record_id=record.id)
        assert factories.find(record).archived_at is None

    return send


def attach(register: Register) -> Act:
    def send(browser: Browser) -> None:
        files = {"files": (BytesIO(PDF), "minutes.pdf")}
        browser.post(f"{register.name}.attach", files, record_id=make(register).id)

    return send


def detach(register: Register) -> Act:
    def send(browser: Browser) -> None:
        record = make(register)
        place = {"record_id": record.id, "attachment_id": factories.attach(record, "minutes").id}
        press(browser, f"{register.name}.detach", {"reason": "Not ours"}, **place)

    return send


def take_away(endpoint: str) -> Act:
    return lambda browser: browser.download(endpoint) and None


for _register in CATALOG.registers:
    ACTS |= {
        f"{_register.name}.create": create(_register),
        f"{_register.name}.edit": edit(_register),
        f"{_register.name}.archive": void(_register),
        f"{_register.name}.restore": restore(_register),
        f"{_register.name}.attach": attach(_register),
        f"{_register.name}.detach": detach(_register),
        f"{_register.name}.export": take_away(f"{_register.name}.export"),
        f"{_register.name}.template": take_away(f"{_register.name}.template"),
    }
ACTS["home.send_templates"] = take_away("home.send_templates")
ACTS["handin.workbook"] = take_away("handin.workbook")


@act("reports.workbook")
def take_workbook(browser: Browser) -> None:
    browser.download("reports.workbook", period="2023")


@act("drafts.table")
def take_findings(browser: Browser) -> None:
    browser.download("drafts.table", {"text": "54 vanguard posts"}, period="2023")


@act("inspection_packs.pack")
def take_pack(browser: Browser) -> None:
    factories.make_award()
    browser.download("inspection_packs.pack", {"period": "2023", "register": "awards"})


@act("papers.meeting")
@act("papers.sign_in")
def take_minutes(browser: Browser) -> None:
    meeting = factories.make_activity()
    for page in ("meeting", "sign_in"):
        browser.download(f"papers.{page}", record_id=meeting.id)


@act("papers.plaque")
def take_plaque(browser: Browser) -> None:
    browser.download("papers.plaque", record_id=factories.make_vanguard_post().id)


@act("papers.honors_of")
def take_file_of_honors(browser: Browser) -> None:
    person = factories.make_member()
    browser.download("papers.honors_of", register="members", record_id=person.id)


@act("papers.minutes")
@act("papers.plaques")
@act("papers.honors")
def take_papers(browser: Browser) -> None:
    for page in ("minutes", "plaques", "honors"):
        browser.download(f"papers.{page}", period="2023")


@act("yearly_reports.create")
def make_report(browser: Browser) -> None:
    steps.make(browser)


@act("yearly_reports.edit")
def edit_report(browser: Browser) -> None:
    press(browser, "yearly_reports.edit", {"title": "Another"}, report_id=steps.make(browser))


@act("yearly_reports.submit")
def submit_report(browser: Browser) -> None:
    steps.submit(browser, steps.make(browser))


@act("yearly_reports.sign")
def sign_report(browser: Browser) -> None:
    steps.freeze(browser.app)


@act("yearly_reports.withdraw")
def unsign_report(browser: Browser) -> None:
    frozen = steps.freeze(browser.app)
    steps.withdraw(browser, frozen.report_id)


@act("yearly_reports.export_comparison")
def take_comparison(browser: Browser) -> None:
    browser.download("yearly_reports.export_comparison", {}, first="2022", second="2023")


@act("yearly_reports.workbook")
def take_workbook_of_report(browser: Browser) -> None:
    place = {"report_id": steps.make(browser), "edition": "full"}
    browser.download("yearly_reports.workbook", **place)


@act("members.take_step")
def move(browser: Browser) -> None:
    member, target = factories.make_member(), factories.make_branch()
    place = {"record_id": member.id, "name": "move"}
    press(
        browser,
        "members.take_step",
        {"day": "2023-06-01", "organization": f"#{target.id}"},
        **place,
    )


@act("members.reveal_phone")
def reveal(browser: Browser) -> None:
    member = factories.make_member(phone="13812345678")
    assert browser.open("POST", f"/members/{member.id}/phone").status_code == 200


@act("dissolving.dissolve")
def dissolve(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    factories.make_member(organization=old)
    typed = {"day": "2023-06-01", "target": f"#{new.id}"}
    press(browser, "dissolving.dissolve", typed, record_id=old.id)


@act("beginning.begin")
def begin(browser: Browser) -> None:
    project = factories.make_project(status="proposed")
    press(browser, "beginning.begin", {"started_on": "2023-02-01"}, record_id=project.id)


@act("activities.refresh")
def refresh(browser: Browser) -> None:
    branch = factories.make_branch()
    activity = factories.make_activity(organization=branch, kinds="theme_day")
    factories.make_member(organization=branch)
    version = str(factories.find(activity).version)
    browser.post("activities.refresh", {"version": version}, record_id=activity.id)


@act("headings.edit")
def rename(browser: Browser) -> None:
    press(browser, "headings.edit", {"show_identity": "Standard shown"})


@act("rules.edit_rule")
def set_rule(browser: Browser) -> None:
    days = {"since": "2023-06-01", "effective_from": "2023-06-01"}
    press(browser, "rules.edit_rule", {"value": "0.6", **days}, key="quorum.ordinary")


@act("rules.correct_rule")
def correct_rule(browser: Browser) -> None:
    place = {"key": "quorum.ordinary", "rule_id": find_versions("quorum.ordinary")[0].id}
    press(browser, "rules.correct_rule", {"value": "0.6", "why": "Misread"}, **place)


@act("definitions.edit_day")
def set_day(browser: Browser) -> None:
    press(browser, "definitions.edit_day", {"day": "2023-05-12", "is_workday": "no", "note": "x"})


@act("definitions.edit_words")
def set_words(browser: Browser) -> None:
    press(browser, "definitions.edit_words", {"words": "大专"}, list_key="education.college")


@act("narratives.create")
def write_narrative(browser: Browser) -> None:
    browser.post("narratives.create", {"period": "2023", "language": "en"})


@act("narratives.edit_section")
def edit_section(browser: Browser) -> None:
    place = {"narrative_id": make_narrative(factories.committee()).id, "section_key": "members"}
    press(browser, "narratives.edit_section", {"text": "Another text"}, **place)


@act("narratives.edit_template")
def edit_template(browser: Browser) -> None:
    place = {"report_language": "en", "section": "members"}
    press(browser, "narratives.edit_template", {"text": "Another text"}, **place)


@act("narratives.send_document")
def send_document(browser: Browser) -> None:
    narrative = make_narrative(factories.committee())
    browser.download("narratives.send_document", narrative_id=narrative.id)


@act("superior_forms.map_cell")
def map_cell(browser: Browser) -> None:
    form = make_form()
    typed = {"cell": "B3", "source": "members.total", "version": str(form.version)}
    browser.post("superior_forms.map_cell", typed, form_id=form.id)


@act("superior_forms.take_proposals")
def take_proposals(browser: Browser) -> None:
    form = make_form()
    typed = {"version": str(form.version)}
    browser.post("superior_forms.take_proposals", typed, form_id=form.id)


@act("superior_forms.map_branches")
def map_branches(browser: Browser) -> None:
    form = make_form()
    typed = {"version": str(form.version), "unit-3": "asked", "source-c2": "members.total"}
    place = {"form_id": form.id, "sheet_number": 0, "names_in": 1}
    browser.post("superior_forms.map_branches", typed, **place)


@act("superior_forms.compare")
def take_newer_file(browser: Browser) -> None:
    form = with_newer_file()
    browser.post("superior_forms.compare", {"version": str(form.version)}, form_id=form.id)


@act("superior_forms.send_filled")
def send_filled(browser: Browser) -> None:
    browser.download("superior_forms.send_filled", period="2023", form_id=make_form().id)


@act("superior_forms.void")
def void_form(browser: Browser) -> None:
    browser.post("superior_forms.void", {"reason": "No longer"}, form_id=make_form().id)


@act("superior_forms.restore")
def restore_form(browser: Browser) -> None:
    form = make_form()
    browser.post("superior_forms.void", {"reason": "No longer"}, form_id=form.id)
    browser.post("superior_forms.restore", form_id=form.id)


@act("problems.explain")
def explain_problem(browser: Browser) -> None:
    for day in (1, 2, 3):
        factories.make_award(awarded_on=date(2022, 3, day))
    place = {"key": "figures.moved", "period": "party-year-2023"}
    press(browser, "problems.explain", {"why": "None this year"}, **place)


@act("workshops.correct")
def correct_workshop(browser: Browser) -> None:
    place = {"record_id": factories.make_workshop().id, "column": "is_first_line"}
    press(browser, "workshops.correct", {"is_first_line": "no"}, on="2023-06-30", **place)


@act("teams.correct")
def correct_team(browser: Browser) -> None:
    leader, other = factories.make_member(), factories.make_member()
    place = {"record_id": factories.make_team(leader=leader).id, "column": "leader"}
    press(browser, "teams.correct", {"leader": f"#{other.id}"}, on="2023-06-30", **place)


def keeper(browser: Browser) -> Browser:
    user = factories.make_user(Role.ADMINISTRATOR, username="keeper")
    return browser.enter_as(user)


@act("users.name_committee")
def name_committee(browser: Browser) -> None:
    user, _ = operations.create_user("first", "First", Role.ADMINISTRATOR, must_change=False)
    db.session.commit()
    browser.enter_as(user)
    page = browser.get("users.name_committee")
    browser.post(
        "users.name_committee",
        form_data(page) | {"name": "Committee", "code": "C", "established_on": "2010-01-01"},
    )


@act("users.create")
def create_user(browser: Browser) -> None:
    typed = {"username": "new", "name": "New", "role": Role.AUDITOR.value}
    press(keeper(browser), "users.create", typed)


@act("users.edit")
def edit_user(browser: Browser) -> None:
    member, workshop = factories.make_member(), factories.make_workshop()
    links = {"member_id": member.id, "workshop_ids": [workshop.id]}
    user = factories.make_user(Role.COMMISSAR, **links)
    press(keeper(browser), "users.edit", {"name": "Another"}, user_id=user.id)


@act("users.reset_password")
def reset_password(browser: Browser) -> None:
    user = factories.make_user(Role.AUDITOR)
    keeper(browser).post("users.reset_password", user_id=user.id)


@act("users.disable")
def disable(browser: Browser) -> None:
    user = factories.make_user(Role.AUDITOR)
    keeper(browser).post("users.disable", user_id=user.id)


@act("users.enable")
def enable(browser: Browser) -> None:
    user = factories.make_user(Role.AUDITOR)
    keeper(browser).post("users.disable", user_id=user.id)
    browser.post("users.enable", user_id=user.id)


@act("users.unlock")
def unlock(browser: Browser) -> None:
    user = factories.make_user(Role.AUDITOR)
    keeper(browser).post("users.unlock", user_id=user.id)


def known(browser: Browser) -> Browser:
    """The browser of somebody whose password is known, who isn't signed in yet."""
    operations.create_user("known", "Known", Role.AUDITOR, password=PASSWORD, must_change=False)
    db.session.commit()
    return Browser(browser.app.test_client())


@act("accounts.sign_in")
def sign_in(browser: Browser) -> None:
    other = known(browser)
    typed = {"username": "known", "password": PASSWORD}
    other.post("accounts.sign_in", typed | {"password": "wrong"}, status=400)
    other.post("accounts.sign_in", typed)


@act("accounts.change_password")
def change_password(browser: Browser) -> None:
    other = known(browser)
    other.post("accounts.sign_in", {"username": "known", "password": PASSWORD})
    new = "seven grey herons wait here"
    typed = {"current": PASSWORD, "password": new, "again": new}
    other.post("accounts.change_password", typed)


@act("accounts.set_up")
def set_up(browser: Browser) -> None:
    with writing():
        code = operations.issue_setup_code()
        db.session.commit()
    new = "seven grey herons wait here"
    typed = {"username": "first", "name": "First", "password": new, "again": new}
    browser.post("accounts.set_up", typed | {"code": code})


@act("accounts.sign_out")
def sign_out(browser: Browser) -> None:
    browser.post("accounts.sign_out")


@act("accounts.revoke_sessions")
def revoke(browser: Browser) -> None:
    browser.post("accounts.revoke_sessions")


@act("accounts.preferences")
def prefer(browser: Browser) -> None:
    browser.post("accounts.preferences", {"theme": "dark", "next": "/"})


def import_one(browser: Browser) -> int:
    """Import a file as its process does, and remember its columns; return the import's id."""
    assert browser.user is not None
    folder = Path(browser.app.instance_path) / "desk"
    folder.mkdir(exist_ok=True)
    desk = Desk(folder)
    desk.viewer = as_viewer(browser.user)
    old = factories.make_campaign(code="C0")
    head = ("编码", "名称", "开始日期", "目标")
    rows = (("C0", old.name, old.started_on, "Goal"), ("C1", "One", date(2022, 6, 29), ""))
    result = desk.apply(desk.sheet("campaigns", [head, *rows]), "campaigns")
    run = db.session.get_one(ImportRun, result.group_id)
    run.stored_as = f"{'f' * 32}.xlsx"
    mapping = {"register": "campaigns", "signature": "x", "columns": {"口号": "goal"}}
    remember_all(desk.viewer, run, [mapping])
    db.session.commit()
    return run.id


@act("imports.undo")
def undo(browser: Browser) -> None:
    browser.post("imports.undo", {"reason": "A slip"}, group_id=import_one(browser))


@act("imports.forget")
def forget(browser: Browser) -> None:
    browser.post("imports.forget", group_id=import_one(browser))


@act("imports.download")
def download(browser: Browser) -> None:
    run_id = import_one(browser)
    kept = Path(browser.app.instance_path) / "imports" / "kept"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / db.session.get_one(ImportRun, run_id).stored_as).write_bytes(b"PK")
    browser.download("imports.download", group_id=run_id)


# They find an instance without an account, or without a committee.
FIRST = {"accounts.set_up", "users.name_committee"}


def gather_people(_browser: Browser) -> None:
    """Fill the dated lists of people, which the samples leave empty."""
    member = factories.make_member()
    factories.make_team(leader=member)
    factories.make_vanguard_post(holders=[member])


def date_values(_browser: Browser) -> None:
    """Date a value of each kind of record whose former values are kept."""
    day = date(2023, 6, 1)
    factories.change(factories.make_branch(), has_committee=True, changed_on=day)
    factories.change(factories.make_workshop(), is_first_line=False, changed_on=day)
    factories.change(factories.make_member(), employment="retired", changed_on=day)


def test_every_act_is_driven_or_named(app: Flask) -> None:
    acts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert ACTS.keys() | NOT_DRIVEN.keys() == acts
    assert not ACTS.keys() & NOT_DRIVEN.keys()


@pytest.mark.parametrize("endpoint", ACTS)
def test_what_is_changed_is_logged(app: Flask, database_of_test: None, endpoint: str) -> None:
    browser = Browser(app.test_client())
    with watching() as watch:
        if endpoint not in FIRST:
            browser.sign_in(Role.COMMITTEE_SECRETARY)
        ACTS[endpoint](browser)
    assert watch.written, "It writes nothing."
    silent = NO_FACTS.keys() | SILENT.get(endpoint, set())
    assert watch.faults(silent) == []


def test_every_table_is_written_by_an_act(app: Flask, database_of_test: None) -> None:
    """What no act writes would be watched by nobody."""
    browser, state = Browser(app.test_client()), State(app)
    acts = [act for name, act in ACTS.items() if name.endswith((".create", ".attach", ".refresh"))]
    with watching() as watch:
        more = (gather_people, date_values, set_day, set_words, undo, forget, sign_in, edit_user)
        papers = (sign_report, edit_template, map_cell, explain_problem)
        for act in (*acts, *more, *papers, rename, set_rule):
            act(browser.sign_in(Role.COMMITTEE_SECRETARY))
            state.put_back()
    unwritten = db.metadata.tables.keys() - watch.written
    assert unwritten <= {"setup_code"}
    assert watch.faults(NO_FACTS.keys()) == []
