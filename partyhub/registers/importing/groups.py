"""The pages of past imports: what each brought in, its file, and taking it back."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import Select, select

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry, ImportGroup
from partyhub.history.operations import log
from partyhub.registers import pages
from partyhub.registers.importing import keeping
from partyhub.registers.importing.undoing import ObstaclesError, find_obstacles, take_back
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import can_write
from partyhub.registers.values import moment_words
from partyhub.viewers import COMMITTEE, Viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ENTRIES = 500
GROUP = "/<int(min=1,max=2147483647):group_id>"

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


@blueprint.get(GROUP, endpoint="show")
def show_group(group_id: int) -> ResponseReturnValue:
    group = find_group(group_id)
    entries = db.session.scalars(_entries(group).limit(MOST_ENTRIES)).all()
    return render_template(
        "import/show.html",
        group=words_of_group(group),
        entries=pages.entries(entries),
        count=group.new_count + group.changed_count,
        obstacles=[] if group.undone_at else find_obstacles(group)[:MOST_ENTRIES],
        has_file=keeping.find_final(group.stored_as) is not None,
    )


@blueprint.post(f"{GROUP}/undo")
def undo(group_id: int) -> ResponseReturnValue:
    group = find_group(group_id)
    if group.undone_at is None:
        try:
            count = take_back(current_viewer(), group)
        except ObstaclesError:
            db.session.rollback()
            flash(gettext("It can't be taken back any more; the page says why."), "error")
            return redirect(url_for("imports.show", group_id=group_id), 303)
        db.session.commit()
        flash(
            ngettext(
                "The import was taken back: %(num)s record is as before.",
                "The import was taken back: %(num)s records are as before.",
                count,
            ),
            "ok",
        )
    return redirect(url_for("imports.show", group_id=group_id), 303)


@blueprint.post(f"{GROUP}/file")
def download(group_id: int) -> ResponseReturnValue:
    """Send the file of an import; a POST, since it takes persons out and that is on record."""
    group = find_group(group_id)
    path = keeping.find_final(group.stored_as)
    if path is None:
        abort(404)
    log(current_viewer(), "imports", None, Action.EXPORTED, reason=group.file_name)
    db.session.commit()
    return send_file(path, XLSX, as_attachment=True, download_name=group.file_name)


def select_groups(viewer: Viewer, register: Register | None = None) -> Select[ImportGroup]:
    """The imports that the viewer may see: one's own, and the committee's office sees all."""
    query = select(ImportGroup).order_by(ImportGroup.id.desc())
    if not viewer.is_one_of(COMMITTEE):
        query = query.where(ImportGroup.user_id == viewer.user_id)
    if register is not None:
        name = f",{register.name},"
        listed = "," + ImportGroup.registers + ","
        query = query.where(listed.contains(name, autoescape=True))
    return query


def find_group(group_id: int) -> ImportGroup:
    viewer = import_writer()
    found = db.session.scalars(select_groups(viewer).where(ImportGroup.id == group_id)).first()
    if found is None:
        abort(404)
    return found


def _entries(group: ImportGroup) -> Select[HistoryEntry]:
    return select(HistoryEntry).where(HistoryEntry.group_id == group.id).order_by(HistoryEntry.id)


def import_writer() -> Viewer:
    """Who writes some register, be it only the own duties, may look at the own imports."""
    viewer = current_viewer()
    if not any(can_write(register, viewer) for register in REGISTERS.values()):
        abort(403)
    return viewer


def words_of_group(group: ImportGroup) -> dict[str, Any]:
    titles = {register.name: str(register.title) for register in REGISTERS.values()}
    names = [titles.get(name, name) for name in group.registers.split(",") if name]
    return {
        "id": group.id,
        "at": moment_words(group.at),
        "who": group.user_name,
        "registers": "、".join(names),
        "file_name": group.file_name,
        "new": group.new_count,
        "changed": group.changed_count,
        "undone": group.undone_at
        and gettext(
            "taken back %(at)s by %(who)s",
            at=moment_words(group.undone_at),
            who=group.undone_by,
        ),
    }


def words_of_done(group: ImportGroup) -> str:
    return gettext(
        "Imported: %(new)s new, %(changed)s changed.",
        new=group.new_count,
        changed=group.changed_count,
    )
