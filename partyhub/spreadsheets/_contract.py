"""The internals of openpyxl that streaming of rows relies on, and a check that they are unchanged.

Loads openpyxl. The check is made once, when the first workbook is made; if it fails, openpyxl
itself writes the rows.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.packaging.manifest import Manifest
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

# The type stubs of openpyxl leave out its internals.
_WRITER: Any = ExcelWriter
VERSION = re.compile(r"3\.1(\.\d+)?")
# Each function with the names of its parameters.
SIGNATURES: Mapping[Callable[..., Any], tuple[str, ...]] = {
    ExcelWriter.__init__: ("self", "workbook", "archive"),
    ExcelWriter.save: ("self",),
    ExcelWriter.write_worksheet: ("self", "ws"),
    _WRITER._write_external_links: ("self",),
    Manifest.append: ("self", "obj"),
    WorksheetWriter.__init__: ("self", "ws", "out"),
    WorksheetWriter.write_top: ("self",),
    WorksheetWriter.write_rows: ("self",),
    WorksheetWriter.write_tail: ("self",),
    WorksheetWriter.close: ("self",),
    WorksheetWriter.write_dimensions: ("self",),
    WriteOnlyWorksheet.__init__: ("self", "parent", "title"),
    CommentRecord.from_cell: ("cell",),
}


def is_met(version: str, signatures: Mapping[Callable[..., Any], tuple[str, ...]]) -> bool:
    """Return whether the version of openpyxl is a known one, with these signatures."""
    return VERSION.fullmatch(version) is not None and all(
        tuple(inspect.signature(function).parameters) == names
        for function, names in signatures.items()
    )


IS_MET = is_met(openpyxl.__version__, SIGNATURES)
