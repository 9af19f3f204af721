"""The only package that knows the .xlsx format: rows of plain values in, workbooks out.

Importing it does not load openpyxl (some 20 MB and a third of a second), so that the pages that
never make a workbook, and the start of every worker, do not pay for it. The module `_paper` and
functions of `reading` load it when the first workbook is made or read; files that people upload are
opened in processes of their own (`uploads`, `marking`). The messages for a faulty file are in
`partyhub.spreadsheets.sentences`, which is not imported here because it loads Flask.
"""

from partyhub.spreadsheets.cell_references import column_letter, sheet_title
from partyhub.spreadsheets.charts import Chart
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.headings import Heading
from partyhub.spreadsheets.input_hints import ROWS_TO_FILL, Filled, InputHint
from partyhub.spreadsheets.ipc import BadCell, UploadedValue
from partyhub.spreadsheets.library import assert_safe
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.marking import (
    Mark,
    PlainError,
    SheetMarks,
    mark_upload,
    write_plain_errors,
)
from partyhub.spreadsheets.package_losses import Loss
from partyhub.spreadsheets.printed_charts import Cells, ChartSeries, PrintedChart
from partyhub.spreadsheets.printed_charts import Mark as ChartMark
from partyhub.spreadsheets.printed_workbooks import write_printed
from partyhub.spreadsheets.printing import Box, Paper, PrintedSheet, Style
from partyhub.spreadsheets.reading import content_digest, read_rows, sheet_titles
from partyhub.spreadsheets.serials import from_serial
from partyhub.spreadsheets.sheets import SheetWriter
from partyhub.spreadsheets.uploads import (
    Upload,
    UploadedRow,
    UploadedSheet,
    losses,
    read_upload,
)
from partyhub.spreadsheets.values import (
    CUT_MARK,
    CellValue,
    Formula,
    Link,
    RowValue,
    Typed,
    plain_text,
    safe_number,
    safe_text,
)
from partyhub.spreadsheets.workbooks import WorkbookWriter

__all__ = [
    "CUT_MARK",
    "ROWS_TO_FILL",
    "BadCell",
    "Box",
    "CellValue",
    "Cells",
    "Chart",
    "ChartMark",
    "ChartSeries",
    "Fault",
    "Filled",
    "Formula",
    "Heading",
    "InputHint",
    "Limits",
    "Link",
    "Loss",
    "Mark",
    "Paper",
    "PlainError",
    "PrintedChart",
    "PrintedSheet",
    "RowValue",
    "SheetMarks",
    "SheetWriter",
    "Style",
    "Typed",
    "UnreadableError",
    "Upload",
    "UploadedRow",
    "UploadedSheet",
    "UploadedValue",
    "WorkbookWriter",
    "assert_safe",
    "column_letter",
    "content_digest",
    "from_serial",
    "losses",
    "mark_upload",
    "plain_text",
    "read_rows",
    "read_upload",
    "safe_number",
    "safe_text",
    "sheet_title",
    "sheet_titles",
    "write_plain_errors",
    "write_printed",
]
