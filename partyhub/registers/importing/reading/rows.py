"""Rows of a sheet as they are judged: the texts for each field, and the unreadable cells."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from partyhub.registers.importing.left_out import LeftOut
from partyhub.registers.importing.places import Place, Problem
from partyhub.registers.importing.reading.headers import Area, SheetRow
from partyhub.registers.importing.reading.layout import ID, VERSION, Layout
from partyhub.registers.importing.reading.spans import split_span
from partyhub.registers.importing.reading.units import scaled
from partyhub.registers.importing.reading.values import (
    SERIAL_DIGITS,
    WHOLE_DAYS,
    CellError,
    day_text,
    is_clear,
    text_of,
)
from partyhub.registers.register import Register
from partyhub.spreadsheets import BadCell
from partyhub.texts import clean_text

# A picture in a cell, as WPS writes it: a formula without a result, or its text.
_PICTURE = re.compile(r"=\s*(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """The origin of rows: the sheet, the epoch of its workbook, and the properties of an export.

    `is_own` says whether this instance exported the file, so that its ids and versions are valid
    here; `exported_at` is the moment of the export, and `day` the day that its list was valid on.
    """

    sheet: str
    epoch: int = 1900
    is_own: bool = False
    exported_at: datetime | None = None
    day: date | None = None
    # Whether this program made the file: what stands above the headers is then its own.
    is_made_here: bool = False
    # The places of hidden columns, from 0.
    hidden_columns: Collection[int] = ()


@dataclass
class Sheet:
    """One sheet of a file, and the register that it is for.

    `merged` are the merged ranges of its first rows. `left_out` are sheets of the same file that
    are not read. `is_of_branch` says that its title may name the branch of its rows.
    """

    register: Register
    source: Source
    rows: Iterable[SheetRow]
    merged: Sequence[Area] = ()
    left_out: Sequence[LeftOut] = ()
    is_of_branch: bool = False


@dataclass
class Row:
    """One row of a sheet: texts by field, problems, and the id and version of an export.

    `typed` are the entered texts, "" for a cell with （清空）; blank cells are missing. `computed`
    are the texts of computed columns. `raw` is the original content of each cell. `explained` are
    columns whose errors stand elsewhere.
    """

    place: Place
    typed: dict[str, str] = field(default_factory=dict)
    computed: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    explained: Collection[str] = ()
    record_id: int | None = None
    version: int | None = None

    @property
    def number(self) -> int:
        return self.place.row


def read_row(layout: Layout, source: Source, row: SheetRow) -> Row:
    """Return the row with its cells turned into texts; unreadable cells become problems."""
    found = Row(Place(source.sheet, row.number))
    for index, key, kind, is_typed in layout.cells:
        value = row.cells[index] if index < len(row.cells) else None
        if isinstance(value, str):
            text = clean_text(value)
            if text[:1] == "=" and _PICTURE.match(text):
                _leave_picture_out(found, layout.place(source.sheet, row.number, key), text)
            elif text:
                found.raw[key] = value
                if kind in WHOLE_DAYS and (":" in text or len(text) == SERIAL_DIGITS):
                    text = day_text(text, source.epoch)
                texts = found.typed if is_typed else found.computed
                texts[key] = "" if is_clear(text) else text
        elif value is not None:
            _read_value(found, layout, source, (key, kind, is_typed), value)
    if source.is_own or layout.units or layout.splits:
        _read_rest(found, layout, source, row)
    return found


def _read_rest(found: Row, layout: Layout, source: Source, row: SheetRow) -> None:
    """Read what most sheets don't have: ids of an export, other units, cells with two values."""
    if source.is_own:
        found.record_id = _hidden(layout, row.cells, ID)
        found.version = _hidden(layout, row.cells, VERSION)
    _convert(found, layout, source, row)


def _leave_picture_out(row: Row, place: Place, text: str) -> None:
    sentence = gettext("This cell holds a picture, which is not imported; it is left empty.")
    row.warnings.append(Problem(place, text, sentence))


def _read_value(
    row: Row, layout: Layout, source: Source, column: tuple[str, str, bool], value: Any
) -> None:
    key, kind, is_typed = column
    if isinstance(value, BadCell) and _PICTURE.match(value.text):
        _leave_picture_out(row, layout.place(source.sheet, row.number, key), value.text)
        return
    row.raw[key] = value.text if isinstance(value, BadCell) else str(value)
    texts = row.typed if is_typed else row.computed
    try:
        texts[key] = text_of(value, kind, source.epoch)
    except CellError as error:
        place = layout.place(source.sheet, row.number, key)
        row.problems[key] = Problem(place, row.raw[key], str(error), key=key)


def _convert(found: Row, layout: Layout, source: Source, row: SheetRow) -> None:
    """Convert numbers to our unit, and split the cells that hold two values."""
    for index, factor in layout.units.items():
        key = layout.columns[index].key
        if key in found.typed:
            found.typed[key] = scaled(found.typed[key], factor)
    for index, columns in layout.splits.items():
        value = row.cells[index] if index < len(row.cells) else None
        for column, text in zip(columns, split_span(value, source.epoch), strict=False):
            found.raw[column.key] = str(value)
            found.typed[column.key] = text


def _hidden(layout: Layout, cells: Sequence[Any], name: str) -> int | None:
    index = layout.hidden.get(name)
    value = cells[index] if index is not None and index < len(cells) else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    is_id = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31
    return value if is_id else None


def without(texts: Mapping[str, str], keys: Collection[str]) -> dict[str, str]:
    """Return `texts` without `keys`."""
    return {key: text for key, text in texts.items() if key not in keys}
