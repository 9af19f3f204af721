"""What was exported comes back as nothing to do; what changed here meanwhile is a question."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from partyhub import clock
from partyhub.database import db
from partyhub.registers import Register
from partyhub.registers.exporting import write_records
from partyhub.registers.importing.context import FILE, HERE
from partyhub.roles import Role
from tests import factories, stages
from tests.browser import Browser
from tests.contract import CONTRACTS
from tests.instances import State
from tests.registers.importing.workbooks import Desk, changes, counts, said
from tests.registers.samples import each_register, make, registers

pytestmark = pytest.mark.long

DAY = "2022-06-29"


def exported(desk: Desk, register: Register) -> Path:
    """Every record with every column, as the command line lists them."""
    file = desk.folder / f"{register.name}.xlsx"
    model = register.model
    query = register.load().where(model.archived_at.is_(None)).order_by(model.id)
    write_records(register, register.columns, query, clock.today(), file)
    return file


def edited(file: Path, header: str, value: Any, *, row: int = 0, target: str = "") -> Path:
    """Type a value into a cell of an export, as a person does: the rest stays."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    at, column = next(
        (cell.row, cell.column)
        for cells in sheet.iter_rows(max_row=10)
        for cell in cells
        if cell.value == header
    )
    sheet.cell(at + 1 + row, column).value = value
    book.save(file.with_name(target or file.name))
    return file.with_name(target or file.name)


def note(file: Path, name: str, value: str) -> None:
    """Change a property of the workbook."""
    book = openpyxl.load_workbook(file)
    (prop,) = (prop for prop in book.custom_doc_props.props if prop.name == name)
    prop.value = value
    book.save(file)


@pytest.fixture(scope="module")
def staged(app: Flask, template: State) -> State:
    """A committee with a record of each register in two branches, and one of each besides."""
    with app.app_context():
        stages.build()
        state = State(app)
        template.put_back()
    return state


@pytest.fixture
def filled(database_of_test: None, staged: State) -> None:
    staged.put_back()


def nothing_to_do(desk: Desk, file: Path, register: Register) -> None:
    before = stages.digest()
    result = desk.apply(file, register.name)
    assert said(result) == []
    assert changes(result) == []
    new, changed, unchanged, wrong, conflict = counts(result)
    assert (new, changed, wrong, conflict) == (0, 0, 0, 0)
    assert unchanged > 0
    assert result.warnings == []
    assert result.does_nothing
    assert result.group_id is None
    assert stages.digest() == before


@each_register
def test_an_export_of_everything_comes_back_as_nothing(
    filled: None, desk: Desk, register: Register
) -> None:
    make(register)
    nothing_to_do(desk, exported(desk, register), register)


@each_register
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_export_of_a_page_comes_back_as_nothing(
    desk: Desk, browser: Browser, register: Register, language: str
) -> None:
    """In the language of the page, whatever that of who takes it in."""
    make(register)
    browser.sign_in(Role.COMMITTEE_CLERK, language=language)
    file = desk.folder / "page.xlsx"
    file.write_bytes(browser.download(f"{register.name}.export", columns="all", shown="all"))
    nothing_to_do(desk, file, register)


@each_register
def test_without_hidden_keys_the_register_s_own_key_finds_all(
    filled: None, desk: Desk, register: Register
) -> None:
    """An export of another instance, whose hidden keys say nothing here."""
    file = exported(desk, register)
    note(file, "partyhub:instance", "another")
    nothing_to_do(desk, file, register)


@pytest.mark.slow
@each_register
def test_an_export_that_libreoffice_saved_comes_back_as_nothing(
    filled: None, desk: Desk, register: Register, office: Callable[[Path, str], Path]
) -> None:
    file = exported(desk, register)
    nothing_to_do(desk, office(file, "xlsx"), register)


