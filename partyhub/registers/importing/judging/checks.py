"""Checks of a row by the register's form, reported as problems at its cells."""

from collections.abc import Mapping

from flask_babel import gettext

from partyhub.database import Record
from partyhub.registers.editing import form_values
from partyhub.registers.importing.context import SheetImport
from partyhub.registers.importing.reading.rows import Row, without
from partyhub.registers.importing.results import RowResult, State


def check_row(sheet: SheetImport, row: Row, result: RowResult) -> bool:
    """Validate the filled form; return whether the row may be saved.

    Cells that couldn't be read come first among the problems.
    """
    result.problems = list(row.problems.values())
    if not (is_valid := sheet.form.validate()):
        _add_form_errors(sheet, row, result)
    warnings = [*sheet.form.remarks(), *sheet.form.warnings]
    result.warnings += [sheet.problem(row, *warning) for warning in warnings]
    for notice in sheet.form.notices:
        sheet.noticed.setdefault(notice, set()).add(row.number)
    if is_valid and not result.problems:
        return True
    result.state = State.ERROR
    result.is_unresolved = _has_unresolved(sheet)
    return False


def check_cells(
    sheet: SheetImport,
    row: Row,
    result: RowResult,
    record: Record | None,
    texts: Mapping[str, str],
) -> None:
    """Validate each cell by itself, to report all errors of a row that does nothing.

    Checks of several cells together, and against other records, wait until each cell is readable.
    """
    values = form_values(sheet.register, record) if record else {}
    sheet.form.reset_for(record, values, texts)
    sheet.form.validate_fields()
    _add_form_errors(sheet, row, result)
    result.is_unresolved = _has_unresolved(sheet)


def check_duplicate(sheet: SheetImport, row: Row, result: RowResult, record: Record) -> bool:
    """Refuse the row if another record has the form's key; return whether the row is allowed."""
    key, entered = sheet.register.key, sheet.form.values()
    values = [entered[name] if name in entered else getattr(record, name) for name in key]
    if sheet.matcher.claim(row, values, record):
        return True
    sentence = gettext("Another record has this already. Correct one of the two.")
    sheet.refuse(row, result, key[0], sentence)
    return False


def drop_masked(
    sheet: SheetImport,
    row: Row,
    result: RowResult,
    texts: Mapping[str, str],
    record: Record | None,
) -> dict[str, str]:
    """Return `texts` without masked phone numbers whose full number isn't on record.

    Each of these gets a warning. If the number is on record, its mask stands for that number.
    """
    masked = [
        key
        for key, text in texts.items()
        if "*" in text and _is_phone(sheet, key) and getattr(record, key, None) is None
    ]
    if masked:  # rare, and every new row is checked
        sentence = gettext("This number is masked, so it is left empty. Enter it afterwards.")
        result.warnings += [sheet.problem(row, key, sentence) for key in masked]
    return without(texts, masked)


def _add_form_errors(sheet: SheetImport, row: Row, result: RowResult) -> None:
    """Add the form's errors, except at cells that couldn't even be read."""
    for key, sentences in sheet.form.errors.items():
        if key in row.explained:
            continue
        sentence = " ".join(map(str, sentences))
        if _is_missing(sheet, key):
            sheet.missing.setdefault((key, sentence), set()).add(row.number)
        elif key not in row.problems:
            problem = sheet.problem(row, key, sentence)
            if key in sheet.form:
                field = sheet.form[key]
                problem = problem._replace(proposal=field.proposal, readings=field.readings)
            result.problems.append(problem)


def _is_missing(sheet: SheetImport, key: str) -> bool:
    """Return whether a required column isn't in the sheet: that is one error, not one a row."""
    if key in sheet.keys or key not in sheet.form:
        return False
    field = sheet.form[key]
    return bool(field.flags.required) and not field.data


def _has_unresolved(sheet: SheetImport) -> bool:
    """Return whether a cell names a missing record, which may come further down in the file."""
    form = sheet.form
    return any(getattr(form[key], "is_unresolved", False) for key in form.errors if key in form)


def _is_phone(sheet: SheetImport, key: str) -> bool:
    column = sheet.register.column(key)
    return column is not None and sheet.register.kind(column) == "phone"
