"""Uploaded sheets of attendance, stored until they are confirmed, and read as every upload is."""

from pathlib import Path

from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from partyhub.activities.registers import activities
from partyhub.activities.sign_in.reading import AttendanceSheet, read_sheet
from partyhub.registers.importing.reading.headers import SheetRow
from partyhub.registers.importing.reading.workbook import FileRefusedError, limits
from partyhub.registers.importing.web import stored_uploads
from partyhub.registers.importing.web.stored_uploads import StoredUpload
from partyhub.spreadsheets import UnreadableError, read_upload
from partyhub.spreadsheets.sentences import fault_sentence
from partyhub.viewers import Viewer


def store_file(upload: FileStorage, viewer: Viewer) -> StoredUpload:
    """Store an uploaded file in the instance folder."""
    name = upload.filename or ""
    return stored_uploads.store_upload(upload.stream, name, activities.name, viewer.user_id)


def read_upload_of(upload: FileStorage, viewer: Viewer) -> AttendanceSheet:
    """Read an uploaded file that need not be stored; raises FileRefusedError."""
    stored = store_file(upload, viewer)
    try:
        return read_file(stored.file)
    finally:
        stored.forget()


def find_stored(token: str, viewer: Viewer) -> AttendanceSheet | None:
    """Read a stored file of the viewer; None if there is none. Raises FileRefusedError."""
    stored = stored_uploads.find_stored_upload(token, viewer.user_id)
    return read_file(stored.file) if stored else None


def read_file(path: Path) -> AttendanceSheet:
    """Read the first visible sheet of attendance of a workbook; raises FileRefusedError."""
    try:
        with read_upload(path, limits()) as upload:
            for sheet in upload:
                rows = (SheetRow(row.number, row.cells) for row in sheet.rows)
                found = None if sheet.hidden else read_sheet(rows)
                if found is not None:
                    return found
    except UnreadableError as error:
        raise FileRefusedError(fault_sentence(error.fault, error.details)) from error
    raise FileRefusedError(
        gettext(
            "No sheet of attendance was found: a row of headers needs “姓名”, and “签到” or a day"
            " for each meeting, such as “1月10日 主题党日”."
        )
    )
