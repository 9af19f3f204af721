"""Names inside a workbook: titles of sheets, letters of columns, references to ranges."""

import re
from collections.abc import Collection

CREATOR = "PartyHub"
TITLE_UNITS = 31  # the maximum of Excel, in UTF-16 units
LAST_COLUMN = 16_384

# Full-width twins look alike to people and are allowed.
_ALLOWED_TWINS = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def sheet_title(text: str, taken: Collection[str] = (), *, fallback: str = "表") -> str:
    """Return a title close to the text that Excel accepts and no sheet in `taken` has.

    Forbidden characters become their full-width twins, the rest is cut to 31 UTF-16 units; a text
    of which nothing remains gives the fallback. A title that is taken (regardless of case) gets a
    number in brackets.
    """
    text = _UNWRITABLE.sub(" ", text).translate(_ALLOWED_TWINS)
    # Excel would read `_x0041_` in a title as "A"; a full-width line is the nearest twin.
    text = _ESCAPE_LIKE.sub("＿", text)
    base = _fitting(text, "") or fallback
    used = {title.casefold() for title in taken} | {"history"}  # Excel keeps this one for itself
    title, number = base, 1
    while title.casefold() in used:
        number += 1
        mark = f"（{number}）"
        title = _fitting(base, mark) + mark
    return title


def _fitting(text: str, mark: str) -> str:
    room = TITLE_UNITS - len(mark)
    text = text.strip(" '")
    cut = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return cut.strip(" '")


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0: "A", "Z", "AA".

    Raises IndexError beyond XFD.
    """
    if not 0 <= index < LAST_COLUMN:
        raise IndexError(f"A sheet has the columns 0 to {LAST_COLUMN - 1}, not {index}.")
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the index, counted from 0, of a column's letters.

    Raises ValueError for other texts.
    """
    number = 0
    if not (letters.isascii() and letters.isalpha() and len(letters) <= len("XFD")):
        raise ValueError(f"No column is called {letters[:20]!r}.")
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def quoted(title: str) -> str:
    """Return a sheet's title as formulas and links need it, always in quotes."""
    return "'" + title.replace("'", "''") + "'"
