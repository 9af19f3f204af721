"""What streaming rows leans on in openpyxl beyond its public face, and whether it is there.

Loads openpyxl. Looked at once, when the first workbook is made: where it does not hold, rows are
written by openpyxl itself.
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

# The types of openpyxl leave out its inner parts.
_WRITER: Any = ExcelWriter
VERSION = re.compile(r"3\.1(\.\d+)?")
# Each with the names of its parameters.
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
    """Return whether a version of openpyxl is one that was looked at, with these signatures."""
    return VERSION.fullmatch(version) is not None and all(
        tuple(inspect.signature(function).parameters) == names
        for function, names in signatures.items()
    )


IS_MET = is_met(openpyxl.__version__, SIGNATURES)
