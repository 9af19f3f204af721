"""Printed sheets as openpyxl sheets. Loads openpyxl."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from partyhub.spreadsheets._printed_charts import drawn
from partyhub.spreadsheets.cell_references import CREATOR, column_letter, quoted
from partyhub.spreadsheets.faces import CHARSET, FACES
from partyhub.spreadsheets.printed_text import column_width
from partyhub.spreadsheets.printing import Box, Paper, Placed, PrintedSheet, Style
from partyhub.spreadsheets.values import clean, safe_number, safe_text

_A4, _INCH = 9, 25.4
_HEADER_MM, _FOOTER_MM, _SMALL = 8, 7, 10
_THIN = Side(style="thin", color="FF595959")
_STRONG = Side(style="medium", color="FF000000")
_RED = Side(style="thick", color="FF9A1B1F"), Side(style="thin", color="FF9A1B1F")
_BORDERS = {
    "box": Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
    "total": Border(left=_THIN, right=_THIN, top=_STRONG, bottom=_THIN),
    "under": Border(bottom=_THIN),
    "rule": Border(top=_RED[0], bottom=_RED[1]),
    "none": Border(),
}


def workbook_of(
    sheets: Sequence[PrintedSheet], title: str, properties: Mapping[str, str]
) -> Workbook:
    """Return the workbook with all sheets, links and charts."""
    workbook: Any = Workbook()
    workbook.remove(workbook.active)
    _set_standard_font(workbook)
    workbook.properties.creator, workbook.properties.title = CREATOR, clean(title)
    for name, value in properties.items():
        workbook.custom_doc_props.append(StringProperty(name=name, value=safe_text(value)))
    for sheet in sheets:
        _write(workbook.create_sheet(sheet.title), sheet)
    for sheet in sheets:
        for chart in sheet.charts:
            workbook[sheet.title].add_chart(drawn(workbook, chart))
    return workbook  # type: ignore[no-any-return]


def _set_standard_font(workbook: Any) -> None:
    """Set the first font: column widths are counted in its digits."""
    standard = Font(
        name=FACES["standard"].name, size=11, charset=CHARSET, family=FACES["standard"].family
    )
    workbook._fonts = IndexedList([standard])  # noqa: SLF001 - no public way to the first font
    workbook._named_styles["Normal"].font = standard  # noqa: SLF001


def _write(worksheet: Any, sheet: PrintedSheet) -> None:
    looks = dict[Style, Any]()
    for index, width in enumerate(sheet.widths):
        column = worksheet.column_dimensions[column_letter(index)]
        column.width, column.hidden = column_width(width), index in sheet.paper.hidden
    for number, row in enumerate(sheet.rows, 1):
        worksheet.row_dimensions[number].height = row.height
        for placed in row.boxes:
            _place(worksheet, number, placed, looks)
    for number in sheet.breaks:
        worksheet.row_breaks.append(Break(id=number))
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = 100
    worksheet.freeze_panes = sheet.paper.frozen
    worksheet.print_area = sheet.area
    _set_page(worksheet, sheet.paper, sheet.pages())


def _place(worksheet: Any, row: int, placed: Placed, looks: dict[Style, Any]) -> None:
    column, box = placed
    look = looks.get(box.style)
    if look is None:
        look = looks[box.style] = _look_of(worksheet, box.style)
    for down in range(box.down):
        for across in range(box.across):
            # A copy of its numbers: setting fonts and borders of each cell takes most of the time.
            worksheet.cell(row + down, column + across + 1)._style = copy(look)  # noqa: SLF001
    first = worksheet.cell(row, column + 1)
    first.value = _stored(box)
    if isinstance(first.value, str):
        first.data_type = "s"  # else a text that begins with "=" is a formula
    last = f"{column_letter(column + box.across - 1)}{row + box.down - 1}"
    if box.target is not None:
        sheet, cell = box.target
        location = f"{quoted(sheet)}!{cell}"
        first.hyperlink = Hyperlink(ref=first.coordinate, location=location)
    if box.across > 1 or box.down > 1:
        worksheet.merged_cells.add(f"{first.coordinate}:{last}")


def _stored(box: Box) -> Any:
    if isinstance(box.value, str):
        return safe_text(box.value) or None
    if isinstance(box.value, int | float):
        return safe_number(box.value)
    return box.value


def _look_of(worksheet: Any, style: Style) -> Any:
    """Return the numbers of a style, for cells to share."""
    cell: Any = WriteOnlyCell(worksheet)
    face = FACES[style.face]
    cell.font = Font(
        name=face.name,
        size=style.size,
        bold=style.bold,
        color=f"FF{style.color or '000000'}",
        charset=CHARSET,
        family=face.family,
        underline="single" if style.is_underlined else None,
    )
    cell.border = _BORDERS[style.edges]
    cell.alignment = Alignment(
        style.horizontal,
        style.vertical,
        wrap_text=style.wraps,
        # A number that a program finds too wide would else be printed as ###.
        shrink_to_fit=not style.wraps,
        indent=style.indent,
    )
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=f"FF{style.fill}")
    cell.number_format = style.format
    return cell._style  # noqa: SLF001 - what all setters of a cell write to


def _set_page(worksheet: Any, paper: Paper, pages: int) -> None:
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup = worksheet.page_setup
    setup.paperSize, setup.orientation = _A4, "landscape" if paper.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, pages
    left, right, top, bottom = (side / _INCH for side in paper.margins)
    worksheet.page_margins = PageMargins(
        left, right, top, bottom, _HEADER_MM / _INCH, _FOOTER_MM / _INCH
    )
    worksheet.print_options.horizontalCentered = True
    if paper.repeated:
        worksheet.print_title_rows = "{}:{}".format(*paper.repeated)
    worksheet.HeaderFooter.scaleWithDoc = False
    header, footer = worksheet.oddHeader, worksheet.oddFooter
    if paper.header:
        _print(header.left, paper.header[0])
        _print(header.right, paper.header[1])
    if paper.footer:
        for part, text in zip(
            (footer.left, footer.center, footer.right), paper.footer, strict=True
        ):
            _print(part, text)


def _print(part: Any, text: str) -> None:
    part.text, part.size, part.font = text, _SMALL, f"{FACES['body'].name},Regular"
