"""Commands and options with our own help texts and error messages; their work is loaded late."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click

from partyhub.cli.language import gettext, lazy_gettext


class RefusalError(Exception):
    """Error for a command that can't do what was requested.

    The message says why in one sentence.
    """


class Option(click.Option):
    """An option whose help is translated when it is shown, not when it is defined as with click."""

    def __init__(self, *args: Any, explained: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explained = explained

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        names = "/".join(self.opts)
        shown = names if self.is_flag else f"{names} {self.make_metavar(ctx)}"
        return shown, str(self.explained)


class _Spoken(click.Command):
    """A command whose help is in the language of the command line."""

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
        return flag("--help", lazy_gettext("Show this text."), _show_help)


class Command(_Spoken):
    """A command; `work` names its function as `module.function` of this package.

    The module is imported when the command runs: help and error messages need none of its imports.
    `check` refuses conflicting options. Like every command it takes `--instance`.
    """

    def __init__(
        self,
        name: str,
        explained: Any,
        work: str,
        options: Sequence[click.Parameter] = (),
        check: Callable[[dict[str, Any]], None] = lambda given: None,
    ) -> None:
        super().__init__(name, params=[*options, instance_option()], callback=self._run)
        self.explained = explained
        self.work = work
        self.check = check

    def _run(self, **given: Any) -> Any:
        self.check(given)
        module, function = self.work.split(".")
        return getattr(import_module(f"partyhub.cli.{module}"), function)(**given)


class Group(_Spoken, click.Group):
    """A group of commands, which takes `--instance` too."""

    def __init__(
        self,
        name: str,
        explained: Any,
        members: Sequence[click.Command],
        options: Sequence[click.Parameter] = (),
    ) -> None:
        super().__init__(name, commands=members, params=[instance_option(), *options])
        self.explained = explained
        self.callback = lambda instance: None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl(
                [(name, item.get_short_help_str()) for name, item in self.commands.items()]
            )


def instance_option() -> Option:
    return Option(
        ["--instance"],
        metavar="FOLDER",
        explained=lazy_gettext("The instance's folder; by default that of PARTYHUB_INSTANCE."),
    )


def flag(name: str, explained: Any, callback: Any) -> Option:
    """Return an option that prints something and exits, before anything else is checked."""
    return Option(
        [name],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=callback,
        explained=explained,
    )


def _show_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
