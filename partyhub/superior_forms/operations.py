"""Operations on the forms of the superior office; they never commit."""

from typing import Any, NamedTuple

from flask import current_app

from partyhub import clock
from partyhub.attachments import storage
from partyhub.attachments.models import Attachment, FileKind
from partyhub.attachments.operations import Taken, attach, detach, take_file
from partyhub.attachments.refusals import RefusedFileError
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.spreadsheets import Fault, UnreadableError
from partyhub.spreadsheets.office_forms import read_form
from partyhub.spreadsheets.sentences import fault_sentence
from partyhub.superior_forms.mapping import FormMapping, Source, from_json, to_json
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.queries import find_file
from partyhub.superior_forms.subjects import FORMS
from partyhub.superior_forms.words import source_words, table_words
from partyhub.viewers import Viewer

# A form has the mapped file and the one that waits; removed ones don't count.
MOST_FILES = 3


class TakenForm(NamedTuple):
    """A file that was found to be a form and is stored, but doesn't belong to one yet."""

    file: Taken
    sheets: list[dict[str, Any]]
    losses: list[str]


def take_form(stream: Any, given_name: str) -> TakenForm:
    """Judge an uploaded form and store it; raises RefusedFileError with the reason.

    It is read in a process of its own: call this outside of a transaction that writes.
    """
    taken = take_file(stream, given_name, current_app.config["ATTACHMENT_LIMITS"])
    if taken.kind is not FileKind.XLSX:
        raise RefusedFileError(fault_sentence(Fault.NO_WORKBOOK))
    try:
        found = read_form(storage.path_of(taken.digest))
    except UnreadableError as error:
        raise RefusedFileError(fault_sentence(error.fault, error.details)) from error
    return TakenForm(taken, found.sheets, [loss.value for loss in found.losses])


def create_form(viewer: Viewer, name: str, taken: TakenForm) -> SuperiorForm:
    """Add a form with its file, mapped to nothing yet."""
    form = SuperiorForm(name=name, sheets=taken.sheets, losses=taken.losses, mapping={})
    form.pending_sheets, form.pending_losses = [], []
    db.session.add(form)
    db.session.flush()
    log(viewer, FORMS, form, Action.CREATED, [Change("name", None, name)])
    form.file_id = attach(FORMS, form, taken.file, viewer, MOST_FILES).id
    return form


def set_mapping(viewer: Viewer, form: SuperiorForm, new: FormMapping) -> bool:
    """Store a mapping and log what has changed; return whether anything has."""
    changes = changes_between(from_json(form.mapping), new)
    if not changes:
        return False
    form.mapping, form.updated_at = to_json(new), clock.now()
    log(viewer, FORMS, form, Action.CHANGED, changes)
    return True


def changes_between(old: FormMapping, new: FormMapping) -> list[Change]:
    """Return the changes of single cells and of tables in words."""
    changes = []
    for place in sorted({*old.cells, *new.cells}):
        before, after = old.cells.get(place), new.cells.get(place)
        if before != after:
            changes.append(Change(place.words, _words(before), _words(after)))
    keys = dict.fromkeys((t.sheet, t.column) for t in (*old.tables, *new.tables))
    for sheet, column in keys:
        one, other = old.table_at(sheet, column), new.table_at(sheet, column)
        if one != other:
            words = [table_words(each) if each else None for each in (one, other)]
            changes.append(Change(sheet, *words))
    return changes


def _words(source: Source | None) -> str | None:
    return None if source is None else source_words(source)


def add_newer_file(viewer: Viewer, form: SuperiorForm, taken: TakenForm) -> None:
    """Keep a newer file of the form until somebody has looked at its differences.

    Raises RefusedFileError for the file that the form has already.
    """
    give_up_newer_file(viewer, form)
    form.pending_id = attach(FORMS, form, taken.file, viewer, MOST_FILES).id
    form.pending_sheets, form.pending_losses = taken.sheets, taken.losses
    form.updated_at = clock.now()


def give_up_newer_file(viewer: Viewer, form: SuperiorForm) -> None:
    """Remove the newer file that waits, if there is one."""
    _remove(viewer, form, find_file(form.pending_id))
    form.pending_id, form.pending_sheets, form.pending_losses = None, [], []
    form.updated_at = clock.now()


def take_newer_file(viewer: Viewer, form: SuperiorForm, mapping: FormMapping) -> None:
    """Let the newer file take the place of the mapped one, with its mapping."""
    _remove(viewer, form, find_file(form.file_id))
    form.file_id, form.sheets, form.losses = (
        form.pending_id,
        form.pending_sheets,
        form.pending_losses,
    )
    form.pending_id, form.pending_sheets, form.pending_losses = None, [], []
    form.updated_at = clock.now()
    set_mapping(viewer, form, mapping)


def _remove(viewer: Viewer, form: SuperiorForm, file: Attachment | None) -> None:
    if file is not None:
        detach(file, form, viewer, None)


def void_form(viewer: Viewer, form: SuperiorForm, reason: str | None) -> None:
    """Void a form that nobody is to fill any more."""
    form.archived_at = form.updated_at = clock.now()
    log(viewer, FORMS, form, Action.ARCHIVED, (), reason)


def restore_form(viewer: Viewer, form: SuperiorForm) -> None:
    """Restore a voided form."""
    form.archived_at, form.updated_at = None, clock.now()
    log(viewer, FORMS, form, Action.RESTORED)
