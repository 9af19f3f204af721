"""The openpyxl side of a sheet. Loads openpyxl: import it only where a workbook is made."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from partyhub.spreadsheets._charts import draw
from partyhub.spreadsheets._looks import FONTS, alignment_of, styled_cell
from partyhub.spreadsheets.cell_references import CREATOR, column_letter
from partyhub.spreadsheets.cells import inked, rendered, was_cut
from partyhub.spreadsheets.charts import Chart
from partyhub.spreadsheets.headings import KINDS, lines_needed
from partyhub.spreadsheets.layout import REPEATED, Inked, Look, Plan, Span, row_height
from partyhub.spreadsheets.values import Link, RowValue

_A4 = 9
_INCH = 25.4
_SIDE_MM, _EDGE_MM, _FOOTER_MM = 15, 18, 8
_NOTE_WIDTH, _NOTE_LINE, _NOTE_CHARACTERS = 320, 17, 44  # pixels, pixels, half-width signs


class Paper(ABC):
    """One sheet, written row by row from the top; its rows are on disk, not in memory.

    `cuts` lists the cells whose text was too long ("B7"), `linked` the sheets that links lead to.
    """

    def __init__(self, worksheet: Any, plan: Plan, yes_no: tuple[str, str]) -> None:
        # The type stubs of openpyxl leave out most attributes of a write-only sheet, hence Any.
        self._sheet = worksheet
        self._plan = plan
        self._measured = plan.measured_widths
        self._yes_no = yes_no
        self.row = 0
        self.cuts: list[str] = []
        self.linked: set[str] = set()
        _set_columns(worksheet, plan)
        _set_page(worksheet, plan)

    @abstractmethod
    def write(self, cells: Sequence[Inked | None], height: float | None = None) -> None:
        """Write the next row; `height` is in points, and may be left out for an empty row."""

    @abstractmethod
    def append(self, values: Sequence[RowValue], role: str) -> None:
        """Write the next row of one value for each column, as high as its texts need.

        Raises TypeError for a value that no cell can contain, and then writes nothing.
        """

    @abstractmethod
    def extend(self, rows: Iterable[Sequence[RowValue]], role: str) -> None:
        """Write rows as `append` does; raises ValueError for one with another number of values."""

    @abstractmethod
    def extend_columns(self, portions: Iterable[Sequence[Sequence[Any]]], role: str) -> None:
        """Write portions of rows, each given by column; an error leaves its portion out."""

    @abstractmethod
    def forget(self) -> None:
        """Drop the caches that only make later rows quicker."""

    @abstractmethod
    def discard(self) -> None:
        """Delete the rows on disk: they contain personal data."""

    def freeze(self, column: int, row: int) -> None:
        """Freeze the columns left of `column` and the rows above `row`.

        Call it before the first row.
        """
        self._sheet.freeze_panes = f"{column_letter(column)}{row}"

    def merge(self, spans: Sequence[Span], row: int) -> None:
        """Merge the columns of each span that has several into one cell."""
        for span in spans:
            if span.first < span.last:
                self._sheet.merged_cells.add(
                    f"{column_letter(span.first)}{row}:{column_letter(span.last)}{row}"
                )

    def flag(self, area: str, text: str) -> None:
        """Format cells of the area that equal the text as bold on orange, after later edits too."""
        wanted = '"' + text.replace('"', '""') + '"'
        fill = PatternFill("solid", start_color="FFFFC000", end_color="FFFFC000")
        look = DifferentialStyle(font=Font(bold=True), fill=fill)
        rule = Rule("cellIs", operator="equal", formula=[wanted], dxf=look)
        self._sheet.conditional_formatting.add(area, rule)

    def offer(self, area: str, source: str, warning: str) -> None:
        """Offer the values of the range `source` as choices in the cells of the area.

        Any other value shows `warning`; with an empty warning it is accepted silently.
        """
        rule = DataValidation(
            "list",
            formula1=source,
            sqref=area,
            allow_blank=True,
            showErrorMessage=bool(warning),
            errorStyle="warning" if warning else None,
            error=warning or None,
        )
        self._sheet.data_validations.append(rule)

    def hide(self) -> None:
        self._sheet.sheet_state = "hidden"

    def draw(self, chart: Chart, headings: int) -> None:
        """Put a chart over its cells; row `headings` names its series."""
        self._sheet.add_chart(draw(self._sheet, chart, headings))

    def break_page(self) -> None:
        """Begin a new page with the next row."""
        self._sheet.row_breaks.append(Break(id=self.row))

    def finish(self, *, headings: str, printed: str | None, filtered: str | None) -> None:
        """Set what is known only at the end: rows to repeat, area to print, range to filter."""
        self._sheet.print_title_rows = headings
        if printed:
            self._sheet.print_area = printed
        if filtered:
            self._sheet.auto_filter.ref = filtered


class WriteOnlyPaper(Paper):
    """A sheet whose rows openpyxl writes: slow, but only through its public interface."""

    def __init__(self, worksheet: Any, plan: Plan, yes_no: tuple[str, str]) -> None:
        super().__init__(worksheet, plan, yes_no)
        self._cells: dict[Look, Cell] = {}

    def write(self, cells: Sequence[Inked | None], height: float | None = None) -> None:
        self.row += 1
        rows = self._sheet.row_dimensions
        if height is not None:
            rows[self.row] = RowDimension(self._sheet, self.row, ht=height)
        self._sheet.append(self._ink(cells))
        # Otherwise the heights of all rows would make memory grow with the rows.
        rows.pop(self.row, None)

    def append(self, values: Sequence[RowValue], role: str) -> None:
        headings = self._plan.headings
        values = [rendered(v, heading) for v, heading in zip(values, headings, strict=True)]
        pairs = zip(values, headings, strict=True)
        cells = [inked(value, heading.kind, role, self._yes_no) for value, heading in pairs]
        self.write(cells, row_height(cells, self._measured))
        for index, (value, cell) in enumerate(zip(values, cells, strict=True)):
            if isinstance(value, Link):
                self.linked.add(value.sheet)
            if was_cut(value, cell):
                self.cuts.append(f"{column_letter(index)}{self.row}")

    def extend(self, rows: Iterable[Sequence[RowValue]], role: str) -> None:
        for values in rows:
            self.append(values, role)

    def extend_columns(self, portions: Iterable[Sequence[Sequence[Any]]], role: str) -> None:
        for columns in portions:
            self.extend(zip(*columns, strict=True), role)

    def forget(self) -> None:
        """Do nothing: only the looks are cached."""

    def discard(self) -> None:
        """Delete the temporary file: openpyxl does so only when it saves or the process ends."""
        if not self._sheet.closed:
            self._sheet.close()
        writer = self._sheet._writer  # noqa: SLF001 - no public way to give a sheet up
        try:
            writer.cleanup()
        except (FileNotFoundError, ValueError):
            return  # a save that failed later has deleted it already

    def _ink(self, cells: Sequence[Inked | None]) -> Iterator[Cell | None]:
        # One cell object of each look is reused: styling a new one costs more than writing
        # it, and openpyxl writes each cell before it asks for the next.
        for each in cells:
            if each is None:
                yield None
                continue
            cell = self._cell(each.look)
            cell.value = each.value
            if isinstance(each.value, str) and not each.is_formula:
                cell.data_type = "s"  # else a text that begins with "=" is a formula
            # None removes the link or note of the previous cell, which used the same object.
            link = Hyperlink(ref="A1", location=each.location) if each.location else None
            cell.hyperlink = link
            cell.comment = comment_of(each.note) if each.note else None
            yield cell

    def _cell(self, look: Look) -> Cell:
        cell = self._cells.get(look)
        if cell is None:
            cell = self._cells[look] = styled_cell(self._sheet, look)
        return cell


def comment_of(text: str) -> Comment:
    """Return a comment for a cell, large enough for its text."""
    lines = lines_needed(text, _NOTE_CHARACTERS)
    return Comment(text, CREATOR, height=_NOTE_LINE * (lines + 1), width=_NOTE_WIDTH)


def _set_columns(worksheet: Any, plan: Plan) -> None:
    for index, heading in enumerate(plan.headings):
        column = worksheet.column_dimensions[column_letter(index)]
        column.width = plan.widths[index] or heading.column_width
        column.hidden = index in plan.hidden_columns
        if plan.is_filled_in:
            kind = KINDS[heading.kind]
            column.number_format = kind.format
            column.font = FONTS["body"]
            column.alignment = alignment_of(Look("body", kind.format, kind.horizontal))


def _set_page(worksheet: Any, plan: Plan) -> None:
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=plan.fits_width)
    setup = worksheet.page_setup
    setup.paperSize = _A4
    setup.orientation = "landscape" if plan.landscape else "portrait"
    if plan.fits_width:
        setup.fitToWidth, setup.fitToHeight = plan.pages_wide, 0
    if plan.fits_width and plan.pages_wide > 1:
        worksheet.print_title_cols = f"A:{column_letter(REPEATED - 1)}"
    side, edge, footer = _SIDE_MM / _INCH, _EDGE_MM / _INCH, _FOOTER_MM / _INCH
    worksheet.page_margins = PageMargins(side, side, edge, edge, footer, footer)
    worksheet.print_options.horizontalCentered = True
    worksheet.HeaderFooter.oddFooter.center.text = plan.footer
