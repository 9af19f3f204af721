"""The writer of one sheet of a workbook, row by row."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from partyhub.spreadsheets.cell_references import column_letter, quoted
from partyhub.spreadsheets.charts import Chart
from partyhub.spreadsheets.headings import Heading
from partyhub.spreadsheets.input_hints import ROWS_TO_FILL, InputHint
from partyhub.spreadsheets.layout import (
    DATA_HEIGHT,
    FILING_HEIGHT,
    HINT_HEIGHT,
    Inked,
    Look,
    Plan,
    Span,
    have_room,
    spaced,
    spread,
)
from partyhub.spreadsheets.values import RowValue, safe_text

if TYPE_CHECKING:  # the module loads openpyxl
    from partyhub.spreadsheets._paper import Paper


class SheetWriter:
    """One sheet, made by `WorkbookWriter.add_sheet`. Columns count from 0, rows from 1."""

    def __init__(self, paper: "Paper", plan: Plan, title: str) -> None:
        self.title = title
        self.rows_written = 0
        self._paper = paper
        self._plan = plan
        self._widths, self._page = plan.widths, plan.page_widths
        self._flags: list[tuple[int | None, str]] = []
        self._totaled = False
        self._finished = self._is_hidden = False
        self._write_head()
        self.first_row = paper.row + 1
        self._last_row = paper.row

    @property
    def cut_cells(self) -> list[str]:
        """Return the cells whose text was too long, as "'表'!B7"."""
        return [f"{quoted(self.title)}!{cell}" for cell in self._paper.cuts]

    @property
    def linked(self) -> set[str]:
        """Return the titles of the sheets that links lead to."""
        return self._paper.linked

    @property
    def last_row(self) -> int:
        """Return the number of the last row under the headings so far, without totals.

        Without rows it is `first_row`, so that a range over the rows is never upside down.
        """
        return max(self.first_row, self._last_row)

    @property
    def next_row(self) -> int:
        """Return the number of the row that is written next."""
        return self._last_row + 1

    def append(self, values: Sequence[RowValue], *, bold: bool = False) -> None:
        """Write a row of one value for each heading.

        Raises ValueError for another number of values.

        A value of a type that no cell can contain raises TypeError, and then nothing is written.
        """
        self._refuse_late()
        self._write_values(values, "strong" if bold else "body")
        self._last_row = self._paper.row
        self.rows_written += 1

    def extend(self, rows: Iterable[Sequence[RowValue]]) -> None:
        """Write rows as `append` does, one after the other as they come."""
        self._extend(partial(self._paper.extend, rows))

    def extend_columns(self, portions: Iterable[Sequence[Sequence[RowValue]]]) -> None:
        """Write portions of rows as they come, each given by column, which is quicker."""
        self._extend(partial(self._paper.extend_columns, portions))

    def _extend(self, write: Callable[[str], None]) -> None:
        self._refuse_late()
        before = self._paper.row
        try:
            write("body")
        finally:
            self.rows_written += self._paper.row - before
            self._last_row = self._paper.row

    def group(self, text: str) -> None:
        """Write a bold line over the rows that follow; it belongs to the range, not to the rows."""
        self._write_line(text, "group")

    def chart(self, chart: Chart) -> None:
        """Draw a chart over its cells; the headings of their columns name its series."""
        self._paper.draw(chart, self.first_row - 1)

    def break_page(self) -> None:
        """Begin a new page with the next row, where the sheet isn't scaled to its page."""
        self._paper.break_page()

    def total(self, values: Sequence[RowValue]) -> None:
        """Write a bold row that ranges, filter and sorting leave out; only totals may follow."""
        self._write_values(values, "strong")
        self._totaled = True

    def no_records(self, text: str) -> None:
        """Write one line with the text if no row was written, else nothing."""
        if not self.rows_written:
            self._write_line(text, "body")

    def column_letter(self, index: int) -> str:
        """Return the letters of a column of this sheet.

        Raises IndexError if there is no such column.
        """
        if not 0 <= index < len(self._widths):
            raise IndexError(f"{self.title} has {len(self._widths)} columns, no column {index}.")
        return column_letter(index)

    def cell(self, index: int, row: int | None = None) -> str:
        """Return the absolute reference of a cell ("$A$4"), by default in the first data row."""
        return f"${self.column_letter(index)}${row or self.first_row}"

    def range(self, index: int) -> str:
        """Return the data of a column as a reference with the sheet's name: "'表'!$F$4:$F$120".

        It spans the rows written so far, so call it once the sheet is filled; at least one row.
        """
        first, last = self.cell(index, self.first_row), self.cell(index, self.last_row)
        return f"{quoted(self.title)}!{first}:{last}"

    def flag(self, index: int | None, text: str) -> None:
        """Format the cells of a column (None: of all) that equal the text as bold on orange."""
        if index is not None:
            self.column_letter(index)  # refuses a column that is not there
        self._flags.append((index, safe_text(text)))

    @property
    def entries(self) -> dict[str, InputHint]:
        """Return the entries of the columns whose cells offer choices, by their labels."""
        entries = ((heading.label, heading.entry) for heading in self._plan.headings)
        return {label: entry for label, entry in entries if entry and entry.choices}

    def offer(self, find: Callable[[InputHint], str]) -> None:
        """Let the cells offer their choices; `find` returns the reference of an entry's choices."""
        for index, heading in enumerate(self._plan.headings):
            if heading.entry and heading.entry.choices:
                area = f"{self.cell(index)}:{self.cell(index, self.last_to_fill)}"
                source, warning = find(heading.entry), heading.entry.warning
                self._paper.offer(area.replace("$", ""), source, warning)

    @property
    def last_to_fill(self) -> int:
        """Return the number of the last row whose cells offer choices."""
        return self.first_row + ROWS_TO_FILL - 1

    def filled(self, index: int) -> str:
        """Return a formula for the values entered in a column, without the empty rest."""
        first = f"{quoted(self.title)}!{self.cell(index)}"
        count = f"COUNTA({first}:{self.cell(index, self.last_to_fill)})"
        return f"OFFSET({first},0,0,MAX({count},1),1)"

    def hide(self) -> None:
        """Hide the sheet, in print too: LibreOffice prints hidden print areas."""
        self._is_hidden = True
        self._paper.hide()

    def finish(self) -> None:
        """Write the foot of the sheet, as closing the workbook does. Later rows are refused."""
        if self._finished:
            return
        bottom = max(self.last_row, self._paper.row)
        for index, text in self._flags:
            first, last = ("A", self._last_letter) if index is None else 2 * (column_letter(index),)
            self._paper.flag(f"{first}{self.first_row}:{last}{bottom}", text)
        if self._plan.signoff:
            while self._paper.row <= bottom:
                self._paper.write([])
            for line in spaced(self._plan.signoff, self._page):
                self._write_spans([self._across(line)], "filing", FILING_HEIGHT)
        self._set_page(max(bottom, self._paper.row))
        self._finished = True

    def _set_page(self, bottom: int) -> None:
        headings = self.first_row - 1
        self._paper.finish(
            headings=f"{headings - bool(self._plan.bands)}:{headings}",
            printed=f"A1:{self._last_printed}{bottom}" if self._has_print_area else None,
            filtered=(
                f"A{headings}:{self._last_letter}{self.last_row}" if self._plan.autofilter else None
            ),
        )

    @property
    def _has_print_area(self) -> bool:
        """Return whether the sheet has a print area.

        A hidden sheet has none, nor has a sheet to fill in: its later rows are to be printed too.
        """
        return not (self._is_hidden or self._plan.is_filled_in)

    @property
    def _last_printed(self) -> str:
        return column_letter(len(self._plan.printed_widths) - 1)

    @property
    def _last_letter(self) -> str:
        return column_letter(len(self._widths) - 1)

    def _write_head(self) -> None:
        plan, paper = self._plan, self._paper
        filing = self._filing_lines()
        above = (
            (plan.heading_title is not None) + len(filing) + bool(plan.bands) + plan.is_filled_in
        )
        paper.freeze(plan.frozen_columns, above + 2)
        if plan.heading_title is not None:
            title = self._across(plan.heading_title)._replace(horizontal="center")
            self._write_spans([title], "title", plan.title_height)
        for spans in filing:
            self._write_spans(spans, "filing", FILING_HEIGHT)
        if plan.bands:
            self._write_bands(plan.bands)
        if plan.is_filled_in:
            hints = [heading.entry.hint if heading.entry else "" for heading in plan.headings]
            paper.write([_head(hint, "hint") for hint in hints], HINT_HEIGHT)
        paper.write([self._heading(heading) for heading in plan.headings], plan.heading_height)

    def _filing_lines(self) -> list[list[Span]]:
        texts = self._plan.filing
        if have_room(texts, self._page):
            return [spread(texts, self._page)] if texts else []
        return [[self._across(line)] for line in spaced(texts, self._page)]

    def _across(self, text: str) -> Span:
        visible = [index for index, width in enumerate(self._page) if width]
        return Span(visible[0], visible[-1], text)

    def _heading(self, heading: Heading) -> Inked:
        if heading.entry is None:
            lower = self._plan.bands and not heading.band
            return _head(heading.label, "lower heading" if lower else "heading")
        role = "required heading" if heading.entry.is_required else "heading"
        return _head(heading.label, role)._replace(note=heading.entry.note)

    def _write_bands(self, bands: Sequence[Span]) -> None:
        cells = [_head("", "upper heading") for _ in self._widths]
        for span in bands:
            blanks = (span.last - span.first) * [_head("", "heading")]
            cells[span.first : span.last + 1] = [_head(span.text, "heading"), *blanks]
        self._paper.write(cells, FILING_HEIGHT)
        self._paper.merge(bands, self._paper.row)

    def _write_spans(self, spans: Sequence[Span], role: str, height: float) -> None:
        cells: list[Inked | None] = [None] * len(self._widths)
        for span in spans:
            look = Look(role, horizontal=span.horizontal)
            cells[span.first] = Inked(look, safe_text(span.text) or None)
        self._paper.write(cells, height)
        self._paper.merge(spans, self._paper.row)

    def _write_values(self, values: Sequence[RowValue], role: str) -> None:
        if self._finished:
            raise ValueError(f"{self.title} is finished.")
        if len(values) != len(self._widths):
            raise ValueError(f"{self.title}: {len(values)} values, {len(self._widths)} headings.")
        self._paper.append(values, role)

    def _write_line(self, text: str, role: str) -> None:
        self._refuse_late()
        cells = [Inked(Look(role), None) for _ in self._widths]
        cells[self._plan.first_visible] = Inked(Look(role), safe_text(text) or None)
        self._paper.write(cells, DATA_HEIGHT)
        self._last_row = self._paper.row

    def _refuse_late(self) -> None:
        if self._finished or self._totaled:
            raise ValueError(f"{self.title} has its total already, or is finished.")


def _head(label: str, role: str) -> Inked:
    return Inked(Look(role, horizontal="center"), safe_text(label) or None)
