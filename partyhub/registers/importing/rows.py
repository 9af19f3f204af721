"""One row of a sheet as the judge takes it: what it types into which field, and what it can't."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from partyhub.registers.importing.cells import (
    SERIAL_DIGITS,
    CellError,
    day_text,
    is_clear,
    text_of,
)
from partyhub.registers.importing.outcomes import Place, Problem
from partyhub.registers.importing.sheets import ID, VERSION, Layout, SheetRow
from partyhub.spreadsheets import BadCell
from partyhub.texts import clean_text


@dataclass(frozen=True)
class Source:
    """Where rows come from: the sheet, how its workbook counts days, and what an export noted.

    `is_own` says whether the file was exported here, so that keys and versions in it are ours;
    `exported_at` is the moment of that, `day` the one that its list was as on.
    """

    sheet: str
    epoch: int = 1900
    is_own: bool = False
    exported_at: datetime | None = None
    day: date | None = None


@dataclass
class Row:
    """`typed` are the texts by field, "" where the cell says （清空）; blank cells aren't there.

    `computed` are the texts of columns that nobody types. `raw` is each cell as it stood.
    """

    place: Place
    typed: dict[str, str] = field(default_factory=dict)
    computed: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    record_id: int | None = None
    version: int | None = None

    @property
    def number(self) -> int:
        return self.place.row


def read_row(layout: Layout, source: Source, row: SheetRow) -> Row:
    found = Row(Place(source.sheet, row.number))
    for index, key, kind, is_typed in layout.cells:
        value = row.cells[index] if index < len(row.cells) else None
        if isinstance(value, str):
            text = clean_text(value)
            if text:
                found.raw[key] = value
                if kind == "date" and (":" in text or len(text) == SERIAL_DIGITS):
                    text = day_text(text, source.epoch)
                texts = found.typed if is_typed else found.computed
                texts[key] = "" if is_clear(text) else text
        elif value is not None:
            _read_value(found, layout, source, (key, kind, is_typed), value)
    if source.is_own:
        found.record_id = _hidden(layout, row.cells, ID)
        found.version = _hidden(layout, row.cells, VERSION)
    return found


def _read_value(
    row: Row, layout: Layout, source: Source, column: tuple[str, str, bool], value: Any
) -> None:
    key, kind, is_typed = column
    row.raw[key] = value.text if isinstance(value, BadCell) else str(value)
    texts = row.typed if is_typed else row.computed
    try:
        texts[key] = text_of(value, kind, source.epoch)
    except CellError as error:
        place = layout.place(source.sheet, row.number, key)
        row.problems[key] = Problem(place, row.raw[key], str(error))


def _hidden(layout: Layout, cells: Sequence[Any], name: str) -> int | None:
    index = layout.hidden.get(name)
    value = cells[index] if index is not None and index < len(cells) else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    is_id = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31
    return value if is_id else None


def without(texts: Mapping[str, str], keys: Collection[str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key not in keys}
