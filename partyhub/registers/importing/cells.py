"""What a cell of a file says, as the text that the form's field takes."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from partyhub.registers.values import cell, plain
from partyhub.spreadsheets import BadCell, from_serial
from partyhub.texts import CLEAR, clean_text, normal_form, parse_decimal, split_list, without_time

# What a cell says to empty a column, also in English; a blank cell changes nothing.
CLEAR_WORDS = frozenset({normal_form(CLEAR), "(clear)"})
# Serial numbers of days from 1900 on; a number of four digits such as 2023 is rather a year.
FIRST_SERIAL, LAST_SERIAL = 3_000, 200_000
# Other programs write days as texts with the time of midnight, and serial numbers as texts.
SERIAL_DIGITS = 5
_SERIAL = re.compile(rf"\d{{{SERIAL_DIGITS}}}", re.ASCII)
DAY_KINDS, NUMBER_KINDS = ("date", "month"), ("int", "decimal", "money", "year")
LIST_KINDS = ("refs", "enums")


class CellError(ValueError):
    """A cell that can't be read for certain; the message says why, and what to do."""


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not clean_text(value))


def is_clear(text: str) -> bool:
    """Whether a text, cleaned already, says that the column is to be emptied."""
    if text[-1:].isalnum():  # not the bracket that closes such a word: so most cells end
        return False
    return normal_form(text) in CLEAR_WORDS


def text_of(value: Any, kind: str, epoch: int = 1900) -> str:
    """Return a value that isn't blank as a person would type it into a field of `kind`.

    Raises CellError. `kind` is that of the register's column, `epoch` that of the workbook.
    """
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, BadCell):
        raise CellError(bad_sentence(value))
    if isinstance(value, bool):  # elsewhere than in its own columns it stands as programs show it
        return str(int(value)) if kind == "bool" else str(value).upper()
    if isinstance(value, date | time):
        return _moment_text(value, kind)
    if isinstance(value, int | float | Decimal):
        return _number_text(value, kind, epoch)
    return clean_text(str(value))


def day_text(text: str, epoch: int) -> str:
    """Return the text of a day without a time after it, and of a serial number its day."""
    if _SERIAL.fullmatch(text) and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return _number_text(int(text), "date", epoch)
    return without_time(text)


def bad_sentence(cell: BadCell) -> str:
    if cell.kind == "digits":
        return gettext(
            "The program has turned this into a number too long to be exact."
            " Format the cell as text, and type it again."
        )
    if cell.kind == "formula":
        return gettext(
            "This is a formula without a result. Open the file in Excel or WPS and save it, or put"
            " the value in its place."
        )
    return gettext(
        "This cell holds an error (%(text)s). Put the value in its place.", text=cell.text
    )


def _moment_text(value: date | time, kind: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if kind in NUMBER_KINDS:
        raise CellError(
            gettext("This is a day, not a number. Format the cell as a number, and type it again.")
        )
    if kind == "month":
        return f"{value:%Y-%m}"
    if kind == "time" and isinstance(value, datetime):
        return f"{value:%H:%M}"
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()


def _number_text(value: float | Decimal, kind: str, epoch: int) -> str:
    whole = value == int(value)
    if kind in DAY_KINDS and (whole or kind == "date") and FIRST_SERIAL <= value <= LAST_SERIAL:
        day = from_serial(value, epoch)
        if isinstance(day, date):
            return _moment_text(day, kind)
    if kind == "month" and not whole and len(_plain(value).partition(".")[2]) == 1:
        raise CellError(
            gettext(
                "“%(text)s” may be the first month or the tenth. Write it like 2023-10.",
                text=_plain(value),
            )
        )
    if kind == "time" and 0 <= value < 1:
        minutes = round(float(value) * 24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(int(value)) if whole else _plain(value)


def _plain(value: float | Decimal) -> str:
    """A number as people write it: no exponent, and none of the digits that binary adds."""
    return f"{Decimal(f'{value:.15g}'):f}" if isinstance(value, float) else f"{value:f}"


def shown_text(value: Any, kind: str) -> str:
    """Return what an export writes for a record's value, as `text_of` reads it back."""
    shown = cell(value, kind)
    return "" if is_blank(shown) else text_of(shown, kind)


def same_text(one: str, other: str, kind: str) -> bool:
    """Whether two texts say the same; numbers may be written with other zeros, lists be sorted."""
    if one == other:
        return True
    if kind in NUMBER_KINDS and one and other:
        try:
            return parse_decimal(one) == parse_decimal(other)
        except ValueError:
            return False
    if kind in LIST_KINDS:
        return sorted(split_list(one)) == sorted(split_list(other))
    return False


def comparable(value: Any, kind: str) -> Any:
    """Return a value so that two which come to the same are equal: an empty text is nothing."""
    found = plain(value, kind)
    if isinstance(found, list):
        return sorted(map(str, found))
    return None if found == "" else found
