"""Dated rosters: the people with a post, in a team or with a part in a project, since when.

People in a new record count from the record's own first day, later changes from the day that the
form requests (registers.md, Conventions). A record that has ended shows those of its last day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import ForeignKey, String, exists
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, selectinload

from partyhub import clock
from partyhub.database import Model
from partyhub.dated_values import Act, Correction
from partyhub.members.models import Member
from partyhub.members.roster_corrections import correct_people
from partyhub.periods import is_valid_on, on_day

_DAY = timedelta(days=1)


class RosterRow(Model):
    """One person in one part from a day to the day before another; `role` is a column's key."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(40))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    @declared_attr
    def member_id(cls) -> Mapped[int]:  # noqa: N805  # SQLAlchemy hands the class
        return mapped_column(ForeignKey("member.id"), index=True)

    @declared_attr
    def member(cls) -> Mapped[Member]:  # noqa: N805  # SQLAlchemy hands the class
        return relationship(lazy="raise_on_sql")


class RosterSpan(NamedTuple):
    """A roster row to be stored."""

    role: str
    member: Member
    started_on: date
    ended_on: date | None


class Rostered(Protocol):
    """A record with dated lists of people, from `first_day` to the day before `end_day`.

    `people` contains its rows, `row_type` makes a row, and `roles` are the keys of its lists.
    """

    id: Any
    people: Any
    row_type: ClassVar[type[Any]]
    roles: ClassVar[Sequence[str]]

    @property
    def first_day(self) -> date: ...

    @property
    def end_day(self) -> date | None: ...


def day_within(record: Rostered, day: date) -> date:
    """Return `day`, limited to the record's first and last day."""
    return day_between(record.first_day, record.end_day, day)


def day_between(first: date, end: date | None, day: date) -> date:
    """Return `day`, limited to the days from `first` to the day before `end`, if there is one."""
    if end is not None:
        day = min(day, end - _DAY)
    return max(day, first)


def rows_on(record: Rostered, role: str, day: date) -> list[Any]:
    """Return the rows of `role` on `day`, or on the last day of an ended record, by pinyin."""
    day = day_within(record, day)
    rows = (
        row
        for row in record.people
        if row.role == role
        and is_valid_on(day, row.started_on, row.ended_on)
        and row.member.archived_at is None
    )
    return sorted(rows, key=lambda row: (row.member.pinyin, row.member.id))


def gone_on(row: RosterRow, day: date) -> date | None:
    """Return the day, up to `day`, from which the person no longer has the part.

    A part ends with its own last day, or when the person is in no organization any more. None means
    that the person has the part on `day`.
    """
    ends = [row.ended_on] if row.ended_on and row.ended_on <= day else []
    if row.member.assignment_on(day) is None:
        ends.append(max(row.member.left_on(day) or row.started_on, row.started_on))
    return min(ends, default=None)


def people_on(record: Rostered, role: str, day: date) -> list[Member]:
    return [row.member for row in rows_on(record, role, day)]


def person_on(record: Rostered, role: str, day: date) -> Member | None:
    """Return the person on `day` in a role for one person, or None."""
    return next(iter(people_on(record, role, day)), None)


def store_rostered(record: Rostered, values: Mapping[str, Any]) -> None:
    """Write `values`; `changed_on` says since when the lists are so, without it from today."""
    values = dict(values)
    act, spans = values.pop("changed_on", None), values.pop("people_over_time", None)
    lists = {role: values.pop(role) for role in record.roles if role in values}
    is_new = record.id is None
    was = None if is_new else record.first_day
    # The lists that the form showed; a changed first or last day may alter today's lists.
    day = act.day if isinstance(act, Correction) else clock.today()
    shown = {} if is_new else {role: people_on(record, role, day) for role in lists}
    for name, value in values.items():
        setattr(record, name, value)
    if was is not None:
        _move_start(record, was)
    from_day = record.first_day if is_new else day_within(record, act_day(act))
    for role, value in lists.items():
        change = change_of(value, shown.get(role, ()))
        if change and isinstance(act, Correction):
            correct_people(record, role, value, day_within(record, act.day))
        else:
            change_people(record, role, change, from_day)
    if is_new and spans:
        _set_spans(record, spans)


