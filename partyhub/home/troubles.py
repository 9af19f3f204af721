"""Explanations of database and disk failures: what happened, and what to do."""

import errno
from typing import NamedTuple

from flask_babel import gettext
from sqlalchemy.exc import DBAPIError

from partyhub.database_errors import Trouble, trouble_of

FILE_TROUBLES = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
}


class Answer(NamedTuple):
    """An HTTP status with its texts; `retry_after` is in seconds."""

    status: int
    heading: str
    explanation: str
    remedy: str
    retry_after: int


def answer_of(error: DBAPIError | OSError) -> Answer | None:
    """Return the answer to a database or disk failure; None where the program made the mistake."""
    if isinstance(error, OSError):
        trouble = FILE_TROUBLES.get(error.errno or 0)
    else:
        trouble = trouble_of(error)
    return _answers().get(trouble) if trouble else None


def _answers() -> dict[Trouble, Answer]:
    return {
        Trouble.LOCKED: Answer(
            503,
            gettext("Somebody else is writing"),
            gettext("Somebody else is writing just now, and it takes longer than this page waits.")
            + " "
            + _nothing_saved(),
            gettext("Go back, wait a moment and send it once more. What you typed is still there."),
            5,
        ),
        Trouble.FULL: Answer(
            507,
            gettext("The disk is full"),
            gettext("There is no room left where the records lie.") + " " + _nothing_saved(),
            gettext("Reading still works. Ask whoever runs the program to make room on the disk."),
            300,
        ),
        Trouble.READ_ONLY: Answer(
            503,
            gettext("The records can only be read"),
            gettext("The program may not write where the records lie.") + " " + _nothing_saved(),
            gettext("Ask whoever runs the program to give it the right to write there."),
            300,
        ),
        **_answers_of_owners(),
    }


def _answers_of_owners() -> dict[Trouble, Answer]:
    """Return the answers to failures that only the owner of the installation can repair."""
    return {
        Trouble.UNREACHABLE: Answer(
            503,
            gettext("The database doesn't answer"),
            gettext("The program can't reach the server of its database.") + " " + _nothing_saved(),
            gettext("Try again in a minute. If it stays so, tell whoever runs the program."),
            30,
        ),
        Trouble.OUTDATED: Answer(
            503,
            gettext("The database is of another version"),
            gettext("The program was renewed, its database was not.") + " " + _nothing_saved(),
            gettext("Ask whoever runs the program to bring the database up to date."),
            300,
        ),
        Trouble.DAMAGED: Answer(
            503,
            gettext("The database can't be read"),
            gettext("The database's file is damaged, or its disk fails.") + " " + _nothing_saved(),
            gettext("Tell whoever runs the program at once: the last backup may be needed."),
            300,
        ),
    }


def _nothing_saved() -> str:
    return gettext("Nothing was saved.")
