"""Whether anything has changed that a judgment of a file rests on: a digest, quick to take."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Integer, Table, column, func, inspect, literal, select, table, union_all

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.viewers import Viewer

# Written all the time, and nothing that a file says depends on them. Of the history see below.
PASSED_OVER = {"user_session", "sign_in_failure", "account_event", "history_entry"}
# Changed without an entry in the history; they are small.
READ_WHOLE = ("rule", "heading_name")
# Where Alembic notes which revision the tables have.
REVISION = table("alembic_version", column("version_num"))


def find_stamp(viewer: Viewer) -> str:
    """Return what differs as soon as records, rules, the viewer's rights or the day differ.

    Every change of a record stands in the history, in the same transaction.
    """
    return sha256(repr(list(_facts(viewer))).encode()).hexdigest()


def _facts(viewer: Viewer) -> Iterator[Any]:
    yield clock.today(), viewer.role, viewer.user_id, viewer.organization_id, viewer.member_id
    yield sorted(viewer.workshop_ids)
    yield db.session.scalar(
        select(HistoryEntry.id)
        .where(HistoryEntry.action != Action.EXPORTED)
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    )
    yield sorted(map(tuple, db.session.execute(union_all(*_last_numbers()))))
    for name in READ_WHOLE:
        found = db.metadata.tables.get(name)
        if found is not None:
            rows = db.session.execute(select(found).order_by(*found.primary_key))
            yield list(map(tuple, rows))
    if inspect(db.session.connection()).has_table(REVISION.name):
        yield db.session.scalar(select(REVISION.c.version_num))


def _last_numbers() -> Iterator[Any]:
    """The last number of each table that numbers its rows."""
    for found in db.metadata.sorted_tables:
        number = _number(found)
        if number is not None and found.name not in PASSED_OVER:
            yield select(literal(found.name), func.max(number))


def _number(found: Table) -> Any:
    columns = list(found.primary_key)
    return columns[0] if len(columns) == 1 and isinstance(columns[0].type, Integer) else None
