"""Charts made with openpyxl. Loads openpyxl: import it only where a workbook is made."""

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

from partyhub.spreadsheets.charts import Chart

# The deep red of the pages, and a gray for what it is compared with: they differ in print too.
_COLORS = ("9B1C1C", "B8B2A7")
_GRID = "E3E0DA"
_EMU = 12_700  # a point, in the units of drawings
_MARGIN = 3 * _EMU
_FONT = CharacterProperties(sz=900)


def draw(worksheet: Any, chart: Chart, headings: int) -> Any:
    """Return the openpyxl chart; its series are named by row `headings` of the sheet."""
    drawn: Any = BarChart() if chart.kind == "bar" else LineChart()
    if chart.kind == "bar":
        drawn.gapWidth, drawn.overlap = 60, 0
    names = Reference(worksheet, chart.names + 1, chart.first, max_row=chart.last)
    for number, column in enumerate(chart.values):
        values = Reference(worksheet, column + 1, chart.first, max_row=chart.last)
        title = Reference(worksheet, column + 1, headings)
        drawn.series.append(_series(chart, values, title, _COLORS[number % len(_COLORS)]))
    drawn.set_categories(names)
    drawn.title = None
    drawn.legend.position = "b"
    drawn.display_blanks = "gap"
    _set_axes(drawn, chart)
    drawn.anchor = _anchor(chart)
    return drawn


def _series(chart: Chart, values: Reference, title: Reference, color: str) -> Any:
    series: Any = Series(values, title=None)
    series.tx = _title(title)
    if chart.kind == "bar":
        series.graphicalProperties = GraphicalProperties(solidFill=color)
        return series
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=color, w=28_000))
    series.marker.symbol, series.marker.size = "circle", 5
    series.marker.graphicalProperties = GraphicalProperties(solidFill=color)
    series.smooth = False
    return series


def _title(cell: Reference) -> Any:
    from openpyxl.chart.data_source import StrRef
    from openpyxl.chart.series import SeriesLabel

    return SeriesLabel(strRef=StrRef(f=str(cell)))


def _set_axes(drawn: Any, chart: Chart) -> None:
    # Without this Excel leaves the axes out of charts that openpyxl wrote.
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = chart.format
    drawn.y_axis.scaling.min, drawn.y_axis.scaling.max = 0, chart.most
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    for axis in (drawn.x_axis, drawn.y_axis):
        paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_FONT), endParaRPr=_FONT)
        axis.txPr = RichText(p=[paragraph])


def _anchor(chart: Chart) -> TwoCellAnchor:
    """Return the anchor that covers the chart's cells exactly, whatever their width and height."""
    start = AnchorMarker(chart.beside, _MARGIN, chart.first - 1, _MARGIN)
    end = AnchorMarker(chart.beside + 1, -_MARGIN, chart.bottom, -_MARGIN)
    return TwoCellAnchor("oneCell", _from=start, to=end)
