"""Whose a report is: who may read it, and that its figures are the unit's, whoever looks."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from partyhub.database import db
from partyhub.organizations.models import Placement
from partyhub.roles import Role
from partyhub.viewers import Viewer
from partyhub.yearly_reports.editions import edition_bytes, subject_of
from partyhub.yearly_reports.models import YearlyReport
from partyhub.yearly_reports.queries import find_report
from tests import factories
from tests.browser import cells, main_text
from tests.yearly_reports.steps import explain_problems, freeze, make, person

pytestmark = pytest.mark.usefixtures("database_of_test")


def move(branch: Any, parent: Any, day: date) -> None:
    """Place a branch below another organization from a day on."""
    query = select(Placement).where(Placement.organization_id == branch.id)
    db.session.scalars(query).one().ended_on = day
    db.session.add(Placement(organization_id=branch.id, parent_id=parent.id, started_on=day))
    db.session.commit()


def test_a_branch_that_is_founded_tomorrow_reads_no_report_of_all(app: Flask) -> None:
    factories.make_member(organization=factories.make_branch())
    new = factories.make_branch(established_on=date(2023, 7, 15))
    place = {"report_id": freeze(app).report_id}
    browser = person(app, Role.BRANCH_SECRETARY, new)
    browser.get("yearly_reports.show", **place, status=404)
    browser.post("yearly_reports.workbook", {}, **place, edition="full", status=404)
    own = make(browser)
    browser.get("yearly_reports.show", report_id=own)
    assert f"organization={new.id}" in str(browser.shown)


def test_figures_are_the_unit_s_whoever_looks(app: Flask) -> None:
    one, two = (factories.make_organization(kind="general_branch") for _ in range(2))
    branch = factories.make_branch(parent=one)
    factories.make_member(organization=branch)
    factories.make_member(organization=one)
    move(branch, two, date(2023, 6, 15))
    root = person(app, Role.COMMITTEE_CLERK)
    own = person(app, Role.COMMITTEE_CLERK, factories.find(one))
    report_id = make(root, factories.find(one), period="party-year-2022")
    asked = {"organization": one.id, "first": "party-year-2022", "second": "2021"}
    rows = []
    for browser in (root, own):
        page = main_text(browser.get("yearly_reports.show", report_id=report_id))
        assert "= closing 2" in page
        rows.append(cells(browser.get("yearly_reports.compare", **asked)))
    assert rows[0] == rows[1]


def read(content: bytes) -> tuple[set[str], set[str]]:
    """The texts of the sheets of records, and the verdicts of the summary."""
    notes, summary, *others = load_workbook(BytesIO(content), data_only=True).worksheets
    texts = {str(cell.value) for sheet in others for row in sheet for cell in row}
    [head] = [cell for row in summary for cell in row if cell.value == "Verdict"]
    verdicts = summary.iter_cols(head.column, head.column, head.row + 1, values_only=True)
    assert notes.title == "Notes"
    return texts, {str(value) for value in next(verdicts) if value}


def test_a_file_of_today_names_nobody_out_of_reach(app: Flask) -> None:
    one, two = (factories.make_organization(kind="general_branch") for _ in range(2))
    branch = factories.make_branch(parent=one)
    factories.make_member(organization=branch, name="Moved away")
    factories.make_member(organization=one, name="Still here")
    factories.make_activity(organization=branch, title="Their meeting", held_on=date(2022, 3, 1))
    move(branch, two, date(2023, 6, 15))
    root = person(app, Role.COMMITTEE_CLERK)
    own = person(app, Role.COMMITTEE_CLERK, factories.find(one))
    report_id = make(root, factories.find(one), period="party-year-2022")
    place = {"report_id": report_id, "edition": "full"}
    for browser, is_named in ((root, True), (own, False)):
        texts, verdicts = read(browser.download("yearly_reports.workbook", **place))
        assert "Still here" in texts
        assert ("Moved away" in texts, "Out of reach" in texts) == (is_named, not is_named)
        assert ("Their meeting" in texts) == is_named
        assert verdicts == {"agrees"}
    clerk = Viewer("Clerk", Role.COMMITTEE_CLERK, organization_id=one.id)
    report = find_report(clerk, report_id)
    assert report is not None
    texts, _ = read(edition_bytes("full", subject_of(clerk, report, is_second=True)))
    assert {"Moved away", "Their meeting"} <= texts


def test_an_explained_problem_names_nothing_out_of_reach(app: Flask) -> None:
    """On the sheet that tells them first; the reason is a free text and may name people, too."""
    one, two = (factories.make_organization(kind="general_branch") for _ in range(2))
    branch = factories.make_branch(parent=one)
    for title, unit in (("Theirs", branch), ("Ours", one)):
        for day in (date(2022, 1, 10), date(2022, 2, 10)):
            factories.make_award(title=title, organization=unit, awarded_on=day, for_year=2021)
    move(branch, two, date(2023, 6, 15))
    period = "party-year-2022"
    root = person(app, Role.COMMITTEE_CLERK)
    own = person(app, Role.COMMITTEE_CLERK, factories.find(one))
    report_id = make(root, factories.find(one), period=period)
    explain_problems(one.id, period)
    place = {"report_id": report_id, "edition": "report"}
    for browser, is_named in ((root, True), (own, False)):
        workbook = load_workbook(BytesIO(browser.download("yearly_reports.workbook", **place)))
        told = " ".join(str(cell.value) for row in workbook.worksheets[1] for cell in row)
        assert "on record twice" in told
        assert ("Theirs" in told) == is_named
        assert ("It was so" in told) == is_named
        assert ("Out of reach" in told) != is_named


def test_the_root_is_all_organizations(app: Flask) -> None:
    people = [factories.make_member(organization=factories.make_branch()) for _ in range(2)]
    signed = freeze(app, period="party-year-2022")
    clerk, root = person(app, Role.COMMITTEE_CLERK), factories.committee()
    factories.leave(factories.find(people[0]), date(2022, 6, 20))
    report_id = make(clerk, root)
    report = db.session.get_one(YearlyReport, report_id)
    assert report.organization_id is None
    assert "closes with 2" in main_text(clerk.get("yearly_reports.show", report_id=report_id))
    asked = {"period": "party-year-2023", "organization": root.id}
    page = main_text(clerk.get("yearly_reports.create", **asked))
    assert "There is a report of this unit about this period already." in page
    compared = {"organization": root.id, "first": f"signed-{signed.id}", "second": "2022"}
    clerk.get("yearly_reports.compare", **compared)
    # A report that was made of the root before they were one is found as well.
    report.organization_id = signed.organization_id = root.id
    db.session.commit()
    for unit in ("", root.id):
        asked = {"period": "party-year-2023", "organization": unit}
        page = main_text(clerk.get("yearly_reports.create", **asked))
        assert "There is a report of this unit about this period already." in page
        clerk.get("yearly_reports.compare", **(compared | {"organization": unit}))
    assert "closes with 2" in main_text(clerk.get("yearly_reports.show", report_id=report_id))


def people_named(content: bytes) -> dict[str, int]:
    """How often the names of the people below stand in an edition, whatever else is in the cell."""
    sheets = load_workbook(BytesIO(content), data_only=True).worksheets
    texts = [str(cell.value) for sheet in sheets for row in sheet for cell in row]
    return {name: sum(name in each for each in texts) for name in ("Moved away", "Still here")}


def test_what_is_handed_in_today_names_nobody_out_of_reach(app: Flask) -> None:
    one, two = (factories.make_organization(kind="general_branch") for _ in range(2))
    branch = factories.make_branch(parent=one)
    for name, where in (("Moved away", branch), ("Still here", factories.make_branch(parent=one))):
        full = {"admitted_on": date(2021, 3, 1), "full_on": date(2022, 3, 1)}
        member = factories.make_member(organization=where, name=name, **full)
        factories.make_party_post(organization=where, member=member, started_on=date(2022, 3, 2))
        factories.make_commissar(organization=where, member=member, started_on=date(2022, 3, 2))
        factories.make_team(organization=where, leader=member)
        factories.make_vanguard_post(organization=where, holders=[member])
        factories.make_project(organization=where, lead=member)
        factories.make_award(recipient_kind="member", recipient=member, awarded_on=date(2022, 4, 1))
    move(branch, two, date(2023, 6, 15))
    root = person(app, Role.COMMITTEE_CLERK)
    own = person(app, Role.COMMITTEE_CLERK, factories.find(one))
    report_id = make(root, factories.find(one), period="party-year-2022")
    place = {"report_id": report_id, "edition": "report"}
    endpoint = "yearly_reports.workbook"
    everybody, some = (people_named(each.download(endpoint, **place)) for each in (root, own))
    assert everybody["Moved away"] == everybody["Still here"] == some["Still here"] >= 7
    assert some["Moved away"] == 0
    clerk = Viewer("Clerk", Role.COMMITTEE_CLERK, organization_id=one.id)
    report = find_report(clerk, report_id)
    assert report is not None
    signed = people_named(edition_bytes("report", subject_of(clerk, report, is_second=True)))
    assert signed == everybody
