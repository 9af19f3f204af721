"""The sheet as openpyxl knows it. Loads openpyxl: import it only where a workbook is made."""

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from partyhub.spreadsheets._charts import draw
from partyhub.spreadsheets.charts import Chart
from partyhub.spreadsheets.headings import KINDS, lines_needed
from partyhub.spreadsheets.layout import REPEATED, Inked, Look, Plan, Span
from partyhub.spreadsheets.names import CREATOR, column_letter

_A4 = 9
_INCH = 25.4
_SIDE_MM, _EDGE_MM, _FOOTER_MM = 15, 18, 8
_SONG, _HEI, _FANG = "方正小标宋简体", "黑体", "仿宋_GB2312"
_LINE = Side(style="thin", color="FF808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
# A heading without a band above it looks as if it filled both lines, but is not merged: the
# text stays in the line that the filter and an import read.
_OPEN_BELOW = Border(left=_LINE, right=_LINE, top=_LINE)
_OPEN_ABOVE = Border(left=_LINE, right=_LINE, bottom=_LINE)
_GRAY = PatternFill("solid", fgColor="FFEDEDED")
_RED = PatternFill("solid", fgColor="FF9B1C1C")
_PALE = PatternFill("solid", fgColor="FFF7F7F7")
_NO_FILL = PatternFill()
_NO_BORDER = Border()

_FONTS = {
    "title": Font(name=_SONG, size=22),
    "filing": Font(name=_FANG, size=12),
    "heading": Font(name=_HEI, size=12),
    "lower heading": Font(name=_HEI, size=12),
    "upper heading": Font(name=_HEI, size=12),
    "required heading": Font(name=_HEI, size=12, color="FFFFFFFF"),
    "hint": Font(name=_FANG, size=10, color="FF6B6257"),
    "body": Font(name=_FANG, size=11),
    "strong": Font(name=_FANG, size=11, bold=True),
    "group": Font(name=_FANG, size=11, bold=True),
    "link": Font(name=_FANG, size=11, color="FF0563C1", underline="single"),
    "strong link": Font(name=_FANG, size=11, bold=True, color="FF0563C1", underline="single"),
}
_BORDERS = {"title": _NO_BORDER, "filing": _NO_BORDER, "hint": _NO_BORDER}
_BORDERS |= {"lower heading": _OPEN_ABOVE, "upper heading": _OPEN_BELOW}
_FILLS = {"heading": _GRAY, "lower heading": _GRAY, "upper heading": _GRAY, "group": _PALE}
_FILLS |= {"required heading": _RED}
_NOTE_WIDTH, _NOTE_LINE, _NOTE_CHARACTERS = 320, 17, 44  # pixels, pixels, half-width signs


class Paper:
    """One sheet, written row by row from the top; each row is on disk once it is written."""

    def __init__(self, worksheet: Any, plan: Plan) -> None:
        # The types of openpyxl leave out most attributes of a write-only sheet, hence Any.
        self._sheet = worksheet
        self._cells: dict[Look, Cell] = {}
        self.row = 0
        _set_columns(worksheet, plan)
        _set_page(worksheet, plan)

    def freeze(self, column: int, row: int) -> None:
        """Keep what stands left of the column and above the row in view; before the first row."""
        self._sheet.freeze_panes = f"{column_letter(column)}{row}"

    def write(self, cells: Sequence[Inked | None], height: float | None = None) -> None:
        """Write the next row, of a height in points; an empty row may go without."""
        self.row += 1
        rows = self._sheet.row_dimensions
        if height is not None:
            rows[self.row] = RowDimension(self._sheet, self.row, ht=height)
        self._sheet.append(self._ink(cells))
        # Kept, the heights of all rows would make memory grow with the rows.
        rows.pop(self.row, None)

    def merge(self, spans: Sequence[Span], row: int) -> None:
        """Make one cell of the columns of each span that has several."""
        for span in spans:
            if span.first < span.last:
                self._sheet.merged_cells.add(
                    f"{column_letter(span.first)}{row}:{column_letter(span.last)}{row}"
                )

    def flag(self, area: str, text: str) -> None:
        """Show cells of the area that equal the text bold on orange, also after later edits."""
        wanted = '"' + text.replace('"', '""') + '"'
        fill = PatternFill("solid", start_color="FFFFC000", end_color="FFFFC000")
        look = DifferentialStyle(font=Font(bold=True), fill=fill)
        rule = Rule("cellIs", operator="equal", formula=[wanted], dxf=look)
        self._sheet.conditional_formatting.add(area, rule)

    def offer(self, area: str, source: str, warning: str) -> None:
        """Let the cells of the area offer what stands in the range `source`."""
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
        """Settle what is known only at the end: rows to repeat, area to print, range to filter."""
        self._sheet.print_title_rows = headings
        if printed:
            self._sheet.print_area = printed
        if filtered:
            self._sheet.auto_filter.ref = filtered

    def _ink(self, cells: Sequence[Inked | None]) -> Iterator[Cell | None]:
        # One cell of each look is used again and again: styling a new one costs more than writing
        # it, and openpyxl writes each cell before it asks for the next.
        for inked in cells:
            if inked is None:
                yield None
                continue
            cell = self._cell(inked.look)
            cell.value = inked.value
            if isinstance(inked.value, str) and not inked.is_formula:
                cell.data_type = "s"  # else a text that begins with "=" is a formula
            if inked.location:
                cell.hyperlink = Hyperlink(ref="A1", location=inked.location)
            # None takes off the note of the heading before, which had the same cell.
            cell.comment = _note(inked.note) if inked.note else None
            yield cell

    def _cell(self, look: Look) -> Cell:
        cell = self._cells.get(look)
        if cell is None:
            cell = self._cells[look] = WriteOnlyCell(self._sheet)
            cell.font = _FONTS[look.role]
            cell.border = _BORDERS.get(look.role, _BOX)
            cell.fill = _FILLS.get(look.role, _NO_FILL)
            cell.alignment = _alignment(look)
            cell.number_format = look.format
        return cell


def _note(text: str) -> Comment:
    lines = lines_needed(text, _NOTE_CHARACTERS)
    return Comment(text, CREATOR, height=_NOTE_LINE * (lines + 1), width=_NOTE_WIDTH)


def discard(worksheet: Any) -> None:
    """Delete the temporary file of a sheet that is not wanted any more.

    It holds personal data, and openpyxl deletes it only when it saves or the process ends.
    """
    if not worksheet.closed:
        worksheet.close()
    writer = worksheet._writer  # noqa: SLF001 - openpyxl has no public way to give a sheet up
    try:
        writer.cleanup()
    except (FileNotFoundError, ValueError):
        return  # a save that failed later has deleted it already


def _alignment(look: Look) -> Alignment:
    spans = look.role == "filing"
    wraps = look.format == "@" and not spans and look.role != "group"
    # The line above the lower heading is blank: at the top it stands in the middle of the two.
    vertical = "top" if look.role == "lower heading" else "center"
    # A number keeps clear of the text that begins in the next column.
    indent = 1 if look.horizontal == "right" and not spans else 0
    return Alignment(look.horizontal, vertical, wrap_text=wraps, shrink_to_fit=spans, indent=indent)


def _set_columns(worksheet: Any, plan: Plan) -> None:
    for index, heading in enumerate(plan.headings):
        column = worksheet.column_dimensions[column_letter(index)]
        column.width = plan.widths[index] or heading.column_width
        column.hidden = index in plan.hidden_columns
        if plan.is_filled_in:
            kind = KINDS[heading.kind]
            column.number_format = kind.format
            column.font = _FONTS["body"]
            column.alignment = _alignment(Look("body", kind.format, kind.horizontal))


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
