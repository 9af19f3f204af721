"""Whatever went wrong, as one sentence in the language of the command line."""

import errno
from typing import Any

import click
from click.exceptions import NoSuchCommand
from flask_babel import gettext
from sqlalchemy.exc import DBAPIError

from partyhub.accounts.operations import AccountError
from partyhub.cli.frame import RefusalError
from partyhub.config import ConfigError
from partyhub.dialects import Trouble, trouble_of
from partyhub.references import UnresolvedReferenceError

SPOKEN = (RefusalError, ConfigError, AccountError, UnresolvedReferenceError)


def sentence_of(error: Exception) -> str:
    """Return what to tell the person, on one line."""
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


def usage_sentence(error: click.ClickException) -> str:
    known: list[tuple[type[click.ClickException], Any]] = [
        (NoSuchCommand, _no_such_command),
        (click.NoSuchOption, _no_such_option),
        (click.MissingParameter, _missing),
        (click.BadOptionUsage, _bad_option),
        (click.BadParameter, lambda bad: bad.message),
    ]
    for kind, words in known:
        if isinstance(error, kind):
            return str(words(error))
    path = (
        error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "partyhub"
    )
    return gettext("This can't be read as a command. See: %(path)s --help", path=path)


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
        Trouble.UNREACHABLE: gettext("The database can't be reached (%(what)s).", what=what),
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


def _no_such_command(error: NoSuchCommand) -> str:
    known = error.ctx.command.commands if error.ctx else {}  # type: ignore[attr-defined]  # a group's
    return gettext(
        "There is no command “%(name)s”. The commands are: %(known)s.",
        name=error.command_name,
        known="、".join(known),
    )


def _no_such_option(error: click.NoSuchOption) -> str:
    return gettext("There is no option %(name)s here.", name=error.option_name)


def _missing(error: click.MissingParameter) -> str:
    name = error.param.opts[0] if isinstance(error.param, click.Option) else None
    if name is None and error.param is not None:
        name = error.param.human_readable_name
    return gettext("%(name)s is missing.", name=name or "")


def _bad_option(error: click.BadOptionUsage) -> str:
    return gettext("%(name)s does not stand with a value as it should.", name=error.option_name)
