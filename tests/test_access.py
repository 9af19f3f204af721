"""Who may open what: every address, by every role, at records of its own, of others and of none.

Each rule of the application has one line in POLICY; a rule without a line fails, a line without a
rule fails too.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from partyhub.accounts.models import User
from partyhub.clock import now
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.roles import Role
from partyhub.rules.queries import find_versions
from partyhub.users import handover
from tests import stages
from tests.browser import Browser, without_token
from tests.contract import CONTRACTS
from tests.instances import State
from tests.stages import Stage

pytestmark = pytest.mark.slow

COMMITTEE = {"secretary", "clerk"}
SECRETARIES = COMMITTEE | {"branch", "other branch"}
READERS = SECRETARIES | {"reviewer"}
EVERYBODY = READERS | {"administrator", "commissar", "auditor"}
ROLES = {
    "administrator": Role.ADMINISTRATOR,
    "secretary": Role.COMMITTEE_SECRETARY,
    "clerk": Role.COMMITTEE_CLERK,
    "branch": Role.BRANCH_SECRETARY,
    "other branch": Role.BRANCH_SECRETARY,
    "commissar": Role.COMMISSAR,
    "reviewer": Role.REVIEWER,
    "auditor": Role.AUDITOR,
}
# endpoint → who may; `None` is open to strangers. What somebody may not see is 403, for a record of
# another branch 404.
POLICY: dict[str, set[str] | None] = {
    "static": None,
    "bootstrap.static": None,
    "accounts.sign_in": None,
    "accounts.set_up": None,
    "accounts.preferences": None,
    "accounts.account": EVERYBODY,
    "accounts.change_password": EVERYBODY,
    "accounts.revoke_sessions": EVERYBODY,
    "accounts.sign_out": EVERYBODY,
    "home.show_home": EVERYBODY,
    "home.show_history": SECRETARIES | {"auditor", "administrator"},
    "home.show_templates": SECRETARIES | {"commissar"},
    "home.send_templates": SECRETARIES | {"commissar"},
    "home.send_sample": COMMITTEE,
    "home.try_sample": COMMITTEE,
    "reports.figures": READERS,
    "reports.branches": READERS,
    "past_figures.show": READERS,
    "yearly_reports.list": READERS,
    "yearly_reports.compare": READERS,
    "yearly_reports.compare_figure": READERS,
    "yearly_reports.export_comparison": READERS,
    "yearly_reports.show": READERS,
    "yearly_reports.create": SECRETARIES,
    "yearly_reports.edit": SECRETARIES,
    "yearly_reports.submit": SECRETARIES,
    "yearly_reports.sign": COMMITTEE,
    "yearly_reports.withdraw": SECRETARIES,
    "yearly_reports.workbook": READERS,
    "problems.show": READERS,
    "problems.explain": SECRETARIES,
    "reports.counted": READERS,
    "papers.show": READERS,
    "papers.meeting": READERS,
    "papers.sign_in": READERS,
    "papers.minutes": READERS,
    "papers.plaque": READERS,
    "papers.plaques": READERS,
    "papers.honors": READERS,
    "papers.honors_of": READERS,
    "inspection_packs.show": READERS,
    "inspection_packs.pack": READERS,
    "reports.workbook": READERS,
    "drafts.ask": READERS,
    "drafts.check": READERS,
    "drafts.table": READERS,
    "handin.workbook": READERS,
    "coverage.show": READERS,
    "rules.show_rules": READERS,
    "rules.edit_rule": COMMITTEE,
    "rules.correct_rule": COMMITTEE,
    "rules.show_history": READERS,
    "superior_forms.list_forms": COMMITTEE,
    "superior_forms.create": COMMITTEE,
    "superior_forms.show": COMMITTEE,
    "superior_forms.show_history": COMMITTEE,
    "superior_forms.void": COMMITTEE,
    "superior_forms.restore": COMMITTEE,
    "superior_forms.map_cell": COMMITTEE,
    "superior_forms.take_proposals": COMMITTEE,
    "superior_forms.map_branches": COMMITTEE,
    "superior_forms.download": COMMITTEE,
    "superior_forms.replace_file": COMMITTEE,
    "superior_forms.compare": COMMITTEE,
    "superior_forms.fill": COMMITTEE,
    "superior_forms.send_filled": COMMITTEE,
    "narratives.list_narratives": READERS,
    "narratives.create": SECRETARIES,
    "narratives.show": READERS,
    "narratives.edit_section": SECRETARIES,
    "narratives.send_document": READERS,
    "narratives.show_history": SECRETARIES,
    "narratives.list_templates": COMMITTEE,
    "narratives.edit_template": COMMITTEE,
    "definitions.show": READERS,
    "definitions.edit_day": COMMITTEE,
    "definitions.edit_words": COMMITTEE,
    "headings.edit": COMMITTEE | {"administrator"},
    "activities.attendance": READERS,
    "activities.attendance_of": READERS,
    "activities.refresh": SECRETARIES,
    "activities.sign_in": SECRETARIES,
    "activities.attendance_sheet": SECRETARIES,
    "activities.attendance_sheet_review": SECRETARIES,
    "imports.list": SECRETARIES,
    "imports.preview": SECRETARIES | {"commissar"},
    "imports.progress": SECRETARIES | {"commissar"},
    "imports.columns": SECRETARIES | {"commissar"},
    "imports.decide": SECRETARIES | {"commissar"},
    "imports.apply": SECRETARIES | {"commissar"},
    "imports.marked": SECRETARIES | {"commissar"},
    "imports.show": SECRETARIES | {"commissar"},
    "imports.undo": SECRETARIES | {"commissar"},
    "imports.forget": SECRETARIES | {"commissar"},
    "imports.download": SECRETARIES | {"commissar"},
    "members.take_step": SECRETARIES,
    "members.reveal_phone": SECRETARIES,
    "dissolving.dissolve": COMMITTEE,
    "still_holding.show": SECRETARIES,
    "still_holding.end": SECRETARIES,
    "beginning.begin": SECRETARIES,
    "users.list_users": {"administrator"},
    "users.create": {"administrator"},
    "users.name_committee": {"administrator"},
    "users.show": {"administrator"},
    "users.show_password": {"administrator"},
    "users.edit": {"administrator"},
    "users.reset_password": {"administrator"},
    "users.disable": {"administrator"},
    "users.enable": {"administrator"},
    "users.unlock": {"administrator"},
}
# The registers with dated values, and one of these each.
DATED = {
    "organizations": "has_committee",
    "workshops": "is_first_line",
    "members": "employment",
    "vanguard_posts": "holders",
    "teams": "leader",
    "projects": "team",
}
WRITING = ("create", "edit", "archive", "restore", "template", "import", "attach", "detach")
READING = ("list", "print", "show", "choices", "attachment", "thumbnail")
for _name, _contract in CONTRACTS.items():
    # A commissar reads of the workshops of the account; only the own duties are written too.
    _own = COMMITTEE if _contract.is_confidential else READERS
    _readers = _own | {"commissar"} if _contract.is_read_by_commissars else _own
    _writers = COMMITTEE if _contract.is_committees_own else SECRETARIES
    _writers = _writers | {"commissar"} if _contract.is_written_by_commissars else _writers
    POLICY |= {f"{_name}.{page}": _readers for page in READING}
    POLICY |= {f"{_name}.{page}": _writers for page in WRITING}
    POLICY[f"{_name}.export"] = _own
    POLICY[f"{_name}.history"] = (SECRETARIES & _own) | {"auditor"}
    if _name in DATED:
        POLICY |= {f"{_name}.periods": _readers, f"{_name}.correct": _writers}

# What answers 404 to those who may, since there is nothing: (endpoint) alone.
NOTHING_THERE = {
    # The committee is on record already; no password was handed over in this session.
    "users.name_committee",
    "users.show_password",
    # The project is under way already.
    "beginning.begin",
    # No newer file of the form waits.
    "superior_forms.compare",
    # There are branches by now.
    "home.send_sample",
    "home.try_sample",
    # No file was handed in, and none imported: test_pages.py of imports has these.
    "activities.attendance_sheet_review",
    *(f"imports.{act}" for act in ("preview", "columns", "decide", "apply", "marked")),
    *(f"imports.{act}" for act in ("show", "undo", "forget", "download")),
    *(f"{name}.choices" for name, contract in CONTRACTS.items() if not contract.is_chosen_by_name),
}
# Steps that have pages of their own, and the register of the records that take them.
STEPS_OF = {
    "dissolving": "organizations",
    "beginning": "projects",
    "papers.meeting": "activities",
    "papers.sign_in": "activities",
    "papers.plaque": "vanguard_posts",
    "papers.honors_of": "members",
}
FINE = {200, 303, 400, 409}
# Numbers that no record has; the last two fit no column.
NOWHERE = (2_000_000, 2**31, 10**20)


class Target(NamedTuple):
    """An address to try: which record it names, and the values that build it."""

    kind: str
    address: str


def test_every_rule_has_a_line_and_every_line_a_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == POLICY.keys()


@pytest.fixture
def stage(database_of_test: None) -> Stage:
    handover._waiting.clear()  # what another test of this worker left for a user of this number
    return stages.build()


def targets(rule: Rule, stage: Stage) -> Iterator[Target]:
    """The addresses of `rule` at the own branch, the other one, and nowhere."""
    made = attached_targets if "attachment_id" in rule.arguments else plain_targets
    return made(rule, stage)


def plain_targets(rule: Rule, stage: Stage) -> Iterator[Target]:
    name = rule.endpoint.partition(".")[0]
    fixed: dict[str, Any] = {
        "name": "move",
        "register": "members",
        "code": "members.total",
        "key": "members.still_holding" if name == "problems" else "quorum.ordinary",
        "list_key": "education.college",
        "filename": "theme.css",
        "token": "f" * 32,
        "edition": "full",
        "group_id": 1,
        "rule_id": find_versions("quorum.ordinary")[0].id,
        "report_language": "en",
        "section": "members",
        "section_key": "members",
        "sheet_number": 0,
        "names_in": 1,
        "column": DATED.get(name, ""),
        "on": "2023-06-30",
    }
    given = {key: fixed[key] for key in rule.arguments if key in fixed}
    if rule.endpoint == "bootstrap.static":
        given["filename"] = "css/bootstrap.min.css"
    numbers = rule.arguments - given.keys()
    if not numbers:
        yield Target("own", build(rule, given))
        for key in given.keys() & {"code", "key"}:
            yield Target("nowhere", build(rule, given | {key: "nothing.here"}))
        if "group_id" in given:
            yield Target("nowhere", build(rule, given | {"group_id": NOWHERE[0]}))
        return
    (key,) = numbers
    if key == "user_id":
        own = other = stage.spare_user_id
    else:
        register = "members" if key == "member_id" else name
        register = STEPS_OF.get(rule.endpoint, STEPS_OF.get(register, register))
        own, other = stage.own.records[register], stage.other.records[register]
    yield Target("own", build(rule, {**given, key: own}))
    if other != own:
        yield Target("other", build(rule, {**given, key: other}))
    for number in NOWHERE:
        yield Target("nowhere", build(rule, {**given, key: number}))


def attached_targets(rule: Rule, stage: Stage) -> Iterator[Target]:
    """The addresses of the files of both branches' records, and of none."""
    name = rule.endpoint.partition(".")[0]
    own, other = ((each.records[name], each.attachments[name]) for each in (stage.own, stage.other))
    pairs = [("own", own), ("other", other), *(("nowhere", (own[0], n)) for n in NOWHERE)]
    for kind, (record_id, attachment_id) in pairs:
        values = {"record_id": record_id, "attachment_id": attachment_id}
        yield Target(kind, build(rule, values))
    # A file of another record isn't there, whoever asks.
    yield Target("nowhere", build(rule, {"record_id": own[0], "attachment_id": other[1]}))


