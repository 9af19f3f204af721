"""Small workbooks as people hand them in, and what the import says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask_babel import force_locale
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.registers.importing import service
from partyhub.registers.importing.context import Decisions
from partyhub.registers.importing.results import Result, State
from partyhub.registers.importing.web.stored_uploads import hash_of
from partyhub.registers.register import Register
from partyhub.viewers import Viewer
from tests.catalog import CATALOG
from tests.factories import OWNER

Rows = Sequence[Sequence[Any]]
CLEAR = "（清空）"
# The note on rosters that have the admission alone, beside what a test is about.
STAGES = "no day for a stage before"


def write_book(path: Path, sheets: Mapping[str, Rows], *, is_1904: bool = False) -> Path:
    """Write the sheets as openpyxl does; days are real days, texts are texts."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                _write(sheet.cell(at, column), value)
    book.save(path)
    return path


def _write(cell: Any, value: Any) -> None:
    """A text that looks like a formula is a text, unless it is meant as a formula."""
    cell.value = str(value) if isinstance(value, Formula) else value
    if isinstance(value, str) and not isinstance(value, Formula) and value:
        cell.data_type = "s"
    elif isinstance(value, date) and not isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd"


class Formula(str):
    """A formula that no program has computed yet."""

    __slots__ = ()


class Desk:
    """Writes files for one instance and has them judged, with the words in English."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.viewer = folder, OWNER
        self._count = 0

    def book(self, sheets: Mapping[str, Rows], **kind: Any) -> Path:
        self._count += 1
        return write_book(self.folder / f"book-{self._count}.xlsx", sheets, **kind)

    def sheet(self, name: str, rows: Rows, **kind: Any) -> Path:
        """A workbook with one sheet for the register `name`."""
        return self.book({name: rows}, **kind)

    def preview(
        self, file: Path, name: str | None, decisions: Decisions = service.NO_DECISIONS
    ) -> Result:
        """Judge and write nothing."""
        with force_locale("en"):
            result = service.apply(
                self.viewer, file, register(name), file.name, hash_of(file), decisions=decisions
            )
        db.session.rollback()
        return replace(result, group_id=None)

    def apply(
        self, file: Path, name: str | None, decisions: Decisions = service.NO_DECISIONS
    ) -> Result:
        """Apply and commit, as the pages and the command do."""
        with force_locale("en"):
            result = service.apply(
                self.viewer, file, register(name), file.name, hash_of(file), decisions=decisions
            )
        db.session.commit()
        db.session.expire_all()
        return result

    def take(self, name: str, *rows: Sequence[Any], **kind: Any) -> Result:
        """Apply a sheet that must be right."""
        result = self.apply(self.sheet(name, rows, **kind), name)
        assert said(result) == []
        return result

    def judge(self, name: str, *rows: Sequence[Any], **kind: Any) -> Result:
        return self.preview(self.sheet(name, rows, **kind), name)

    def as_viewer(self, viewer: Viewer) -> "Desk":
        other = Desk(self.folder)
        other.viewer, other._count = viewer, self._count + 100
        return other


@pytest.fixture
def desk(database_of_test: None, tmp_path: Path) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder)


def register(name: str | None) -> Register | None:
    return CATALOG.by_name[name] if name else None


def counts(result: Result) -> tuple[int, int, int, int, int]:
    """How many rows are new, changed, unchanged, wrong and in conflict."""
    states = (State.NEW, State.CHANGED, State.UNCHANGED, State.ERROR, State.CONFLICT)
    new, changed, unchanged, wrong, conflict = (result.count(state) for state in states)
    return new, changed, unchanged, wrong, conflict


def said(result: Result) -> list[tuple[int, str, str]]:
    """Each error: its row, its header and its sentence."""
    return [(p.place.row, p.place.header, p.message) for p in result.errors]


def warned(result: Result, *, without: str = "") -> list[tuple[int, str, str]]:
    """Each warning: its row, its header and its sentence; not those that have `without` in them."""
    found = [(p.place.row, p.place.header, p.message) for p in result.warnings]
    return [each for each in found if not without or without not in each[2]]


def changes(result: Result) -> list[tuple[str, str, str]]:
    return [(c.label, c.old, c.new) for row in result.rows for c in row.changes]


def one(result: Result) -> tuple[int, str, str]:
    """The only error."""
    (found,) = said(result)
    return found


def group_of(result: Result) -> ImportRun:
    assert result.group_id is not None
    return db.session.get_one(ImportRun, result.group_id)
