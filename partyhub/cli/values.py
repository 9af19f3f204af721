"""Types and checks of option values, whose error messages are our own sentences."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from partyhub.cli.language import gettext, lazy_gettext
from partyhub.cli.parsing import Option
from partyhub.periods import Period, PeriodError
from partyhub.texts import parse_date

FORMATS = ("table", "json")
XLSX = "xlsx"
# Written out, so that a wrong name is refused before any register is loaded.
REGISTERS = (
    "organizations",
    "terms",
    "workshops",
    "members",
    "assignments",
    "party_posts",
    "appraisals",
    "voting_pauses",
    "activities",
    "votes",
    "vanguard_posts",
    "post_reviews",
    "teams",
    "commissars",
    "duties",
    "projects",
    "milestones",
    "mentorships",
    "prosperity_workshops",
    "prosperity_returns",
    "awards",
    "campaigns",
)
ROLES = (
    "administrator",
    "committee_secretary",
    "committee_clerk",
    "branch_secretary",
    "commissar",
    "reviewer",
    "auditor",
)
LAST_PORT = 65_535


class PeriodValue(click.ParamType[Period]):
    """A period, such as 2023-H1."""

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
    """A day, such as 2023-06-30."""

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
    """A port number up to 65535."""

    name = "port"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit() and int(text[:6]) <= LAST_PORT):
            self.fail(gettext("“%(value)s” is no port: a number up to 65535.", value=value))
        return int(text[:6])


class OneOf(click.ParamType[str]):
    """One of some words."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        if value not in self.words:
            known = "、".join(self.words)
            self.fail(gettext("“%(value)s” is none of: %(known)s.", value=value, known=known))
        return str(value)


class FileValue(click.ParamType[Path]):
    """A file to write; a folder, or a missing parent folder, is refused before any work is done."""

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


FORMAT = Option(
    ["--format", "form"],
    type=OneOf(FORMATS),
    default="table",
    metavar="table|json",
    explained=lazy_gettext("How to write it."),
)
PERIOD = Option(
    ["--period"],
    required=True,
    type=PeriodValue(),
    metavar="PERIOD",
    explained=lazy_gettext(
        "A period: 2023, 2023-H1, 2023-Q2, 2023-06, party-year-2023, FIRST..LAST."
    ),
)
# The editions of the yearly workbook: that to hand in, and that with all records and proofs.
REPORT, FULL = "report", "full"
EDITION = Option(
    ["--edition"],
    type=OneOf((REPORT, FULL)),
    default=REPORT,
    metavar="report|full",
    explained=lazy_gettext("The edition to hand in, or the full one with all records."),
)
OUT = Option(
    ["--out"],
    required=True,
    type=FileValue(),
    metavar="FILE.xlsx",
    explained=lazy_gettext("The file to write."),
)
ORGANIZATION = Option(
    ["--org"],
    metavar="CODE",
    explained=lazy_gettext("An organization, with all below it; else all."),
)