def build(rule: Rule, values: dict[str, Any]) -> str:
    """The address, also of numbers that the rule refuses."""
    address = rule.rule
    for key, value in values.items():
        start = next(
            i for i in range(len(address)) if address[i] == "<" and key in address[i:].split(">")[0]
        )
        end = address.index(">", start)
        address = address[:start] + str(value) + address[end + 1 :]
    return address


def expected(who: str, rule: Rule, method: str, target: Target) -> set[int]:
    allowed = POLICY[rule.endpoint]
    if target.kind == "nowhere" and any(str(n) in target.address for n in NOWHERE[1:]):
        return {404}
    if allowed is None:
        return {200, 302, 303, 400}
    if who not in allowed:
        return {403}
    if target.kind == "nowhere" or rule.endpoint in NOTHING_THERE:
        return {404}
    if is_elsewhere(who, rule.endpoint, target):
        return {404}
    return FINE


def is_elsewhere(who: str, endpoint: str, target: Target) -> bool:
    """Whether the record is of a branch, or a workshop, that this person doesn't look after."""
    if endpoint.startswith(("campaigns.", "rules.")):  # of the whole committee
        return False
    others = (("branch", "other"), ("commissar", "other"), ("other branch", "own"))
    return (who, target.kind) in others and any(digit.isdigit() for digit in target.address)


