"""All of a file or nothing of it, for every register; a bad row names its cell."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from partyhub.registers import Register
from partyhub.registers.importing import service
from partyhub.registers.importing.web.stored_uploads import hash_of
from tests import stages
from tests.contract import CONTRACTS
from tests.factories import OWNER
from tests.registers.importing.test_round_trip import exported
from tests.registers.importing.workbooks import CLEAR, Desk, said
from tests.registers.samples import each_register, make, registers

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
# What no field of the register can read, in a column that its sample has.
UNREADABLE = "2023-02-30 nothing"


def plain_copy(file: Path, register: Register) -> tuple[Any, Any, dict[str, int]]:
    """An export as a sheet of one's own: no hidden keys; its columns by their keys."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    headers = {cell.value: cell.column for cell in sheet[1]}
    columns = {column.key: headers[register.header(column)] for column in register.columns}
    for name in ("partyhub:id", "partyhub:version"):
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, headers[name]).value = None
    return book, sheet, columns


@each_register
def test_a_bad_row_stores_nothing_and_names_the_cell(desk: Desk, register: Register) -> None:
    make(register)
    file = exported(desk, register)
    book, sheet, columns = plain_copy(file, register)
    last = sheet.max_row + 1
    typed = {"date", "month", "enum", "enums", "int", "decimal", "money", "bool", "ref"}
    # Whom an honor is for can't be asked while its kind of recipient isn't known.
    bad = [c for c in register.entered if register.kind(c) in typed and c.key != "recipient"]
    assert bad
    for column in register.entered:
        # The key is a new one, else the row would be refused as one that stood before.
        at = columns[column.key]
        right = "New" if column.key in register.key else sheet.cell(last - 1, at).value
        sheet.cell(last, at).value = UNREADABLE if column in bad else right
    book.save(file)
    before = stages.digest()

    result = desk.apply(file, register.name)

    found = {(row, header) for row, header, _ in said(result)}
    assert {row for row, _ in found} == {last}
    named = {header for _, header in found}
    wanted = {register.header(column) for column in bad}
    assert wanted <= named, wanted - named
    assert all(sentence for _, _, sentence in said(result))
    assert result.group_id is None
    assert stages.digest() == before


@each_register
def test_a_new_row_without_what_is_required_names_it(desk: Desk, register: Register) -> None:
    """The row holds nothing but a mark that clears a column that may be empty."""
    make(register)
    needed = {c.key for c in CONTRACTS[register.name].promised() if c.is_required}
    required = [c for c in register.entered if c.key in needed]
    head = [register.header(column) for column in register.entered]
    optional = next((c for c in register.entered if c not in required), register.entered[-1])
    rest = [CLEAR if column is optional else "" for column in register.entered]
    result = desk.judge(register.name, head, rest)
    named = {header for _, header, _ in said(result)}
    assert {register.header(column) for column in required} <= named


class BrokenError(Exception):
    """Something nobody thought of."""


@registers("campaigns")
def test_what_fails_on_the_last_row_leaves_nothing(
    app: Flask, desk: Desk, register: Register
) -> None:
    """Also after portions of rows were written and logged."""
    rows = [HEAD, *[(f"C{n}", f"Name {n}", DAY, "") for n in range(500)]]
    file = desk.sheet("campaigns", rows)
    before, files = stages.digest(), stored(app)

    def store(record: Any, values: Any, viewer: Any) -> Any:
        if values["code"] == "C499":
            raise BrokenError
        return register.store(record, values, viewer)

    broken = replace(register, store=store)
    with pytest.raises(BrokenError):
        service.apply(OWNER, file, broken, file.name, hash_of(file))
    assert stages.digest() == before
    assert stored(app) == files


def stored(app: Flask) -> set[Path]:
    folder = Path(app.instance_path) / "imports"
    return set(folder.rglob("*")) if folder.exists() else set()
