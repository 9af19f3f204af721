"""Forms as superior offices send them, and a small one that is on record."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from partyhub.attachments import storage
from partyhub.attachments.models import FileKind
from partyhub.attachments.operations import Taken
from partyhub.database import db
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.operations import TakenForm, add_newer_file, create_form
from partyhub.superior_forms.queries import find_forms
from tests.factories import OWNER

Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, merged: Sequence[str] = (), title: str = "Sheet1") -> bytes:
    """A workbook of one sheet; `merged` are ranges, whose first cell says what they show."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column, value)
    for area in merged:
        sheet.merge_cells(area)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


SMALL: Rows = [["2022年情况表"], ["项目", "本年"], ["党员总数", 1], ["党员先锋岗", 2]]
NEWER: Rows = [["2023年情况表"], ["说明"], ["项目", "本年"], ["党员先锋岗", 2], ["党员总数", 1]]


def grid(rows: Rows, title: str = "Sheet1") -> dict[str, Any]:
    """What reading a sheet of texts and numbers gives, without the process that reads."""
    cells = [
        [row, column, "t" if isinstance(value, str) else "n", str(value)]
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    ]
    size = {"rows": len(rows), "columns": max(map(len, rows))}
    return {
        **size,
        "title": title,
        "hidden": False,
        "cut": False,
        "cells": cells,
        "merged": [],
    }


def taken(rows: Rows, name: str) -> TakenForm:
    content = workbook(rows)
    file = Taken(name, FileKind.XLSX, len(content), storage.store(content), None, None, None)
    return TakenForm(file, [grid(rows)], [])


def make_form(name: str = "") -> SuperiorForm:
    """A form of two figures that is on record and maps nothing."""
    number = len(find_forms()) + 1
    form = create_form(OWNER, name or f"Form {number}", taken(SMALL, f"form-{number}.xlsx"))
    db.session.commit()
    return form


def with_newer_file() -> SuperiorForm:
    """Such a form of which one cell is mapped that moved in the newer file that waits."""
    form = make_form()
    source = {"code": "members.total", "value": "now", "scale": 1, "unit": "asked", "text": ""}
    cell = ["Sheet1", 3, 2, {**source, "replaces": False}]
    form.mapping = {"cells": [cell], "tables": []}
    add_newer_file(OWNER, form, taken(NEWER, "newer.xlsx"))
    db.session.commit()
    return form


def stored(folder: Path, content: bytes) -> Path:
    path = folder / "form.xlsx"
    path.write_bytes(content)
    return path
