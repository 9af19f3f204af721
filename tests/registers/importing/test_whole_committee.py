"""A whole committee in one workbook: out of one instance and into an empty one, nothing lost."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from partyhub.app import create_app
from partyhub.cli import main
from partyhub.config import read_settings, write_settings
from partyhub.database import db, writing
from partyhub.history.models import ImportRun
from partyhub.registers.importing.undo.service import undo_run
from tests.catalog import CATALOG
from tests.example_instance import Built
from tests.factories import OWNER
from tests.instances import copy, prepare

pytestmark = pytest.mark.slow
PERIODS = ("party-year-2022", "party-year-2023", "2022-H1", "2023-06")
# One that was dissolved since, with branches below it, and one of these.
OF_BRANCHES = (("2022-H1", "ZZ01"), ("2022", "ZB01"))
# A masked number says nothing to an instance that doesn't know it.
NOT_CARRIED = ("手机号码",)

Importer = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Importer:
    """Run a command that must be right; return what it says."""

    def run(*arguments: object) -> str:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert code == 0, (arguments, said)
        return said.out

    return run


@pytest.fixture
def first(tmp_path: Path, example_committee: Built) -> Path:
    """The example, in a folder of its own."""
    return copy(Path(example_committee.app.instance_path), tmp_path / "first")


@pytest.fixture
def second(tmp_path: Path, first: Path, run: Importer) -> Path:
    """An empty instance that stands on the same day."""
    folder = prepare(tmp_path / "second")
    run("--instance", folder, "db", "upgrade")
    write_settings(folder, {**read_settings(folder), "today": read_settings(first)["today"]})
    return folder


def exported(run: Importer, instance: Path, folder: Path) -> dict[str, Path]:
    folder.mkdir()
    files = {register.name: folder / f"{register.name}.xlsx" for register in CATALOG.registers}
    for name, file in files.items():
        run("--instance", instance, "list", name, "--format", "xlsx", "--out", file)
    return files


def put_together(files: dict[str, Path], target: Path) -> Path:
    """Copy every sheet, hidden keys too, into one workbook that still says whose export it is."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for file in reversed(files.values()):
        source = openpyxl.load_workbook(file)
        sheet = book.create_sheet(source.worksheets[0].title)
        for cells in source.worksheets[0].iter_rows():
            for cell in cells:
                copy = sheet.cell(cell.row, cell.column, cell.value)
                copy.number_format, copy.data_type = cell.number_format, cell.data_type
        properties = list(source.custom_doc_props.props)
    for each in properties:
        book.custom_doc_props.append(each)
    book.save(target)
    return target


def rows_of(file: Path) -> Iterator[tuple[str, list[Any]]]:
    """Each column with its cells, but the hidden ones and those that aren't carried."""
    sheet = openpyxl.load_workbook(file).worksheets[0]
    for column in sheet.iter_cols(values_only=True):
        header = str(column[0])
        if not header.startswith("partyhub:") and header not in NOT_CARRIED:
            yield header, list(column)


def figures(run: Importer, instance: Path, *requested: str) -> Any:
    return json.loads(run("--instance", instance, "figures", "--format", "json", *requested))


def test_a_whole_committee_moves_into_an_empty_instance(
    run: Importer, first: Path, second: Path, tmp_path: Path
) -> None:
    files = exported(run, first, tmp_path / "out")
    book = put_together(files, tmp_path / "all.xlsx")
    command = ("--instance", second, "import", "--all", book, "--format", "json")

    preview = json.loads(run(*command, "--dry-run"))
    answer = json.loads(run(*command))

    assert answer == preview
    assert (answer["errors"], answer["conflicts"], answer["changed"]) == ([], [], 0)
    assert answer["new"] > 3000
    assert {warning["column"] for warning in answer["warnings"]} >= set(NOT_CARRIED)

    again = exported(run, second, tmp_path / "again")
    for name, file in files.items():
        assert dict(rows_of(again[name])) == dict(rows_of(file)), name
    for period, *code in (*((period,) for period in PERIODS), *OF_BRANCHES):
        requested = ("--period", period, *(("--org", *code) if code else ()))
        assert figures(run, second, *requested) == figures(run, first, *requested), requested

    repeated = json.loads(run(*command))
    assert (repeated["new"], repeated["changed"], repeated["errors"]) == (0, 0, [])

    undo(second)
    left = [rows_of(file) for file in exported(run, second, tmp_path / "undone").values()]
    assert all(len(cells) <= 2 for columns in left for _, cells in columns)
    assert json.loads(run(*command))["new"] == answer["new"]


def undo(instance: Path) -> None:
    """Take back the one import that there was."""
    app = create_app(instance)
    with app.test_request_context(), writing():
        group = db.session.scalars(select(ImportRun)).one()
        undo_run(OWNER, group)
        db.session.commit()
        db.engine.dispose()
