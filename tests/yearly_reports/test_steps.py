"""The steps of a report: who takes which, in which order, and what is against it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.problems.models import ProblemReason
from partyhub.roles import Role
from partyhub.yearly_reports.models import FrozenReport, ReportSignature, YearlyReport
from tests import factories
from tests.browser import Browser, cells, form_data, main_text
from tests.yearly_reports.steps import (
    explain_problems,
    make,
    person,
    sign,
    state,
    submit,
    version,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("database_of_test")


@pytest.fixture
def people(app: Flask, database_of_test: None) -> dict[str, Browser]:
    """Browsers of everybody, and a member in the first branch."""
    own, other = factories.make_branch(), factories.make_branch()
    factories.make_member(organization=own)
    explain_problems()
    roles = {
        "secretary": (Role.COMMITTEE_SECRETARY, None),
        "clerk": (Role.COMMITTEE_CLERK, None),
        "branch": (Role.BRANCH_SECRETARY, own),
        "other": (Role.BRANCH_SECRETARY, other),
        "reviewer": (Role.REVIEWER, None),
        "auditor": (Role.AUDITOR, None),
    }
    return {name: person(app, role, unit) for name, (role, unit) in roles.items()}


def acts_of(report_id: int) -> list[Action]:
    query = select(HistoryEntry.action).where(
        HistoryEntry.register == "yearly_reports", HistoryEntry.record_id == report_id
    )
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


def test_a_report_is_made_submitted_signed_by_two_and_frozen(people: dict[str, Browser]) -> None:
    clerk, secretary = people["clerk"], people["secretary"]
    report_id = make(clerk)
    assert state(report_id) == "draft"
    submit(clerk, report_id)
    sign(clerk, report_id)
    assert state(report_id) == "signed"
    assert "Frozen on" not in main_text(clerk.get("yearly_reports.show", report_id=report_id))
    sign(secretary, report_id)
    assert state(report_id) == "frozen"
    page = main_text(secretary.get("yearly_reports.show", report_id=report_id))
    assert "Signed: Committee clerk" in page
    assert "Signed: Committee secretary" in page
    assert "The data of today give the same figures." in page
    [row] = cells(secretary.get("yearly_reports.list"))
    assert "Signed and frozen" in row
    wanted = [Action.CREATED, Action.SUBMITTED, Action.SIGNED, Action.FROZEN]
    assert acts_of(report_id) == wanted


def test_who_may_do_what(people: dict[str, Browser]) -> None:
    branch, other, reviewer = people["branch"], people["other"], people["reviewer"]
    assert branch.user is not None
    report_id = make(branch)  # without a choice it is the branch's own
    explain_problems(db.session.get_one(YearlyReport, report_id).organization_id)
    submit(branch, report_id)
    place = {"report_id": report_id}
    branch.get("yearly_reports.sign", **place, status=403)
    branch.post("yearly_reports.sign", {}, **place, status=403)
    other.get("yearly_reports.show", **place, status=404)
    other.post("yearly_reports.submit", {}, **place, status=404)
    reviewer.get("yearly_reports.show", **place)
    reviewer.get("yearly_reports.create", status=403)
    reviewer.post("yearly_reports.submit", {}, **place, status=403)
    reviewer.get("yearly_reports.withdraw", **place, status=403)
    people["auditor"].get("yearly_reports.list", status=403)
    sign(people["secretary"], report_id)
    branch.get("yearly_reports.withdraw", **place, status=403)
    branch.get("yearly_reports.edit", **place, status=409)
    whole = make(people["clerk"])
    branch.get("yearly_reports.show", report_id=whole, status=404)


def test_two_different_people_sign_and_one_is_the_secretary(
    app: Flask, people: dict[str, Browser]
) -> None:
    clerk = people["clerk"]
    second = person(app, Role.COMMITTEE_CLERK, name="clerk2")
    report_id = make(clerk)
    submit(clerk, report_id)
    sign(clerk, report_id)
    for browser, why in (
        (clerk, "The second signature is somebody else's."),
        (second, "One of the two signatures has to be that of the secretary."),
    ):
        page = browser.get("yearly_reports.sign", report_id=report_id)
        assert why in main_text(page)
        assert not page.select("main form")
        sent = {"version": version(report_id), "mark": ""}
        browser.post("yearly_reports.sign", sent, report_id=report_id, status=409)
    assert state(report_id) == "signed"
    sign(people["secretary"], report_id)
    assert state(report_id) == "frozen"


def test_two_accounts_of_one_member_are_one_person(app: Flask, people: dict[str, Browser]) -> None:
    member = factories.make_member(organization=factories.any_branch())
    first = person(app, Role.COMMITTEE_CLERK, name="one", member=member)
    second = person(app, Role.COMMITTEE_SECRETARY, name="two", member=factories.find(member))
    explain_problems()
    report_id = make(first)
    submit(first, report_id)
    sign(first, report_id)
    page = second.get("yearly_reports.sign", report_id=report_id)
    assert "The second signature is somebody else's." in main_text(page)
    sent = {"version": version(report_id), "mark": ""}
    second.post("yearly_reports.sign", sent, report_id=report_id, status=409)
    assert state(report_id) == "signed"


def test_a_page_of_an_older_version_changes_nothing(people: dict[str, Browser]) -> None:
    clerk, secretary = people["clerk"], people["secretary"]
    report_id = make(clerk)
    old = version(report_id)
    submit(clerk, report_id)
    place = {"report_id": report_id}
    clerk.post("yearly_reports.submit", {"version": old}, **place, status=409)
    sent = form_data(clerk.get("yearly_reports.edit", **place))
    signing = form_data(clerk.get("yearly_reports.sign", **place))
    sign(secretary, report_id)
    clerk.post("yearly_reports.edit", sent | {"title": "Other"}, **place, status=409)
    clerk.post("yearly_reports.sign", signing, **place, status=409)
    assert "Somebody changed the report meanwhile." in main_text(clerk.shown)
    assert len(db.session.scalars(select(ReportSignature)).all()) == 1


def test_what_was_seen_is_what_is_signed(people: dict[str, Browser]) -> None:
    clerk, secretary = people["clerk"], people["secretary"]
    report_id = make(clerk)
    submit(clerk, report_id)
    form = form_data(clerk.get("yearly_reports.sign", report_id=report_id))
    factories.make_award(awarded_on=date(2023, 3, 8))
    explain_problems()
    clerk.post("yearly_reports.sign", form, report_id=report_id, status=409)
    assert "Figures or problems have changed since you opened the page." in main_text(clerk.shown)
    sign(clerk, report_id)
    factories.make_award(awarded_on=date(2023, 3, 9), title="Another")
    explain_problems()
    page = main_text(secretary.get("yearly_reports.sign", report_id=report_id))
    assert "signed, figures have changed: Honors" in page
    withdraw(secretary, report_id, "The figures have moved")
    assert state(report_id) == "draft"


def test_what_else_was_seen_is_signed_too(people: dict[str, Browser]) -> None:
    clerk, secretary = people["clerk"], people["secretary"]
    by_month, by_day = "2022年9月", "2022-09-01"
    first = factories.make_member(admitted_on=by_month, full_on=None)
    second = factories.make_member(admitted_on=by_day, full_on=None)
    explain_problems()
    report_id = make(clerk)
    submit(clerk, report_id)
    sign(clerk, report_id)
    place = {"report_id": report_id}
    changed = "figures of the period before, problems or their reasons, or rules have changed"
    assert changed not in main_text(secretary.get("yearly_reports.sign", **place))
    award = factories.make_award(awarded_on=date(2022, 3, 8))  # in the period before
    page = main_text(secretary.get("yearly_reports.sign", **place))
    assert changed in page
    factories.archive(award)
    assert changed not in main_text(secretary.get("yearly_reports.sign", **place))
    factories.change(first, admitted_on=by_day)
    factories.change(second, admitted_on=by_month)  # as many problems, of another record
    explain_problems()
    assert changed in main_text(secretary.get("yearly_reports.sign", **place))
    factories.change(factories.find(first), admitted_on=by_month)
    factories.change(factories.find(second), admitted_on=by_day)
    form = form_data(secretary.get("yearly_reports.sign", **place))
    for reason in db.session.scalars(select(ProblemReason)):
        reason.reason = "Quite another reason"
    db.session.commit()
    secretary.post("yearly_reports.sign", form, **place, status=409)
    assert changed in main_text(secretary.shown)
    assert state(report_id) == "signed"


def test_a_problem_that_blocks_forbids_signing_until_it_is_explained(
    people: dict[str, Browser],
) -> None:
    clerk = people["clerk"]
    factories.make_member(admitted_on="2022年9月", full_on=None)  # known to the month
    report_id = make(clerk)
    submit(clerk, report_id)
    page = main_text(clerk.get("yearly_reports.sign", report_id=report_id))
    assert "signing. Mend" in page
    explain_problems()
    sign(clerk, report_id)
    assert state(report_id) == "signed"


def test_a_period_is_signed_from_its_last_day_on(people: dict[str, Browser]) -> None:
    clerk = people["clerk"]
    report_id = make(clerk, period="2023")
    submit(clerk, report_id)
    page = main_text(clerk.get("yearly_reports.sign", report_id=report_id))
    assert "It is signed from that day on." in page


def test_one_report_of_a_unit_and_period(people: dict[str, Browser]) -> None:
    clerk = people["clerk"]
    report_id = make(clerk)
    page = clerk.get("yearly_reports.create", period="party-year-2023")
    assert "There is a report of this unit about this period already." in main_text(page)
    typed = {"title": "Twice", "language": "en", "period": "party-year-2023"}
    clerk.post("yearly_reports.create", typed, status=400)
    withdraw(clerk, report_id)  # a draft is voided
    assert not cells(clerk.get("yearly_reports.list"))
    assert make(clerk) != report_id


def test_the_list_has_pages(app: Flask) -> None:
    for number in range(53):
        report = factories.make_report(title=f"Report {number}")
        report.period = "2022" if number == 0 else "party-year-2023"
    report.archived_at = report.created_at
    db.session.commit()
    clerk = person(app, Role.COMMITTEE_CLERK)
    rows = cells(clerk.get("yearly_reports.list"))
    assert len(rows) == 50
    assert rows[0][1] == "Report 51"  # the last one is voided
    link = clerk.shown.select_one("a[href*='page=2']")
    assert link is not None
    assert [row[1] for row in cells(clerk.page(link["href"]))] == ["Report 1", "Report 0"]
    assert not clerk.shown.select("a[href*='page=3']")


def test_unsigning_needs_a_reason_and_stays_visible(people: dict[str, Browser]) -> None:
    clerk, secretary = people["clerk"], people["secretary"]
    report_id = make(clerk)
    submit(clerk, report_id)
    sign(secretary, report_id)
    sign(clerk, report_id)
    place = {"report_id": report_id}
    form = form_data(clerk.get("yearly_reports.withdraw", **place))
    clerk.post("yearly_reports.withdraw", form | {"reason": " "}, **place, status=400)
    withdraw(clerk, report_id, "A letter came late")
    assert state(report_id) == "draft"
    assert not secretary.get("yearly_reports.show", **place).select("a[href$='/withdraw']")
    submit(clerk, report_id)
    sign(clerk, report_id)
    sign(secretary, report_id)
    page = main_text(secretary.get("yearly_reports.show", **place))
    assert page.count("A letter came late") == 3  # of two signatures, and in the history
    first, second = db.session.scalars(select(FrozenReport).order_by(FrozenReport.id))
    assert first.withdrawn_at is not None
    assert second.withdrawn_at is None
    old = secretary.download(
        "yearly_reports.workbook", {"frozen": first.id}, **place, edition="full"
    )
    new = secretary.download("yearly_reports.workbook", **place, edition="full")
    assert old[:2] == new[:2] == b"PK"
