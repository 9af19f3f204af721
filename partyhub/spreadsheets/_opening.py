"""A workbook opened with openpyxl for reading.

Loads openpyxl: import it in a child process only.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.values import plain_text

# Built-in date formats of Chinese editions of Excel and WPS; the workbook doesn't define them, and
# openpyxl doesn't know them.
_EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))

# Of these, the ones that show no day.
_EAST_ASIAN_MONTHS, _MONTH = frozenset((27, 36, 50, 52, 57)), "yyyy/m"
# Parts of a number format that stand for themselves: quoted and escaped ones, colors, conditions.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PLACES = re.compile(r"[0#]\.(0+)(?![0#?%E])")


def shows_month(code: str) -> bool:
    """Return whether a number format shows the year and the month of a day but not the day."""
    letters = set(_LITERAL.sub("", code.partition(";")[0]).lower())
    return {"y", "m"} <= letters and letters.isdisjoint("dhs0#")


def places_of(code: str) -> int:
    """Return how many decimal places a number format always shows."""
    found = _PLACES.search(_LITERAL.sub("", code.partition(";")[0]))
    return len(found[1]) if found else 0


class BookSheet(NamedTuple):
    """A worksheet; `part` is the name of the part of the package that contains its rows."""

    title: str
    hidden: bool
    part: str


class Book(ExcelReader):
    """A workbook opened `read_only`, without its rows and texts, which `rows` reads.

    openpyxl would look for the dimension of each sheet, through the whole of it where there is
    none, and be misled by a wrong one: so no sheet object of openpyxl is made here.
    """

    def __init__(self, path: Path) -> None:
        # Opened as a stream, as openpyxl judges a path by its name, and uploads are stored without
        # one.
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
        """Return the year from which days are counted, 1900 or 1904."""
        return 1904 if self.wb.epoch.year == 1904 else 1900

    @property
    def date_styles(self) -> frozenset[int]:
        """Return the styles that show a number as a date or time of day.

        A duration stays a number.
        """
        book: Any = self.wb
        styles, dates, durations = book._cell_styles, book._date_formats, book._timedelta_formats  # noqa: SLF001 - openpyxl tells them nowhere else
        named = (i for i, style in enumerate(styles) if style.numFmtId in _EAST_ASIAN_DATES)
        return frozenset(dates) - frozenset(durations) | frozenset(named)

    @property
    def month_styles(self) -> frozenset[int]:
        """Return the styles that show a day as its year and month only."""
        return frozenset(i for i, code in enumerate(self._formats()) if shows_month(code))

    @property
    def decimal_places(self) -> dict[int, int]:
        """Return how many decimal places the styles show that show a fixed number of them."""
        places = {i: places_of(code) for i, code in enumerate(self._formats())}
        return {i: number for i, number in places.items() if number}

    def _formats(self) -> Iterator[str]:
        """Yield the number format of each style."""
        book: Any = self.wb
        own = book._number_formats  # noqa: SLF001 - openpyxl tells them nowhere else
        known = BUILTIN_FORMATS | dict.fromkeys(_EAST_ASIAN_MONTHS, _MONTH)
        known |= dict(enumerate(own, BUILTIN_FORMATS_MAX_SIZE))
        for style in book._cell_styles:  # noqa: SLF001 - as above
            yield known.get(style.numFmtId, "")

    @property
    def properties(self) -> dict[str, str]:
        """Return the custom properties of the document as text."""
        book: Any = self.wb
        properties = book.custom_doc_props.props
        return {p.name: "" if p.value is None else plain_text(str(p.value)) for p in properties}
