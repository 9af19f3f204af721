"""A whole file in one transaction: a preview gives it up, an import keeps it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from partyhub.database import db
from partyhub.history.models import ImportGroup
from partyhub.references import Index
from partyhub.registers.batches import Batch
from partyhub.registers.completing import completion_of
from partyhub.registers.importing.clashes import Clashes
from partyhub.registers.importing.holding import Holding
from partyhub.registers.importing.judging import Decisions, Judge
from partyhub.registers.importing.matching import Matcher
from partyhub.registers.importing.outcomes import Place, Problem, Result, RowOutcome
from partyhub.registers.importing.rows import Row, Source, read_row
from partyhub.registers.importing.sheets import Layout, SheetRow, find_layout, says_nothing
from partyhub.registers.importing.unmade import explain_unmade, own_names
from partyhub.registers.register import Register
from partyhub.registers.rights import can_write
from partyhub.viewers import Viewer

PORTION = 200
NO_CSRF = {"csrf": False}
Progress = Callable[[int], None]
# A row that is to be judged again, and which outcome that is.
Waiting: TypeAlias = tuple[Judge, Row, int]


@dataclass
class Sheet:
    """One sheet of a file, and the register that it is for."""

    register: Register
    source: Source
    rows: Iterable[SheetRow]


@dataclass
class Run:
    """Judges sheets one after the other and saves what is right; the caller commits or gives up.

    `progress` is told how many rows have been judged.
    """

    viewer: Viewer
    group: ImportGroup | None
    decisions: Decisions = field(default_factory=dict)
    progress: Progress = lambda rows: None

    def __post_init__(self) -> None:
        self.batch = Batch(self.viewer, self.group)
        self.index = Index()
        self.result = Result()
        self._names: frozenset[str] = frozenset()
        # New records that wait for another sheet, by the name of their register.
        self._held: dict[str, Holding] = {}
        # What rows call the records that they are about, and where these rows are in the result.
        self._unmade: dict[str, int] = {}

    def judge_sheets(self, sheets: Sequence[Sheet]) -> Result:
        """Judge every sheet, then once more the rows that name what came after them."""
        self._names = frozenset(sheet.register.name for sheet in sheets)
        left: list[Waiting] = []
        for sheet in sheets:
            left += self._judge_again(self._judge_sheet(sheet))
            self.index.renew()
            self._settle(sheet.register)
        if len(sheets) > 1 and self._judge_again(left) != left:
            for sheet in sheets:
                self._settle(sheet.register)
        explain_unmade(self.result, self._unmade)
        return self.result

    def _judge_sheet(self, sheet: Sheet) -> list[Waiting]:
        """Judge the rows of one sheet; return those that name what isn't there yet."""
        register, source = sheet.register, sheet.source
        if not can_write(register, self.viewer):
            self._fault(Place(source.sheet, 1), gettext("You may not write this register."))
            return []
        layout, rows = find_layout(register, sheet.rows)
        if layout is None:
            self._fault(Place(source.sheet, 1), no_header_sentence(register))
            return []
        self.result.header_rows[source.sheet] = layout.header_row
        self._note_unknown(layout, source)
        judge = self._judge(layout, source)
        waiting = []
        filled = (row for row in rows if not says_nothing(layout, row))
        for portion in _portions(read_row(layout, source, row) for row in filled):
            start = len(self.result.rows)
            self.result.rows += self._judge_portion(judge, portion)
            for at, row in enumerate(portion, start):
                for name in own_names(register, row):
                    self._unmade.setdefault(name, at)
                if self.result.rows[at].names_nobody:
                    waiting.append((judge, row, at))
            self.progress(len(self.result.rows))
        return waiting

    def _judge(self, layout: Layout, source: Source) -> Judge:
        register = layout.register
        form = register.form(self.viewer, formdata=None, index=self.index, meta=NO_CSRF)
        form.asks_reason, form.sheets = False, self._names
        matcher = Matcher(register, self.viewer, form)
        clashes = Clashes(layout, form, source.exported_at)
        judge = Judge(
            *(layout, source, matcher, form, self.batch, self.index, self.decisions, clashes)
        )
        for holding in self._waiting_for(register):
            form.held = holding.said
        completion = completion_of(register)
        if completion is not None and completion.by.name in self._names:
            judge.completion = completion
            self._held[register.name] = Holding(judge, completion)
        return judge

    def _waiting_for(self, register: Register) -> list[Holding]:
        """The new records on which rows of `register` have the last word."""
        return [held for held in self._held.values() if held.completion.by is register]

    def _settle(self, register: Register) -> None:
        """Settle what waited for the rows of `register`, which have all been judged."""
        for holding in self._waiting_for(register):
            holding.settle()

    def _judge_portion(self, judge: Judge, rows: Sequence[Row]) -> list[RowOutcome]:
        """Judge some rows together; where the database refuses them, each by itself."""
        try:
            with db.session.begin_nested():
                return self._try(judge, rows)
        except IntegrityError:
            self.batch.give_up()
        if len(rows) > 1:
            return [outcome for row in rows for outcome in self._judge_portion(judge, [row])]
        sentence = gettext("It contradicts another record. Compare the two, and correct one.")
        ((record, is_hidden),) = judge.matcher.find_seen(rows)
        return [judge.refuse(rows[0], None if is_hidden else record, sentence)]

    def _try(self, judge: Judge, rows: Sequence[Row]) -> list[RowOutcome]:
        judged = [
            judge.judge(row, record, out_of_sight=is_hidden)
            for row, (record, is_hidden) in zip(rows, judge.matcher.find_seen(rows), strict=True)
        ]
        self.batch.flush()
        written = {}
        for row, (outcome, record) in zip(rows, judged, strict=True):
            if record is not None:
                judge.matcher.note(row, record)
            if record is not None and outcome.held is not None:
                self._held[judge.register.name].add(row, outcome, record)
            elif record is not None:
                written[record.id] = outcome
        for record_id in judge.matcher.not_kept(set(written)):
            judge.refuse_scope(written[record_id])
        return [outcome for outcome, _ in judged]

    def _judge_again(self, waiting: list[Waiting]) -> list[Waiting]:
        """Judge again rows that named what wasn't there, as long as that helps; return the rest."""
        while waiting:
            left = []
            for judge, row, at in waiting:
                (outcome,) = self._judge_portion(judge, [row])
                self.result.rows[at] = outcome
                if outcome.names_nobody:
                    left.append((judge, row, at))
            if len(left) == len(waiting):
                break
            waiting = left
        return waiting

    def _note_unknown(self, layout: Layout, source: Source) -> None:
        for index, text in layout.unknown:
            place = Place(source.sheet, layout.header_row, index, text)
            sentence = gettext("This register has no such column; it is left out.")
            self.result.notes.append(Problem(place, text, sentence))
        for index, text in layout.doubled:
            place = Place(source.sheet, layout.header_row, index, text)
            sentence = gettext("This header stands twice. The column further left is read.")
            self.result.notes.append(Problem(place, text, sentence))

    def _fault(self, place: Place, sentence: str) -> None:
        self.result.faults.append(Problem(place, "", sentence))


def no_header_sentence(register: Register) -> str:
    headers = "、".join(
        register.header(column) for key in register.key if (column := register.column(key))
    )
    return gettext(
        "No row of headers was found among the first rows. It has to name at least: %(headers)s.",
        headers=headers,
    )


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while portion := list(islice(iterator, PORTION)):
        yield portion
