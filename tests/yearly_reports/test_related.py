"""From a report to its text, its evidence and the period before, and a comparison as a workbook."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, form_data
from tests.narratives.making import make_narrative
from tests.yearly_reports.steps import PERIOD, freeze, make, person

pytestmark = pytest.mark.usefixtures("database_of_test")


def links(browser: Browser, report_id: int) -> dict[str, str]:
    page = browser.get("yearly_reports.show", report_id=report_id)
    [panel] = [each for each in page.select("section.panel") if "See also" in each.text]
    return {link.text: str(link["href"]) for link in panel.select("a")}


def sheets(browser: Browser, **sides: str) -> dict[str, list[list[Any]]]:
    content = browser.download("yearly_reports.export_comparison", {}, **sides)
    book = openpyxl.load_workbook(BytesIO(content))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    }


def test_a_report_leads_to_its_text_its_evidence_and_the_period_before(app: Flask) -> None:
    clerk, reader = person(app, Role.COMMITTEE_CLERK), person(app, Role.REVIEWER)
    report_id = make(clerk)
    found = links(clerk, report_id)
    assert list(found) == [
        "Write the narrative report",
        "Evidence for inspection",
        "Comparison with the period before",
    ]
    page = clerk.page(found["Write the narrative report"])
    assert form_data(page)["organization"] == str(factories.committee().id)
    assert "Party year 2022–2023" in page.text
    assert "Party year 2022–2023" in clerk.page(found["Evidence for inspection"]).text
    assert "party-year-2022" in found["Comparison with the period before"]
    clerk.page(found["Comparison with the period before"])
    assert "Write the narrative report" not in links(reader, report_id)
    make_narrative(factories.committee(), period=PERIOD)
    found = links(reader, report_id)
    assert "There are 0 members." in reader.page(found["Narrative report (English)"]).text


def test_a_signed_report_is_compared_with_the_one_signed_before(app: Flask) -> None:
    earlier = freeze(app, period="party-year-2022")
    reader = person(app, Role.REVIEWER)
    first, report_id = f"signed-{earlier.id}", earlier.report_id
    report = factories.make_report()
    report.period = PERIOD
    db.session.commit()
    address = links(reader, report.id)["Comparison with the period before"]
    assert f"first={first}" in address
    assert f"second={PERIOD}" in address
    reader.page(address)
    own = links(reader, report_id)["Comparison with the period before"]
    assert f"second={first}" in own
    reader.page(own)


def test_a_comparison_is_taken_away_as_a_workbook(app: Flask) -> None:
    award = factories.make_award(title="=1+1", awarded_on=date(2023, 3, 8))
    frozen = freeze(app)
    sides = {"first": f"signed-{frozen.id}", "second": frozen.period}
    factories.archive(factories.find(award))
    clerk = person(app, Role.COMMITTEE_CLERK)
    found = sheets(clerk, **sides)
    figures = {row[0]: row[2:] for row in found["Figures that differ"]}
    assert figures["Figure"][:3] == ["When signed", "Now", "Difference"]
    assert figures["Honors"] == ["1", "0", "down 1", 1, 0, 0]
    [record] = [row for row in found["Records"] if row[0] == "Honors"]
    assert record[1:4] == ["removed", "Honors on record", "=1+1"]
    assert record[4] == "Owner"
    query = select(HistoryEntry).where(HistoryEntry.action == Action.EXPORTED)
    assert "Signed report: Party year" in str(db.session.scalars(query).one().reason)
    # Two periods have few records in common, so that there are only figures.
    assert list(sheets(clerk, first="2021", second="2023")) == ["Figures that differ"]
    clerk.post("yearly_reports.export_comparison", {}, first="nonsense", status=404)
