"""The page with the periods of a record's dated values, and the correction of one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from partyhub import clock
from partyhub.database import Record
from partyhub.forms.changes import How
from partyhub.registers.dated_forms import CHANGED_ON, DatedForm
from partyhub.registers.editing import (
    form_values,
    render_conflict,
    render_form,
    save_and_leave,
    validate_with_key,
)
from partyhub.registers.pages import render
from partyhub.registers.register import Column, Register
from partyhub.registers.rights import Rights, find_record, reader, writer
from partyhub.registers.values import format_day, words
from partyhub.viewers import Viewer

SENT = ("csrf_token", "version", "reason")


@dataclass(frozen=True)
class ValuePeriod:
    """A period of one value, in words; None means that it has no such end."""

    label: str
    text: str
    started_on: date | None
    ended_on: date | None
    address: str


def show_periods(register: Register, record_id: int) -> ResponseReturnValue:
    """Show the periods of each dated value of a record, newest first."""
    viewer = reader(register)
    record: Any = find_record(register, viewer, record_id, archived=True)
    return render(
        register,
        "periods.html",
        record=record,
        title=gettext("Values over time: %(title)s", title=record.caption),
        periods=list(find_periods(register, record, viewer)),
        may=Rights.of(register, viewer, record),
        back_url=url_for(f"{register.name}.show", record_id=record.id),
    )


def find_periods(register: Register, record: Record, viewer: Viewer) -> Iterator[ValuePeriod]:
    """Yield the periods of each dated value, newest first; those to come are left out."""
    form = register.form(viewer, edited=record, values={}, formdata=None)
    assert isinstance(form, DatedForm)
    for name in form.dated:
        column = register.column(name)
        assert column is not None
        starts = form.period_starts(name)
        for start, end in reversed(list(zip(starts, [*starts[1:], None], strict=True))):
            if start is None or start <= clock.today():
                yield _period(register, record, column, start, end)


def _period(
    register: Register, record: Record, column: Column, start: date | None, end: date | None
) -> ValuePeriod:
    day = start or (end - timedelta(days=1) if end else clock.today())
    text = words(column.value(record, day), register.kind(column))
    address = url_for(
        f"{register.name}.correct", record_id=record.id, column=column.key, on=day.isoformat()
    )
    return ValuePeriod(register.header(column), text, start, end, address)


def correct_period(register: Register, record_id: int, column: str, on: str) -> ResponseReturnValue:
    """Show the form for the value of one period, and rewrite the period.

    404 if the register has no such value or the day is none; 409 if the record was changed
    meanwhile.
    """
    form = _open_form(register, record_id, column, _read_day(on))
    if form.is_submitted() and not form.knows_version:
        return render_conflict(register, form), 409
    done = (
        form.is_submitted() and validate_with_key(register, form) and save_and_leave(register, form)
    )
    if done:
        return done
    record: Any = form.edited
    title = gettext("Correct: %(title)s", title=record.caption)
    page = render_form(
        register,
        form,
        "period.html",
        title=title,
        about=_describe(form),
        cancel_url=url_for(f"{register.name}.periods", record_id=record.id),
    )
    return page, 400 if form.errors else 200


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if day > clock.today():
        abort(404)
    return day


def _open_form(register: Register, record_id: int, key: str, day: date) -> DatedForm:
    """Return the form with the values of `day`, of which only the one in `key` may be sent."""
    viewer = writer(register)
    record = find_record(register, viewer, record_id, writes=True)
    if not issubclass(register.form, DatedForm) or key not in register.form.dated:
        abort(404)
    values = form_values(register, record, day)
    typed = None
    if request.method == "POST":
        sent = [(n, v) for n, v in request.form.items(multi=True) if n in SENT or n == key]
        typed = MultiDict([*sent, (CHANGED_ON, How.CORRECT.value)])
    given = {"formdata": typed} if typed is not None else {}
    form = register.form(viewer, edited=record, values=values, **given)
    form.shown_day, form.corrected = day, key
    return form


def _describe(form: DatedForm) -> str:
    """Return the sentence about the period that the form corrects."""
    name = form.corrected
    starts = form.period_starts(name)
    begun = form.begins(name)
    ended = next((start for start in starts if start and start > form.day), None)
    if begun and ended:
        return gettext(
            "The period from %(first)s up to the day before %(last)s is rewritten.",
            first=format_day(begun),
            last=format_day(ended),
        )
    if begun:
        return gettext("The period from %(day)s on is rewritten.", day=format_day(begun))
    if ended:
        return gettext("The period before %(day)s is rewritten.", day=format_day(ended))
    return gettext("The value is rewritten for all days.")
