"""Attendance counts stored with each activity, so that figures needn't read its rows.

Whatever writes a row, a kind or the archiving of a person is followed by a new count in the same
transaction: forms, imports, their undoing, archiving and restoring alike.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, event, func, inspect, or_, select, update
from sqlalchemy.orm import PassiveFlag, Session
from sqlalchemy.orm.attributes import set_committed_value

from partyhub.activities.models import CAME, KIND_BITS, Activity, ActivityKindRow, Attendance
from partyhub.database import db
from partyhub.members.models import Member

NAMES = ("expected_rows", "people_expected", "people_came", "expected_came", "kind_mask")
# The number of activities that one statement counts.
PORTION = 5_000


def select_counts() -> Select[Any]:
    """Return the query for (id, then NAMES) of each activity, counted from its rows.

    These are the values that the columns should contain. It names tables, since asking for
    attributes of models prepares all models, which takes a command longer than counting.
    """
    activity, row, kinds, member = _tables()
    archived = select(member.c.id).where(member.c.archived_at.is_not(None))
    is_live = row.c.member_id.not_in(archived)
    came = and_(row.c.state.in_(CAME), is_live)
    count = func.count(row.c.id)
    bits = case(*((kinds.c.kind == kind, bit) for kind, bit in KIND_BITS.items()), else_=0)
    mask = select(func.coalesce(func.sum(bits), 0)).where(kinds.c.activity_id == activity.c.id)
    return (
        select(
            activity.c.id,
            count.filter(row.c.is_expected).label("expected_rows"),
            count.filter(row.c.is_expected, is_live).label("people_expected"),
            count.filter(came).label("people_came"),
            count.filter(row.c.is_expected, came).label("expected_came"),
            mask.correlate(activity).scalar_subquery().label("kind_mask"),
        )
        .outerjoin_from(activity, row, row.c.activity_id == activity.c.id)
        .group_by(activity.c.id)
    )


def _tables() -> list[Any]:
    return [model.__table__ for model in (Activity, Attendance, ActivityKindRow, Member)]


def holds_counts() -> bool:
    """Return whether the database has a revision that stores these counts."""
    columns = inspect(db.engine).get_columns(Activity.__tablename__)
    return set(NAMES) <= {column["name"] for column in columns}


def find_miscounted() -> list[int]:
    """Return the ids of the activities whose stored counts differ from their rows."""
    counted = select_counts().subquery()
    stored: Any = Activity.__table__
    differs = or_(*(stored.c[name] != counted.c[name] for name in NAMES))
    both = stored.join(counted, counted.c.id == stored.c.id)
    query = select(stored.c.id).select_from(both).where(differs).order_by(stored.c.id)
    db.session.flush()
    return list(db.session.scalars(query))


def recount(session: Session, activity_ids: Collection[int]) -> None:
    """Count the activities again and store what differs, also in the objects loaded already."""
    ids = sorted(activity_ids)
    for start in range(0, len(ids), PORTION):
        _recount(session, ids[start : start + PORTION])


def _recount(session: Session, ids: Sequence[int]) -> None:
    connection = session.connection()
    _lock(session, ids)
    stored = select(Activity.id, *(getattr(Activity, name) for name in NAMES))
    before = {row[0]: row for row in connection.execute(stored.where(Activity.id.in_(ids)))}
    counted = connection.execute(select_counts().where(Activity.id.in_(ids))).all()
    changed = [row for row in counted if tuple(row) != tuple(before[row[0]])]
    if changed:
        table: Any = Activity.__table__
        values: Any = {name: bindparam(f"new_{name}") for name in NAMES}
        statement = update(table).where(table.c.id == bindparam("activity_id")).values(values)
        names = ("activity_id", *(f"new_{name}" for name in NAMES))
        connection.execute(statement, [dict(zip(names, row, strict=True)) for row in changed])
    for row in counted:
        _update_counts(session, row)


def _update_counts(session: Session, row: Any) -> None:
    """Set the counts of the activity in the session, if it is loaded there."""
    activity = session.identity_map.get(session.identity_key(Activity, row[0]))
    if activity is not None:
        for name in NAMES:
            set_committed_value(activity, name, getattr(row, name))


def _lock(session: Session, ids: Sequence[int]) -> None:
    """Lock the activities and their people until the commit.

    Other transactions can then neither archive these people nor count these activities. SQLite
    allows only one writer at a time, so it needs no lock.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    people = select(Attendance.member_id).where(Attendance.activity_id.in_(ids))
    for query in (
        select(Member.id).where(Member.id.in_(people)).with_for_update(read=True),
        select(Activity.id).where(Activity.id.in_(ids)).with_for_update(),
    ):
        session.connection().execute(query.order_by(query.selected_columns[0]))


@event.listens_for(db.session, "after_flush")
def _count_written(session: Session, _context: Any) -> None:
    """Count the activities affected by what the flush has written."""
    ids: set[int] = set()
    people: set[int] = set()
    for item in (*session.new, *session.dirty, *session.deleted):
        if isinstance(item, Activity):
            ids.add(item.id)
        elif isinstance(item, Attendance | ActivityKindRow):
            ids.update({item.activity_id} - {None})  # None: removed before it was written
        elif isinstance(item, Member) and _is_archived_or_restored(item):
            people.add(item.id)
    if people:
        query = select(Attendance.activity_id).where(Attendance.member_id.in_(people)).distinct()
        ids.update(session.connection().scalars(query))
    if ids:
        recount(session, ids)


def _is_archived_or_restored(member: Member) -> bool:
    """Return whether the flush changes `archived_at`.

    This reads the history of the one attribute, because `attrs` would make an object for each
    attribute of each of many thousands of members.
    """
    history = inspect(member).get_history("archived_at", PassiveFlag.PASSIVE_NO_INITIALIZE)
    return bool(history.has_changes())
