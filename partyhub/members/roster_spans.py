"""The sheet column with the changes of lists of people; it has no line for unchanged rows."""

from collections.abc import Iterator
from typing import Any

from flask_babel import force_locale, gettext

from partyhub import clock
from partyhub.forms import RecordForm
from partyhub.forms.dated_names import Span, overlap
from partyhub.members.models import Member
from partyhub.members.queries import choose_member
from partyhub.members.rosters import Rostered, RosterRow, RosterSpan, day_between
from partyhub.names import UnresolvedReferenceError
from partyhub.periods import is_valid_on
from partyhub.registers import Register, register_of
from partyhub.texts import normal_form

LOCALES = ("zh_Hans_CN", "en")


def describe_spans(record: Any) -> list[str]:
    """Return the rows of the lists as text, except those valid since the record's first day.

    The columns of the lists themselves show the rows left out, which have no end.
    """
    register = register_of(record)
    return [
        str(Span(row.member.reference, header_of(register, row.role), row.started_on, row.ended_on))
        for row in sorted(_changed(record), key=lambda row: _order(record, row))
    ]


def header_of(register: Register, role: str) -> str:
    """Return the header of the list's column."""
    column = register.column(role)
    assert column is not None
    return register.header(column)


def _changed(record: Rostered) -> Iterator[RosterRow]:
    for row in record.people:
        is_plain = row.started_on == record.first_day and row.ended_on is None
        if row.member.archived_at is None and not is_plain:
            yield row


def _order(record: Rostered, row: RosterRow) -> tuple[Any, ...]:
    return record.roles.index(row.role), row.started_on, row.member.pinyin, row.member.number


def read_spans(form: RecordForm, name: str, first: Any, end: Any) -> None:
    """Resolve the person and the list of each span and replace the field's spans by them.

    The people on a list today must be exactly those in the list's own column.
    """
    found: list[RosterSpan] = []
    for span in form[name].data or ():
        try:
            member = form.find(choose_member, span.name)
            assert isinstance(member, Member)
            role = _role_of(form, span.part)
        except ValueError as error:
            form.refuse(name, str(error))
            continue
        found.append(RosterSpan(role, member, span.started_on, span.ended_on))
    form[name].data = found
    if not form[name].errors:
        _check_today(form, name, found, day_between(first, end, clock.today()))


def _check_today(form: RecordForm, name: str, found: list[RosterSpan], day: Any) -> None:
    for role, member in {(span.role, span.member) for span in found}:
        own = [span for span in found if (span.role, span.member) == (role, member)]
        if overlap(own):
            form.refuse(name, gettext("These days overlap. Correct one of them."))
        is_there = any(is_valid_on(day, span.started_on, span.ended_on) for span in own)
        listed = form[role].data
        if is_there != (member in (listed if isinstance(listed, list) else [listed])):
            sentence = gettext(
                "“%(text)s” contradicts “%(column)s”. Correct one of the two.",
                text=member.name,
                column=form[role].label.text,
            )
            form.refuse(name, sentence)


def _role_of(form: Any, text: str) -> str:
    """Return the role whose header is `text` in either language.

    Raises ValueError (UnresolvedReferenceError) when there is none.
    """
    for role in form.roles:
        for locale in LOCALES:
            with force_locale(locale):
                if normal_form(str(form[role].label.text)) == normal_form(text):
                    return str(role)
    choices = "、".join(str(form[role].label.text) for role in form.roles)
    raise UnresolvedReferenceError(
        gettext("“%(text)s” is not one of: %(choices)s.", text=text, choices=choices)
    )
