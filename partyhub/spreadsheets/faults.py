"""The error for an uploaded file that can't be read, with a key and numbers for its message."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

Details: TypeAlias = Mapping[str, int | str]


class Fault(Enum):
    """The reason why a whole file is refused; `sentences.fault_sentence` returns its message."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    OLD_EXCEL = "old_excel"
    ENCRYPTED = "encrypted"
    TEXT = "text"
    WEB_PAGE = "web_page"
    PICTURE = "picture"
    PDF = "pdf"
    ARCHIVE = "archive"
    MACROS = "macros"
    BINARY_WORKBOOK = "binary_workbook"
    OPEN_DOCUMENT = "open_document"
    TEMPLATE = "template"
    OTHER_OFFICE = "other_office"
    STRICT = "strict"
    NO_WORKBOOK = "no_workbook"
    EXTERNAL_LINKS = "external_links"
    EMBEDDED = "embedded"
    DAMAGED = "damaged"
    UNSAFE = "unsafe"
    UNPACKED_TOO_BIG = "unpacked_too_big"
    TOO_COMPLEX = "too_complex"
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"


class UnreadableError(Exception):
    """Error for a file that is refused; `why` is for the log only.

    `details` may contain limit (a number), found (a number) and sheet (a part's name).
    """

    def __init__(self, fault: Fault, details: Details | None = None, why: str = "") -> None:
        super().__init__(f"{fault.value} {dict(details or {})} {why}".strip())
        self.fault = fault
        self.details: Details = dict(details or {})
        self.why = why
