"""The pages of imports: upload, preview, decisions, the marked file, and taking back."""

import secrets
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

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
from partyhub.history.models import ImportGroup
from partyhub.registers.importing import keeping, tasks
from partyhub.registers.importing.applying import CHANGES, Upload, store
from partyhub.registers.importing.groups import (
    XLSX,
    blueprint,
    import_writer,
    select_groups,
    words_of_done,
    words_of_group,
)
from partyhub.registers.importing.judging import FILE, HERE
from partyhub.registers.importing.keeping import Kept
from partyhub.registers.importing.marked import write_list, write_marked
from partyhub.registers.importing.opening import FileRefusedError
from partyhub.registers.importing.stamps import Stamp
from partyhub.registers.importing.tasks import Outcome, TooManyTasksError
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import can_write, writer
from partyhub.viewers import SECRETARIES, Viewer

DECISION = "decision:"

UPLOAD = "/uploads/<string(length=32):token>"


def import_records(register: Register) -> ResponseReturnValue:
    """Take a file for one register: the upload page, and what it sends."""
    return _upload(writer(register), register)


@blueprint.route("/", methods=["GET", "POST"], endpoint="list")
def list_imports() -> ResponseReturnValue:
    """Past imports, and the upload of a file for all registers at once."""
    viewer = current_viewer()
    if not viewer.is_one_of(SECRETARIES):
        abort(403)
    return _upload(viewer, None)


def _upload(viewer: Viewer, register: Register | None) -> ResponseReturnValue:
    if request.method == "GET":
        return _upload_page(viewer, register)
    with reading():  # a preview writes nothing, so nobody has to wait for it, nor it for anybody
        return _take_in(viewer, register)


