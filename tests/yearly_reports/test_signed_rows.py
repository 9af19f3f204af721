"""The second signature sees what was changed since the first one, where no figure tells of it."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from partyhub import clock
from partyhub.database import db
from partyhub.registers import current_catalog
from partyhub.reports.calculation import scope_of
from partyhub.roles import Role
from partyhub.rules.models import Rule
from partyhub.yearly_reports.looks import BEFORE, REST, ROWS, RULES, Look, digest_of
from partyhub.yearly_reports.models import ReportSignature, YearlyReport
from partyhub.yearly_reports.signed_rows import Rows, SignedRows
from tests import factories
from tests.browser import Browser, form_data, main_text
from tests.factories import OWNER
from tests.yearly_reports.steps import explain_problems, make, person, sign, state, submit, withdraw

pytestmark = pytest.mark.usefixtures("database_of_test")
LOCALE = "zh_Hans_CN"


@pytest.fixture
def clerk(app: Flask, database_of_test: None) -> Browser:
    return person(app, Role.COMMITTEE_CLERK)


@pytest.fixture
def secretary(app: Flask, clerk: Browser) -> Browser:
    return person(app, Role.COMMITTEE_SECRETARY)


@pytest.fixture
def award(database_of_test: None) -> int:
    branch = factories.make_branch()
    people = [factories.make_member(organization=branch)]
    factories.make_activity(
        organization=branch, kinds="theme_day", present=people, held_on=date(2023, 3, 1)
    )
    return int(factories.make_award(title="Best branch", awarded_on=date(2023, 3, 8)).id)


def signed_once(clerk: Browser) -> int:
    report_id = make(clerk)
    explain_problems()
    submit(clerk, report_id)
    sign(clerk, report_id)
    return report_id


def change_body(award: int, body: str) -> None:
    found = factories.find(db.session.get_one(current_catalog().by_name["awards"].model, award))
    factories.change(found, granting_body=body)


def page_of(browser: Browser, report_id: int) -> str:
    return main_text(browser.get("yearly_reports.sign", report_id=report_id))


def test_a_text_that_was_changed_is_named_and_signed_anew(
    clerk: Browser, secretary: Browser, award: int
) -> None:
    report_id = signed_once(clerk)
    place = {"report_id": report_id}
    form = form_data(secretary.get("yearly_reports.sign", **place))
    edited = form_data(clerk.get("awards.edit", record_id=award))
    clerk.post("awards.edit", edited | {"granting_body": "The county"}, record_id=award)
    secretary.post("yearly_reports.sign", form, **place, status=409)
    page = main_text(secretary.shown)
    assert "signed, 1 record of the workbooks has changed" in page
    assert "Best branch" in page
    assert "The county" in page
    assert "Name of committee_clerk" in page
    assert state(report_id) == "signed"
    assert secretary.shown.select_one("main a[href$='/withdraw']")
    withdraw(secretary, report_id, "A text was changed")
    submit(clerk, report_id)
    sign(clerk, report_id)
    assert "of the workbooks" not in page_of(secretary, report_id)
    sign(secretary, report_id)
    assert state(report_id) == "frozen"


def test_what_is_in_no_workbook_of_the_period_is_not_asked_about(
    clerk: Browser, secretary: Browser, award: int
) -> None:
    report_id = signed_once(clerk)
    factories.make_award(title="Another year", awarded_on=date(2021, 3, 8))
    member = db.session.scalars(select(current_catalog().by_name["members"].model)).first()
    with clock.at(datetime(2025, 1, 2, tzinfo=UTC)):
        assert "of the workbooks" not in page_of(secretary, report_id)
    factories.change(factories.find(member), name="Renamed")
    # The member's own row, and those of others where the name stands.
    page = page_of(secretary, report_id)
    assert "signed, 3 records of the workbooks have changed" in page
    assert page.count("Renamed") >= 2


def test_what_came_and_went_is_named(clerk: Browser, secretary: Browser, award: int) -> None:
    report_id = signed_once(clerk)
    factories.archive(db.session.get_one(current_catalog().by_name["awards"].model, award))
    factories.make_award(title="New one", awarded_on=date(2023, 4, 8))
    explain_problems()
    page = page_of(secretary, report_id)
    assert "removed Best branch" in page
    assert "added New one" in page


def test_a_rule_that_was_corrected_is_noticed(
    clerk: Browser, secretary: Browser, award: int
) -> None:
    report_id = signed_once(clerk)
    rule = db.session.scalars(select(Rule)).first()
    assert rule is not None
    rule.clause = "Another clause"
    db.session.commit()
    assert "or rules have changed" in page_of(secretary, report_id)


def look_at(report_id: int) -> Look:
    db.session.expire_all()
    report = db.session.get_one(YearlyReport, report_id, populate_existing=True)
    return Look.at(OWNER, report)


def test_a_signature_outlives_an_update_of_the_program(
    clerk: Browser, secretary: Browser, award: int
) -> None:
    """An update brings figures, rules and columns that the first signature knew nothing of."""
    report_id = signed_once(clerk)
    signature = db.session.scalars(select(ReportSignature)).one()
    seen = dict(signature.seen)
    code = "awards.total"
    rows = SignedRows.unpack(seen[ROWS])
    older = {name: Rows("other columns", each.rows) for name, each in rows.registers.items()}
    older.pop("members")
    del seen[code], seen[BEFORE][code], seen[RULES][next(iter(seen[RULES]))]
    seen[ROWS] = SignedRows(rows.last_entry_id, older).pack()
    signature.seen = seen
    db.session.commit()
    page = page_of(secretary, report_id)
    assert "Since" not in page
    assert "can't be shown" not in page
    change_body(award, "The county")
    assert "1 record of the workbooks has changed" in page_of(secretary, report_id)


def test_a_signature_of_an_earlier_version_is_kept(
    clerk: Browser, secretary: Browser, award: int
) -> None:
    """It has one digest of the period before and of the problems, and no rows."""
    report_id = signed_once(clerk)
    signature = db.session.scalars(select(ReportSignature)).one()
    seen = signature.seen
    before = sorted(each for each in seen[BEFORE].items() if each[0] != "awards.total")
    values = {key: seen[key] for key in dict(before)}
    signature.seen = values | {REST: digest_of([before, look_at(report_id)._blocking])}
    db.session.commit()
    page = page_of(secretary, report_id)
    assert "Since" not in page
    assert "which of them have changed since can't be shown" in page
    factories.make_activity(kinds="theme_day", held_on=date(2022, 3, 8))  # in the period before
    assert "figures of the period before" in page_of(secretary, report_id)
    signature = db.session.scalars(select(ReportSignature)).one()
    signature.seen = {key: seen[key] for key in dict(before)}  # of a version before that one
    db.session.commit()
    explain_problems()
    sign(secretary, report_id)
    assert state(report_id) == "frozen"


def test_rows_are_packed_and_read_again(app: Flask, award: int) -> None:
    from partyhub.periods import Period

    rows = SignedRows.at(scope_of(OWNER, Period.parse("party-year-2023")), LOCALE)
    assert SignedRows.unpack(rows.pack()) == rows
    assert rows.changes_since(rows) == []
    held = {name for name, each in rows.registers.items() if each.rows}
    assert {"awards", "members", "activities", "organizations"} <= held
    assert "voting_pauses" not in rows.registers
