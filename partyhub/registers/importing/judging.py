"""What a row does to the record that it is about: the register's own form judges it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from flask_babel import force_locale, gettext

from partyhub import clock
from partyhub.database import Nameable, Record
from partyhub.forms import RecordForm
from partyhub.references import Index
from partyhub.registers import saving
from partyhub.registers.batches import Batch
from partyhub.registers.completing import Completion
from partyhub.registers.editing import form_values
from partyhub.registers.importing.cells import comparable, same_text, shown_text
from partyhub.registers.importing.clashes import Clashes
from partyhub.registers.importing.matching import Matcher
from partyhub.registers.importing.outcomes import (
    CellChange,
    Clash,
    Problem,
    RowOutcome,
    State,
    decision_name,
)
from partyhub.registers.importing.rows import Row, Source, without
from partyhub.registers.importing.sheets import LOCALES, Layout
from partyhub.registers.values import words

# What a person decides about a cell that was changed here since the export.
FILE, HERE = "file", "here"
Decisions = Mapping[str, str]


@dataclass
class Judge:
    """Judges the rows of one sheet, and saves what is right into the batch."""

    layout: Layout
    source: Source
    matcher: Matcher
    form: RecordForm
    batch: Batch
    index: Index
    decisions: Decisions
    clashes: Clashes
    # What of new records another sheet of the file has the last word on, if any has.
    completion: Completion | None = None
    # Whether a row of this file gave a record another key, so that new ones may meet it.
    has_rekeyed: bool = False

    def __post_init__(self) -> None:
        self.register = self.layout.register
        self._read_once = {f.name for f in self.form.stored_fields() if f.is_read_once}

    def judge(
        self, row: Row, record: Record | None, *, out_of_sight: bool
    ) -> tuple[RowOutcome, Record | None]:
        """Return what the row does, and the record that it wrote to, if any."""
        against = self._reasons_against(row, record, out_of_sight)
        if against:
            return self.refuse(row, None if out_of_sight else record, *against), None
        if record is None:
            return self._enter(row)
        outcome = self._change(row, record)
        return outcome, record if outcome.state is State.CHANGED else None

    def _reasons_against(self, row: Row, record: Record | None, out_of_sight: bool) -> list[str]:
        """Why the row may not do anything to the record that it is about."""
        found = []
        first = self.matcher.first_row(row, record)
        if first is not None:
            sentence = gettext(
                "Row %(first)s is about the same record. Keep one of the two.", first=first
            )
            found.append(sentence)
        if out_of_sight:
            sentence = gettext(
                "It is on record already, where you don't look after it. Leave this row out."
            )
            found.append(sentence)
        return found

    def refuse(self, row: Row, record: Record | None, *sentences: str) -> RowOutcome:
        """Say at the row's key why it does nothing, and at its cells what is wrong with each.

        Of a record out of the viewer's sight nothing is said: the row is judged as a new one's.
        """
        key = next((key for key in self.register.key if key in row.raw), "")
        outcome = RowOutcome(row.place, State.ERROR)
        outcome.problems += [self._problem(row, key, sentence) for sentence in sentences]
        outcome.problems += row.problems.values()
        typed = row.typed if record is None else self._differing(row.typed, record)
        typed = self._without_masked(row, outcome, typed, record)
        self._judge_cells(row, outcome, record, typed)
        return outcome

    def refuse_scope(self, outcome: RowOutcome) -> None:
        """Say of a record that was written that the viewer wouldn't look after it."""
        outcome.state = State.ERROR
        sentence = gettext(
            "It would belong where you don't look after it. Correct or leave it out."
        )
        outcome.problems.append(Problem(outcome.place, "", sentence))

    def _enter(self, row: Row) -> tuple[RowOutcome, Record | None]:
        outcome = RowOutcome(row.place, State.NEW, mark=_mark(None, row.typed))
        self.form.begin(None, {}, self._without_masked(row, outcome, row.typed, None))
        self._validate(row, outcome)
        if outcome.state is State.NEW and self.has_rekeyed:
            self._refuse_twin(row, outcome, None)
        if outcome.state is not State.NEW:
            return outcome, None
        outcome.held = self.completion.hold(self.form) if self.completion else None
        record = self.batch.save(self.register, None, self.form)
        self.batch.note(record, outcome.held or {})
        outcome.title = record.caption
        self._remember(record)
        return outcome, record

    def _change(self, row: Row, record: Any) -> RowOutcome:
        outcome = RowOutcome(row.place, State.UNCHANGED, record.caption, version=record.version)
        outcome.problems += row.problems.values()
        once = {key: row.typed[key] for key in self._read_once & row.typed.keys()}
        given = self._differing(without(row.typed, once), record)
        given = self._without_masked(row, outcome, given, record)
        outcome.mark = _mark(record, given)
        is_stale = row.version not in (None, record.version)
        computed = self._differing(row.computed | once, record)
        for key in self.clashes.unknown_of(record, computed) if is_stale else computed:
            sentence = gettext("The system computes this column. Leave it as it was exported.")
            outcome.problems.append(self._problem(row, key, sentence))
        if given and is_stale:
            given, outcome.clashes = self._decide(row, record, self._meant(record, given))
        if outcome.problems or outcome.clashes:
            edited = (each.change for each in outcome.clashes if each.is_edited)
            given = {**given, **{change.key: change.new for change in edited}}
            self._judge_cells(row, outcome, record, given)
            outcome.state = State.ERROR if outcome.problems else State.CONFLICT
        elif given:
            self._save(row, record, given, outcome)
        return outcome

    def _save(self, row: Row, record: Any, given: Mapping[str, str], outcome: RowOutcome) -> None:
        self.form.begin(record, form_values(self.register, record), given)
        outcome.state = State.CHANGED
        self._validate(row, outcome)
        if outcome.state is not State.CHANGED:
            return
        outcome.changes = self._changes(record)
        if not outcome.changes:
            outcome.state = State.UNCHANGED
            return
        if any(change.key in self.register.key for change in outcome.changes):
            self._refuse_twin(row, outcome, record)
            self.has_rekeyed = True
        if outcome.state is State.CHANGED:
            self._remember(record)  # by what it was called until now
            self.batch.save(self.register, record, self.form)
            self._remember(record)

    def _validate(self, row: Row, outcome: RowOutcome) -> None:
        """Let the form judge what it was begun with; what cells couldn't say comes first."""
        outcome.problems = list(row.problems.values())
        if not (is_right := self.form.validate()):
            self._say_errors(row, outcome)
        outcome.warnings += [self._problem(row, *warning) for warning in self.form.warnings]
        if not is_right or outcome.problems:
            outcome.state = State.ERROR
            outcome.names_nobody = self._names_nobody()

    def _judge_cells(
        self, row: Row, outcome: RowOutcome, record: Record | None, typed: Mapping[str, str]
    ) -> None:
        """Judge each cell by itself, of a row that does nothing: all its errors are said at once.

        What cells mean together, and beside other records, waits until each can be read.
        """
        self.form.begin(record, form_values(self.register, record) if record else {}, typed)
        self.form.validate_fields()
        self._say_errors(row, outcome)
        outcome.names_nobody = self._names_nobody()

    def _say_errors(self, row: Row, outcome: RowOutcome) -> None:
        """Say what the form finds wrong, but of cells that could not even be read."""
        for key, sentences in self.form.errors.items():
            if key not in row.problems:
                outcome.problems.append(self._problem(row, key, " ".join(map(str, sentences))))

    def _names_nobody(self) -> bool:
        """Whether the row names what isn't there: it may come further down, also in a wrong row."""
        wrong = (self.form[key] for key in self.form.errors if key in self.form)
        return any(getattr(field, "is_unresolved", False) for field in wrong)

    def _differing(self, texts: Mapping[str, str], record: Record) -> dict[str, str]:
        """Those of `texts` that say something else than the record, in whatever language.

        The file may come from a page in the other one.
        """
        found = self._saying_other(texts, record)
        for locale in LOCALES:
            if found:
                with force_locale(locale):
                    found = self._saying_other(found, record)
        return found

    def _saying_other(self, texts: Mapping[str, str], record: Record) -> dict[str, str]:
        """Those of `texts` that differ from the record's, today or as it was exported."""
        days = {clock.today(), self.source.day or clock.today()}
        found = {}
        for key, text in texts.items():
            column = self.register.column(key)
            assert column is not None
            kind, values = self.register.kind(column), [column.value(record, day) for day in days]
            if not any(same_text(text, shown_text(value, kind), kind) for value in values):
                found[key] = text
        once = {key: text for key, text in found.items() if key in self._read_once}
        return without(found, once) | self._meant(record, once) if once else found

    def _meant(self, record: Record, given: Mapping[str, str]) -> dict[str, str]:
        """Those of `given` that don't come to what is on record, however they are written."""
        self.form.begin(record, form_values(self.register, record), given)
        today, found = clock.today(), {}
        for key, text in given.items():
            column, field = self.register.column(key), self.form[key]
            assert column is not None
            kind = self.register.kind(column)
            is_same = comparable(field.data, kind) == comparable(column.value(record, today), kind)
            if field.errors or not is_same:
                found[key] = text
        return found

    def _decide(
        self, row: Row, record: Record, given: Mapping[str, str]
    ) -> tuple[dict[str, str], Sequence[Clash]]:
        """What to take of the file where the record changed since: undecided cells clash."""
        taken, clashes = {}, []
        base = self.clashes.bases_of(record) if given else {}
        for key, text in given.items():
            decision = self.decisions.get(decision_name(row.place.sheet, row.number, key))
            if decision == FILE:
                taken[key] = text
            elif decision != HERE:
                clashes.append(self.clashes.clash(row, record, key, text, base))
        return taken, clashes

    def _changes(self, record: Record) -> list[CellChange]:
        """What the form would change, in words; a value that comes to the same is no change."""
        found, today = [], clock.today()
        for key, value in self.form.values().items():
            column = self.register.column(key)
            if column is None:
                continue
            kind, old = self.register.kind(column), column.value(record, today)
            if comparable(value, kind) != comparable(old, kind):
                label = self.register.header(column)
                found.append(CellChange(key, label, words(old, kind), words(value, kind)))
        return found

    def _is_masked(self, key: str, text: str) -> bool:
        column = self.register.column(key) if "*" in text else None
        return column is not None and self.register.kind(column) == "phone"

    def _without_masked(
        self, row: Row, outcome: RowOutcome, typed: Mapping[str, str], record: Record | None
    ) -> dict[str, str]:
        """`typed` without numbers of which only the mask is known, here too; a warning says so."""
        masked = [
            key
            for key, text in typed.items()
            if self._is_masked(key, text) and getattr(record, key, None) is None
        ]
        if masked:  # seldom, and every new row comes by
            sentence = gettext("This number is masked, so it is left empty. Enter it afterwards.")
            outcome.warnings += [self._problem(row, key, sentence) for key in masked]
        return without(typed, masked)

    def _refuse_twin(self, row: Row, outcome: RowOutcome, record: Record | None) -> None:
        stored = {key: getattr(record, key) for key in self.register.key} if record else {}
        if saving.find_twin(self.register, stored | self.form.values(), record) is not None:
            sentence = gettext("Another record has this already. Correct one of the two.")
            outcome.state = State.ERROR
            outcome.problems.append(self._problem(row, self.register.key[0], sentence))

    def _remember(self, record: Record) -> None:
        if isinstance(record, Nameable):
            self.index.forget(record)

    def _problem(self, row: Row, key: str, sentence: str) -> Problem:
        place = self.layout.place(row.place.sheet, row.number, key)
        return Problem(place, row.raw.get(key, ""), sentence)


def _mark(record: Record | None, given: Mapping[str, str]) -> str:
    about = f"{record.id} {record.version}" if record is not None else ""
    said = "\x1e".join([about, *map("\x1f".join, sorted(given.items()))]).encode(errors="replace")
    return blake2b(said, digest_size=8).hexdigest()