def sign_in(app: Flask, who: str, stage: Stage) -> Browser:
    browser = Browser(app.test_client())
    branch = {"branch": stage.own, "other branch": stage.other}.get(who)
    member = None
    if who == "commissar":
        member = db.session.get_one(Member, stage.own.member_id)
    return browser.sign_in(
        ROLES[who],
        branch.organization if branch else None,
        name=f"u-{who.replace(' ', '-')}",
        member=member,
        workshops=(stage.own.records["workshops"],) if member else (),
    )


def rules_in_order(app: Flask) -> list[Rule]:
    """Signing out comes last."""
    return sorted(
        app.url_map.iter_rules(), key=lambda r: (r.endpoint.startswith("accounts"), str(r))
    )


@pytest.mark.usefixtures("csrf")  # so that the browser asks for a token in every form
@pytest.mark.parametrize("who", ROLES)
def test_reading(app: Flask, stage: Stage, who: str) -> None:
    """GET of everything: as the policy says, and no row changes but the session's last use."""
    browser = sign_in(app, who, stage)
    before = stages.digest()
    for rule in rules_in_order(app):
        if "GET" in rule.methods:
            for target in targets(rule, stage):
                check(browser, who, rule, "GET", target)
    assert stages.digest() == before


@pytest.mark.parametrize("who", ROLES)
def test_writing(app: Flask, stage: Stage, who: str) -> None:
    """POST of everything with nothing typed: only who may gets an answer about what was sent."""
    browser = sign_in(app, who, stage)
    state = State(app)
    before = stages.digest()
    for rule in rules_in_order(app):
        if "POST" not in rule.methods:
            continue
        for target in targets(rule, stage):
            status = check(browser, who, rule, "POST", target)
            if status in (200, 303):
                state.put_back()
    assert stages.digest() == before, "A refused act changed something."


