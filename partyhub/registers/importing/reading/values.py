"""Conversion of a file's cells to the texts that form fields take."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from partyhub.known_dates import Known, KnownDate, as_text, known_of, month_of, parse_known_date
from partyhub.registers.values import cell, format_month, plain
from partyhub.spreadsheets import BadCell, from_serial
from partyhub.texts import (
    CLEAR,
    FIRST_YEAR,
    LAST_YEAR,
    clean_text,
    normal_form,
    parse_decimal,
    split_list,
    without_midnight,
)

# The words that empty a column, also in English; a blank cell changes nothing.
CLEAR_WORDS = frozenset({normal_form(CLEAR), "(clear)"})
# Serial numbers of days since 1900; a number of four digits such as 2023 is probably a year, one of
# six a month or a day.
FIRST_SERIAL, LAST_SERIAL = 3_000, 99_999
# Other programs write days as texts with the time of midnight, and serial numbers as texts.
SERIAL_DIGITS = 5
_SERIAL = re.compile(rf"\d{{{SERIAL_DIGITS}}}", re.ASCII)
DAY_KINDS, WHOLE_DAYS = ("date", "known_date", "month"), ("date", "known_date")
# The kinds that take a month.
MONTH_KINDS = ("known_date", "month")
NUMBER_KINDS = ("int", "decimal", "money", "year")
LIST_KINDS = ("refs", "enums")


class CellError(ValueError):
    """A cell that can't be read with certainty; the message says why, and what to do."""


def is_blank(value: Any) -> bool:
    """Return whether a cell has no value, or a text without visible characters."""
    return value is None or (isinstance(value, str) and not clean_text(value))


def is_clear(text: str) -> bool:
    """Return whether a cleaned text means that the column is to be emptied."""
    if text[-1:].isalnum():  # most cells end without the closing bracket of such a word
        return False
    return normal_form(text) in CLEAR_WORDS


def text_of(value: Any, kind: str, epoch: int = 1900) -> str:
    """Return the text that a person would type into a field of `kind` for a non-blank value.

    `kind` is that of the register's column, `epoch` that of the workbook. Raises CellError if the
    value can't be read with certainty.
    """
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, BadCell):
        raise CellError(bad_sentence(value))
    if isinstance(value, bool):  # in other columns as spreadsheet programs show it
        return str(int(value)) if kind == "bool" else str(value).upper()
    if isinstance(value, date | time):
        return _moment_text(value, kind)
    if isinstance(value, int | float | Decimal):
        return _number_text(value, kind, epoch)
    return clean_text(str(value))


def day_text(text: str, epoch: int) -> str:
    """Return the text of a day without midnight; a serial number is converted to its day."""
    if _SERIAL.fullmatch(text) and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return _number_text(int(text), "date", epoch)
    return without_midnight(text)


def bad_sentence(cell: BadCell) -> str:
    """Return the sentence that explains an unreadable cell."""
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
    if kind in NUMBER_KINDS and kind != "year":
        raise CellError(
            gettext("This is a day, not a number. Format the cell as a number, and type it again.")
        )
    if kind == "month":
        return f"{value:%Y-%m}"
    if kind in WHOLE_DAYS and isinstance(value, KnownDate):
        return as_text(value)  # the cell shows no day
    if kind == "time" and isinstance(value, datetime):
        return f"{value:%H:%M}"
    if isinstance(value, datetime):
        has_time = value.hour or value.minute  # which the form judges
        return f"{value:%Y-%m-%d %H:%M}" if has_time else value.date().isoformat()
    return value.isoformat()


def _number_text(value: float | Decimal, kind: str, epoch: int) -> str:
    whole = value == int(value)
    if kind in MONTH_KINDS and whole and _is_month(int(value)):
        return str(int(value))
    if kind in DAY_KINDS and (whole or kind in WHOLE_DAYS) and FIRST_SERIAL <= value <= LAST_SERIAL:
        day = from_serial(value, epoch)
        if isinstance(day, date):
            return _moment_text(day, kind)
    if kind in DAY_KINDS and not whole:
        _refuse_one_or_ten(_plain(value))
    if kind == "time" and 0 <= value < 1:
        minutes = round(float(value) * 24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(int(value)) if whole else _plain(value)


def _is_month(number: int) -> bool:
    """Return whether a whole number is a year and a month, such as 201507."""
    year, month = divmod(number, 100)
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12


def _refuse_one_or_ten(text: str) -> None:
    """Refuse a number such as 2010.1: a program has written the tenth month so, too."""
    year, _, month = text.partition(".")
    if month != "1" or not year.isdigit() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return
    raise CellError(
        gettext(
            "“%(text)s” may be %(first)s or %(tenth)s. Write it as one of the two.",
            text=text,
            first=format_month(date(int(year), 1, 1)),
            tenth=format_month(date(int(year), 10, 1)),
        )
    )


def _plain(value: float | Decimal) -> str:
    """Return a number as people write it, without an exponent or binary rounding errors."""
    return f"{Decimal(f'{value:.15g}'):f}" if isinstance(value, float) else f"{value:f}"


def shown_text(value: Any, kind: str) -> str:
    """Return what an export writes for a record's value, as `text_of` reads it back."""
    shown = cell(value, kind)
    return "" if is_blank(shown) else text_of(shown, kind)


def same_text(one: str, other: str, kind: str) -> bool:
    """Return whether two texts mean the same.

    Numbers may be written with other zeros, months in other forms, and lists in another order.
    """
    if one == other:
        return True
    if kind in NUMBER_KINDS and one and other:
        try:
            return parse_decimal(one) == parse_decimal(other)
        except ValueError:
            return False
    if kind == "known_date" and one and other:
        try:
            return parse_known_date(one) == parse_known_date(other)
        except ValueError:
            return False
    if kind in LIST_KINDS:
        return sorted(split_list(one)) == sorted(split_list(other))
    return False


def is_less_exact(text: str, value: Any) -> bool:
    """Return whether a text names the month of a value that is known to the day."""
    if not isinstance(value, date) or isinstance(value, KnownDate):
        return False
    try:
        month = parse_known_date(text)
    except ValueError:
        return False
    return known_of(month) is Known.MONTH and month == month_of(value)


def comparable(value: Any, kind: str) -> Any:
    """Return a value so that equivalent values compare equal; an empty text becomes None."""
    found = plain(value, kind)
    if isinstance(found, list):
        return sorted(map(str, found))
    return None if found == "" else found
