"""The names of the dialects, and the access modes of transactions."""

from enum import Enum, auto

SQLITE = "sqlite"
POSTGRESQL = "postgresql"

# The execution option of a connection that sets the access mode of its own transactions.
ACCESS = "partyhub_access"


class Access(Enum):
    """The access mode of a transaction, decided when it begins."""

    READS = auto()
    WRITES = auto()
    # On PostgreSQL it takes the write lock, by `take_write_lock`, only before it commits.
    WRITES_AHEAD = auto()
    UNDECIDED = auto()
