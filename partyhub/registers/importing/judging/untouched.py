"""Cells that stand as they were exported: whatever has changed meanwhile, they are no change."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from partyhub import clock
from partyhub.database import Nameable, Record
from partyhub.names import NAME_AND_CODE
from partyhub.registers.catalog import register_of
from partyhub.registers.importing.context import SheetImport
from partyhub.registers.importing.matching.exported import find_exported, has_changed_since
from partyhub.registers.importing.reading.rows import Row
from partyhub.registers.importing.reading.values import same_text, shown_text
from partyhub.registers.register import Column
from partyhub.texts import split_list


def drop_untouched(
    sheet: SheetImport, row: Row, record: Record, texts: Mapping[str, str]
) -> dict[str, str]:
    """Return those of `texts` that the export of the row, if it is of one, didn't show."""
    if not texts or not may_be_outdated(sheet, row, record):
        return dict(texts)
    return {key: text for key, text in texts.items() if not _was_shown(sheet, record, key, text)}


def may_be_outdated(sheet: SheetImport, row: Row, record: Record) -> bool:
    """Return whether the row is the record's own of an export since which anything has changed."""
    at = sheet.exported_at
    if at is None or row.record_id != record.id:
        return False
    if sheet.is_outdated is None:
        sheet.is_outdated = has_changed_since(at, sheet.batch.run.id)
    return sheet.is_outdated


def _was_shown(sheet: SheetImport, record: Record, key: str, text: str) -> bool:
    """Return whether `text` is what the column shows of some day, by the names of the export."""
    column = sheet.register.column(key)
    assert column is not None
    values: list[Any] = []
    for day in _days(sheet, record, column):
        value = column.value(record, day)
        if value not in values:
            values.append(value)
    kind = sheet.register.kind(column)
    return any(
        same_text(text, shown_text(value, kind), kind) or _names(sheet, value, text)
        for value in values
    )


def _days(sheet: SheetImport, record: Record, column: Column) -> Iterator[date]:
    """Yield today, the days of the export, and the days on which the column's lists changed."""
    today = clock.today()
    day = sheet.source.day or today
    yield from (today, day, day - timedelta(days=1))
    if column.read is None:
        return
    for relation in {path.partition(".")[0] for path in column.needs}:
        rows = getattr(record, relation, None)
        for each in rows if isinstance(rows, list) else ():
            if isinstance(started := getattr(each, "started_on", None), date):
                yield started


def _names(sheet: SheetImport, value: Any, text: str) -> bool:
    """Return whether `text` refers to the records of `value` by what they were called then."""
    if isinstance(value, Nameable):
        return _is_called(sheet, value, text)
    if not isinstance(value, list) or not all(isinstance(item, Nameable) for item in value):
        return False
    parts = split_list(text)
    return len(parts) == len(value) and all(_any_called(sheet, parts, item) for item in value)


def _any_called(sheet: SheetImport, texts: Iterable[str], item: Nameable) -> bool:
    return any(_is_called(sheet, item, text) for text in texts)


def _is_called(sheet: SheetImport, item: Nameable, text: str) -> bool:
    """Return whether the export may have referred to `item` by `text`, with or without its code."""
    names, codes = _names_since(sheet, item)
    parts = NAME_AND_CODE.fullmatch(text)
    return text in names or bool(parts and parts[1] in names and parts[2] in codes)


def _names_since(sheet: SheetImport, item: Nameable) -> tuple[set[str], set[str]]:
    """Return the names and the codes that a record has had since the export."""
    mark = item.__tablename__, item.id
    if mark not in sheet.names_since:
        register = register_of(item)
        then = find_exported(register, sheet.exported_at, item)
        names = {item.name, then.get(register.naming) or item.name}
        codes = {item.reference_code, then.get(item.code_attribute) or item.reference_code}
        sheet.names_since[mark] = names, codes
    return sheet.names_since[mark]
