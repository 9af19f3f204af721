"""The cost of a call in this process and in the database's own processes."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import text

from benchmarks.costs import repeated
from partyhub.database import db

TICKS = os.sysconf("SC_CLK_TCK")


def cost_of(app: Flask, action: Callable[[], Any], times: int) -> float:
    """Return the CPU seconds of one call: the median here plus the mean of PostgreSQL's.

    The first call, which warms both up, counts in neither.
    """
    calls = [0]
    action()

    def call() -> None:
        calls[0] += 1
        action()

    before = servers_cpu(app)
    here = median(repeated(call, times))
    return here + (servers_cpu(app) - before) / calls[0]


def servers_cpu(app: Flask) -> float:
    """Return the CPU seconds so far of the database's processes for this application.

    SQLite has none.
    """
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            return 0.0
        query = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        with db.engine.connect() as connection:
            return sum(_ticks(connection.scalars(query))) / TICKS


def _ticks(processes: Iterable[int]) -> list[int]:
    """Return user and system time of each process, in ticks."""
    lines = [Path(f"/proc/{number}/stat").read_text() for number in processes]
    fields = [line.rpartition(") ")[2].split() for line in lines]
    return [int(found[11]) + int(found[12]) for found in fields]