def act_day(act: Act | None) -> date:
    """Return the day from which a change is valid, or that of a correction; without it, today."""
    return act.day if isinstance(act, Correction) else act or clock.today()


def _set_spans(record: Rostered, spans: Sequence[RosterSpan]) -> None:
    """Give the people whom a sheet's row dates their parts on those days, and on no others."""
    dated = {(span.role, span.member.id) for span in spans}
    record.people[:] = [row for row in record.people if (row.role, row.member_id) not in dated]
    rows = (record.row_type(**span._asdict(), member_id=span.member.id) for span in spans)
    record.people.extend(rows)


@dataclass(frozen=True)
class PeopleChange:
    """The people added to and removed from a list; if it is for one person, all others go."""

    added: Sequence[Member]
    removed: Sequence[Member]
    is_single: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def concerns(self, row: RosterRow) -> bool:
        return self.is_single or row.member_id in {*_ids(self.added), *_ids(self.removed)}


def change_of(value: Any, shown: Collection[Member]) -> PeopleChange:
    """Return the change from the people `shown` to a form's value: a list, a person or None."""
    chosen = value if isinstance(value, list) else [value] if value else []
    return PeopleChange(
        added=[member for member in chosen if member.id not in _ids(shown)],
        removed=[member for member in shown if member.id not in _ids(chosen)],
        is_single=not isinstance(value, list),
    )


def change_people(record: Rostered, role: str, change: PeopleChange, since: date) -> None:
    """Store the change of a list from `since` on; earlier days stay unchanged.

    Unchanged too are the rows of people whom the change doesn't concern, and of archived people,
    whom no list shows: a person who is restored has the part again.
    """
    if not change:
        return
    coming = {member.id: member for member in change.added}
    own = (row for row in record.people if row.role == role and row.member.archived_at is None)
    for row in sorted(own, key=lambda row: row.started_on):
        if not change.concerns(row) or (row.ended_on is not None and row.ended_on < since):
            continue
        if row.member_id in coming:
            row.started_on, row.ended_on = min(row.started_on, since), None
            del coming[row.member_id]
        elif row.started_on >= since:
            record.people.remove(row)
        elif row.ended_on is None or row.ended_on > since:
            row.ended_on = since
    for member in coming.values():
        record.people.append(
            record.row_type(role=role, member=member, member_id=member.id, started_on=since)
        )


def _ids(people: Iterable[Member]) -> set[int]:
    return {member.id for member in people}


def _move_start(record: Rostered, was: date) -> None:
    """Extend the rows that began with the record to an earlier first day.

    A later first day changes no row, and what lies before it is not read: after a mistyped day is
    corrected, everybody is where they were.
    """
    origin = min((row.started_on for row in record.people), default=was)
    for row in record.people:
        if row.started_on == origin <= was and record.first_day < origin:
            row.started_on = record.first_day


def ended_before(record: Rostered, first: date) -> list[Member]:
    """Return people whose part in the record would lie wholly before a first day `first`."""
    return [
        row.member
        for row in record.people
        if row.member.archived_at is None
        and row.ended_on is not None
        and record.first_day < row.ended_on <= first
    ]


def find_replaced(record: Rostered, role: str, change: PeopleChange, day: date) -> date | None:
    """Return the last day after `day` on which rows changed that `change` replaces, or None."""
    rows = [row for row in record.people if row.role == role and change and change.concerns(row)]
    days = [on for row in rows for on in (row.started_on, row.ended_on) if on and on > day]
    return max(days, default=None)


def with_people(people: Any, row_type: type[RosterRow]) -> Any:
    """Return the loader option for the lists and for the assignments of each person on them."""
    return selectinload(people).joinedload(row_type.member).selectinload(Member.assignments)


def has_part(row_type: Any, parent: Any, roles: Collection[str], day: date) -> Any:
    """Return the condition that a row tied to the record by `parent` is in `roles` on `day`."""
    return exists().where(
        parent, row_type.role.in_(roles), on_day(day, row_type.started_on, row_type.ended_on)
    )
