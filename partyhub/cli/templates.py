"""The workbooks to fill in and import."""

from pathlib import Path

import click
from flask_babel import gettext, lazy_gettext

from partyhub import catalog
from partyhub.cli.answers import note, refuse_own_files
from partyhub.cli.frame import RefusalError, command, opened, option, owner
from partyhub.cli.reports import record_export
from partyhub.cli.values import FileValue, OneOf
from partyhub.database import reading
from partyhub.registers.templating import write_templates


@command("template", lazy_gettext("Write a workbook to fill in and import."))
@click.argument("register", required=False, type=OneOf(catalog.registers_by_name))
@option(
    "--all",
    "everything",
    is_flag=True,
    explained=lazy_gettext("Every register, as sheets in the order to fill them in."),
)
@option(
    "--out",
    required=True,
    type=FileValue(),
    metavar="FILE.xlsx",
    explained=lazy_gettext("The file to write."),
)
def template(instance: str | None, register: str | None, everything: bool, out: Path) -> None:
    if register and everything:
        raise RefusalError(gettext("A register and --all don't go together; give one of them."))
    if not register and not everything:
        raise RefusalError(gettext("Name a register, or give --all for all of them."))
    with opened(instance):
        refuse_own_files(out)
        chosen = [catalog.registers_by_name()[register]] if register else catalog.REGISTERS
        record_export(register or "registers", gettext("Import template"))
        with reading():
            write_templates(chosen, owner(), out)
        note(gettext("Written: %(file)s", file=out))
