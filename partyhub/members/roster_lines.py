"""The people of a record over time, as its page shows them."""

from dataclasses import dataclass
from datetime import date

from partyhub.members.models import Member
from partyhub.members.rosters import Rostered, RosterRow, gone_on


@dataclass(frozen=True)
class RosterLine:
    """One person in one part on a page; `has_left` if it ended by leaving the committee."""

    role: str
    member: Member
    started_on: date
    ended_on: date | None
    has_left: bool


def lines_of(record: Rostered, day: date) -> list[RosterLine]:
    """Return everybody who has or had a part.

    They are ordered by part; then come those with the part on `day`, then the latest to begin. Days
    outside the record's own life are not shown.
    """
    found = [
        _line(record, row, day)
        for row in record.people
        if row.member.archived_at is None
        and (row.ended_on is None or row.ended_on > record.first_day)
        and (record.end_day is None or row.started_on < record.end_day)
    ]
    return sorted(
        found,
        key=lambda line: (
            record.roles.index(line.role),
            line.ended_on is not None,
            -line.started_on.toordinal(),
            line.member.pinyin,
        ),
    )


def _line(record: Rostered, row: RosterRow, day: date) -> RosterLine:
    started = max(row.started_on, record.first_day)
    gone = gone_on(row, day) if started <= day else None
    own = [end for end in (row.ended_on, record.end_day) if end is not None and end <= day]
    has_left = gone is not None and gone not in own and gone <= min(own, default=gone)
    has_left = has_left or (
        row.ended_on == min(own, default=date.max) and ended_by_leaving(row, record.end_day)
    )
    ended = max(gone, started) if gone and has_left else min(own, default=None)
    return RosterLine(row.role, row.member, started, ended, has_left)


def ended_by_leaving(row: RosterRow, end: date | None) -> bool:
    """Return whether the part ended on the very day on which the person left.

    `end` is that of the record: what came to an end by itself was not ended by leaving.
    """
    day = row.ended_on
    if day is None or day == end or row.member.assignment_on(day) is not None:
        return False
    return row.member.left_on(day) == day
