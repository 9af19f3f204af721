"""Dated lists of people: who holds a post, is in a team, has a part in a project, and since when.

People count from the record's own first day when it is made, later changes from the day that the
form asks for (registers.md, Conventions). What has ended keeps the people of its last day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import ForeignKey, String, exists, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, selectinload

from partyhub import clock
from partyhub.database import Model, db
from partyhub.members.models import Member
from partyhub.members.queries import assigned_on
from partyhub.members.stages import in_party_on
from partyhub.periods import holds_on, on_day

_DAY = timedelta(days=1)


class RosterRow(Model):
    """One person in one part, from a day up to the day before another; `role` is a column's key."""

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
    """A row as it is to be."""

    role: str
    member: Member
    started_on: date
    ended_on: date | None


class Rostered(Protocol):
    """A record with such lists: its rows, its first day, the first day that it is no longer there.

    `row_type` makes a row; `roles` are the keys of its lists.
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
    """`day`, or the record's first or last day where it lies before or after them."""
    return day_between(record.first_day, record.end_day, day)


def day_between(first: date, end: date | None, day: date) -> date:
    """The same of a record that begins on `first`; `end` is the first day it is no longer there."""
    if end is not None:
        day = min(day, end - _DAY)
    return max(day, first)


def rows_on(record: Rostered, role: str, day: date) -> list[Any]:
    """The rows of `role` on `day`, by pinyin; of a record that has ended, on its last day."""
    day = day_within(record, day)
    rows = (
        row
        for row in record.people
        if row.role == role
        and holds_on(day, row.started_on, row.ended_on)
        and row.member.archived_at is None
    )
    return sorted(rows, key=lambda row: (row.member.pinyin, row.member.id))


def gone_on(row: RosterRow, day: date) -> date | None:
    """The day, up to `day`, from which the person no longer has the part; None while having it.

    A part ends with its own last day, or when the person is in no organization here any more.
    """
    ends = [row.ended_on] if row.ended_on and row.ended_on <= day else []
    if row.member.assignment_on(day) is None:
        ends.append(max(row.member.left_on(day) or row.started_on, row.started_on))
    return min(ends, default=None)


def people_on(record: Rostered, role: str, day: date) -> list[Member]:
    return [row.member for row in rows_on(record, role, day)]


def person_on(record: Rostered, role: str, day: date) -> Member | None:
    """The one person of a role that one person has."""
    return next(iter(people_on(record, role, day)), None)


def store_rostered(record: Rostered, values: Mapping[str, Any]) -> None:
    """Write `values`; the lists of people hold from `people_since` on, by default from today."""
    values = dict(values)
    since, spans = values.pop("people_since", None), values.pop("people_over_time", None)
    lists = {role: values.pop(role) for role in record.roles if role in values}
    is_new = record.id is None
    was = None if is_new else record.first_day
    # What the form showed: a new first or last day may change who is there today.
    shown = {} if is_new else {role: people_on(record, role, clock.today()) for role in lists}
    for name, value in values.items():
        setattr(record, name, value)
    if was is not None:
        _move_start(record, was)
    from_day = record.first_day if is_new else day_within(record, since or clock.today())
    for role, value in lists.items():
        change_people(record, role, change_of(value, shown.get(role, ())), from_day)
    if is_new and spans:
        _set_spans(record, spans)


def _set_spans(record: Rostered, spans: Sequence[RosterSpan]) -> None:
    """Let those whom a sheet's row dates have their parts on those days, and on no others."""
    dated = {(span.role, span.member.id) for span in spans}
    record.people[:] = [row for row in record.people if (row.role, row.member_id) not in dated]
    rows = (record.row_type(**span._asdict(), member_id=span.member.id) for span in spans)
    record.people.extend(rows)


@dataclass(frozen=True)
class PeopleChange:
    """Who comes to a list and who goes from it; of a part that one person has, all others go."""

    added: Sequence[Member]
    removed: Sequence[Member]
    is_single: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def concerns(self, row: RosterRow) -> bool:
        return self.is_single or row.member_id in {*_ids(self.added), *_ids(self.removed)}


def change_of(value: Any, shown: Collection[Member]) -> PeopleChange:
    """From the people who were `shown` to what a form sends: a list, or the one person or None."""
    chosen = value if isinstance(value, list) else [value] if value else []
    return PeopleChange(
        added=[member for member in chosen if member.id not in _ids(shown)],
        removed=[member for member in shown if member.id not in _ids(chosen)],
        is_single=not isinstance(value, list),
    )


def change_people(record: Rostered, role: str, change: PeopleChange, since: date) -> None:
    """Let the change of a list hold from `since` on; what was before it stays as it was.

    So do the rows of those whom it doesn't concern, and of archived people, whom no list shows:
    one who is restored has the place back.
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
    """Let those who were there from the very first day be there from an earlier one.

    A later first day changes no row, and what lies before it is not read: a day that was mistyped
    and put right again leaves everybody where they were.
    """
    origin = min((row.started_on for row in record.people), default=was)
    for row in record.people:
        if row.started_on == origin <= was and record.first_day < origin:
            row.started_on = record.first_day


def ended_before(record: Rostered, first: date) -> list[Member]:
    """Whose part, now within the record, would lie wholly before it if it began on `first`."""
    return [
        row.member
        for row in record.people
        if row.member.archived_at is None
        and row.ended_on is not None
        and record.first_day < row.ended_on <= first
    ]


@dataclass(frozen=True)
class RosterLine:
    """One person in one part as a page shows it; `has_left`: the part ended by leaving us."""

    role: str
    member: Member
    started_on: date
    ended_on: date | None
    has_left: bool


def lines_of(record: Rostered, day: date) -> list[RosterLine]:
    """Everybody who has or had a part: by part, who has it on `day` first, then the latest.

    What of a row lies before or after the record's own life is not shown.
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
    ended = max(gone, started) if gone and has_left else min(own, default=None)
    return RosterLine(row.role, row.member, started, ended, has_left)


def find_replaced(record: Rostered, role: str, change: PeopleChange, day: date) -> date | None:
    """The last day after `day` on which what `change` replaces from `day` on changed."""
    rows = [row for row in record.people if row.role == role and change and change.concerns(row)]
    days = [on for row in rows for on in (row.started_on, row.ended_on) if on and on > day]
    return max(days, default=None)


def find_outside(people: Collection[Member], day: date) -> Sequence[Member]:
    """Those of `people` who, on `day`, were no Party members or in no organization."""
    ids = [member.id for member in people]
    inside = select(Member.id).where(Member.id.in_(ids), in_party_on(day), assigned_on(day))
    found = set(db.session.scalars(inside))
    return [member for member in people if member.id not in found]


def with_people(people: Any, row_type: type[RosterRow]) -> Any:
    """What a query loads so that the lists can be read, and where each person is on any day."""
    return selectinload(people).joinedload(row_type.member).selectinload(Member.assignments)


def learn_stays(people: Iterable[Member]) -> None:
    """Read where each of the people was on any day, which those that a form chose don't know."""
    ids = [member.id for member in people]
    query = select(Member).where(Member.id.in_(ids)).options(selectinload(Member.assignments))
    db.session.scalars(query).all()


def has_part(row_type: Any, parent: Any, roles: Collection[str], day: date) -> Any:
    """The rows, for an `exists`, of those who have one of `roles` in a record on `day`.

    `parent` is the condition that ties the rows to the record.
    """
    return exists().where(
        parent, row_type.role.in_(roles), on_day(day, row_type.started_on, row_type.ended_on)
    )
