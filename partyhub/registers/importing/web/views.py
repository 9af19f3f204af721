"""Views of imports: upload, preview, decisions, and the marked file."""

import secrets
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from flask import (
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.accounts import current_viewer
from partyhub.database import db, reading
from partyhub.history.models import ImportRun
from partyhub.registers.catalog import current_catalog
from partyhub.registers.committing import keep_beside
from partyhub.registers.importing.isolation.service import CHANGES, Upload, store
from partyhub.registers.importing.isolation.stamps import Stamp
from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.importing.remembering import remember_all
from partyhub.registers.importing.web import stored_uploads, tasks
from partyhub.registers.importing.web.marked import write_list, write_marked
from partyhub.registers.importing.web.pasting import make_workbook, pasted_name
from partyhub.registers.importing.web.refusals import describe_changed, describe_undecided
from partyhub.registers.importing.web.runs import (
    describe_done,
    describe_run,
    import_writer,
    select_runs,
)
from partyhub.registers.importing.web.stored_uploads import StoredUpload
from partyhub.registers.importing.web.summaries import cell_decisions, mark_of, render_preview
from partyhub.registers.importing.web.tasks import Outcome, TooManyTasksError
from partyhub.registers.register import Register
from partyhub.registers.rights import can_write, writer
from partyhub.registers.template_workbooks.input_help import format_key
from partyhub.registers.views import XLSX
from partyhub.roles import Right
from partyhub.viewers import Viewer


def import_records(register: Register) -> ResponseReturnValue:
    """Show the upload page of one register, or take the uploaded file."""
    return _upload(writer(register), register)


def list_imports() -> ResponseReturnValue:
    """Show past imports and the upload of a file for all registers, or take the uploaded file."""
    viewer = current_viewer()
    if not viewer.may(Right.WRITE):
        abort(403)
    return _upload(viewer, None)


def _upload(viewer: Viewer, register: Register | None) -> ResponseReturnValue:
    if request.method == "GET":
        return _upload_page(viewer, register)
    with reading():  # a preview writes no record, so it needs no lock
        return _take_request(viewer, register)


def _take_request(viewer: Viewer, register: Register | None) -> ResponseReturnValue:
    """Take the uploaded file, or the table that was pasted instead."""
    upload, pasted = request.files.get("file"), request.form.get("pasted", "")
    if pasted and register is not None:
        try:
            return take_in(viewer, register, make_workbook(pasted, register), pasted_name(register))
        except FileRefusedError as error:
            return _upload_page(viewer, register, str(error), pasted=pasted), 400
    if upload is None or not upload.filename:
        return _upload_page(viewer, register, gettext("Choose a file first.")), 400
    return take_in(viewer, register, upload.stream, upload.filename)


def take_in(
    viewer: Viewer, register: Register | None, stream: IO[bytes], file_name: str
) -> ResponseReturnValue:
    """Store a file and have it judged; answer a redirect to its preview, or why it is refused."""
    stored = stored_uploads.store_upload(
        stream,
        file_name,
        register.name if register else "",
        viewer.user_id,
        request.form.get("token", ""),
    )
    outcome = run_task(stored, viewer)
    if outcome.state in tasks.REFUSED:
        stored.forget()
        return _upload_page(viewer, register, outcome.message, file_name), 400
    return redirect(url_for("imports.preview", token=stored.token), 303)


def run_task(stored: StoredUpload, viewer: Viewer, **requested: Any) -> Outcome:
    """Start a task and wait a moment for its outcome."""
    db.session.rollback()  # don't block writers while waiting
    try:
        tasks.start(stored, viewer, **requested)
    except TooManyTasksError:
        sentence = gettext("Many files are being checked just now. Send yours in a few minutes.")
        return Outcome("failed", sentence)
    return tasks.wait(stored, current_app.config["JUDGING_PATIENCE"])


def _upload_page(
    viewer: Viewer,
    register: Register | None,
    error: str = "",
    file_name: str = "",
    pasted: str = "",
) -> str:
    found = db.session.scalars(select_runs(viewer, register).limit(20)).all()
    return render_template(
        "import/upload.html",
        register=register,
        registers=[item for item in current_catalog().registers if can_write(item, viewer)],
        token=stored_uploads.new_token(),
        clear_mark=gettext("(clear)"),
        key=format_key(register) if register else "",
        runs=[describe_run(run) for run in found],
        error=error,
        file_name=file_name,
        pasted=pasted,
    )


def show_preview(token: str) -> ResponseReturnValue:
    """Show what the file would do, the progress while it is judged, or why there is no preview."""
    stored = find_upload(token)
    outcome = tasks.find_outcome(stored)
    if outcome.is_running:
        return _progress_page(stored)
    if outcome.state == "imported":
        return _show_import(stored, outcome.group_id)
    if outcome.state in tasks.REFUSED:
        return refusal_page(stored, outcome)
    if (stored.result or {}).get("column_questions"):
        return redirect(url_for("imports.columns", token=stored.token), 303)
    return _preview_page(stored, outcome.message)


def progress(token: str) -> ResponseReturnValue:
    """Return the number of rows judged as JSON {"rows"}; 0 while the upload is still arriving.

    "done" is true once the page of the upload has something else to show.
    """
    stored = stored_uploads.find_stored_upload(token, import_writer().user_id)
    if stored is None:
        return jsonify(rows=0)
    return jsonify(rows=stored.progress or 0, done=not tasks.find_outcome(stored).is_running)


def apply(token: str) -> ResponseReturnValue:
    """Import what the preview showed, or show a new preview if something has changed."""
    viewer, stored = current_viewer(), find_upload(token)
    page, outcome = stored.result, tasks.find_outcome(stored)
    if outcome.state == "imported":  # a repeated request: it was written once
        return _show_import(stored, outcome.group_id)
    if page is None or page["column_questions"] or not stored.is_intact():
        abort(404)
    agreed = mark_of(stored, page)
    if request.form.get("expected", agreed) != agreed:
        with reading():  # in another tab, something was decided
            return _preview_page(stored, describe_changed()), 409
    if any(choice["undecided"] for choice in page["choices"]):
        with reading():
            return _preview_page(stored, describe_undecided()), 409
    decisions = cell_decisions(page)
    if not decisions and page.get("group_id") and _store(viewer, stored, page):
        outcome = Outcome("imported", group_id=page["group_id"])
        tasks.write_outcome(stored, outcome)
        return _answer(stored, outcome)
    outcome = tasks.find_outcome(stored)
    if outcome.state != "imported":
        outcome = run_task(stored, viewer, expected=page["digest"], decisions=decisions)
    return _answer(stored, outcome)


def _store(viewer: Viewer, stored: StoredUpload, page: Mapping[str, Any]) -> bool:
    """Write the changes judged for the preview, if nothing has changed; return whether it did."""

    def finish(run: ImportRun) -> None:
        run.stored_as = stored.store_file()
        remember_all(viewer, run, stored.remembered)
        keep_beside(run, page.get("past"))
        db.session.commit()

    about = stored.about
    upload = Upload(viewer, stored.file, register_of(stored), about.file_name, about.file_hash)
    stamp = Stamp(*page["stamp"])
    return store(upload, stored.folder / CHANGES, stamp, page["group_id"], finish)


def _answer(stored: StoredUpload, outcome: Outcome) -> ResponseReturnValue:
    """Return the response to a request to import, according to the outcome so far."""
    if outcome.is_running:
        return redirect(url_for("imports.preview", token=stored.token), 303)
    if outcome.state == "imported":
        return _show_import(stored, outcome.group_id)
    with reading():
        if outcome.state in tasks.REFUSED:
            return refusal_page(stored, outcome), 400
        return _preview_page(stored, outcome.message, request.form), 409


def _show_import(stored: StoredUpload, group_id: int | None) -> ResponseReturnValue:
    """Redirect to the import run; its outcome remains for repeated requests until it is swept."""
    stored.clear()
    with reading():
        db.session.rollback()
        flash(describe_done(db.session.get_one(ImportRun, group_id)), "ok")
    return redirect(url_for("imports.show", group_id=group_id), 303)


def _progress_page(stored: StoredUpload) -> str:
    return render_template(
        "import/progress.html",
        token=stored.token,
        about=stored.about,
        rows=stored.progress,
        register=register_of(stored),
    )


def refusal_page(stored: StoredUpload, outcome: Outcome) -> str:
    """Return the upload page with the reason of the refusal; the file is deleted."""
    register, name = register_of(stored), stored.about.file_name
    stored.forget()
    return _upload_page(current_viewer(), register, outcome.message, name)


def _preview_page(
    stored: StoredUpload, message: str = "", decided: Mapping[str, str] | None = None
) -> str:
    page = stored.result
    if page is None:
        return refusal_page(stored, tasks.broken_off())
    return render_preview(stored, page, message, decided or {})


def marked(token: str) -> ResponseReturnValue:
    """Send the user's own file back with its wrong cells marked; this writes no record."""
    with reading():
        return _send_marked(token)


def _send_marked(token: str) -> ResponseReturnValue:
    stored = find_upload(token)
    page = stored.result
    if page is None:
        abort(404)
    kind = gettext("errors") if "list" in request.form else gettext("to correct")
    target = stored.folder / f"{secrets.token_hex(4)}.xlsx"
    try:
        if "list" in request.form:
            write_list(target, page)
        else:
            write_marked(stored.file, target, page)
        stream = BytesIO(target.read_bytes())
    except FileRefusedError as error:
        return _preview_page(stored, str(error)), 400
    finally:
        target.unlink(missing_ok=True)
    name = f"{Path(stored.about.file_name).stem}-{kind}.xlsx"
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def find_upload(token: str) -> StoredUpload:
    """Return the viewer's own upload; aborts with 404 if there is none."""
    viewer = import_writer()
    stored = stored_uploads.find_stored_upload(token, viewer.user_id)
    if stored is None:
        abort(404)
    return stored


def register_of(stored: StoredUpload) -> Register | None:
    return current_catalog().by_name.get(stored.about.register)
