"""The pages of past imports: what each brought in, its file, and taking it back."""

from collections.abc import Sequence
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
from partyhub.registers.importing.images import is_in_scope, touches_others
from partyhub.registers.importing.obstacles import Obstacle, find_obstacles
from partyhub.registers.importing.undoing import ObstaclesError, OutOfScopeError, take_back
from partyhub.registers.register import REGISTERS, Register
from partyhub.registers.rights import can_write
from partyhub.registers.values import moment_words
from partyhub.viewers import COMMITTEE, Viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ENTRIES, MOST_SAID = 500, 3
GROUP = "/<int(min=1,max=2147483647):group_id>"

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


@blueprint.get(GROUP, endpoint="show")
def show_group(group_id: int) -> ResponseReturnValue:
    viewer, group = current_viewer(), find_group(group_id)
    entries = db.session.scalars(_entries(group).limit(MOST_ENTRIES)).all()
    is_own = is_in_scope(viewer, group)
    return render_template(
        "import/show.html",
        group=words_of_group(group),
        entries=pages.entries(entries),
        count=group.new_count + group.changed_count,
        is_in_scope=is_own,
        obstacles=find_obstacles(viewer, group)[:MOST_ENTRIES]
        if is_own and not group.undone_at
        else [],
        has_file=is_own and keeping.find_final(group.stored_as) is not None,
    )


@blueprint.post(f"{GROUP}/undo")
def undo(group_id: int) -> ResponseReturnValue:
    group = find_group(group_id)
    if group.undone_at is not None:
        flash(gettext("It has been taken back already; nothing more was done."), "error")
        return redirect(url_for("imports.show", group_id=group_id), 303)
    try:
        count = take_back(current_viewer(), group)
    except ObstaclesError as error:
        db.session.rollback()
        flash(_words_of_obstacles(error.obstacles), "error")
        return redirect(url_for("imports.show", group_id=group_id), 303)
    except OutOfScopeError:
        db.session.rollback()
        flash(gettext("It can't be taken back by you: others look after its records."), "error")
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


def _words_of_obstacles(obstacles: Sequence[Obstacle]) -> str:
    said = [f"{each.title}（{each.why}）" for each in obstacles[:MOST_SAID]]
    return ngettext(
        "It can't be taken back any more; %(num)s record stands against it: %(names)s.",
        "It can't be taken back any more; %(num)s records stand against it, such as: %(names)s.",
        len(obstacles),
        names="、".join(said),
    )


@blueprint.post(f"{GROUP}/file")
def download(group_id: int) -> ResponseReturnValue:
    """Send the file of an import; a POST, since it takes persons out and that is on record."""
    group = find_group(group_id)
    path = keeping.find_final(group.stored_as)
    if path is None or not is_in_scope(current_viewer(), group):
        abort(404)
    log(current_viewer(), "imports", None, Action.EXPORTED, reason=group.file_name)
    db.session.commit()
    return send_file(path, XLSX, as_attachment=True, download_name=group.file_name)


def select_groups(viewer: Viewer, register: Register | None = None) -> Select[ImportGroup]:
    """The imports that the viewer may see: one's own, and the office those of its organizations.

    Of one's own the page says only what one did: it may have come to lie with others since.
    """
    query = select(ImportGroup).order_by(ImportGroup.id.desc())
    is_own = ImportGroup.user_id == viewer.user_id
    is_office = viewer.is_one_of(COMMITTEE)
    query = query.where(is_own | ~touches_others(viewer) if is_office else is_own)
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
