"""Steps of a report as people take them in their browsers."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.problems.finding import find_problems
from partyhub.problems.operations import give_reason
from partyhub.roles import Role
from partyhub.yearly_reports.models import FrozenReport, YearlyReport
from tests import factories
from tests.browser import Browser, form_data

PERIOD = "party-year-2023"


def person(app: Flask, role: Role, organization: Any = None, **account: Any) -> Browser:
    """A browser of somebody with this role, of the committee unless another one is given."""
    return Browser(app.test_client()).sign_in(role, organization, **account)


def make(browser: Browser, organization: Any = None, period: str = PERIOD) -> int:
    """Make a draft with the title that is proposed; return its id."""
    asked = {"period": period, "organization": str(organization.id) if organization else ""}
    form = form_data(browser.get("yearly_reports.create", **asked))
    browser.post("yearly_reports.create", form | asked)
    return db.session.scalars(select(YearlyReport.id).order_by(YearlyReport.id.desc())).first() or 0


def submit(browser: Browser, report_id: int) -> None:
    browser.post("yearly_reports.submit", {"version": version(report_id)}, report_id=report_id)


def sign(browser: Browser, report_id: int) -> None:
    form = form_data(browser.get("yearly_reports.sign", report_id=report_id))
    browser.post("yearly_reports.sign", form, report_id=report_id)


def withdraw(browser: Browser, report_id: int, reason: str = "A slip") -> None:
    form = form_data(browser.get("yearly_reports.withdraw", report_id=report_id))
    browser.post("yearly_reports.withdraw", form | {"reason": reason}, report_id=report_id)


def freeze(app: Flask, organization: Any = None, period: str = PERIOD) -> FrozenReport:
    """Take a report all the way; return what was frozen."""
    clerk = person(app, Role.COMMITTEE_CLERK)
    report_id = make(clerk, organization, period)
    explain_problems(organization.id if organization else None, period)
    submit(clerk, report_id)
    sign(clerk, report_id)
    sign(person(app, Role.COMMITTEE_SECRETARY), report_id)
    query = select(FrozenReport).where(FrozenReport.report_id == report_id)
    return db.session.scalars(query).one()


def explain_problems(unit: int | None = None, period: str = PERIOD) -> None:
    """Give a reason for every problem that blocks signing."""
    organization = db.session.get_one(Organization, unit) if unit else None
    root = factories.committee()
    for problem in find_problems(factories.OWNER, Period.parse(period), organization):
        if problem.is_blocking:
            covered = [record.key for record in problem.records]
            place = (problem.key, period, (organization or root).id)
            give_reason(factories.OWNER, *place, covered, "It was so")
    db.session.commit()


def version(report_id: int) -> str:
    db.session.expire_all()
    return str(db.session.get_one(YearlyReport, report_id).version)


def state(report_id: int) -> str:
    db.session.expire_all()
    return db.session.get_one(YearlyReport, report_id).state.value
