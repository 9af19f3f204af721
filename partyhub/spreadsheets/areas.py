"""References to cells and ranges in a file; an invalid one raises UnreadableError."""

from partyhub.spreadsheets.cell_references import column_index
from partyhub.spreadsheets.faults import Fault, UnreadableError

_DIGITS = "0123456789"


def number_of(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UnreadableError(Fault.DAMAGED, why=f"row or column number {text[:20]!r}")
    return int(text)


def column_of(letters: str) -> int:
    try:
        return column_index(letters)
    except ValueError as error:
        raise UnreadableError(Fault.DAMAGED, why=str(error)) from None


def area_of(reference: str) -> tuple[int, int, int, int]:
    """Return (first row, first column, last row, last column) of a range or a single cell."""
    first, _, last = reference.replace("$", "").partition(":")
    return (*_place_of(first), *_place_of(last or first))


def _place_of(reference: str) -> tuple[int, int]:
    letters = reference.rstrip(_DIGITS)
    return number_of(reference[len(letters) :]), column_of(letters)
