"""The page of import templates: one for each register, and a workbook of all for the first day."""

from io import BytesIO

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.registers import Register, current_catalog
from partyhub.registers.reference_columns import Naming
from partyhub.registers.rights import can_write
from partyhub.registers.views import XLSX
from partyhub.viewers import Viewer


def writable(viewer: Viewer) -> list[Register]:
    return [register for register in current_catalog().registers if can_write(register, viewer)]


def show_templates() -> ResponseReturnValue:
    """Show every register that the viewer may write, in the order in which to fill them in."""
    viewer = current_viewer()
    registers = writable(viewer)
    if not registers:
        abort(403)
    naming = Naming(viewer)
    ordered = naming.in_order(registers)
    names = {register.name for register in ordered}
    rows = [
        (register, [n.title for n in naming.needed_by(register) if n.name in names])
        for register in ordered
    ]
    return render_template("home/templates.html", rows=rows)


def send_templates() -> ResponseReturnValue:
    """Send one workbook with a sheet for each register that the viewer may write."""
    from partyhub.registers.template_workbooks.workbooks import (
        write_templates,  # loaded when one is requested
    )

    viewer = current_viewer()
    registers = writable(viewer)
    if not registers:
        abort(403)
    stream = BytesIO()
    write_templates(registers, viewer, stream)
    log(viewer, "registers", None, Action.EXPORTED, reason=gettext("Import template"))
    db.session.commit()
    stream.seek(0)
    name = gettext("All registers-import template.xlsx")
    return send_file(stream, XLSX, as_attachment=True, download_name=name)
