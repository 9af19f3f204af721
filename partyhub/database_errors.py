"""Reasons why a database refuses a valid statement: codes and texts of SQLite and PostgreSQL."""

from enum import Enum, auto

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError


class Trouble(Enum):
    """The reason why a database refuses a statement that is itself correct."""

    UNREACHABLE = auto()
    LOCKED = auto()
    FULL = auto()
    READ_ONLY = auto()
    OUTDATED = auto()
    DAMAGED = auto()


def trouble_of(error: DBAPIError) -> Trouble | None:
    """Return why the database refused; None when the statement itself, or its data, is wrong."""
    if isinstance(error, IntegrityError):  # it may name any column
        return None
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        found = (POSTGRESQL_TROUBLES.get(code[:length]) for length in (5, 2))
        return next((trouble for trouble in found if trouble), None)
    if type(error.orig).__module__.startswith("psycopg"):  # there is no server to give a code
        return Trouble.UNREACHABLE if isinstance(error, OperationalError) else None
    what = str(error.orig)
    return next((trouble for word, trouble in SQLITE_TROUBLES.items() if word in what), None)


POSTGRESQL_TROUBLES = {
    "08": Trouble.UNREACHABLE,
    "28": Trouble.UNREACHABLE,
    "3D": Trouble.UNREACHABLE,
    "53300": Trouble.UNREACHABLE,
    "57": Trouble.UNREACHABLE,
    "55P03": Trouble.LOCKED,
    "40": Trouble.LOCKED,
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,
    "42P01": Trouble.OUTDATED,
    "42703": Trouble.OUTDATED,
    "58": Trouble.DAMAGED,
    "XX": Trouble.DAMAGED,
}
SQLITE_TROUBLES = {
    "no such table": Trouble.OUTDATED,
    "no such column": Trouble.OUTDATED,
    "is locked": Trouble.LOCKED,
    "busy": Trouble.LOCKED,
    "not a database": Trouble.DAMAGED,
    "malformed": Trouble.DAMAGED,
    "readonly": Trouble.READ_ONLY,
    "unable to open": Trouble.READ_ONLY,
    "disk is full": Trouble.FULL,
    "disk I/O error": Trouble.DAMAGED,
}