def _take_in(viewer: Viewer, register: Register | None) -> ResponseReturnValue:
    """Keep the file that was sent, and have it judged."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _upload_page(viewer, register, gettext("Choose a file first.")), 400
    kept = keeping.keep(
        upload.stream,
        upload.filename,
        register.name if register else "",
        viewer.user_id,
        request.form.get("token", ""),
    )
    outcome = _run_task(kept, viewer)
    if outcome.state in tasks.REFUSED:
        kept.forget()
        return _upload_page(viewer, register, outcome.message, upload.filename), 400
    return redirect(url_for("imports.preview", token=kept.token), 303)


def _run_task(kept: Kept, viewer: Viewer, **asked: Any) -> Outcome:
    """Begin a task, and wait a moment for its end."""
    db.session.rollback()  # whoever waits keeps nobody from writing
    try:
        tasks.start(kept, viewer, **asked)
    except TooManyTasksError:
        sentence = gettext("Many files are being checked just now. Send yours in a few minutes.")
        return Outcome("failed", sentence)
    return tasks.wait(kept, current_app.config["JUDGING_PATIENCE"])


def _upload_page(
    viewer: Viewer, register: Register | None, error: str = "", file_name: str = ""
) -> str:
    found = db.session.scalars(select_groups(viewer, register).limit(20)).all()
    return render_template(
        "import/upload.html",
        register=register,
        registers=[item for item in REGISTERS.values() if can_write(item, viewer)],
        token=keeping.new_token(),
        clear_mark=gettext("(clear)"),
        groups=[words_of_group(group) for group in found],
        error=error,
        file_name=file_name,
    )


@blueprint.get(f"{UPLOAD}", endpoint="preview")
def show_preview(token: str) -> ResponseReturnValue:
    """What the file would do; while it is judged how far that is, and why if it came to nothing."""
    kept = _find(token)
    outcome = tasks.find_outcome(kept)
    if outcome.is_running:
        return _progress_page(kept)
    if outcome.state == "imported":
        return _show_import(kept, outcome.group_id)
    if outcome.state in tasks.REFUSED:
        return _refusal_page(kept, outcome)
    return _preview_page(kept, outcome.message)


@blueprint.get(f"{UPLOAD}/progress")
def progress(token: str) -> ResponseReturnValue:
    """How many rows have been judged: JSON {"rows"}; none while the upload is still arriving.

    "done" says that the page of the upload has something else to show.
    """
    kept = keeping.find_kept(token, import_writer().user_id)
    if kept is None:
        return jsonify(rows=0)
    return jsonify(rows=kept.progress, done=not tasks.find_outcome(kept).is_running)


@blueprint.post(f"{UPLOAD}/apply")
def apply(token: str) -> ResponseReturnValue:
    """Import what the preview showed; where something changed meanwhile, show it anew instead."""
    viewer, kept = current_viewer(), _find(token)
    page, outcome = kept.result, tasks.find_outcome(kept)
    if outcome.state == "imported":  # asked for twice: it was written once
        return _show_import(kept, outcome.group_id)
    if page is None or not kept.is_intact():
        abort(404)
    decisions = _decisions()
    if not decisions and page.get("group_id") and _store(viewer, kept, page):
        outcome = Outcome("imported", group_id=page["group_id"])
        tasks.write_outcome(kept, outcome)
        return _answer(kept, outcome)
    outcome = tasks.find_outcome(kept)
    if outcome.state != "imported":
        outcome = _run_task(kept, viewer, expected=page["digest"], decisions=decisions)
    return _answer(kept, outcome)


def _store(viewer: Viewer, kept: Kept, page: Mapping[str, Any]) -> bool:
    """Write what was judged for the preview, if all is still as it was then."""

    def finish(group: ImportGroup) -> None:
        group.stored_as = kept.store_file()
        db.session.commit()

    about = kept.about
    upload = Upload(viewer, kept.file, _register_of(kept), about.file_name, about.file_hash)
    stamp = Stamp(*page["stamp"])
    return store(upload, kept.folder / CHANGES, stamp, page["group_id"], finish)


def _answer(kept: Kept, outcome: Outcome) -> ResponseReturnValue:
    """Answer to somebody who asked for an import, as far as it is known how that ended."""
    if outcome.is_running:
        return redirect(url_for("imports.preview", token=kept.token), 303)
    if outcome.state == "imported":
        return _show_import(kept, outcome.group_id)
    with reading():
        if outcome.state in tasks.REFUSED:
            return _refusal_page(kept, outcome), 400
        return _preview_page(kept, outcome.message, request.form), 409


def _show_import(kept: Kept, group_id: int | None) -> ResponseReturnValue:
    """Lead to the import; how it ended stays for who asks again, until uploads are swept."""
    kept.clear()
    with reading():
        db.session.rollback()
        flash(words_of_done(db.session.get_one(ImportGroup, group_id)), "ok")
    return redirect(url_for("imports.show", group_id=group_id), 303)


def _progress_page(kept: Kept) -> str:
    return render_template(
        "import/progress.html",
        token=kept.token,
        about=kept.about,
        rows=kept.progress,
        register=_register_of(kept),
    )


def _refusal_page(kept: Kept, outcome: Outcome) -> str:
    """The page of uploads with why this file came to nothing; the file is forgotten."""
    register, name = _register_of(kept), kept.about.file_name
    kept.forget()
    return _upload_page(current_viewer(), register, outcome.message, name)


def _decisions() -> dict[str, str]:
    """What was chosen of each cell that was changed here since the export."""
    return {
        key.removeprefix(DECISION): value
        for key, value in request.form.items()
        if key.startswith(DECISION) and value in (FILE, HERE)
    }


def _preview_page(kept: Kept, message: str = "", decided: Mapping[str, str] | None = None) -> str:
    page = kept.result
    if page is None:
        abort(404)
    return render_template(
        "import/preview.html",
        token=kept.token,
        about=kept.about,
        register=_register_of(kept),
        page=page,
        message=message,
        decided=decided or {},
    )


@blueprint.post(f"{UPLOAD}/marked")
def marked(token: str) -> ResponseReturnValue:
    """Send the user's own file back with its wrong cells marked; that writes no record."""
    with reading():
        return _send_marked(token)


def _send_marked(token: str) -> ResponseReturnValue:
    kept = _find(token)
    page = kept.result
    if page is None:
        abort(404)
    kind = gettext("errors") if "list" in request.form else gettext("to correct")
    target = kept.folder / f"{secrets.token_hex(4)}.xlsx"
    try:
        if "list" in request.form:
            write_list(target, page)
        else:
            write_marked(kept.file, target, page)
        stream = BytesIO(target.read_bytes())
    except FileRefusedError as error:
        return _preview_page(kept, str(error)), 400
    finally:
        target.unlink(missing_ok=True)
    name = f"{Path(kept.about.file_name).stem}-{kind}.xlsx"
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def _find(token: str) -> Kept:
    viewer = import_writer()
    kept = keeping.find_kept(token, viewer.user_id)
    if kept is None:
        abort(404)
    return kept


def _register_of(kept: Kept) -> Register | None:
    name = kept.about.register
    return next((item for item in REGISTERS.values() if item.name == name), None)
