"""The table of a sheet: which of its rows are records, and what the others are."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from flask_babel import gettext
from werkzeug.utils import cached_property

from partyhub.forms import NameField, RecordForm
from partyhub.registers.importing.left_out import LeftOut, Reason, leave_out_row
from partyhub.registers.importing.places import Place, Problem
from partyhub.registers.importing.reading import row_kinds
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.layout import ID, Layout, folded, in_both_languages
from partyhub.registers.importing.reading.row_kinds import compact, filled_cells
from partyhub.registers.importing.reading.rows import Row, Source, read_row
from partyhub.registers.importing.reading.sections import Sections, unknown_sentence
from partyhub.registers.importing.reading.values import DAY_KINDS, is_blank
from partyhub.texts import clean_text, normal_form

Filled = Sequence[tuple[int, Any]]


class Table:
    """The rows below the headers of a sheet: `read` yields the records.

    A row is left out only if it can't be meant as a record, and is then in `left_out`; only blank
    rows are not. Any other is a record, right or wrong.
    """

    def __init__(self, layout: Layout, source: Source, form: RecordForm) -> None:
        self.layout, self.source = layout, source
        self.sections = Sections(layout.register, form)
        self.left_out: list[LeftOut] = []
        self.hidden_rows = 0
        self._has_records = False
        self._kinds = {index: kind for index, _, kind, _ in layout.cells}
        self._titles = {_values_of(row) for row in layout.above}
        self._known = (*layout.columns, *layout.hidden.values())

    def read(self, rows: Iterable[SheetRow]) -> Iterator[Row]:
        """Yield the rows that are records, with what the headings of their sections give them."""
        for row in () if self.source.is_made_here else self.layout.above:
            self._leave_out(row, Reason.TITLE)
        for row in rows:
            if self._is_record(row):
                self._has_records = True
                self.hidden_rows += row.is_hidden
                yield self.sections.fill(read_row(self.layout, self.source, row))

    def begin_section(self, title: str) -> None:
        """Let the sheet's title name the branch of all rows if no column does."""
        found = self.sections.find(title, takes_code=True)
        if found and found[0].key not in {column.key for column in self.layout.columns.values()}:
            self.sections.begin(*found)

    def _is_record(self, row: SheetRow) -> bool:
        """Return whether a row is a record; if not, it is added to what is left out."""
        filled = ((at, value) for at, value in enumerate(row.cells) if not is_blank(value))
        first, second = next(filled, None), next(filled, None)
        if first is None:
            return False
        # For nearly every row, the first two cells decide.
        if second is not None and not self._is_odd(*first) and not row_kinds.is_count(second[1]):
            if first[0] in self.layout.columns or not self._is_empty(row):
                return True
            self._leave_out(row, Reason.EMPTY)
            return False
        if self._has_id(row):
            return True
        return not self._find_reason(row, filled_cells(row.cells))

    def _is_odd(self, at: int, value: Any) -> bool:
        """Return whether the first cell of a row lets doubt that the row is a record."""
        if row_kinds.may_be_marked(value) or value in self._first_texts:
            return True
        if not isinstance(value, str):
            return bool(value == 1)
        if value[-1:].isdigit():  # no header ends so, and most keys do
            return value == "1"
        return folded(value) in self._headers.get(at, ())

    def _has_id(self, row: SheetRow) -> bool:
        at = self.layout.hidden.get(ID, len(row.cells)) if self.source.is_own else len(row.cells)
        return at < len(row.cells) and not is_blank(row.cells[at])

    def _is_empty(self, row: SheetRow) -> bool:
        width = len(row.cells)
        return all(is_blank(row.cells[at]) for at in self._known if at < width)

    def _find_reason(self, row: SheetRow, filled: Filled) -> bool:
        """Return whether a row is no record; it is then left out."""
        text = compact(filled[0][1])
        if len(filled) == 1 and normal_form(text) in _nothing_words():
            return True
        reason = self._find_kind(row, filled, text)
        if reason is not None:
            self._leave_out(row, reason)
            return True
        return self._find_section(row, filled)

    def _find_kind(self, row: SheetRow, filled: Filled, text: str) -> Reason | None:
        """Return the reason to leave out a row that isn't about the rows below it, or None."""
        if self._repeats_headers(filled):
            return Reason.HEADERS
        if tuple(value for _, value in filled) in self._titles:
            return Reason.TITLE
        if self._follows_headers(row) and row_kinds.numbers_columns([v for _, v in filled]):
            return Reason.NUMBERING
        if row_kinds.is_total(text) and all(self._is_amount(*cell) for cell in filled[1:]):
            return Reason.TOTAL
        if row_kinds.is_example(text) and not self._is_name(text, filled[0][0]):
            return Reason.EXAMPLE
        if row_kinds.is_page(text) and len(filled) == 1:
            return Reason.PAGE
        return Reason.EMPTY if len(filled) > 1 and self._is_empty(row) else None

    def _find_section(self, row: SheetRow, filled: Filled) -> bool:
        """Return whether a row is a heading or a note; it is then left out."""
        (_, value), *rest = filled
        is_alone = isinstance(value, str) and all(row_kinds.is_count(cell) for _, cell in rest)
        found = self.sections.find(value) if is_alone else None
        if found is not None:
            self.sections.begin(*found)
            self._leave_out(row, Reason.SECTION, self.layout.register.header(found[0]))
        elif row_kinds.is_foot([cell for _, cell in filled]) or self._continues_foot(row, filled):
            self._leave_out(row, Reason.FOOT)
        elif is_alone and self._is_heading(value):
            self._leave_out(row, Reason.SECTION)
        elif is_alone and self._is_unknown_heading(value):
            place = self._leave_out(row, Reason.SECTION).place
            place = place._replace(column=filled[0][0])
            self.sections.begin_unknown(Problem(place, clean_text(value), unknown_sentence()))
        else:
            return self._is_left_blank(row, filled)
        return True

    def _is_left_blank(self, row: SheetRow, filled: Filled) -> bool:
        """Leave out a row that has nothing but a number of its own, or a text beside the table."""
        if not self._is_empty(row):
            return False
        self._leave_out(row, Reason.EMPTY)
        return True

    def _is_heading(self, value: str) -> bool:
        """Return whether a text alone in its row heads rows of a month, a year or a label."""
        bare = bare_of(value)
        return row_kinds.is_period(bare) or bare in self._labels

    def _is_unknown_heading(self, value: str) -> bool:
        """Return whether a text alone in its row is meant as the name of an organization."""
        bare = bare_of(value)
        is_named = bare != compact(value) or row_kinds.is_place(bare)
        return bool(bare) and is_named and bool(self.sections.columns)

    def _continues_foot(self, row: SheetRow, filled: Filled) -> bool:
        """Return whether a line alone in its row goes on with the note above it."""
        last = self.left_out[-1] if self.left_out else None
        is_below = last is not None and last.reason is Reason.FOOT
        return is_below and last.place.row == row.number - 1 and len(filled) == 1  # type: ignore[union-attr]

    def _repeats_headers(self, filled: Filled) -> bool:
        """Return whether every cell repeats its header, as on the next page of a printed list."""
        cells = [(at, value) for at, value in filled if at in self._headers]
        is_enough = len(cells) > 1 or (bool(cells) and len(self.layout.head) > 1)
        return is_enough and all(
            isinstance(value, str) and folded(value) in self._headers[at] for at, value in cells
        )

    def _follows_headers(self, row: SheetRow) -> bool:
        if not self._has_records:
            return True
        last = self.left_out[-1] if self.left_out else None
        return bool(last and last.reason is Reason.HEADERS and last.place.row == row.number - 1)

    def _is_amount(self, at: int, value: Any) -> bool:
        """Return whether a cell may be part of a total; a number under a date may be a day."""
        is_day = self._kinds.get(at) in DAY_KINDS
        return row_kinds.is_count(value) if is_day else row_kinds.is_amount(value)

    def _is_name(self, text: str, at: int) -> bool:
        """Return whether 例 stands where a person's name does: somebody may be called so."""
        column = self.layout.columns.get(at)
        field = column and self.layout.register.field(column)
        return text == "例" and isinstance(field, NameField)

    @cached_property
    def _headers(self) -> dict[int, set[str]]:
        """Return the folded texts of the header rows by column."""
        found: dict[int, set[str]] = {}
        for row in self.layout.head:
            for at, value in enumerate(row.cells):
                if isinstance(value, str) and not is_blank(value):
                    found.setdefault(at, set()).add(folded(clean_text(value)))
        return found

    @cached_property
    def _first_texts(self) -> set[Any]:
        return {values[0] for values in self._titles if values}

    @cached_property
    def _labels(self) -> set[str]:
        """Return the labels of the register's enums, by which people group rows."""
        register = self.layout.register
        enums = filter(None, (register.members(column) for column in register.columns))
        return {compact(str(member.label)) for members in enums for member in members}

    def _leave_out(self, row: SheetRow, reason: Reason, header: str = "") -> LeftOut:
        text = next((str(value) for value in row.cells if not is_blank(value)), "")
        place = Place(self.source.sheet, row.number)
        value = " ".join(clean_text(text).split())
        self.left_out.append(leave_out_row(place, value, reason, header))
        return self.left_out[-1]


def bare_of(heading: str) -> str:
    """Return a heading without ordinal and count, compact for comparing."""
    return compact(row_kinds.bare_heading(heading))


def _values_of(row: SheetRow) -> tuple[Any, ...]:
    return tuple(value for value in row.cells if not is_blank(value))


@cache
def _nothing_words() -> set[str]:
    words = in_both_languages(lambda: gettext("No records"))
    return {compact(word) for word in words}
