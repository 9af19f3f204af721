"""Queries for the forms of the superior office."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from partyhub.attachments.models import Attachment
from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.history.queries import select_history_of
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.subjects import FORMS


def find_forms() -> Sequence[SuperiorForm]:
    """Return all forms by name, voided ones last."""
    query = select(SuperiorForm).order_by(SuperiorForm.name)
    return sorted(db.session.scalars(query), key=lambda form: form.archived_at is not None)


def find_form(form_id: int) -> SuperiorForm | None:
    return db.session.get(SuperiorForm, form_id)


def find_form_named(name: str) -> SuperiorForm | None:
    """Return the form with this name, voided or not, or None."""
    return db.session.scalars(select(SuperiorForm).where(SuperiorForm.name == name)).first()


def find_file(file_id: int | None) -> Attachment | None:
    return None if file_id is None else db.session.get(Attachment, file_id)


def select_history_of_form(form: SuperiorForm) -> Select[HistoryEntry]:
    return select_history_of(FORMS, form.id)
