"""The rule that whatever a record refers to exists on the record's day, for every form alike.

A record that ended by then is refused. One that begins later is only asked about, since the past of
an organization may be incomplete. What is on record already is not judged again.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import format_date, pgettext

from partyhub.database import Nameable


def check_references(form: Any) -> None:
    """Check every reference of the form that is new, or whose day is."""
    for field in form.ref_fields:
        if field.data:
            check_reference(form, field)


def check_reference(form: Any, field: Any) -> None:
    """Check what one field refers to."""
    day = form.day_referred(field.name)
    records = _new_records(form, field) if day else []
    if records:
        judge(form, field, records, day)


def judge(form: Any, field: Any, records: Sequence[Nameable], day: date) -> None:
    """Refuse, or warn of, what doesn't exist on `day`; the form says which references are lenient.

    Each sentence stands at the reference.
    """
    is_lenient = field.name in form.lenient
    for record, sentence in find_ended(field, records, day):
        is_strict = record.existence is None or record.existence.is_strict
        (form.refuse if is_strict and not is_lenient else form.warn)(field.name, sentence)
    for record in records:
        existence = record.existence
        first = existence.first_day(record) if existence else None
        if existence and first and day < first:
            form.warn(form.exists_on or field.name, _say(existence.begun, record, first))


def find_ended(
    field: Any, records: Sequence[Nameable], day: date
) -> Iterator[tuple[Nameable, str]]:
    """Yield (record, sentence) pairs of the records that ended by `day`."""
    absent = field.find_absent(records, day) if getattr(field, "find_absent", None) else {}
    for record in records:
        existence = record.existence
        end = existence.end_day(record) if existence else None
        if existence and end and end <= day:
            yield record, _say(existence.ended, record, end)
        elif record.id in absent:
            yield record, absent[record.id]


def _say(sentence: Any, record: Nameable, day: date) -> str:
    return str(sentence) % {"name": record.name, "day": day_words(day)}


def day_words(day: date) -> str:
    """Return a day as 2023年6月29日 or 29 June 2023."""
    return str(format_date(day, pgettext("date format", "d MMMM y")))


def _new_records(form: Any, field: Any) -> list[Nameable]:
    """Return what the field refers to, without what was there already for the same day."""
    found, stored = _listed(field.data), _listed(field.stored)
    if form.is_day_new(field.name):
        return found
    known = {(type(record), record.id) for record in stored}
    return [record for record in found if (type(record), record.id) not in known]


def _listed(value: Any) -> list[Nameable]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, Nameable)]
