"""The tables of the example, one CSV file a register, given to the import as its sheets.

Headers and cells are those of a Chinese export; records are numbered in the order of the rows.
"""

import csv
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from flask_babel import force_locale

from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.registers import Register
from partyhub.registers.importing.importer import Importer
from partyhub.registers.importing.places import Problem
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.rows import Sheet, Source
from partyhub.registers.importing.results import State
from partyhub.viewers import Viewer

RECORDS = Path(__file__).with_name("records")


class ExampleError(Exception):
    """The example can't be made here, or an entry of it was refused; the message says why."""


def import_tables(viewer: Viewer, registers: Sequence[Register], folder: Path = RECORDS) -> None:
    """Import the tables of `registers`, given in the order of their references.

    Raises ExampleError when the import refuses a row; otherwise the caller commits.
    """
    tables = [folder / f"{register.name}.csv" for register in registers]
    run = _add_group(viewer, registers, tables)
    sheets = [
        Sheet(register, Source(str(register.title)), read_rows(table))
        for register, table in zip(registers, tables, strict=True)
    ]
    # Writing each row before the next one is judged takes half of the time. What a row names stands
    # in an earlier table, or is looked for once more at the end of its own; that rows of one table
    # agree is held by a test, which imports an export of the example row by row.
    with db.session.no_autoflush, force_locale("zh_Hans_CN"):
        result = Importer(viewer, run).import_sheets(sheets)
    if not result.is_applicable:
        raise ExampleError("\n".join(map(_words_of, result.errors)))
    run.new_count = result.count(State.NEW)


def read_rows(table: Path) -> Iterator[SheetRow]:
    """Read a table, its headers first."""
    with table.open(encoding="utf-8", newline="") as stream:
        for number, cells in enumerate(csv.reader(stream), start=1):
            yield SheetRow(number, cells)


def _words_of(problem: Problem) -> str:
    place = problem.place
    return f"{place.sheet} {place.row} {place.header}: {problem.message}"


def _add_group(viewer: Viewer, registers: Sequence[Register], tables: Sequence[Path]) -> ImportRun:
    run = ImportRun(
        user_id=viewer.user_id,
        user_name=viewer.name,
        registers=",".join(register.name for register in registers),
        file_name="示例台账",
        file_hash=sha256(b"".join(table.read_bytes() for table in tables)).hexdigest(),
    )
    db.session.add(run)
    db.session.flush()
    return run
