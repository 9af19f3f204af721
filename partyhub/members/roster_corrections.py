"""The periods of a dated list of people, and the correction of one of them."""

from datetime import date
from typing import Any

from partyhub.dated_values import period_around, rewrite_period
from partyhub.members.models import Member
from partyhub.periods import FAR


def change_days(record: Any, role: str) -> list[date]:
    """Return the days on which a list changed, and the record's first day, oldest first."""
    days = {record.first_day}
    for row in record.people:
        if row.role == role and row.member.archived_at is None:
            days |= {on for on in (row.started_on, row.ended_on) if on}
    last = record.end_day or FAR
    return sorted(on for on in days if record.first_day <= on < last)


def correct_people(record: Any, role: str, value: Any, day: date) -> None:
    """Write into the whole period of a list that is current on `day` that `value` was in it.

    `value` is a list, a person or None; `day` lies within the record's life. Other periods stay as
    they are, as do archived people, whom no list shows.
    """
    start, end = period_around(change_days(record, role), day)
    first = start or record.first_day
    if first == record.first_day:  # days before it are not read, and would come back
        first = min((row.started_on for row in record.people), default=first)
        first = min(first, record.first_day)
    chosen = value if isinstance(value, list) else [value] if value else []

    def person_of(row: Any) -> Member | None:
        member: Member = row.member
        return member if row.role == role and member.archived_at is None else None

    rewrite_period(
        record.people,
        person_of,
        chosen,
        lambda member: record.row_type(role=role, member=member, member_id=member.id),
        (first, end),
    )
