"""The columns of members' dates that may be known to the month only, or be estimated."""

from sqlalchemy import ColumnElement, Index, literal_column, text
from sqlalchemy.orm import MappedColumn, mapped_column

from partyhub.database import enum_type
from partyhub.dialects import partial_index
from partyhub.known_dates import Known, known_key

KNOWN_DATES = (
    *("birth_date", "applied_on", "activist_on", "target_on", "admitted_on", "full_on"),
    "joined_on",
)


def known_column() -> MappedColumn[Known]:
    """Return the column that says how well the date before it is known."""
    return mapped_column(enum_type(Known), default=Known.DAY)


def condition_of(known: Known) -> str:
    """Return the condition that a date of the member is known so well, as its index has it."""
    parts = " OR ".join(f"{known_key(key)} = '{known}'" for key in KNOWN_DATES)
    return f"({parts})"


def known_indexes() -> list[Index]:
    """Return the indexes that answer `has_date_known`."""
    inexact = (Known.MONTH, Known.ESTIMATED)
    return [
        partial_index(f"ix_member_{known}", "id", where=text(condition_of(known)))
        for known in inexact
    ]


def has_date_known(known: Known) -> ColumnElement[bool]:
    """Return the condition of `condition_of` for queries, which the index answers.

    It has no type: as a Boolean it would be compared with 1 on SQLite, which the index isn't.
    """
    return literal_column(condition_of(known))
