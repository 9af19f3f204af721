"""A workbook as openpyxl opens it to be read. Loads openpyxl: import it only in a child process."""

from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.reader.excel import ExcelReader

from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.values import plain_text

# Dates as Chinese editions of Excel and WPS name them; the workbook doesn't spell them out, and
# openpyxl doesn't know them.
_EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))


class BookSheet(NamedTuple):
    """A worksheet; `part` is the name of the part of the package that holds its rows."""

    title: str
    hidden: bool
    part: str


class Book(ExcelReader):
    """A workbook opened `read_only`, without its rows and texts, which `rows` reads.

    openpyxl would look for the dimension of each sheet, through the whole of it where there is
    none, and be misled by a wrong one: no sheet of its own is made here.
    """

    def __init__(self, path: Path) -> None:
        # A stream has no name to be judged by: an upload is kept under none.
        super().__init__(path.open("rb"), read_only=True, data_only=True, keep_links=False)
        self.sheets: list[BookSheet] = []
        self.read()
        if not self.sheets:
            raise UnreadableError(Fault.DAMAGED, why="no sheet")

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                raise UnreadableError(Fault.DAMAGED, why=f"no part {relation.target[:100]}")
            if "chartsheet" not in relation.Type:
                hidden = sheet.state != "visible"
                self.sheets.append(BookSheet(sheet.name, hidden, relation.target))

    def read_strings(self) -> None:
        return

    def read_theme(self) -> None:
        return

    @property
    def epoch(self) -> int:
        """The year that days are counted from, 1900 or 1904."""
        return 1904 if self.wb.epoch.year == 1904 else 1900

    @property
    def date_styles(self) -> frozenset[int]:
        """The styles that show a number as a date or time of day; a duration stays a number."""
        book: Any = self.wb
        styles, dates, durations = book._cell_styles, book._date_formats, book._timedelta_formats  # noqa: SLF001 - openpyxl tells them nowhere else
        named = (i for i, style in enumerate(styles) if style.numFmtId in _EAST_ASIAN_DATES)
        return frozenset(dates) - frozenset(durations) | frozenset(named)

    @property
    def properties(self) -> dict[str, str]:
        """The custom properties of the document as text."""
        book: Any = self.wb
        properties = book.custom_doc_props.props
        return {p.name: "" if p.value is None else plain_text(str(p.value)) for p in properties}
