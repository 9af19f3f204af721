"""What every command has: its language, its instance, its help in words of ours."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import Babel, force_locale, gettext, lazy_gettext
from sqlalchemy import inspect

from partyhub import config
from partyhub.app import create_app
from partyhub.database import db
from partyhub.dialects import is_there
from partyhub.viewers import Viewer


class RefusalError(Exception):
    """The command can't do what was asked; the message is the sentence that says why."""


class Option(click.Option):
    """An option whose help is translated when it is shown, not when it is made, as click would."""

    def __init__(self, *args: Any, explained: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explained = explained

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        names = "/".join(self.opts)
        shown = names if self.is_flag else f"{names} {self.make_metavar(ctx)}"
        return shown, str(self.explained)


class _Spoken(click.Command):
    """Writes the help in the language of the command line."""

    explained: Any = ""

    def get_short_help_str(self, limit: int = 45) -> str:
        return str(self.explained)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, gettext("Usage") + ": ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(str(self.explained))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [item for item in self.get_params(ctx) if isinstance(item, Option)]
        with formatter.section(gettext("Options")):
            formatter.write_dl([item.get_help_record(ctx) for item in options])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return Option(
            ["--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
            explained=lazy_gettext("Show this text."),
        )


class Command(_Spoken):
    def __init__(self, name: str, explained: Any, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.explained = explained


class Group(_Spoken, click.Group):
    def __init__(self, name: str, explained: Any, members: Sequence[click.Command]) -> None:
        super().__init__(name, commands=members, params=[_instance_option()])
        self.explained = explained
        self.callback = lambda instance: None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl(
                [(name, item.get_short_help_str()) for name, item in self.commands.items()]
            )


def command(name: str, explained: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command; like every command it takes `--instance`."""

    def decorate(function: Callable[..., Any]) -> Command:
        options: list[click.Parameter] = list(reversed(getattr(function, "__click_params__", [])))
        return Command(name, explained, callback=function, params=[*options, _instance_option()])

    return decorate


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    return click.option(*names, cls=Option, **settings)


@contextmanager
def speaking() -> Iterator[None]:
    """Let sentences be written in the command line's language, before there is an application."""
    app = Flask("partyhub")
    Babel(app)
    with app.app_context(), force_locale(config.command_language()):
        yield


@contextmanager
def opened(instance: str | None, *, is_ready: bool = True) -> Iterator[Flask]:
    """Work inside the application of an instance; `is_ready` wants its database to be there."""
    app = create_app(instance_folder(instance))
    with app.app_context(), force_locale(config.command_language()):
        if is_ready:
            _require_database()
        yield app


def instance_folder(instance: str | None) -> Path:
    """Return the folder of `--instance`, wherever it stands, else of PARTYHUB_INSTANCE."""
    root = click.get_current_context().find_root()
    return config.instance_folder(instance or root.params.get("instance"))


def owner() -> Viewer:
    """Who acts: the command line has no role and sees everything."""
    return Viewer(gettext("Command line"))


def has_database() -> bool:
    """Whether the instance has a database with tables; looking makes no file."""
    return is_there(db.engine) and inspect(db.engine).has_table("user")


def _require_database() -> None:
    if not has_database():
        raise RefusalError(
            gettext("This instance has no database yet. Make one with: partyhub db upgrade")
        )


def _instance_option() -> Option:
    return Option(
        ["--instance"],
        metavar="FOLDER",
        explained=lazy_gettext("The instance's folder; by default that of PARTYHUB_INSTANCE."),
    )


def _show_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
