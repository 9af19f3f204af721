"""Access to the forms, which are the committee's, and the form that a request is about."""

from flask import abort, request

from partyhub.accounts import current_viewer
from partyhub.roles import Right
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.queries import find_form
from partyhub.viewers import Viewer


def filler() -> Viewer:
    """Return the viewer, who may fill the forms for units below; others abort with 403."""
    viewer = current_viewer()
    if not viewer.may(Right.WRITE_STRUCTURE):
        abort(403)
    return viewer


def find_open(form_id: int, *, voided: bool = False) -> SuperiorForm:
    """Return the form with this id; without it, or for a voided one, abort with 404."""
    form = find_form(form_id)
    if form is None or (form.archived_at is not None and not voided):
        abort(404)
    return form


def is_stale(form: SuperiorForm) -> bool:
    """Return whether somebody has saved the form since the page that was sent was opened."""
    return request.form.get("version", "") != str(form.version)
