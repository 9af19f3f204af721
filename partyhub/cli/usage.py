"""Error messages for wrong command lines, each one sentence."""

from typing import Any

import click
from click.exceptions import NoSuchCommand

from partyhub.cli.language import gettext


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
