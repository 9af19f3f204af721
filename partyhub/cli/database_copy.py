"""Copies of a database: copying all rows into the empty tables of another, and comparing both."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import Connection, Table, select, text

from partyhub import clock, search
from partyhub.database import db, writing
from partyhub.dialects import copy_rows, set_sequences
from partyhub.periods import Period
from partyhub.reports.calculation import Computed, compute_each, scope_of
from partyhub.viewers import Viewer

# The number of rows that are in memory at once.
PORTION = 2_000
YEARS = 3


class Contents(NamedTuple):
    """The number of rows of a table, and a digest of them all."""

    rows: int
    digest: str


@contextmanager
def one_transaction(app: Flask) -> Iterator[Connection]:
    """Run the block in one transaction of `app`, which its session joins, and commit it."""
    with app.app_context():
        engines: Any = db.engines
        engine = engines[None]
        try:
            with writing(), engine.connect() as connection, connection.begin():
                engines[None] = connection  # the session joins it
                yield connection
                db.session.remove()
        finally:
            engines[None] = engine


def copy_table(source: Connection, target: Connection, table: Table) -> None:
    """Copy every row of `table` from `source` into the same table of `target`."""
    names = [column.name for column in table.columns]
    # Read as SQLite has them: PostgreSQL reads the same words.
    query = select(*(text(source.dialect.identifier_preparer.quote(name)) for name in names))
    found = source.execution_options(yield_per=PORTION).execute(query.select_from(table))
    copy_rows(target, table, (tuple(row) for row in found))


def finish(target: Connection, tables: Sequence[Table]) -> None:
    """Index the copied rows for search, set the id sequences, update the planner's statistics."""
    search.rebuild(target)
    set_sequences(target, tables)
    target.exec_driver_sql("ANALYZE")


def contents_of(connection: Connection, table: Table) -> Contents:
    """Return the contents of `table`, read in the order of its key.

    Values are compared as Python objects, whichever database stored them.
    """
    query = select(table).order_by(*table.primary_key.columns)
    digest, count = hashlib.sha256(), 0
    for row in connection.execution_options(yield_per=PORTION).execute(query):
        digest.update(_canonical(row).encode())
        count += 1
    return Contents(count, digest.hexdigest())


def _canonical(row: Sequence[Any]) -> str:
    """Return a row as one text in which the boundary and type of each value are unambiguous."""
    plain = (json.dumps(v, sort_keys=True) if isinstance(v, dict | list) else v for v in row)
    return repr(tuple(plain))


def periods() -> list[Period]:
    """Return this year and those before it, whose figures are compared."""
    year = clock.today().year
    return [Period.parse(str(year - back)) for back in range(YEARS)]


def figures_of(app: Flask, viewer: Viewer) -> Sequence[Mapping[str, Computed]]:
    """Return every figure of each period, computed in `app`: a mapping by code for each period."""
    with app.app_context():
        return compute_each([scope_of(viewer, period) for period in periods()])