@each_register
def test_an_edit_of_an_export_changes_that_cell_alone(desk: Desk, register: Register) -> None:
    record = make(register)
    edit = CONTRACTS[register.name].edit
    column = register.column(edit.field)
    assert column is not None
    before = len(db.session.scalars(select(register.model.id)).all()) - 1
    file = edited(exported(desk, register), register.header(column), edit.typed, row=before)

    result = desk.apply(file, register.name)

    assert said(result) == []
    assert len(changes(result)) == 1
    assert counts(result)[:2] == (0, 1)
    found = factories.find(record)
    assert found.version == record.version
    assert desk.preview(file, register.name).does_nothing


CAMPAIGN = registers("campaigns")


def conflicting(desk: Desk, register: Register) -> tuple[Any, Path]:
    """The goal was changed here and in the file, the name in the file alone."""
    record = factories.make_campaign(code="C1", name="Name", goal="Old")
    file = exported(desk, register)
    factories.change(record, goal="Here")
    file = edited(file, register.header(register.column("goal")), "File")  # type: ignore[arg-type]
    return record, file


@CAMPAIGN
def test_what_changed_on_both_sides_is_a_conflict(desk: Desk, register: Register) -> None:
    record, file = conflicting(desk, register)
    before = stages.digest()

    result = desk.apply(file, register.name)

    assert counts(result) == (0, 0, 0, 0, 1)
    (conflict,) = result.conflicts
    assert (conflict.change.old, conflict.base, conflict.change.new) == ("Here", "Old", "File")
    assert conflict.is_edited
    assert result.group_id is None
    assert stages.digest() == before
    assert factories.find(record).goal == "Here"


@CAMPAIGN
@pytest.mark.parametrize(("choice", "goal"), [(FILE, "File"), (HERE, "Here")])
def test_a_person_decides_a_conflict(
    desk: Desk, register: Register, choice: str, goal: str
) -> None:
    record, file = conflicting(desk, register)
    (conflict,) = desk.preview(file, register.name).conflicts
    result = desk.apply(file, register.name, {conflict.name: choice})
    assert said(result) == []
    assert result.conflicts == []
    assert factories.find(record).goal == goal


@CAMPAIGN
def test_what_changed_here_alone_stays(desk: Desk, register: Register) -> None:
    """The file still says what was exported: taking it would undo somebody's work unseen."""
    record = factories.make_campaign(code="C1", name="Name", goal="Old")
    file = exported(desk, register)
    factories.change(record, goal="Here", code="C7", name="Other")
    assert desk.preview(file, register.name).does_nothing


@registers("organizations")
def test_a_base_of_another_kind_than_text(desk: Desk, register: Register) -> None:
    """Days, kinds and references stand in history as plain values."""
    factories.committee()
    record = factories.make_organization(code="B1", name="First", kind="branch")
    file = exported(desk, register)
    factories.change(record, kind="joint_branch", established_on="2011-02-03")
    assert desk.preview(file, register.name).does_nothing


@CAMPAIGN
def test_the_keys_of_another_instance_are_ignored(desk: Desk, register: Register) -> None:
    """They name other records there; the code finds the right one, or none."""
    factories.make_campaign(code="C1", name="One")
    factories.make_campaign(code="C2", name="Two")
    file = exported(desk, register)
    file = edited(file, "partyhub:id", 2)
    file = edited(file, "partyhub:id", 1, row=1)
    note(file, "partyhub:instance", "another")
    assert counts(desk.preview(file, register.name)) == (0, 0, 2, 0, 0)


@CAMPAIGN
def test_a_new_code_in_an_export_renames_the_record(desk: Desk, register: Register) -> None:
    record = factories.make_campaign(code="C1", name="One")
    file = edited(exported(desk, register), register.header(register.column("code")), "C9")  # type: ignore[arg-type]
    result = desk.apply(file, register.name)
    assert (counts(result)[:2], said(result)) == ((0, 1), [])
    assert factories.find(record).code == "C9"


@CAMPAIGN
def test_a_line_copied_below_is_the_same_record_twice(desk: Desk, register: Register) -> None:
    factories.make_campaign(code="C1", name="One")
    file = exported(desk, register)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    sheet.append([cell.value for cell in sheet[sheet.max_row]])
    book.save(file)
    assert len(said(desk.preview(file, register.name))) == 1
