"""Conversion of a caller's value to a cell that can be written."""

from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import Any

from partyhub.spreadsheets.cell_references import quoted
from partyhub.spreadsheets.headings import TEXTS, Heading, kind_for
from partyhub.spreadsheets.layout import Inked, Look
from partyhub.spreadsheets.values import (
    CUT_MARK,
    CellValue,
    Formula,
    Link,
    RowValue,
    Stored,
    Typed,
    clean,
    plain_text,
    safe_moment,
    safe_number,
    safe_text,
)

# Values of exactly these types are written unchanged, whatever a heading renders.
NEVER_RENDERED = frozenset(
    {NoneType, str, int, float, Decimal, date, datetime, Formula, Link, Typed}
)


def rendered(value: Any, heading: Heading) -> RowValue:
    """Return the cell value for a row's value in the column of a heading."""
    if heading.render is None or type(value) in NEVER_RENDERED:
        found: RowValue = value
        return found
    return heading.render(value)


def inked(value: RowValue, kind: str, role: str, yes_no: tuple[str, str]) -> Inked:
    """Return the cell for a value in a column of a kind.

    Raises TypeError for a value that no cell can contain.
    """
    if isinstance(value, Link):
        cell = inked(value.value, kind, "strong link" if role == "strong" else "link", yes_no)
        shown = cell.value is not None
        target = f"{quoted(value.sheet)}!{value.cell.replace('$', '')}"
        return cell._replace(location=target if shown else "")
    if isinstance(value, Typed):
        return inked(value.value, value.kind, role, yes_no)
    if isinstance(value, Formula):
        column = kind_for(kind, None)
        # A formula in a cell of text format would be shown as its own text.
        number_format = "General" if kind in TEXTS else column.format
        look = Look(role, number_format, column.horizontal)
        result = _stored(value.result, yes_no)
        return Inked(look, value.text, is_formula=True, result=result)
    stored = _stored(value, yes_no)
    if kind in TEXTS:
        stored = _as_text(stored)
    shown_as = kind_for(kind, stored)
    return Inked(Look(role, shown_as.format, shown_as.horizontal), stored)


def was_cut(value: RowValue, cell: Inked) -> bool:
    """Return whether the cell contains less than the text it was made from."""
    while isinstance(value, Link | Typed):
        value = value.value
    if not isinstance(value, str) or not isinstance(cell.value, str):
        return False
    return cell.value.endswith(CUT_MARK) and plain_text(cell.value) != clean(value)


def _stored(value: CellValue, yes_no: tuple[str, str]) -> Stored:
    if isinstance(value, bool):  # before the numbers, which Python counts it among
        return yes_no[0] if value else yes_no[1]
    if isinstance(value, str):
        return safe_text(value) or None
    if isinstance(value, int | float | Decimal):
        return safe_number(value)
    if isinstance(value, date | time):
        return safe_moment(value)
    if value is None:
        return None
    raise TypeError(f"A cell cannot hold a {type(value).__name__}; str() a lazy text before.")


def _as_text(stored: Stored) -> str | None:
    if stored is None or isinstance(stored, str):
        return stored
    return stored.isoformat() if isinstance(stored, date | time) else str(stored)
