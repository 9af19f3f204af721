"""The only package that knows the .xlsx format: rows of plain values in, workbooks out.

Importing it does not load openpyxl (some 20 MB and a third of a second), so that the pages which
never make a workbook, and the start of every worker, do not pay for it. The modules `_paper`
and, inside its functions, `reading` load it when the first workbook is made or read.
"""

from partyhub.spreadsheets.charts import Chart
from partyhub.spreadsheets.entries import ROWS_TO_FILL, Entry, Filled
from partyhub.spreadsheets.headings import Heading
from partyhub.spreadsheets.library import assert_safe
from partyhub.spreadsheets.names import column_letter, sheet_title
from partyhub.spreadsheets.reading import content_digest, read_rows, sheet_titles
from partyhub.spreadsheets.sheets import SheetWriter
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
    "CellValue",
    "Chart",
    "Entry",
    "Filled",
    "Formula",
    "Heading",
    "Link",
    "RowValue",
    "SheetWriter",
    "Typed",
    "WorkbookWriter",
    "assert_safe",
    "column_letter",
    "content_digest",
    "plain_text",
    "read_rows",
    "safe_number",
    "safe_text",
    "sheet_title",
    "sheet_titles",
]
