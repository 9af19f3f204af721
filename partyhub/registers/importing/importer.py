"""Import of a whole file in one transaction: a preview rolls it back, an import commits it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from flask_babel import gettext, ngettext
from sqlalchemy.exc import IntegrityError

from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.references import Index
from partyhub.registers.batches import Batch
from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.columns import (
    ColumnMapper,
    describe_notes,
    describe_question,
    refuse_unknown,
)
from partyhub.registers.importing.context import Decisions, ImportContext, SheetImport
from partyhub.registers.importing.judging.corrections import corrected
from partyhub.registers.importing.judging.deferred import DeferredRows
from partyhub.registers.importing.judging.notices import add_notices
from partyhub.registers.importing.judging.row_importer import RowImporter
from partyhub.registers.importing.matching.matcher import Matcher
from partyhub.registers.importing.matching.namesakes import RowsOfFile
from partyhub.registers.importing.matching.unresolved import explain_unresolved, names_of_row
from partyhub.registers.importing.places import Place, Problem
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.layout import (
    Layout,
    find_layout,
    no_header_sentence,
)
from partyhub.registers.importing.reading.rows import Row, Sheet, Source
from partyhub.registers.importing.reading.table import Table
from partyhub.registers.importing.results import Result, RowResult, State
from partyhub.registers.register import Register
from partyhub.registers.rights import can_write
from partyhub.viewers import Viewer

PORTION = 200
NO_CSRF = {"csrf": False}
Progress = Callable[[int], None]
# A row to judge again, with its importer and the index of its result.
Waiting: TypeAlias = tuple[RowImporter, Row, int]


@dataclass
class Importer:
    """The importer of a file: it judges sheet after sheet and saves valid rows.

    The caller commits or rolls back. `progress` is called with the number of rows judged so far.
    """

    viewer: Viewer
    run: ImportRun
    decisions: Decisions = field(default_factory=dict)
    progress: Progress = lambda rows: None

    def __post_init__(self) -> None:
        self.batch = Batch(self.viewer, self.run)
        self.index = Index()
        self.result = Result()
        # The names of the registers with a sheet in the file.
        self._registers: frozenset[str] = frozenset()
        self._importers: list[RowImporter] = []
        # New records whose values wait for another sheet, by the name of their register.
        self._deferred: dict[str, DeferredRows] = {}
        # The rows so far, by the name of their register.
        self._rows_of_file: dict[str, RowsOfFile] = {}
        # Maps each name used in the file for a record to the index of its row result.
        self._result_of_name: dict[str, int] = {}

    def import_sheets(self, sheets: Sequence[Sheet]) -> Result:
        """Judge every sheet, then judge the rows again that name records of later sheets."""
        self._registers = frozenset(sheet.register.name for sheet in sheets)
        left: list[Waiting] = []
        for sheet in sheets:
            left += self._import_again(self._import_sheet(sheet))
            self.index.renew()
            self._resolve_deferred(sheet.register)
        if len(sheets) > 1 and self._import_again(left) != left:
            for sheet in sheets:
                self._resolve_deferred(sheet.register)
        refuse_unknown(self.decisions, self.result)
        if any(sheet.questions for sheet in self.result.columns):
            self.result.rows.clear()  # they may name records of rows that nobody could read yet
            return self.result
        explain_unresolved(self.result, self._result_of_name)
        for importer in self._importers:
            self._add_missing(importer.sheet)
        self._refuse_late()
        self._settle()
        add_notices((importer.sheet for importer in self._importers), self.result)
        return self.result

    def _refuse_late(self) -> None:
        """Refuse the rows of which only the whole file shows that something is against them."""
        results = {row.record: row for row in self.result.rows if row.record is not None}
        sheets = {importer.sheet.source.sheet: importer.sheet for importer in self._importers}
        for register, refusal in self.batch.judge():
            result = results.get((register.name, refusal.record_id))
            if result is not None:  # else it was made by a row of another register
                place = result.place
                sheets[place.sheet].refuse_at(place.row, result, refusal.key, refusal.sentence)

    def _settle(self) -> None:
        """Settle what follows from the rows in other registers, and note it."""
        sentences, sheet = self.batch.settle(), next(iter(self.result.header_rows), "")
        place = Place(sheet, self.result.header_rows.get(sheet, 1))
        self.result.notes += [Problem(place, "", sentence) for sentence in sentences]

    def _import_sheet(self, sheet: Sheet) -> list[Waiting]:
        """Judge the rows of one sheet; return those that name records that don't exist yet."""
        register, source = sheet.register, sheet.source
        if not can_write(register, self.viewer):
            self._add_fault(Place(source.sheet, 1), gettext("You may not write this register."))
            return []
        self.result.left_out += sheet.left_out
        layout, rows = find_layout(register, sheet.rows, sheet.merged)
        if layout is None:
            self._add_fault(Place(source.sheet, 1), no_header_sentence(register))
            return []
        self.result.header_rows[source.sheet] = layout.header_row
        self.result.registers[source.sheet] = register.name
        layout, rows, is_mapped = self._map_columns(source, layout, rows)
        if not is_mapped:
            return []
        importer = self._make_row_importer(layout, source)
        table = Table(layout, source, importer.sheet.form)
        if sheet.is_of_branch:
            table.begin_section(source.sheet)
        waiting = self._import_rows(importer, table.read(rows))
        self._add_table(table)
        return waiting

    def _import_rows(self, importer: RowImporter, rows: Iterable[Row]) -> list[Waiting]:
        """Judge rows in portions; return those that name records that don't exist yet."""
        register, waiting = importer.sheet.register, []
        for portion in _portions(corrected(rows, importer.sheet.layout, self.decisions)):
            start = len(self.result.rows)
            self.result.rows += self._import_portion(importer, portion)
            for at, row in enumerate(portion, start):
                for name in names_of_row(register, row):
                    self._result_of_name.setdefault(name, at)
                if self.result.rows[at].is_unresolved:
                    waiting.append((importer, row, at))
            self.progress(len(self.result.rows))
        return waiting

    def _map_columns(
        self, source: Source, layout: Layout, rows: Iterator[SheetRow]
    ) -> tuple[Layout, Iterator[SheetRow], bool]:
        """Return the mapped layout, all of the rows, and whether every column is decided."""
        mapper = ColumnMapper(self.viewer, self.decisions)
        mapped, layout, rows = mapper.map(source.sheet, layout, rows)
        self.result.columns.append(mapped)
        questions = [describe_question(layout.register, each) for each in mapped.questions]
        self.result.faults += questions
        if not questions:
            self.result.notes += describe_notes(mapped, layout)
        return layout, rows, not questions

    def _make_row_importer(self, layout: Layout, source: Source) -> RowImporter:
        register = layout.register
        context = ImportContext(
            asks_reason=False,
            sheets=self._registers,
            index=self.index,
            decisions=self.decisions,
        )
        for waiting in self._find_deferred(register):
            context.deferred = waiting.values
        form = register.form(self.viewer, formdata=None, context=context, meta=NO_CSRF)
        known = self._rows_of_file.setdefault(register.name, RowsOfFile())
        matcher = Matcher(layout, source.exported_at, self.viewer, form, self.decisions, known)
        sheet = SheetImport(layout, source, form, context, matcher, self.batch, self.decisions)
        importer = RowImporter(sheet)
        self._importers.append(importer)
        deferral = current_catalog().deferral_of(register)
        if deferral is not None and deferral.by.name in self._registers:
            sheet.deferral = deferral
            self._deferred.setdefault(register.name, DeferredRows(deferral, self.batch))
        return importer

    def _find_deferred(self, register: Register) -> list[DeferredRows]:
        """Return the deferred rows whose values rows of `register` decide."""
        return [rows for rows in self._deferred.values() if rows.deferral.by is register]

    def _resolve_deferred(self, register: Register) -> None:
        """Resolve the deferred rows that waited for `register`, whose rows have all been judged."""
        for waiting in self._find_deferred(register):
            waiting.resolve()

    def _import_portion(self, importer: RowImporter, rows: Sequence[Row]) -> list[RowResult]:
        """Judge rows together, or one by one if the database refuses the portion."""
        try:
            with db.session.begin_nested():
                return self._try_portion(importer, rows)
        except IntegrityError:
            self.batch.discard()
        if len(rows) > 1:
            return [result for row in rows for result in self._import_portion(importer, [row])]
        sentence = gettext("It contradicts another record. Compare the two, and correct one.")
        (match,) = importer.sheet.matcher.find(rows)
        record = None if match.is_hidden else match.record
        result = importer.refuse(match.row, record, sentence)
        result.warnings += match.row.warnings
        return [result]

    def _try_portion(self, importer: RowImporter, rows: Sequence[Row]) -> list[RowResult]:
        matcher = importer.sheet.matcher
        found = [importer.import_row(match) for match in matcher.find(rows)]
        self.batch.flush()
        written = {}
        for row, (result, record) in zip(rows, found, strict=True):
            if record is not None:
                matcher.note(row, record, is_new=result.state is State.NEW)
                result.record = (importer.sheet.register.name, record.id)
            if record is not None and result.deferred is not None:
                self._deferred[importer.sheet.register.name].add(importer, row, result, record)
            elif record is not None:
                written[record.id] = result
        for record_id in matcher.not_writable(set(written)):
            importer.refuse_scope(written[record_id])
        for row, (result, _) in zip(rows, found, strict=True):
            result.warnings += row.warnings
        return [result for result, _ in found]

    def _import_again(self, waiting: list[Waiting]) -> list[Waiting]:
        """Judge unresolved rows repeatedly until that no longer helps; return those that remain."""
        while waiting:
            self.index.renew()  # the rows before may have made what these refer to
            left = []
            for importer, row, at in waiting:
                (self.result.rows[at],) = self._import_portion(importer, [row])
                if self.result.rows[at].is_unresolved:
                    left.append((importer, row, at))
            if len(left) == len(waiting):
                break
            waiting = left
        return waiting

    def _add_table(self, table: Table) -> None:
        """Add what stands around the records of a table, and what of them is hidden."""
        self.result.left_out += table.left_out
        self.result.faults += table.sections.faults
        place = Place(table.source.sheet, table.layout.header_row)
        if table.hidden_rows:
            sentence = ngettext(
                "%(num)s row is hidden or filtered out in the file; it is read, too.",
                "%(num)s rows are hidden or filtered out in the file; they are read, too.",
                table.hidden_rows,
            )
            self.result.notes.append(Problem(place, "", sentence))
        hidden = [
            header
            for index, header in table.layout.headers.items()
            if index in table.source.hidden_columns
        ]
        if hidden:
            sentence = gettext("Hidden columns are read, too: %(names)s.", names="、".join(hidden))
            self.result.notes.append(Problem(place, "", sentence))

    def _add_missing(self, sheet: SheetImport) -> None:
        """Add one fault for each required column that the sheet lacks and rows need."""
        layout, register = sheet.layout, sheet.register
        for (key, reason), rows in sheet.missing.items():
            if not rows:
                continue
            column = register.column(key)
            sentence = ngettext(
                "There is no column “%(header)s”, which %(num)s row needs. %(reason)s",
                "There is no column “%(header)s”, which %(num)s rows need. %(reason)s",
                len(rows),
                header=register.header(column) if column else key,
                reason=reason,
            )
            self._add_fault(Place(sheet.source.sheet, layout.header_row), sentence)

    def _add_fault(self, place: Place, sentence: str) -> None:
        self.result.faults.append(Problem(place, "", sentence))


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while portion := list(islice(iterator, PORTION)):
        yield portion
