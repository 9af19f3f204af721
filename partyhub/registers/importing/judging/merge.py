"""Decisions about cells that were changed here since the file was exported."""

from collections.abc import Mapping, Sequence
from typing import Any

from partyhub import clock
from partyhub.database import Record
from partyhub.registers.importing.context import FILE, HERE, SheetImport
from partyhub.registers.importing.judging.diff import diff_values, is_text_of
from partyhub.registers.importing.matching.exported import find_exported
from partyhub.registers.importing.reading.rows import Row
from partyhub.registers.importing.results import CellChange, Conflict, decision_name
from partyhub.registers.values import format_plain, words


def decide(
    sheet: SheetImport, row: Row, record: Record, texts: Mapping[str, str]
) -> tuple[dict[str, str], Sequence[Conflict]]:
    """Return the texts to take for a record that changed since the export, and the conflicts.

    A cell that stands as it was exported is left alone; another one without a decision is a
    conflict.
    """
    taken, conflicts = {}, []
    texts = find_edited(sheet, record, diff_values(sheet, record, texts))
    exported = find_exported(sheet.register, sheet.exported_at, record) if texts else {}
    for key, text in texts.items():
        decision = sheet.decisions.get(decision_name(row.place.sheet, row.number, key))
        if decision == FILE:
            taken[key] = text
        elif decision != HERE:
            conflicts.append(_conflict(sheet, row, record, key, text, exported))
    return taken, conflicts


def find_edited(sheet: SheetImport, record: Record, texts: Mapping[str, str]) -> dict[str, str]:
    """Return those of `texts` that the export didn't write: somebody edited these cells."""
    exported = find_exported(sheet.register, sheet.exported_at, record) if texts else {}
    return {
        key: text
        for key, text in texts.items()
        if key not in exported or not is_text_of(sheet, record, key, text, exported[key])
    }


def _conflict(
    sheet: SheetImport,
    row: Row,
    record: Record,
    key: str,
    text: str,
    exported: Mapping[str, Any],
) -> Conflict:
    """Return the conflict of a cell: the record's, the file's and the exported value, in words."""
    column = sheet.register.column(key)
    assert column is not None
    now = words(column.value(record, clock.today()), sheet.register.kind(column))
    then = format_plain(sheet.register, column, exported[key]) if key in exported else now
    is_edited = key not in exported or not is_text_of(sheet, record, key, text, exported[key])
    change = CellChange(key, sheet.register.header(column), now, text)
    place = sheet.layout.place(row.place.sheet, row.number, key)
    return Conflict(place, change, then, is_edited)
