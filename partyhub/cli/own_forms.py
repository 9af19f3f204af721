"""The command that fills a form of the superior office."""

from io import BytesIO
from pathlib import Path

from partyhub.cli.command_context import opened, owner
from partyhub.cli.language import gettext, ngettext
from partyhub.cli.output import note, refuse_own_files
from partyhub.cli.parsing import RefusalError
from partyhub.cli.reports import find_requested_organization
from partyhub.database import db, reading, writing
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.periods import Period
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.queries import find_form_named
from partyhub.superior_forms.subjects import FORMS


def fill_form(instance: str | None, name: str, period: Period, org: str | None, out: Path) -> None:
    """Write the form, filled for a period, to `out`, after logging that in the history."""
    from partyhub.superior_forms.filled_files import (  # it starts a process
        UnfillableFormError,
        write_filled,
    )
    from partyhub.superior_forms.filling import FillRequest
    from partyhub.superior_forms.words import loss_names

    with opened(instance, has_pages=False):
        refuse_own_files(out)
        organization = find_requested_organization(org)
        content = BytesIO()
        with reading():
            form = _find(name)
            if lost := loss_names(form.losses):
                note(gettext("The filled form will lack: %(names)s.", names="、".join(lost)))
            try:
                found = write_filled(form, FillRequest(owner(), period, organization), content)
            except UnfillableFormError as error:
                raise RefusalError(str(error)) from error
        _record(form, period)
        out.write_bytes(content.getvalue())
        if missing := sum(bool(each.problem) for each in found):
            sentence = ngettext(
                "%(num)d cell gets no value.", "%(num)d cells get no value.", missing
            )
            note(sentence)
        note(gettext("Written: %(file)s", file=out))


def _find(name: str) -> SuperiorForm:
    """Return the form that may be filled; raises RefusalError with the reason."""
    form = find_form_named(name)
    if form is None or form.archived_at is not None:
        raise RefusalError(gettext("No form is called “%(name)s”.", name=name))
    if form.pending_id is not None:
        raise RefusalError(
            gettext("A newer file of the form is to be looked at on its page first.")
        )
    if not form.mapping:
        raise RefusalError(gettext("Nothing is mapped in the form yet."))
    return form


def _record(form: SuperiorForm, period: Period) -> None:
    """Log the filling before it happens, in a short transaction of its own."""
    name = form.name
    db.session.rollback()
    with writing():
        log(owner(), FORMS, _find(name), Action.EXPORTED, reason=period.label())
        db.session.commit()
