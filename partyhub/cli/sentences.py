"""Error messages: any error as one sentence in the language of the command line."""

import errno

import click
from sqlalchemy.exc import DBAPIError

from partyhub.accounts.operations import AccountError
from partyhub.cli.command_context import speaking
from partyhub.cli.language import gettext
from partyhub.cli.parsing import RefusalError
from partyhub.cli.usage import usage_sentence
from partyhub.config import ConfigError
from partyhub.database_errors import Trouble, trouble_of
from partyhub.names import UnresolvedReferenceError

SPOKEN = (RefusalError, ConfigError, AccountError, UnresolvedReferenceError)


def sentence_of(error: Exception) -> str:
    """Return the message for the person, on one line."""
    with speaking():
        return " ".join(_sentence(error).split())


def _sentence(error: Exception) -> str:
    if isinstance(error.__cause__, OSError):
        return file_sentence(error.__cause__)
    if isinstance(error, SPOKEN):
        return str(error)
    if isinstance(error, click.ClickException):
        return usage_sentence(error)
    if isinstance(error, DBAPIError):
        return database_sentence(error)
    if isinstance(error, OSError):
        return file_sentence(error)
    return gettext(
        "The program made a mistake (%(kind)s: %(what)s). Nothing was changed.",
        kind=type(error).__name__,
        what=str(error)[:200],
    )


def database_sentence(error: DBAPIError) -> str:
    what = str(error.orig)
    sentences = {
        Trouble.OUTDATED: gettext(
            "The database is of an earlier version. Bring it up to date: partyhub db upgrade"
        ),
        Trouble.LOCKED: gettext("Somebody else is writing to the database. Try again in a moment."),
        Trouble.DAMAGED: gettext("The file of the database is damaged, or is no database."),
        Trouble.READ_ONLY: gettext(
            "The database's file can't be opened or written: permission is missing."
        ),
        Trouble.FULL: gettext("The disk is full."),
        Trouble.UNREACHABLE: gettext(
            "The server of the database can't be reached. See that it runs, and that the address,"
            " the account and the name of the database are right."
        ),
    }
    trouble = trouble_of(error)
    if trouble is None:
        return gettext("The database can't be used (%(what)s).", what=what)
    return sentences[trouble]


def file_sentence(error: OSError) -> str:
    reasons = {
        errno.ENOENT: gettext("its folder or the file itself does not exist"),
        errno.EACCES: gettext("permission is missing"),
        errno.EPERM: gettext("permission is missing"),
        errno.EROFS: gettext("it can only be read"),
        errno.EISDIR: gettext("it is a folder"),
        errno.ENOTDIR: gettext("a part of its path is no folder"),
        errno.EEXIST: gettext("a part of its path is no folder"),
        errno.ENOSPC: gettext("the disk is full"),
        errno.ENAMETOOLONG: gettext("its name is too long"),
        errno.EADDRINUSE: gettext("the address is in use"),
    }
    why = reasons.get(error.errno or 0, error.strerror or str(error))
    if error.filename is None:
        return gettext("This failed: %(why)s.", why=why)
    return gettext("%(file)s can't be used: %(why)s.", file=error.filename, why=why)
