"""The pages of imports: upload, preview, decisions, the marked file, and taking back."""

import secrets
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from flask import (
    abort,
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
from partyhub.database import db
from partyhub.history.models import ImportGroup
from partyhub.registers.importing import acting, keeping
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
from partyhub.registers.importing.marked import find_losses, write_list, write_marked
from partyhub.registers.importing.opening import FileRefusedError
from partyhub.registers.importing.outcomes import Result
from partyhub.registers.importing.previews import as_page
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import can_write, writer
from partyhub.viewers import SECRETARIES, Viewer

DECISION = "decision:"
# So many errors stand in the sentence above a preview; its table has all of them.
MOST_SAID = 3

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
    try:
        _judge(viewer, kept, register)
    except FileRefusedError as error:
        kept.forget()
        return _upload_page(viewer, register, str(error), upload.filename), 400
    return redirect(url_for("imports.preview", token=kept.token), 303)


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


def _judge(viewer: Viewer, kept: Kept, register: Register | None) -> None:
    """Judge the file, and keep what its page shows."""
    result = acting.preview(viewer, kept.file, register, progress=kept.note_progress)
    kept.write_result(as_page(result) | {"losses": find_losses(kept.file)})


@blueprint.get(f"{UPLOAD}", endpoint="preview")
def show_preview(token: str) -> ResponseReturnValue:
    kept = _find(token)
    return _preview_page(kept)


@blueprint.get(f"{UPLOAD}/progress")
def progress(token: str) -> ResponseReturnValue:
    """How many rows have been judged: JSON {"rows"}; none while the upload is still arriving."""
    kept = keeping.find_kept(token, import_writer().user_id)
    return jsonify(rows=kept.progress if kept else 0)


@blueprint.post(f"{UPLOAD}/apply")
def apply(token: str) -> ResponseReturnValue:
    """Import what the preview showed; where something changed meanwhile, show it anew instead."""
    viewer, kept = current_viewer(), _find(token)
    register = _register_of(kept)
    about, page = kept.about, kept.result
    if page is None or not kept.is_intact():
        abort(404)
    try:
        result = acting.apply(
            viewer,
            kept.file,
            register,
            about.file_name,
            about.file_hash,
            expected=page["digest"],
            decisions=_decisions(),
        )
    except FileRefusedError as error:
        return _upload_page(viewer, register, str(error), about.file_name), 400
    if result.group_id is None:
        return _not_applied(
            viewer, kept, register, result, is_other=page["digest"] != result.digest
        )
    group = db.session.get_one(ImportGroup, result.group_id)
    group.stored_as = f"{kept.token}.xlsx"
    db.session.commit()
    kept.finish()
    flash(words_of_done(group), "ok")
    return redirect(url_for("imports.show", group_id=group.id), 303)


def _decisions() -> dict[str, str]:
    """What was chosen of each cell that was changed here since the export."""
    return {
        key.removeprefix(DECISION): value
        for key, value in request.form.items()
        if key.startswith(DECISION) and value in (FILE, HERE)
    }


def _not_applied(
    viewer: Viewer, kept: Kept, register: Register | None, result: Result, *, is_other: bool
) -> ResponseReturnValue:
    """Show the preview again: something changed, a decision is missing, or makes an error."""
    if result.errors and not is_other:
        return _preview_page(kept, _words_of_errors(result), request.form), 409
    if is_other:
        _judge(viewer, kept, register)
        message = gettext(
            "Records have changed since this preview. Nothing was imported. Look at it again."
        )
    else:
        message = gettext("Nothing was imported yet: decide each cell that was changed here.")
    return _preview_page(kept, message, request.form), 409


def _words_of_errors(result: Result) -> str:
    said = [
        gettext(
            "row %(row)s %(column)s: %(sentence)s",
            row=error.place.row,
            column=error.place.header,
            sentence=error.message,
        )
        for error in result.errors[:MOST_SAID]
    ]
    return gettext("Nothing was imported: %(errors)s", errors=" ".join(said))


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
    """Send the user's own file back with its wrong cells marked."""
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
