"""Whether an archived record may come back: judged as its form would judge it today."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext

from partyhub import clock
from partyhub.database import Record
from partyhub.registers import saving
from partyhub.registers.editing import form_values
from partyhub.registers.register import Register
from partyhub.viewers import Viewer


def reasons_against(register: Register, record: Any, viewer: Viewer) -> list[str]:
    """What speaks against restoring `record`, in sentences; a soft rule does not.

    The world went on without it: another record may have taken its key or its days, and what it
    refers to may have been archived.
    """
    stored = {key: getattr(record, key) for key in register.key}
    if saving.find_twin(register, stored, record):
        return [gettext("Another record has taken this one's key. Change that one first.")]
    gone = [other.caption for other in references(register, record) if other.archived_at]
    if gone:
        sentence = gettext(
            "It refers to what is archived: %(names)s. Restore that first.",
            names="、".join(dict.fromkeys(gone)),
        )
        return [sentence]
    return faults(register, record, viewer)


def references(register: Register, record: Record) -> Iterator[Record]:
    """The records that the columns of `record` name today."""
    for column in register.columns:
        value = column.value(record, clock.today())
        for item in value if isinstance(value, list | tuple) else (value,):
            if isinstance(item, Record):
                yield item


def faults(register: Register, record: Record, viewer: Viewer) -> list[str]:
    """What the form says of the record as it is stored, an edit that changes nothing."""
    form = register.form(
        viewer,
        edited=record,
        formdata=None,
        values=form_values(register, record),
        meta={"csrf": False},
    )
    form.asks_reason = False
    form.validate()
    return [str(sentence) for said in form.errors.values() for sentence in said]
