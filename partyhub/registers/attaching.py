"""Pages of the files that are attached to a record; whoever reads the record reads them.

A file is judged and stored before the database is locked, since a photo takes a second: only then
the transaction begins that attaches it.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.datastructures import FileStorage
from wtforms import Field

from partyhub.attachments import operations, refusals, storage
from partyhub.attachments.models import Attachment, FileKind
from partyhub.attachments.operations import Taken
from partyhub.attachments.queries import find_attachment, find_attachments_of
from partyhub.attachments.refusals import RefusedFileError
from partyhub.database import db, reading
from partyhub.forms import RecordForm, Required, TextField
from partyhub.registers.pages import render
from partyhub.registers.register import Register
from partyhub.registers.rights import find_record, reader, writer
from partyhub.viewers import Viewer

# A file may do nothing at all in the browser, whatever it turns out to be.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Refused(NamedTuple):
    """A file that wasn't attached: its name as it was given, and why."""

    name: str
    reason: str


class DetachForm(RecordForm):
    """The form that asks why a file is removed."""

    reason = TextField(
        lazy_gettext("Reason"),
        [Required(lazy_gettext("Say why the file is removed."))],
        longest=200,
    )

    @property
    def is_change(self) -> bool:
        """Return False: the reason is always asked for."""
        return False

    def sections(self) -> list[tuple[Any, list[Field]]]:
        return [(None, [self.reason])]


def attach_files(register: Register, record_id: int) -> ResponseReturnValue:
    """Show the files of a record with the form that adds some, or attach those that were sent.

    Good files are attached even if others are refused; the answer then is 400 and names each.
    """
    with reading():
        viewer = writer(register)
        record = find_record(register, viewer, record_id, writes=True)
        if request.method == "GET":
            return _page(register, record)
        uploads = [each for each in request.files.getlist("files") if each.filename]
        if not uploads:
            return _page(register, record, error=gettext("Choose a file first.")), 400
        taken, refused = _take(uploads)
        if not taken:
            return _page(register, record, refused=refused), 400
        db.session.rollback()
    return _attach(register, viewer, record_id, taken, refused)


def _take(uploads: Sequence[FileStorage]) -> tuple[list[tuple[str, Taken]], list[Refused]]:
    """Judge and store files; return the good ones, each with its name as given, and the others."""
    taken: list[tuple[str, Taken]] = []
    refused: list[Refused] = []
    limits = current_app.config["ATTACHMENT_LIMITS"]
    for upload in uploads:
        given = upload.filename or ""
        name = shown_name(given)
        try:
            if len(taken) == limits["files"]:  # the others are not even looked at
                raise refusals.too_many(limits["files"])
            taken.append((name, operations.take_file(upload.stream, given, limits)))
        except RefusedFileError as error:
            refused.append(Refused(name, str(error)))
    return taken, refused


def shown_name(given: str) -> str:
    """Return a name as the page repeats it: its last part, and not too long."""
    return given.replace("\\", "/").rpartition("/")[2][:120]


def _attach(
    register: Register,
    viewer: Viewer,
    record_id: int,
    taken: Sequence[tuple[str, Taken]],
    refused: list[Refused],
) -> ResponseReturnValue:
    record = find_record(register, viewer, record_id, writes=True)
    most = current_app.config["ATTACHMENT_LIMITS"]["files"]
    count = 0
    for name, file in taken:
        try:
            operations.attach(register.name, record, file, viewer, most)
            count += 1
        except RefusedFileError as error:
            refused.append(Refused(name, str(error)))
    db.session.commit()
    if refused:
        record = find_record(register, viewer, record_id, writes=True)
        return _page(register, record, refused=refused, count=count), 400
    flash(ngettext("%(num)s file attached.", "%(num)s files attached.", count), "ok")
    return redirect(url_for(f"{register.name}.show", record_id=record_id), 303)


def _page(
    register: Register,
    record: Any,
    error: str = "",
    refused: Sequence[Refused] = (),
    count: int = 0,
) -> str:
    return render(
        register,
        "attachments.html",
        record=record,
        record_title=record.caption,
        attachments=find_attachments_of(register.name, record.id),
        back_url=url_for(f"{register.name}.show", record_id=record.id),
        error=error,
        refused=refused,
        count=count,
    )


def send_attachment(register: Register, record_id: int, attachment_id: int) -> ResponseReturnValue:
    """Send an attached file: a photo to be looked at, anything else to be saved."""
    _, attachment = _find(register, reader(register), record_id, attachment_id)
    is_photo = attachment.kind is FileKind.PHOTO
    return _send(attachment, attachment.digest, is_shown=is_photo)


def send_thumbnail(register: Register, record_id: int, attachment_id: int) -> ResponseReturnValue:
    """Send the small picture of a photo; 404 for anything else."""
    _, attachment = _find(register, reader(register), record_id, attachment_id)
    if attachment.thumbnail_digest is None:
        abort(404)
    return _send(attachment, attachment.thumbnail_digest, is_shown=True)


def _find(
    register: Register,
    viewer: Viewer,
    record_id: int,
    attachment_id: int,
    *,
    writes: bool = False,
) -> tuple[Any, Attachment]:
    """Return the record and its attachment; aborts with 404 where the viewer has none such."""
    record = find_record(register, viewer, record_id, writes=writes, archived=not writes)
    attachment = find_attachment(register.name, record.id, attachment_id)
    if attachment is None:
        abort(404)
    return record, attachment


def _send(attachment: Attachment, digest: str, *, is_shown: bool) -> ResponseReturnValue:
    try:
        content = storage.read(digest)
    except storage.DamagedFileError:
        return _render_damage(attachment), 410
    response = send_file(
        BytesIO(content),
        attachment.kind.media_type,
        as_attachment=not is_shown,
        download_name=attachment.name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def _render_damage(attachment: Attachment) -> str:
    return render_template(
        "errors/error.html",
        status=410,
        heading=gettext("This file is damaged"),
        explanation=gettext(
            "“%(name)s” is missing on the disk, or is no longer what was stored. It isn't sent.",
            name=attachment.name,
        ),
        remedy=gettext(
            "Attach it again, or ask whoever runs the program to restore it from a backup."
        ),
    )


def remove_attachment(
    register: Register, record_id: int, attachment_id: int
) -> ResponseReturnValue:
    """Ask for a reason, or remove the file from the record."""
    viewer = writer(register)
    record, attachment = _find(register, viewer, record_id, attachment_id, writes=True)
    form = DetachForm(viewer)
    back_url = url_for(f"{register.name}.show", record_id=record.id)
    if not form.validate_on_submit():
        page = render(
            register,
            "detach.html",
            form=form,
            record=record,
            record_title=record.caption,
            attachment=attachment,
            cancel_url=back_url,
        )
        return page, 400 if form.errors else 200
    name = attachment.name
    operations.detach(attachment, record, viewer, form.reason.data)
    db.session.commit()
    flash(gettext("Removed: %(name)s", name=name), "ok")
    return redirect(back_url, 303)
