"""Every command with its arguments and options; `work` names the function that does it."""

import click

from partyhub import __version__
from partyhub.cli.checks import check_import, check_list, check_template
from partyhub.cli.language import lazy_gettext
from partyhub.cli.parsing import Command, Group, Option, flag
from partyhub.cli.values import (
    EDITION,
    FORMAT,
    FORMATS,
    ORGANIZATION,
    OUT,
    PERIOD,
    REGISTERS,
    ROLES,
    XLSX,
    DayValue,
    FileValue,
    OneOf,
    PeriodValue,
    PortValue,
)


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"PartyHub {__version__}")
        ctx.exit()


DATABASE = Group(
    "db",
    lazy_gettext("The database."),
    [
        Command(
            "upgrade",
            lazy_gettext("Make the database, or bring it up to date."),
            "databases.upgrade",
        ),
        Command(
            "reindex",
            lazy_gettext("Make the index of the search boxes anew."),
            "databases.reindex",
        ),
        Command(
            "recount",
            lazy_gettext("Count the attendance of every activity anew."),
            "databases.recount",
        ),
        Command(
            "sweep",
            lazy_gettext("Delete the files of attachments that were removed a month ago."),
            "attached_files.sweep",
        ),
    ],
)
DEMO = Command(
    "demo", lazy_gettext("Fill an empty instance with the example committee."), "databases.demo"
)
CHECK_CONFIG = Command(
    "check-config",
    lazy_gettext("Look over the settings, the folder and the database."),
    "databases.check_config",
)
MOVE_TO = Command(
    "move-to",
    lazy_gettext("Copy everything from SQLite to an empty PostgreSQL database."),
    "move_database.move_to",
    [click.Argument(["url"])],
)
SERVE = Command(
    "serve",
    lazy_gettext("Serve the pages until it is stopped."),
    "serving.serve",
    [
        Option(
            ["--host"],
            metavar="HOST",
            default="127.0.0.1",
            explained=lazy_gettext("The address to listen on."),
        ),
        Option(
            ["--port"],
            type=PortValue(),
            metavar="PORT",
            explained=lazy_gettext("The port to listen on."),
        ),
    ],
)
CREATE_USER = Command(
    "create",
    lazy_gettext("Make an account and print its password."),
    "users.create",
    [
        click.Argument(["username"]),
        Option(
            ["--role"],
            required=True,
            type=OneOf(ROLES),
            metavar="ROLE",
            explained=lazy_gettext("What the account is for."),
        ),
        Option(
            ["--name"], metavar="NAME", default="", explained=lazy_gettext("The person's name.")
        ),
        Option(
            ["--org"],
            metavar="CODE",
            explained=lazy_gettext("The organization whose records it sees."),
        ),
        Option(
            ["--member"],
            metavar="MEMBER",
            explained=lazy_gettext("The member it belongs to, by name or number."),
        ),
        Option(
            ["--workshop"],
            multiple=True,
            metavar="WORKSHOP",
            explained=lazy_gettext("A commissar's workshop, by name or code; may be repeated."),
        ),
    ],
)
LIST_USERS = Command("list", lazy_gettext("Show every account."), "users.list_users", [FORMAT])
DISABLE_USER = Command(
    "disable",
    lazy_gettext("Close an account and sign it out everywhere."),
    "users.disable",
    [click.Argument(["username"])],
)
USER = Group("user", lazy_gettext("Accounts."), [CREATE_USER, LIST_USERS, DISABLE_USER])
FIGURES = Command(
    "figures",
    lazy_gettext("Compute every figure of a period."),
    "reports.figures",
    [
        PERIOD,
        ORGANIZATION,
        Option(
            ["--by-branch"],
            is_flag=True,
            explained=lazy_gettext(
                "Also by branch: the organization itself, each directly below it."
            ),
        ),
        FORMAT,
    ],
)
EXPORT = Command(
    "export",
    lazy_gettext("Write the yearly workbook."),
    "reports.export",
    [
        PERIOD,
        ORGANIZATION,
        EDITION,
        OUT,
    ],
)
CHECK = Command(
    "check",
    lazy_gettext("Find what contradicts itself or a regulation in a period."),
    "problems.check",
    [PERIOD, ORGANIZATION, FORMAT],
)
LIST = Command(
    "list",
    lazy_gettext("Show every record of a register."),
    "list_records.list_records",
    [
        click.Argument(["register"], type=OneOf(REGISTERS)),
        Option(
            ["--period"],
            type=PeriodValue(),
            metavar="PERIOD",
            explained=lazy_gettext("Only what happened in it or exists on its last day."),
        ),
        Option(
            ["--as-on"],
            type=DayValue(),
            metavar="DAY",
            explained=lazy_gettext("Only what exists on that day or happened up to it."),
        ),
        Option(
            ["--format", "form"],
            type=OneOf((*FORMATS, XLSX)),
            default="table",
            metavar="table|json|xlsx",
            explained=lazy_gettext("How to write it."),
        ),
        Option(
            ["--out"],
            type=FileValue(),
            metavar="FILE",
            explained=lazy_gettext("The file to write, instead of the terminal."),
        ),
    ],
    check=check_list,
)
IMPORT = Command(
    "import",
    lazy_gettext("Import a workbook into a register, or into all of them."),
    "importing.import_file",
    [
        click.Argument(["register"], required=False),
        click.Argument(["file"], required=False),
        Option(
            ["--all", "all_of"],
            metavar="FILE",
            explained=lazy_gettext("A workbook with a sheet for each of several registers."),
        ),
        Option(
            ["--dry-run"],
            is_flag=True,
            explained=lazy_gettext("Only say what the file would do; write nothing."),
        ),
        Option(
            ["--map", "maps"],
            multiple=True,
            metavar="HEADER=COLUMN",
            explained=lazy_gettext(
                "A column of the file, and the register's column that it is; may be repeated."
                " Without COLUMN it is left out."
            ),
        ),
        Option(
            ["--rename"],
            multiple=True,
            metavar="KEY",
            explained=lazy_gettext(
                "The number or code of a record whose name the file changes; may be repeated."
            ),
        ),
        FORMAT,
        Option(
            ["--errors"],
            type=FileValue(),
            metavar="FILE",
            explained=lazy_gettext("Where there are errors, write the file with them marked here."),
        ),
    ],
    check=check_import,
)
TEMPLATE = Command(
    "template",
    lazy_gettext("Write a workbook to fill in and import."),
    "template_workbooks.template",
    [
        click.Argument(["register"], required=False, type=OneOf(REGISTERS)),
        Option(
            ["--all", "everything"],
            is_flag=True,
            explained=lazy_gettext("Every register, as sheets in the order to fill them in."),
        ),
        OUT,
    ],
    check=check_template,
)

FILL_FORM = Command(
    "fill-form",
    lazy_gettext("Fill a form of the superior office that was mapped on its page."),
    "own_forms.fill_form",
    [click.Argument(["name"]), PERIOD, ORGANIZATION, OUT],
)

VERIFY_DRAFT = Command(
    "verify-draft",
    lazy_gettext("Compare every number of a draft with the figures on record."),
    "drafts.verify_draft",
    [click.Argument(["file"]), PERIOD, ORGANIZATION, FORMAT],
)

PARTYHUB = Group(
    "partyhub",
    lazy_gettext("The ledger of a Party committee's work."),
    [
        DATABASE,
        DEMO,
        CHECK_CONFIG,
        MOVE_TO,
        SERVE,
        USER,
        FIGURES,
        EXPORT,
        CHECK,
        FILL_FORM,
        VERIFY_DRAFT,
        LIST,
        IMPORT,
        TEMPLATE,
    ],
    [flag("--version", lazy_gettext("Show the version."), _show_version)],
)
