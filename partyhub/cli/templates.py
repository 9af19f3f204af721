"""The workbooks to fill in and import."""

from pathlib import Path

from partyhub import catalog
from partyhub.cli.answers import note, refuse_own_files
from partyhub.cli.frame import opened, owner
from partyhub.cli.language import gettext
from partyhub.cli.reports import record_export
from partyhub.database import reading
from partyhub.registers.templating import write_templates


def template(instance: str | None, register: str | None, everything: bool, out: Path) -> None:
    with opened(instance):
        refuse_own_files(out)
        chosen = [catalog.registers_by_name()[register]] if register else catalog.REGISTERS
        record_export(register or "registers", gettext("Import template"))
        with reading():
            write_templates(chosen, owner(), out)
        note(gettext("Written: %(file)s", file=out))
