"""The way of a cell from an uploaded file to its row: few modules, in one order."""

import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from partyhub.database import db
from partyhub.members.models import Member
from tests import factories
from tests.registers.importing.workbooks import Desk

MARK = "A mark that no other cell has"
# Read, cleaned, laid into its row, filled into the form, compared and judged, read as a value,
# stored, and written to the history.
WAY = [
    "spreadsheets.ipc",
    "registers.importing.reading.values",
    "texts",
    "registers.importing.reading.layout",
    "forms.form",
    "registers.importing.judging.diff",
    "registers.importing.judging.checks",
    "registers.importing.reading.rows",
    "forms.fields",
    "members.operations",
    "registers.filling",
]


class Trace:
    """The modules of PartyHub whose functions were handed the mark, in the order of the first."""

    def __init__(self) -> None:
        self.modules: list[str] = []

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        name = frame.f_globals.get("__name__", "")
        if event != "call" or not name.startswith("partyhub.") or name in self.modules:
            return
        code = frame.f_code
        count = code.co_argcount + code.co_kwonlyargcount
        if any(holds_mark(frame.f_locals.get(each)) for each in code.co_varnames[:count]):
            self.modules.append(name)


def holds_mark(value: Any) -> bool:
    """Whether the mark is the value, or one of the cells, texts or values that stand in it."""
    if isinstance(value, str):
        return value == MARK
    if isinstance(value, list | tuple):
        return MARK in value
    return isinstance(value, Mapping) and any(each == MARK for each in value.values())


def test_a_cell_passes_at_most_a_dozen_modules(desk: Desk) -> None:
    branch = factories.make_branch()
    rows = [["Number", "Name", "Branch", "Job"], ["0101", "Li Ming", branch.name, MARK]]
    file = desk.book({"members": rows})
    trace = Trace()
    sys.setprofile(trace)
    try:
        result = desk.apply(file, "members")
    finally:
        sys.setprofile(None)
    assert result.group_id is not None, result.errors
    assert db.session.query(Member).filter_by(job=MARK).count() == 1
    assert trace.modules == [f"partyhub.{name}" for name in WAY]
    assert len(WAY) <= 12
