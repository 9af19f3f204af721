"""The command that writes the workbooks to fill in and import."""

from pathlib import Path

from partyhub.cli.command_context import opened, owner
from partyhub.cli.language import gettext
from partyhub.cli.output import note, refuse_own_files
from partyhub.cli.reports import record_export
from partyhub.database import reading
from partyhub.registers import current_catalog
from partyhub.registers.template_workbooks.workbooks import write_templates


def template(instance: str | None, register: str | None, everything: bool, out: Path) -> None:
    with opened(instance):
        refuse_own_files(out)
        chosen = [current_catalog().by_name[register]] if register else current_catalog().registers
        record_export(register or "registers", gettext("Import template"))
        with reading():
            write_templates(chosen, owner(), out)
        note(gettext("Written: %(file)s", file=out))
