"""Differences between a row and the record that it is about."""

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from flask_babel import force_locale

from partyhub import clock
from partyhub.database import Record
from partyhub.registers.editing import form_values
from partyhub.registers.importing.context import SheetImport
from partyhub.registers.importing.questions import Question
from partyhub.registers.importing.reading.layout import LOCALES
from partyhub.registers.importing.reading.rows import Row, without
from partyhub.registers.importing.reading.values import (
    comparable,
    is_less_exact,
    same_text,
    shown_text,
)
from partyhub.registers.importing.results import CellChange
from partyhub.registers.register import Column
from partyhub.registers.values import words


class Diff(NamedTuple):
    """Texts that differ from the record, by column: `entered` may be taken, `computed` may not."""

    entered: Mapping[str, str]
    computed: Mapping[str, str]


def diff_row(sheet: SheetImport, row: Row, record: Record) -> Diff:
    """Return the texts of the row that differ from the record."""
    once = {key: row.typed[key] for key in sheet.create_only & row.typed.keys()}
    return Diff(
        diff_texts(sheet, record, without(row.typed, once)),
        diff_texts(sheet, record, row.computed | once),
    )


def diff_texts(sheet: SheetImport, record: Record, texts: Mapping[str, str]) -> dict[str, str]:
    """Return those of `texts` that differ from the record in every language.

    The file may have been exported in the other language.
    """
    found = _diff_in_language(sheet, record, texts)
    for locale in LOCALES:
        if found:
            with force_locale(locale):
                found = _diff_in_language(sheet, record, found)
    return found


def drop_less_exact(
    sheet: SheetImport, record: Record, texts: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return `texts` without months of dates that are on record to the day, and these months."""
    today = clock.today()
    months = {
        key: text
        for key, text in texts.items()
        if sheet.register.kind(_column(sheet, key)) == "known_date"
        and is_less_exact(text, _column(sheet, key).value(record, today))
    }
    return without(texts, months), months


def diff_values(sheet: SheetImport, record: Record, texts: Mapping[str, str]) -> dict[str, str]:
    """Return those of `texts` that the form reads as another value than the record's."""
    sheet.form.reset_for(record, form_values(sheet.register, record), texts)
    today = clock.today()
    return {
        key: text
        for key, text in texts.items()
        if not _is_same_value(sheet, key, _column(sheet, key).value(record, today))
    }


def find_changes(sheet: SheetImport, record: Record) -> list[CellChange]:
    """Return what the form, filled from a row, would change, in the language of the page."""
    found, today = [], clock.today()
    for key, value in sheet.form.values().items():
        column = sheet.register.column(key)
        if column is None or key in sheet.about_others:
            continue
        kind, old = sheet.register.kind(column), column.value(record, today)
        if comparable(value, kind) != comparable(old, kind):
            label = sheet.register.header(column)
            found.append(CellChange(key, label, words(old, kind), words(value, kind)))
    return found


def is_text_of(sheet: SheetImport, record: Record, key: str, text: str, value: Any) -> bool:
    """Return whether `text` stands for `value`, as an export writes it or as the form reads it."""
    kind = sheet.register.kind(_column(sheet, key))
    if same_text(text, shown_text(value, kind), kind):
        return True
    if key not in sheet.form:
        return False
    sheet.form.reset_for(record, form_values(sheet.register, record), {key: text})
    return _is_same_value(sheet, key, value)


def fingerprint(record: Record | None, texts: Mapping[str, str]) -> str:
    """Return a digest of the texts that a row enters, and of its record's id and version."""
    return _digest(f"{record.id} {record.version}" if record is not None else "", texts)


def question_mark(question: Question, texts: Mapping[str, str]) -> str:
    """Return a digest of a question about a row, of the records it names, and of the row's texts.

    It is the same whatever the answer is.
    """
    known = ((known.id, known.version) for known in question.known)
    return _digest(f"{question.kind} {sorted(known)}", texts)


def _digest(about: str, texts: Mapping[str, str]) -> str:
    parts = "\x1e".join([about, *map("\x1f".join, sorted(texts.items()))])
    return blake2b(parts.encode(errors="replace"), digest_size=8).hexdigest()


def _diff_in_language(
    sheet: SheetImport, record: Record, texts: Mapping[str, str]
) -> dict[str, str]:
    """Return those of `texts` that differ from the record's values in the current language.

    The values are those of today and of the day of the export; a text differs from both.
    """
    days = {clock.today(), sheet.source.day or clock.today()}
    found = {
        key: text for key, text in texts.items() if not _is_shown(sheet, record, key, text, days)
    }
    once = {key: text for key, text in found.items() if key in sheet.create_only}
    return without(found, once) | diff_values(sheet, record, once) if once else found


def _is_shown(sheet: SheetImport, record: Record, key: str, text: str, days: set[date]) -> bool:
    """Return whether an export of one of the days shows `text` in the column."""
    column = _column(sheet, key)
    kind = sheet.register.kind(column)
    return any(same_text(text, shown_text(column.value(record, day), kind), kind) for day in days)


def _is_same_value(sheet: SheetImport, key: str, value: Any) -> bool:
    """Return whether the form, filled with a text for the column, has read `value` from it."""
    field, kind = sheet.form[key], sheet.register.kind(_column(sheet, key))
    return not field.errors and comparable(field.data, kind) == comparable(value, kind)


def _column(sheet: SheetImport, key: str) -> Column:
    column = sheet.register.column(key)
    assert column is not None
    return column
