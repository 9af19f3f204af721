"""Import of one row: comparing it with its record, deciding about conflicts, checking, saving."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from partyhub.database import Record
from partyhub.registers.editing import form_values
from partyhub.registers.importing.context import SheetImport
from partyhub.registers.importing.judging.checks import (
    check_cells,
    check_duplicate,
    check_row,
    drop_masked,
)
from partyhub.registers.importing.judging.diff import (
    diff_row,
    diff_texts,
    drop_less_exact,
    find_changes,
    fingerprint,
    question_mark,
)
from partyhub.registers.importing.judging.merge import decide, find_edited
from partyhub.registers.importing.judging.untouched import drop_untouched, may_be_outdated
from partyhub.registers.importing.matching.matches import Match
from partyhub.registers.importing.places import Place, Problem
from partyhub.registers.importing.questions import OTHER
from partyhub.registers.importing.reading.rows import Row, without
from partyhub.registers.importing.results import RowResult, State


class RowImporter:
    """The importer of the rows of one sheet; valid rows are saved to the sheet's batch."""

    def __init__(self, sheet: SheetImport) -> None:
        self.sheet = sheet

    def import_row(self, match: Match) -> tuple[RowResult, Record | None]:
        """Return the row result, and the record that was written or None."""
        row, record = match.row, match.record
        self.sheet.context.place = row.place
        for rows in (*self.sheet.missing.values(), *self.sheet.noticed.values()):
            rows.discard(row.number)  # judged again, a row may find its record
        if match.is_left_out:
            return self._leave_out(match), None
        if objections := self._find_objections(match):
            return self.refuse(row, None if match.is_hidden else record, *objections), None
        if match.is_open:
            result = self._wait(match, record)
        elif record is None:
            result, record = self._create(row)
        else:
            result = self._update(row, record)
        if match.question is not None:
            result.question, result.is_open = match.question, match.is_open
            result.answered = match.answered
            result.mark = question_mark(match.question, row.raw)
        result.warnings += [self.sheet.problem(row, *warning) for warning in match.warnings]
        is_written = result.state in (State.NEW, State.CHANGED)
        return result, record if is_written else None

    def _leave_out(self, match: Match) -> RowResult:
        """Return the result of a row that somebody has decided to leave out."""
        result, question = RowResult(match.row.place, State.UNCHANGED), match.question
        if question is not None:
            result.question, result.mark = question, question_mark(question, match.row.raw)
            result.answered = match.answered
        return result

    def _wait(self, match: Match, record: Any) -> RowResult:
        """Return the result of a row that may not be about `record`; its cells are judged."""
        sheet, row = self.sheet, match.row
        result = RowResult(row.place, State.CONFLICT, record.caption)
        result.problems += row.problems.values()
        texts = drop_masked(sheet, row, result, diff_texts(sheet, record, row.typed), record)
        check_cells(sheet, row, result, record, texts)
        if result.problems:
            result.state = State.ERROR
        return result

    def refuse(self, row: Row, record: Record | None, *sentences: str) -> RowResult:
        """Return the result of a refused row, with `sentences` at its key.

        Its cells are judged too. For a record out of the viewer's sight, pass None: the row is then
        judged like a new one, and nothing about the record is revealed.
        """
        sheet, result = self.sheet, RowResult(row.place, State.ERROR)
        key = next((key for key in sheet.register.key if key in row.raw), "")
        result.problems += [sheet.problem(row, key, sentence) for sentence in sentences]
        result.problems += row.problems.values()
        texts: Mapping[str, str] = row.typed
        if record is not None:
            texts = diff_texts(sheet, record, texts)
        texts = drop_masked(sheet, row, result, texts, record)
        check_cells(sheet, row, result, record, texts)
        return result

    def refuse_scope(self, result: RowResult) -> None:
        """Refuse a record that was written but that the viewer wouldn't look after."""
        result.state = State.ERROR
        sentence = gettext(
            "You don't manage the organization of this record. Correct the row or leave it out."
        )
        result.problems.append(Problem(result.place, "", sentence))

    def _find_objections(self, match: Match) -> list[str]:
        """Return the reasons why the row may not do anything to its record.

        A row that may turn out to be about another record is asked about first.
        """
        if match.is_open and match.question and OTHER in match.question.answers:
            return []
        found = list(match.objections)
        first = self.sheet.matcher.first_row(match.row, match.record)
        if first is not None:
            found.append(_same_record_sentence(match.row, first))
        if match.is_hidden:
            sentence = gettext(
                "This record exists already, and you don't manage it. Leave this row out."
            )
            found.append(sentence)
        return found

    def _create(self, row: Row) -> tuple[RowResult, Record | None]:
        sheet = self.sheet
        result = RowResult(row.place, State.NEW, mark=fingerprint(None, row.typed))
        sheet.form.reset_for(None, {}, drop_masked(sheet, row, result, row.typed, None))
        if not check_row(sheet, row, result):
            return result, None
        result.deferred = sheet.deferral.take_deferred(sheet.form) if sheet.deferral else None
        record = sheet.batch.save(sheet.register, None, sheet.form)
        sheet.batch.note(record, result.deferred or {})
        result.title = record.caption
        sheet.context.forget(record)
        if not row.typed.get(sheet.register.key[0]):  # the system has made it
            sheet.matcher.reserve(row, record)
        return result, record

    def _update(self, row: Row, record: Any) -> RowResult:
        sheet = self.sheet
        result = RowResult(row.place, State.UNCHANGED, record.caption, version=record.version)
        result.problems += row.problems.values()
        diff = diff_row(sheet, row, record)
        about = {key: diff.entered[key] for key in sheet.about_others & diff.entered.keys()}
        exact, months = drop_less_exact(sheet, record, without(diff.entered, about))
        result.warnings += [sheet.problem(row, key, explain_less_exact()) for key in months]
        entered = drop_untouched(sheet, row, record, exact)
        texts: Mapping[str, str] = drop_masked(sheet, row, result, entered, record)
        result.mark = fingerprint(record, texts)
        is_stale = row.version not in (None, record.version)
        computed = find_edited(sheet, record, diff.computed) if is_stale else diff.computed
        self._note_computed(row, record, result, without(computed, sheet.compared))
        if texts and is_stale:
            texts, result.conflicts = decide(sheet, row, record, texts)
        if texts:  # without them there is nothing that these tell about
            texts = {**texts, **about}
        # The form compares them with what the row makes of the record.
        texts = {**texts, **{key: computed[key] for key in computed.keys() & sheet.compared}}
        if result.problems or result.conflicts:
            changes = (each.change for each in result.conflicts if each.is_edited)
            texts = {**texts, **{change.key: change.new for change in changes}}
            check_cells(sheet, row, result, record, texts)
            result.state = State.ERROR if result.problems else State.CONFLICT
        elif texts:
            self._save(row, record, texts, result)
        return result

    def _note_computed(
        self, row: Row, record: Record, result: RowResult, texts: Mapping[str, str]
    ) -> None:
        """Refuse texts that differ from what the system computes.

        In an export since which something has changed, it may be that nobody has typed them.
        """
        sheet = self.sheet
        is_outdated = bool(texts) and may_be_outdated(sheet, row, record)
        for key in drop_untouched(sheet, row, record, texts):
            if is_outdated:
                sentence = gettext("The system computes this column; it says otherwise by now.")
                result.warnings.append(sheet.problem(row, key, sentence))
            else:
                sentence = gettext("The system computes this column. Leave it as it was exported.")
                result.problems.append(sheet.problem(row, key, sentence))

    def _save(self, row: Row, record: Any, texts: Mapping[str, str], result: RowResult) -> None:
        sheet = self.sheet
        sheet.form.reset_for(record, form_values(sheet.register, record), texts)
        if not check_row(sheet, row, result):
            return
        result.changes = find_changes(sheet, record)
        if not result.changes:
            return
        result.state = State.CHANGED
        is_rekeyed = any(change.key in sheet.register.key for change in result.changes)
        if is_rekeyed and not check_duplicate(sheet, row, result, record):
            return
        sheet.context.forget(record)  # by its old name
        sheet.batch.save(sheet.register, record, sheet.form)
        sheet.context.forget(record)


def _same_record_sentence(row: Row, first: Place) -> str:
    if first.sheet == row.place.sheet:
        return gettext(
            "Row %(first)s is about the same record. Keep one of the two.", first=first.row
        )
    return gettext(
        "Row %(first)s of the sheet “%(sheet)s” is about the same record. Keep one of the two.",
        first=first.row,
        sheet=first.sheet,
    )


def explain_less_exact() -> str:
    """Return the sentence for a month in the file of a date that is on record to the day."""
    return gettext(
        "The day on record lies in this month and is more exact, so it stays. If it is wrong,"
        " correct it on the record's page."
    )
