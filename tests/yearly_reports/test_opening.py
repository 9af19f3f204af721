"""The opening of a period equals the closing that was signed last, or it is explained."""

from datetime import date

import pytest
from flask import Flask

from partyhub.database import db
from partyhub.roles import Role
from partyhub.yearly_reports.models import YearlyReport
from tests import factories
from tests.browser import form_data, main_text
from tests.yearly_reports.steps import explain_problems, freeze, make, person, sign, state, submit

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("database_of_test")]
NOTE = "A letter of transfer came in August."


def test_an_opening_that_differs_is_explained_first(app: Flask) -> None:
    branch = factories.make_branch()
    people = [factories.make_member(organization=branch) for _ in range(2)]
    freeze(app, period="party-year-2022")
    clerk = person(app, Role.COMMITTEE_CLERK)
    report_id = make(clerk)
    assert "closes with" not in main_text(clerk.get("yearly_reports.show", report_id=report_id))
    factories.leave(factories.find(people[0]), date(2022, 6, 20))
    explain_problems()
    submit(clerk, report_id)
    page = main_text(clerk.get("yearly_reports.sign", report_id=report_id))
    assert "opens with 1 members; the report signed for the period before closes with 2" in page
    assert "Explain it first." in page
    form = form_data(clerk.get("yearly_reports.edit", report_id=report_id))
    clerk.post("yearly_reports.edit", form | {"opening_note": NOTE}, report_id=report_id)
    sign(clerk, report_id)
    sign(person(app, Role.COMMITTEE_SECRETARY), report_id)
    assert state(report_id) == "frozen"
    assert NOTE in main_text(clerk.get("yearly_reports.show", report_id=report_id))
    assert db.session.get_one(YearlyReport, report_id).opening_note == NOTE


def test_a_year_without_a_report_hides_no_difference(app: Flask) -> None:
    branch = factories.make_branch()
    people = [factories.make_member(organization=branch) for _ in range(2)]
    freeze(app, period="party-year-2021")
    clerk = person(app, Role.COMMITTEE_CLERK)
    report_id = make(clerk)
    assert "closes with" not in main_text(clerk.get("yearly_reports.show", report_id=report_id))
    factories.leave(factories.find(people[0]), date(2021, 6, 20))
    page = main_text(clerk.get("yearly_reports.show", report_id=report_id))
    assert "opens with 1 members; the last report that was signed, up to" in page
    assert "2021, closes with 2." in page


def test_another_unit_has_a_closing_of_its_own(app: Flask) -> None:
    branch = factories.make_branch()
    factories.make_member(organization=branch)
    freeze(app, branch, period="party-year-2022")
    factories.make_member(organization=factories.make_branch())
    clerk = person(app, Role.COMMITTEE_CLERK)
    page = main_text(clerk.get("yearly_reports.show", report_id=make(clerk)))
    assert "closes with" not in page