def check(browser: Browser, who: str, rule: Rule, method: str, target: Target) -> int:
    response = browser.open(method, target.address)
    wanted = expected(who, rule, method, target)
    if rule.endpoint == "users.show_password" and who == "administrator":
        wanted = wanted | {200, 404}  # it shows a password once, when one is under way
    assert response.status_code in wanted, f"{who}: {method} {target} → {response.status_code}"
    return response.status_code


@pytest.mark.parametrize("who", ["anonymous", "disabled"])
def test_strangers_are_sent_to_the_sign_in(app: Flask, stage: Stage, who: str) -> None:
    browser = Browser(app.test_client())
    if who == "disabled":
        browser.sign_in(Role.COMMITTEE_SECRETARY)
        assert browser.user is not None
        db.session.get_one(User, browser.user.id).disabled_at = now()
        db.session.commit()
    before = stages.digest(without=())
    for rule in rules_in_order(app):
        for method in rule.methods & {"GET", "POST"}:
            for target in targets(rule, stage):
                response = browser.open(method, target.address)
                if POLICY[rule.endpoint] is not None:
                    assert response.status_code == 302, f"{method} {target}"
                    assert response.location.startswith("/sign-in"), target
                else:
                    assert response.status_code in (200, 302, 303, 400), target
    after = stages.digest(without=())
    assert {name for name in after if after[name] != before[name]} <= {
        "sign_in_failure",
        "account_event",
    }


