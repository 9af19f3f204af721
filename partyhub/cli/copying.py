"""Copying the rows of one database into the empty tables of another, and comparing the two."""

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

# Rows that are in memory at once.
PORTION = 2_000
YEARS = 3


class Contents(NamedTuple):
    """How many rows a table has, and a digest of them all."""

    rows: int
    digest: str


@contextmanager
def one_transaction(app: Flask) -> Iterator[Connection]:
    """Do everything inside in one transaction of `app`, what its session asks too; commit it."""
    with app.app_context():
        engines: Any = db.engines
        engine = engines[None]
        try:
            with writing(), engine.connect() as connection, connection.begin():
                engines[None] = connection  # which the session joins
                yield connection
                db.session.remove()
        finally:
            engines[None] = engine


def copy_table(source: Connection, target: Connection, table: Table) -> None:
    """Write every row of `table` of `source` into the one of `target`."""
    names = [column.name for column in table.columns]
    # Read as SQLite has them: PostgreSQL reads the same words.
    query = select(*(text(source.dialect.identifier_preparer.quote(name)) for name in names))
    found = source.execution_options(yield_per=PORTION).execute(query.select_from(table))
    copy_rows(target, table, (tuple(row) for row in found))


def finish(target: Connection, tables: Sequence[Table]) -> None:
    """Index the copied rows for the search, number new ones on, let queries know how many."""
    search.rebuild(target)
    set_sequences(target, tables)
    target.exec_driver_sql("ANALYZE")


def contents_of(connection: Connection, table: Table) -> Contents:
    """Read `table` in the order of its key, each value as Python has it whatever stored it."""
    query = select(table).order_by(*table.primary_key.columns)
    digest, count = hashlib.sha256(), 0
    for row in connection.execution_options(yield_per=PORTION).execute(query):
        digest.update(_canonical(row).encode())
        count += 1
    return Contents(count, digest.hexdigest())


def _canonical(row: Sequence[Any]) -> str:
    """Write a row as one text that says where each value ends and what it is."""
    plain = (json.dumps(v, sort_keys=True) if isinstance(v, dict | list) else v for v in row)
    return repr(tuple(plain))


def periods() -> list[Period]:
    """Give this year and those before it, whose figures are compared."""
    year = clock.today().year
    return [Period.parse(str(year - back)) for back in range(YEARS)]


def figures_of(app: Flask, viewer: Viewer) -> Sequence[Mapping[str, Computed]]:
    """Compute every figure of each period in `app`."""
    with app.app_context():
        return compute_each([scope_of(viewer, period) for period in periods()])
