"""A sample roster of ten invented people, offered before the first branch, to try an import."""

import csv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import abort, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from partyhub.accounts import current_viewer
from partyhub.database import db, reading
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_root
from partyhub.registers import current_catalog
from partyhub.registers.rights import can_write
from partyhub.registers.views import XLSX
from partyhub.viewers import Viewer

TABLES = Path(__file__).with_name("sample")
REGISTERS = ("organizations", "members")
SUPERIOR = "parent"  # the column of the branches that gets the name of the committee


def is_offered(viewer: Viewer) -> bool:
    """Return whether the viewer may try the sample.

    There is a committee without branches and members yet, and the viewer may write both.
    """
    by_name, root = current_catalog().by_name, find_root()
    return (
        root is not None
        and _may_write(viewer)
        and not any(_has_more(by_name[name].model, root.id) for name in REGISTERS)
    )


def _may_write(viewer: Viewer) -> bool:
    by_name = current_catalog().by_name
    return all(can_write(by_name[name], viewer) for name in REGISTERS)


def _has_more(model: Any, root_id: int) -> bool:
    """Return whether there is a record besides the committee itself."""
    query = select(model.id).where(model.archived_at.is_(None))
    if model is Organization:
        query = query.where(model.id != root_id)
    return db.session.scalar(query.limit(1)) is not None


def try_sample() -> ResponseReturnValue:
    """Have the sample judged like an uploaded file; answer a redirect to its preview."""
    from partyhub.registers.importing.web.views import take_in  # loaded when one is sent

    viewer = _viewer()
    with reading():
        return take_in(viewer, None, _workbook(), _file_name())


def send_sample() -> ResponseReturnValue:
    """Send the sample as a workbook."""
    _viewer()
    return send_file(_workbook(), XLSX, as_attachment=True, download_name=_file_name())


def _viewer() -> Viewer:
    viewer = current_viewer()
    if not _may_write(viewer):
        abort(403)
    if not is_offered(viewer):
        abort(404)
    return viewer


def _file_name() -> str:
    return gettext("Sample roster.xlsx")


def _workbook() -> BytesIO:
    from partyhub.spreadsheets.plain_workbooks import (
        PlainSheet,
        write_plain_workbook,
    )  # loaded when one is sent

    stream = BytesIO()
    write_plain_workbook(stream, (PlainSheet(*sheet) for sheet in _sheets()))
    stream.seek(0)
    return stream


def _sheets() -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the title and the rows of each sheet, the headers first."""
    root = find_root()
    for name in REGISTERS:
        register = current_catalog().by_name[name]
        with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as table:
            keys, *rows = csv.reader(table)
        if root is not None and SUPERIOR in keys:
            at = keys.index(SUPERIOR)
            rows = [[*row[:at], root.name, *row[at + 1 :]] for row in rows]
        columns = (register.column(key) for key in keys)
        headers = [register.header(column) for column in columns if column]
        yield str(register.title), [headers, *rows]
