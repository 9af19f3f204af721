"""Voiding of records that should never have been entered, and their restoring.

On the wire the word is `archived`. A record that has ended isn't voided: it gets its end date.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy import inspect
from wtforms import Field

from partyhub import clock
from partyhub.accounts.queries import count_accounts_of
from partyhub.database import Record
from partyhub.forms import FormContext, RecordForm, Required, TextField
from partyhub.history.models import Action
from partyhub.history.queries import find_last_acts
from partyhub.registers import saving
from partyhub.registers.committing import commit
from partyhub.registers.editing import form_values, latest_acts
from partyhub.registers.end_of_life import Dependents, find_dependents, shown_to
from partyhub.registers.listing import Listing
from partyhub.registers.pages import Entry, format_entry, render
from partyhub.registers.register import Register
from partyhub.registers.rights import find_record, find_writable, writer
from partyhub.viewers import Viewer


class Voided(NamedTuple):
    """The acts by which the records of a list were voided, by id, and which may be restored."""

    acts: Mapping[int, Entry]
    writable: Collection[int]


def find_voided(register: Register, viewer: Viewer, listing: Listing) -> Voided:
    """Return what a list of voided records says of those on its page."""
    ids = [record.id for record, _ in listing.page]
    found = find_last_acts(register.name, ids, Action.ARCHIVED)
    acts = {record_id: format_entry(entry, hide=False) for record_id, entry in found.items()}
    return Voided(acts, find_writable(register, viewer, ids))


class VoidForm(RecordForm):
    """The form that asks why a record should never have been entered."""

    reason = TextField(
        lazy_gettext("Reason"),
        [Required(lazy_gettext("Say why this should never have been entered."))],
        longest=200,
    )

    @property
    def is_change(self) -> bool:
        """Return False: the reason is always asked for."""
        return False

    @property
    def knows_version(self) -> bool:
        """Return whether the page was filled from the stored version; one that says none wasn't."""
        return bool(self.version.raw_data) and super().knows_version

    def sections(self) -> list[tuple[Any, list[Field]]]:
        return [(None, [self.reason])]


def archive_record(register: Register, record_id: int) -> ResponseReturnValue:
    """Ask for a reason, or void the record and redirect to its page.

    Where the register has an ending that what refers to the record asks for, it is not voided: the
    page lists them, and leads to what ends it instead. 409 if somebody changed it meanwhile.
    """
    viewer = writer(register)
    record = find_record(register, viewer, record_id, writes=True)
    forbidden = register.ending and register.ending.forbids(record)
    dependents = [] if forbidden else find_dependents(record, viewer)
    is_required = register.ending and register.ending.asks(record, dependents)
    dependents = shown_to(viewer, dependents)
    if forbidden or is_required:
        return _render_refusal(register, record, forbidden, dependents)
    form = VoidForm(viewer, edited=record, values={"version": str(record.version)})
    if form.is_submitted() and not form.knows_version:
        form.version.data = str(record.version)
        changed_by = latest_acts(register, record)
        return _render_question(register, form, dependents, changed_by=changed_by), 409
    if not form.validate_on_submit():
        return _render_question(register, form, dependents), 400 if form.errors else 200
    saving.archive(record, viewer, form.reason.data)
    commit()
    flash(gettext("Voided: %(title)s", title=record.caption), "ok")
    return redirect(url_for(f"{register.name}.show", record_id=record.id), 303)


def _render_question(
    register: Register, form: VoidForm, dependents: Sequence[Dependents], changed_by: Any = ()
) -> str:
    """Render what refers to the record, and the form that asks for the reason.

    `changed_by` is the act of somebody else that the page has not shown yet, if any.
    """
    record: Any = form.edited
    return render(
        register,
        "archive.html",
        form=form,
        record=record,
        record_title=record.caption,
        dependents=dependents,
        accounts=count_accounts_of(inspect(register.model).local_table, record.id),
        changed_by=next(iter(changed_by), None),
        instead=_instead_of(register, record),
        cancel_url=url_for(f"{register.name}.show", record_id=record.id),
    )


def _instead_of(register: Register, record: Any) -> tuple[Any, str] | None:
    """Return the words and the address of a link to what ends the record, if it can end."""
    if register.lifetime.kind != "stock":
        return None
    if register.ending is None:
        address = url_for(f"{register.name}.edit", record_id=record.id)
        return gettext("Enter its end date instead"), address
    endpoint = register.ending.endpoint(record)
    if endpoint is None:
        return None
    return register.ending.act, url_for(endpoint, record_id=record.id)


def _render_refusal(
    register: Register, record: Any, forbidden: Any, dependents: Sequence[Dependents]
) -> ResponseReturnValue:
    """Render why the record isn't voided; the status is 400 where that was attempted."""
    ending = register.ending
    assert ending is not None
    page = render(
        register,
        "referenced.html",
        record=record,
        record_title=record.caption,
        why=forbidden or ending.refusal,
        dependents=dependents,
        instead=None if forbidden else _instead_of(register, record),
    )
    return page, 400 if request.method == "POST" else 200


def restore_record(register: Register, record_id: int) -> ResponseReturnValue:
    """Restore a voided record, unless there are reasons against it.

    What may be on record a second time by now is restored when the button is pressed again.
    """
    viewer = writer(register)
    record = find_record(register, viewer, record_id, writes=True, archived=True)
    page = url_for(f"{register.name}.show", record_id=record.id)
    if record.archived_at is None:
        return redirect(page, 303)
    form = _form_of(register, record, viewer)
    against = reasons_against(register, record, form)
    double = "" if against or "anyway" in request.form else form.describe_doubles()
    if against:
        flash(gettext("It stays voided. %(why)s", why=" ".join(against)), "error")
    elif double:
        flash(gettext("%(why)s Press again to restore it nevertheless.", why=double), "warning")
        page = url_for(f"{register.name}.show", record_id=record.id, anyway=1)
    else:
        saving.restore(record, viewer)
        commit()
        flash(gettext("Restored: %(title)s", title=record.caption), "ok")
    return redirect(page, 303)


def reasons_against(register: Register, record: Any, form: RecordForm) -> list[str]:
    """Return the reasons against restoring `record`, as sentences; soft rules don't count.

    Since it was voided, another record may have taken its key or its days, and records that it
    refers to may have been voided. `form` holds the record as it is stored.
    """
    stored = {key: getattr(record, key) for key in register.key}
    if saving.find_duplicate(register, stored, record):
        return [gettext("Another record has taken this one's key. Change that one first.")]
    gone = [other.caption for other in references(register, record) if other.archived_at]
    if gone:
        sentence = gettext(
            "It refers to what is voided: %(names)s. Restore that first.",
            names="、".join(dict.fromkeys(gone)),
        )
        return [sentence]
    form.validate()
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]


def references(register: Register, record: Record) -> Iterator[Record]:
    """Yield the records that the columns of `record` refer to today."""
    for column in register.columns:
        value = column.value(record, clock.today())
        for item in value if isinstance(value, list | tuple) else (value,):
            if isinstance(item, Record):
                yield item


def _form_of(register: Register, record: Record, viewer: Viewer) -> RecordForm:
    """Return the form of the record as it is stored, as in an edit without changes."""
    return register.form(
        viewer,
        edited=record,
        formdata=None,
        values=form_values(register, record),
        meta={"csrf": False},
        context=FormContext(asks_reason=False),
    )