@pytest.mark.parametrize("who", ["branch", "other branch", "commissar"])
def test_what_is_of_others_looks_like_what_is_missing(app: Flask, stage: Stage, who: str) -> None:
    browser = sign_in(app, who, stage)
    there = stage.own if who == "other branch" else stage.other
    for rule in app.url_map.iter_rules():
        for method in rule.methods & {"GET", "POST"}:
            found = list(targets(rule, stage))
            kind = "own" if who == "other branch" else "other"
            others = [t for t in found if is_elsewhere(who, rule.endpoint, t) and t.kind == kind]
            missing = [t for t in found if str(NOWHERE[0]) in t.address]
            for target in others:
                if rule.endpoint.startswith("users."):
                    continue
                one = browser.open(method, target.address)
                assert missing, rule.endpoint
                two = browser.open(method, missing[0].address)
                assert shown(one, target) == shown(two, missing[0]), f"{method} {target}"
                assert there.mark not in one.text


def shown(response: TestResponse, target: Target) -> tuple[int, str, list[tuple[str, str]]]:
    headers = [(k, v) for k, v in response.headers if k not in ("Set-Cookie", "Content-Length")]
    return response.status_code, without_token(response.text).replace(target.address, "…"), headers


QUERIES = ("", "?columns=all&shown=all&q=&on=2023-06-29", "?period=2023", "?q=8")


@pytest.mark.parametrize("who", ["branch", "other branch", "commissar"])
def test_no_word_of_another_branch(app: Flask, stage: Stage, who: str) -> None:
    """The canary: no answer of any kind holds the mark that the other branch's texts carry."""
    browser = sign_in(app, who, stage)
    own, there = (stage.own, stage.other)[:: -1 if who == "other branch" else 1]
    state = State(app)
    met = set()
    for rule in rules_in_order(app):
        for method in sorted(rule.methods & {"GET", "POST"}):
            for target in targets(rule, stage):
                # What is sent reads no period and no search.
                for query in QUERIES[: 2 if method == "POST" else None]:
                    response = browser.open(
                        method, target.address + (query if "?" not in target.address else "")
                    )
                    body = everything_in(response)
                    assert there.mark not in body, f"{method} {target}{query}"
                    if own.mark in body:
                        met.add(rule.endpoint)
                    if response.status_code in (200, 303) and method == "POST":
                        state.put_back()
    # Where the own mark stands, the canary would have been seen.
    if who == "commissar":
        assert {"vanguard_posts.list", "teams.choices", "projects.show", "duties.edit"} <= met
    else:
        assert len(met) >= 80, sorted(met)
        assert {"members.list", "members.choices", "members.export", "reports.workbook"} <= met
        assert "handin.workbook" in met


def everything_in(response: TestResponse) -> str:
    """The text of an answer: a page, JSON, or every part of a workbook."""
    headers = " ".join(value for _, value in response.headers)
    if response.data[:2] != b"PK":
        return response.get_data(as_text=True) + headers
    with zipfile.ZipFile(BytesIO(response.data)) as archive:
        return headers + " ".join(
            archive.read(n).decode("utf-8", "replace") for n in archive.namelist()
        )


@pytest.mark.usefixtures("csrf")
@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_every_post_without_a_token_is_refused(app: Flask, stage: Stage, who: str) -> None:
    browser = sign_in(app, who, stage)
    before = stages.digest(without=())
    tried = 0
    for rule in rules_in_order(app):
        if "POST" in rule.methods:
            for target in targets(rule, stage):
                if target.kind != "own":
                    continue
                for data in ({}, {"csrf_token": "IjEi.aaaa.bbbb"}):
                    response = browser.open("POST", target.address, data)
                    assert response.status_code == 400, target
                    assert "This form is no longer valid" in response.text, target
                    tried += 1
    assert tried >= 100
    assert stages.digest(without=()) == before


def test_another_site_may_not_send_anything(app: Flask, stage: Stage) -> None:
    browser = sign_in(app, "secretary", stage)
    headers = {"Sec-Fetch-Site": "cross-site"}
    for rule in rules_in_order(app):
        if "POST" in rule.methods:
            target = next(targets(rule, stage))
            assert browser.open("POST", target.address, headers=headers).status_code == 403
