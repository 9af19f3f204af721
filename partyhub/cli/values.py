"""What may stand after an option: every refusal is a sentence of ours."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext, lazy_gettext

from partyhub.cli.frame import option
from partyhub.periods import Period, PeriodError
from partyhub.texts import parse_date

FORMATS = ("table", "json")
LAST_PORT = 65_535


class PeriodValue(click.ParamType[Period]):
    name = "period"

    def convert(self, value: Any, param: Any, ctx: Any) -> Period:
        try:
            return value if isinstance(value, Period) else Period.parse(value)
        except PeriodError:
            self.fail(
                gettext(
                    "“%(value)s” is no period. Write one like 2023, 2023-H1, 2023-Q2, 2023-06,"
                    " party-year-2023 or 2022-07-01..2023-06-30.",
                    value=value,
                )
            )


class DayValue(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        try:
            day = value if isinstance(value, date) else parse_date(value)
        except ValueError:
            day = None
        if day is None:
            self.fail(gettext("“%(value)s” is no day. Write one like 2023-06-30.", value=value))
        return day


class PortValue(click.ParamType[int]):
    name = "port"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit() and int(text[:6]) <= LAST_PORT):
            self.fail(gettext("“%(value)s” is no port: a number up to 65535.", value=value))
        return int(text[:6])


class OneOf(click.ParamType[str]):
    """One of some words, taken when it is asked, since labels have a language."""

    name = "word"

    def __init__(self, words: Callable[[], Iterable[str]]) -> None:
        self.words = words

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        known = list(self.words())
        if value not in known:
            self.fail(
                gettext("“%(value)s” is none of: %(known)s.", value=value, known="、".join(known))
            )
        return str(value)


class FileValue(click.ParamType[Path]):
    """A file to write; a folder is refused before any work is done."""

    name = "file"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        if "\0" in str(value) or not str(value):
            self.fail(gettext("“%(value)s” is no name of a file.", value=value))
        path = Path(value)
        if path.is_dir():
            self.fail(gettext("%(file)s is a folder; name a file in it.", file=value))
        if not path.absolute().parent.is_dir():
            self.fail(gettext("The folder of %(file)s does not exist.", file=value))
        return path


FORMAT = option(
    "--format",
    "form",
    type=OneOf(lambda: FORMATS),
    default="table",
    metavar="table|json",
    explained=lazy_gettext("How to write it."),
)
PERIOD = option(
    "--period",
    required=True,
    type=PeriodValue(),
    metavar="PERIOD",
    explained=lazy_gettext(
        "A period: 2023, 2023-H1, 2023-Q2, 2023-06, party-year-2023, FIRST..LAST."
    ),
)
ORGANIZATION = option(
    "--org", metavar="CODE", explained=lazy_gettext("An organization, with all below it; else all.")
)
