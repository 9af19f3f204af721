"""Pages of past import runs: what each brought in, its file, and its undo."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import Select, select

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry, ImportRun
from partyhub.history.operations import log
from partyhub.registers import pages
from partyhub.registers.catalog import current_catalog
from partyhub.registers.committing import commit
from partyhub.registers.importing.remembering import forget, mappings_of
from partyhub.registers.importing.undo.conflicts import UndoConflict, find_undo_conflicts
from partyhub.registers.importing.undo.service import OutOfScopeError, UndoConflictsError, undo_run
from partyhub.registers.importing.undo.snapshots import can_write_run, touches_unwritable
from partyhub.registers.importing.web import stored_uploads
from partyhub.registers.register import Register
from partyhub.registers.rights import can_write
from partyhub.registers.values import format_moment
from partyhub.registers.views import XLSX
from partyhub.roles import Right
from partyhub.texts import clean_text
from partyhub.viewers import Viewer

MOST_ENTRIES, MOST_NAMED = 500, 3


def show_run(group_id: int) -> ResponseReturnValue:
    """Show an import run with its history entries and what prevents undoing it."""
    viewer, run = current_viewer(), find_run(group_id)
    entries = db.session.scalars(_entries(run).limit(MOST_ENTRIES)).all()
    is_own = can_write_run(viewer, run)
    return render_template(
        "import/show.html",
        run=describe_run(run),
        entries=pages.entries(entries),
        count=run.new_count + run.changed_count,
        can_write_run=is_own,
        conflicts=find_undo_conflicts(viewer, run)[:MOST_ENTRIES]
        if is_own and not run.undone_at
        else [],
        has_mappings=is_own and bool(mappings_of(run)),
        has_file=is_own and stored_uploads.find_imported_file(run.stored_as) is not None,
    )


def undo(group_id: int) -> ResponseReturnValue:
    """Undo an import run; answer a redirect to its page with a message.

    It needs a reason, since it voids records.
    """
    run = find_run(group_id)
    reason = clean_text(request.form.get("reason", ""))[:200]
    if run.undone_at is not None:
        flash(gettext("It has been taken back already; nothing more was done."), "error")
    elif not reason:
        flash(gettext("Say why the import is taken back; nothing was done."), "error")
    else:
        flash(*_undo(run, reason))
    return redirect(url_for("imports.show", group_id=group_id), 303)


def _undo(run: ImportRun, reason: str) -> tuple[str, str]:
    """Undo the run, or nothing at all; return the message and its kind."""
    try:
        count = undo_run(current_viewer(), run, reason)
    except UndoConflictsError as error:
        db.session.rollback()
        return _describe_conflicts(error.conflicts), "error"
    except OutOfScopeError:
        db.session.rollback()
        return gettext("You can't take it back: others manage its records."), "error"
    commit(run)
    sentence = ngettext(
        "The import was taken back: %(num)s record is as before.",
        "The import was taken back: %(num)s records are as before.",
        count,
    )
    return sentence, "ok"


def forget_columns(group_id: int) -> ResponseReturnValue:
    """Forget the mapping of columns that an import has left; answer a redirect to its page."""
    run = find_run(group_id)
    if not can_write_run(current_viewer(), run):
        abort(404)
    if forget(current_viewer(), run):
        db.session.commit()
        flash(gettext("The mapping of these columns is forgotten."), "ok")
    return redirect(url_for("imports.show", group_id=group_id), 303)


def _describe_conflicts(conflicts: Sequence[UndoConflict]) -> str:
    named = [f"{each.title}（{each.why}）" for each in conflicts[:MOST_NAMED]]
    return ngettext(
        "It can't be taken back any more; %(num)s record stands against it: %(names)s.",
        "It can't be taken back any more; %(num)s records stand against it, such as: %(names)s.",
        len(conflicts),
        names="、".join(named),
    )


def download(group_id: int) -> ResponseReturnValue:
    """Send the file of an import.

    It is a POST, because every export of personal data is logged.
    """
    run = find_run(group_id)
    path = stored_uploads.find_imported_file(run.stored_as)
    if path is None or not can_write_run(current_viewer(), run):
        abort(404)
    log(current_viewer(), "imports", None, Action.EXPORTED, reason=run.file_name)
    db.session.commit()
    return send_file(path, XLSX, as_attachment=True, download_name=run.file_name)


def select_runs(viewer: Viewer, register: Register | None = None) -> Select[ImportRun]:
    """Return the query for the import runs that the viewer may see, newest first.

    These are the viewer's own and, for the committee's office, those of its organizations. With
    `register`, only the runs that imported it. The page of a viewer's own run shows only what the
    viewer did, because its records may belong to others by now.
    """
    query = select(ImportRun).order_by(ImportRun.id.desc())
    is_own = ImportRun.user_id == viewer.user_id
    is_office = viewer.may(Right.READ_IMPORTS)
    query = query.where(is_own | ~touches_unwritable(viewer) if is_office else is_own)
    if register is not None:
        name = f",{register.name},"
        listed = "," + ImportRun.registers + ","
        query = query.where(listed.contains(name, autoescape=True))
    return query


def find_run(group_id: int) -> ImportRun:
    """Return the import run if the viewer may see it; aborts with 404 otherwise."""
    viewer = import_writer()
    found = db.session.scalars(select_runs(viewer).where(ImportRun.id == group_id)).first()
    if found is None:
        abort(404)
    return found


def _entries(run: ImportRun) -> Select[HistoryEntry]:
    return select(HistoryEntry).where(HistoryEntry.group_id == run.id).order_by(HistoryEntry.id)


def import_writer() -> Viewer:
    """Return the current viewer if they may write any register; aborts with 403 otherwise.

    Even the right to write only one's own duties is enough to see one's own imports.
    """
    viewer = current_viewer()
    if not any(can_write(register, viewer) for register in current_catalog().registers):
        abort(403)
    return viewer


def describe_run(run: ImportRun) -> dict[str, Any]:
    titles = current_catalog().titles()
    names = [titles.get(name, name) for name in run.registers.split(",") if name]
    return {
        "id": run.id,
        "at": format_moment(run.at),
        "who": run.user_name,
        "registers": "、".join(names),
        "file_name": run.file_name,
        "new": run.new_count,
        "changed": run.changed_count,
        "undone": run.undone_at
        and gettext(
            "taken back %(at)s by %(who)s",
            at=format_moment(run.undone_at),
            who=run.undone_by,
        ),
    }


def describe_done(run: ImportRun) -> str:
    """Return the sentence about a finished import."""
    return gettext(
        "Imported: %(new)s new, %(changed)s changed.",
        new=run.new_count,
        changed=run.changed_count,
    )
