"""How SQLite and PostgreSQL differ; everything else here is SQL that both understand."""

from enum import Enum, auto

from sqlalchemy.exc import DBAPIError, OperationalError

# The write-ahead log of these lines of SQLite has lost its reset bug (reliability.md 2.9).
SOUND_WAL = {(3, 44): 6, (3, 50): 7}
SOUND_WAL_SINCE = (3, 51, 3)
WITHDRAWN = (3, 52, 0)


class Trouble(Enum):
    """Why a database refuses a statement though nothing is wrong with it."""

    UNREACHABLE = auto()
    LOCKED = auto()
    FULL = auto()
    READ_ONLY = auto()
    OUTDATED = auto()
    DAMAGED = auto()


def wal_is_sound(version: tuple[int, int, int]) -> bool:
    if version == WITHDRAWN:
        return False
    return version >= SOUND_WAL_SINCE or version[2] >= SOUND_WAL.get(version[:2], 1_000)


def trouble_of(error: DBAPIError) -> Trouble | None:
    """Why the database refused; None when the statement itself, or its data, is wrong."""
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        found = (POSTGRESQL_TROUBLES.get(code[:length]) for length in (5, 2))
        return next((trouble for trouble in found if trouble), None)
    if type(error.orig).__module__.startswith("psycopg"):
        is_gone = error.connection_invalidated or isinstance(error, OperationalError)
        return Trouble.UNREACHABLE if is_gone else None
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
    "no such": Trouble.OUTDATED,
    "locked": Trouble.LOCKED,
    "busy": Trouble.LOCKED,
    "not a database": Trouble.DAMAGED,
    "malformed": Trouble.DAMAGED,
    "readonly": Trouble.READ_ONLY,
    "unable to open": Trouble.READ_ONLY,
    "full": Trouble.FULL,
    "disk I/O error": Trouble.DAMAGED,
}
