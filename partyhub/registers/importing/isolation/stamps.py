"""Stamps that tell quickly whether anything has changed that the judgment of a file depends on.

A judgment depends on the tables that its statements name, the viewer's rights and the day.
"""

import re
from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Integer, Table, column, func, inspect, literal, select, table, union_all

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import READING, HistoryEntry
from partyhub.registers.batches import row_relations
from partyhub.registers.catalog import current_catalog
from partyhub.registers.register import Register
from partyhub.viewers import Viewer

# These change all the time, and no import depends on them. The history: see `is_current`.
PASSED_OVER = {"user_session", "sign_in_failure", "account_event", "history_entry"}
# The few rows of these tables change without history entries, so they are read entirely.
READ_WHOLE = ("rule", "heading_name")
# Alembic's table with the revision of the schema.
REVISION = table("alembic_version", column("version_num"))


class Stamp(NamedTuple):
    """A state of the records: the id of the last history entry, the tables, and their digest."""

    since: int
    tables: list[str]
    digest: str


def tables_in(statement: str) -> set[str]:
    """Return the tables that a statement names, and any whose name is just a word in it."""
    return {word for word in re.findall(r"\w+", statement) if word in db.metadata.tables}


def find_stamp(viewer: Viewer, tables: Collection[str]) -> Stamp:
    """Return a stamp of `tables` that is no longer current once anything in them changes."""
    last = select(HistoryEntry.id).order_by(HistoryEntry.id.desc()).limit(1)
    names = sorted(tables)
    return Stamp(db.session.scalar(last) or 0, names, _digest(viewer, names))


def is_current(stamp: Stamp, viewer: Viewer) -> bool:
    """Return whether nothing has changed since the stamp was made, for this viewer.

    Every change of a record has a history entry in the same transaction.
    """
    if _digest(viewer, stamp.tables) != stamp.digest:
        return False
    changed = (
        select(HistoryEntry.register)
        .distinct()
        .where(HistoryEntry.id > stamp.since, HistoryEntry.action.not_in(READING))
    )
    registers = current_catalog().by_name
    for name in db.session.scalars(changed):
        register = registers.get(name)
        if register is None or tables_of(register) & set(stamp.tables):
            return False
    return True


def tables_of(register: Register) -> set[str]:
    """Return the tables that store the register's records and their dated rows."""
    mapper = inspect(register.model)
    found = {mapper.local_table.name}  # type: ignore[attr-defined]  # a table, never a join
    for relation in row_relations(register.model):
        found.add(relation.mapper.class_.__tablename__)
    found |= {each.secondary.name for each in mapper.relationships if each.secondary is not None}  # type: ignore[attr-defined]  # a table
    return found


def _digest(viewer: Viewer, names: Collection[str]) -> str:
    return sha256(repr(list(_facts(viewer, names))).encode()).hexdigest()


def _facts(viewer: Viewer, names: Collection[str]) -> Iterator[Any]:
    yield clock.today(), viewer.role, viewer.user_id, viewer.organization_id, viewer.member_id
    yield sorted(viewer.workshop_ids)
    known = [db.metadata.tables[name] for name in names if name in db.metadata.tables]
    numbers = [_last_number(each) for each in known if each.name not in PASSED_OVER]
    found = [query for query in numbers if query is not None]
    yield sorted(map(tuple, db.session.execute(union_all(*found)))) if found else None
    for name in READ_WHOLE:
        whole = db.metadata.tables[name]
        rows = db.session.execute(select(whole).order_by(*whole.primary_key))
        yield list(map(tuple, rows))
    if inspect(db.session.connection()).has_table(REVISION.name):
        yield db.session.scalar(select(REVISION.c.version_num))


def _last_number(found: Table) -> Any:
    """Return the query for the last number of a table, or None if its rows aren't numbered."""
    keys = list(found.primary_key)
    if len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return None
    return select(literal(found.name), func.max(keys[0]))
