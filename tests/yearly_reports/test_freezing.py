"""What two have signed stays as it was, and nobody waits while it is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import event, select

from partyhub.attachments import storage
from partyhub.cli.attached_files import find_stored
from partyhub.database import db
from partyhub.registers import current_catalog
from partyhub.roles import Role
from partyhub.yearly_reports.frozen_records import unpack
from partyhub.yearly_reports.models import FrozenRecords, FrozenReport
from tests import factories
from tests.browser import Browser, cells, form_data, main_text
from tests.figures.untidy import Calendar
from tests.instances import database_file
from tests.past_figures.edits import edit
from tests.yearly_reports.steps import (
    explain_problems,
    freeze,
    make,
    person,
    sign,
    submit,
    withdraw,
)

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("database_of_test")]
CALENDAR = Calendar(date(2022, 1, 1), date(2024, 6, 30), (date(2022, 7, 1), date(2023, 6, 30)))
EDITS = 60


def fill() -> None:
    """Enter a record of each of some registers, in the Party year."""
    branch = factories.make_branch()
    people = [factories.make_member(organization=branch) for _ in range(3)]
    factories.make_activity(organization=branch, kinds="theme_day", present=people)
    factories.make_activity(
        organization=branch, kinds="volunteer_service", present=people[:2], minutes_long=90
    )
    factories.make_award(organization=branch)
    factories.make_vanguard_post(organization=branch, holders=people[:1])
    factories.make_project(organization=branch, lead=people[0])


def bytes_of(browser: Browser, frozen: FrozenReport) -> bytes:
    return browser.download("yearly_reports.workbook", report_id=frozen.report_id, edition="full")


def shown(browser: Browser, frozen: FrozenReport) -> list[list[str]]:
    """The figures on the page, without what differs today."""
    rows = cells(browser.get("yearly_reports.show", report_id=frozen.report_id))
    return [row[:5] for row in rows]


def kept(frozen_id: int) -> list[tuple[str, str]]:
    query = select(FrozenRecords.register, FrozenRecords.content)
    rows = db.session.execute(query.where(FrozenRecords.frozen_id == frozen_id))
    return [(register, content) for register, content in rows]


def test_names_and_figures_stay_as_they_were_signed(app: Flask) -> None:
    branch = factories.make_branch(name="Old name")
    factories.make_member(organization=branch)
    frozen = freeze(app, branch)
    frozen.figures = [*frozen.figures, frozen.figures[0] | {"code": "gone", "label": "Of old"}]
    db.session.commit()
    frozen_id, place = frozen.id, {"report_id": frozen.report_id}
    browser = person(app, Role.COMMITTEE_SECRETARY)
    factories.change(factories.find(branch), name="New name")
    page = main_text(browser.get("yearly_reports.show", **place))
    assert "Old name" in page
    assert "Figures that are no longer counted Of old" in page
    withdraw(browser, frozen.report_id)
    form = form_data(browser.get("yearly_reports.edit", **place))
    browser.post("yearly_reports.edit", form | {"title": "Another"}, **place)
    address = browser.url("yearly_reports.workbook", **place, edition="report")
    sent = browser.open("POST", address, {"frozen": frozen_id})
    assert "Report on Party work" in sent.headers["Content-Disposition"]


def test_the_edition_for_checking_has_the_reasons_too(app: Flask, tmp_path: Path) -> None:
    member = factories.make_member(admitted_on="2022年9月", full_on=None)  # known to the month
    assert member.id
    path = tmp_path / "full.xlsx"
    path.write_bytes(bytes_of(person(app, Role.COMMITTEE_CLERK), freeze(app)))
    cells = [cell.value for row in openpyxl.load_workbook(path).worksheets[0] for cell in row]
    assert "Problems that were explained" in cells
    assert any("; explained: It was so" in str(value) for value in cells)


@pytest.mark.parametrize(
    ("language", "word"), [("zh", "预备党员"), ("en", "known only to the month")]
)
def test_its_problems_are_told_in_its_language(language: str, word: str, app: Flask) -> None:
    """Those who sign it here read English."""
    factories.make_member(admitted_on="2022年9月", full_on=None)
    clerk, secretary = person(app, Role.COMMITTEE_CLERK), person(app, Role.COMMITTEE_SECRETARY)
    report_id = make(clerk)
    form = form_data(clerk.get("yearly_reports.edit", report_id=report_id))
    clerk.post("yearly_reports.edit", form | {"language": language}, report_id=report_id)
    explain_problems()
    submit(clerk, report_id)
    sign(clerk, report_id)
    sign(secretary, report_id)
    [frozen] = db.session.scalars(select(FrozenReport))
    assert frozen.problems
    assert any(word in problem["sentence"] for problem in frozen.problems)


def test_a_year_of_edits_changes_nothing_of_it(app: Flask) -> None:
    fill()
    frozen = freeze(app)
    frozen_id = frozen.id
    reader = person(app, Role.REVIEWER)
    before = bytes_of(reader, frozen), shown(reader, frozen), kept(frozen_id)
    assert before[0][:2] == b"PK"
    # Who sees the report depends on the tree alone.
    random = Random(14)
    registers = [e for e in current_catalog().registers if e.name != "organizations"]
    for number in range(EDITS):
        edit(random, registers[number % len(registers)], CALENDAR)
    db.session.commit()
    assert (bytes_of(reader, frozen), shown(reader, frozen), kept(frozen_id)) == before
    page = main_text(reader.get("yearly_reports.show", report_id=frozen.report_id))
    assert "from the data of today" in page
    reader.get("yearly_reports.compare", first=f"signed-{frozen_id}", second=frozen.period)


def test_it_keeps_the_records_of_each_figure(app: Flask) -> None:
    fill()
    frozen = freeze(app)
    contents = dict(kept(frozen.id))
    members = unpack([contents["members"]])
    assert {each.version for each in members.values()} == {1}
    figures = {row["code"]: row for row in frozen.figures}
    for code, register in (
        ("members.total", "members"),
        ("activities.theme_day", "activities"),
        ("vanguards.posts", "vanguard_posts"),
        ("awards.total", "awards"),
    ):
        counted = [each for each in unpack([contents[register]]).values() if code in each.codes]
        assert len(counted) == figures[code]["value"] == figures[code]["records"] > 0
    hours: Any = current_catalog().figures_by_code["service.hours"]
    found = [
        each.numbers[hours.measure.key]
        for each in unpack([contents["activities"]]).values()
        if hours.code in each.codes
    ]
    assert sum(each or 0 for each in found) == figures["service.hours"]["value"] == 3
    assert frozen.closing == figures["members.total"]["value"] == 3


def test_its_files_are_never_swept(app: Flask) -> None:
    frozen = freeze(app)
    assert {file["digest"] for file in frozen.files.values()} <= find_stored()
    # A damaged one is said, and never sent.
    storage.path_of(frozen.files["full"]["digest"]).write_bytes(b"PK")
    reader = person(app, Role.REVIEWER)
    page = reader.follow("yearly_reports.workbook", report_id=frozen.report_id, edition="full")
    assert "The stored workbook is missing or damaged." in page.text


@contextmanager
def writing_beside(app: Flask, table: str) -> Iterator[list[int]]:
    """Write into the same database whenever a statement reads `table`; the list counts it."""
    done: list[int] = []
    other = sqlite3.connect(database_file(app), timeout=0, isolation_level=None)

    def write(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if f"FROM {table}" in statement:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE user_session SET id = id")
            other.execute("COMMIT")
            done.append(1)

    event.listen(db.engine, "before_cursor_execute", write)
    try:
        yield done
    finally:
        event.remove(db.engine, "before_cursor_execute", write)
        other.close()


@pytest.mark.sqlite
def test_others_write_while_it_is_written(app: Flask) -> None:
    fill()
    clerk, secretary = person(app, Role.COMMITTEE_CLERK), person(app, Role.COMMITTEE_SECRETARY)
    report_id = make(clerk)
    explain_problems()
    submit(clerk, report_id)
    sign(clerk, report_id)
    with writing_beside(app, "post_review") as done:
        sign(secretary, report_id)
    assert done
