"""Charts of printed sheets as openpyxl objects. Loads openpyxl."""

from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from partyhub.spreadsheets.faces import FACES
from partyhub.spreadsheets.printed_charts import Cells, ChartSeries, PrintedChart

_COLORS = ("9A1B1F", "C9AE78")
_LINES = "DDDDDD"
_TURNED, _INSIDE = -5_400_000, "FFFFFF"
_SMALL = 920
_GAP = 36_000  # one mm, in the units of drawings


def drawn(workbook: Any, chart: PrintedChart) -> Any:
    """Return the openpyxl chart."""
    found: Any = BarChart()
    found.type, found.gapWidth = "col", 60
    found.grouping = "stacked" if chart.is_stacked else "clustered"
    found.overlap = 100 if chart.is_stacked else 0
    for number, each in enumerate(chart.series):
        found.series.append(_series(workbook, each, _COLORS[number % len(_COLORS)]))
    found.set_categories(_reference(workbook, chart.names))
    if not chart.is_stacked:
        found.dataLabels = DataLabelList(
            showVal=True,
            showSerName=False,
            showCatName=False,
            showLegendKey=False,
            numFmt=chart.format,
            dLblPos="inEnd" if chart.turns_numbers else "outEnd",
            txPr=_text(_SMALL, "body", is_turned=chart.turns_numbers),
        )
    found.title = _title(chart.title)
    found.legend = None if len(chart.series) == 1 else found.legend
    if found.legend is not None:
        found.legend.position, found.legend.txPr = "b", _text(_SMALL, "body")
    found.display_blanks, found.visible_cells_only = "gap", False
    _set_axes(found, chart.format)
    found.anchor = _anchor(chart)
    return found


def _series(workbook: Any, each: ChartSeries, color: str) -> Any:
    series: Any = Series(_reference(workbook, each.values), title=each.name)
    series.graphicalProperties = GraphicalProperties(solidFill=color)
    series.graphicalProperties.line.noFill = True
    return series


def _reference(workbook: Any, cells: Cells) -> Reference:
    return Reference(
        workbook[cells.sheet],
        min_row=cells.first_row,
        min_col=cells.first_column,
        max_row=cells.last_row,
        max_col=cells.last_column,
    )


def _characters(size: int, face: str, color: str = "000000") -> CharacterProperties:
    font = Font(typeface=FACES[face].name)
    return CharacterProperties(sz=size, b=False, latin=font, ea=font, solidFill=color)


def _text(size: int, face: str, *, is_turned: bool = False) -> RichText:
    look = _characters(size, face, _INSIDE if is_turned else "000000")
    body = RichTextProperties(rot=_TURNED, vert="horz") if is_turned else None
    return RichText(
        bodyPr=body, p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)]
    )


def _title(words: str) -> Title:
    look = _characters(1200, "heading")
    run = RegularTextRun(rPr=look, t=words)
    title: Any = Title(overlay=False)
    title.tx = _rich(Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run]))
    return title  # type: ignore[no-any-return]


def _rich(paragraph: Paragraph) -> Any:
    from openpyxl.chart.text import Text

    return Text(rich=RichText(p=[paragraph]))


def _set_axes(found: Any, number_format: str) -> None:
    # Without this Excel leaves the axes out of charts that openpyxl wrote.
    found.x_axis.delete = found.y_axis.delete = False
    found.y_axis.number_format = number_format.removesuffix(".0")
    found.y_axis.scaling.min = 0
    found.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_LINES))
    for axis in (found.x_axis, found.y_axis):
        axis.txPr = _text(_SMALL, "body")


def _anchor(chart: PrintedChart) -> TwoCellAnchor:
    (left, top), (right, bottom) = chart.corner, chart.end
    start = AnchorMarker(left, _GAP, top, _GAP)
    end = AnchorMarker(right, -_GAP, bottom, -_GAP)
    return TwoCellAnchor("twoCell", _from=start, to=end)
