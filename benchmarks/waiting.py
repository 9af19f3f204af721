"""Lines for the waiting time of everyone else while a large file is previewed and imported.

`benchmarks.under_import` serves, sends the file and measures meanwhile; here its result becomes
lines.
"""

import os
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from benchmarks.bench import Bench
from benchmarks.costs import ours, run
from benchmarks.postgresql import UnavailableError, serving
from benchmarks.results import Goal, Line, unmeasured

MODULE = "benchmarks.under_import"
LONGER = 3  # times the rows of the import that is timed
STORED = 303  # where the browser is led once the file is imported
WAIT, NONE = Goal(0.5, "s"), Goal(0, "answers")
PATIENCE = Goal(5, "s")  # so long a save waits for the lock before it is refused in words


def measure(bench: Bench) -> list[Line]:
    """Return lines for everyone's waiting times on SQLite, and the same on PostgreSQL."""
    rows = bench.imported * LONGER
    if find_spec(MODULE) is None:
        return [unmeasured(f"while {rows:,} rows are previewed", WAIT, f"there is no {MODULE} yet")]
    found = lines_of(rows, "SQLite", _answer(rows))
    try:
        with serving() as address:
            return [*found, *lines_of(rows, "PostgreSQL", _answer(rows, address))]
    except UnavailableError as error:
        return [*found, unmeasured(_work(rows, "PostgreSQL"), WAIT, str(error))]


def _answer(rows: int, address: str = "") -> Mapping[str, Any]:
    environment = {k: v for k, v in os.environ.items() if k != "PARTYHUB_DATABASE"}
    environment |= {"PARTYHUB_DATABASE": address} if address else {}
    answer: Mapping[str, Any] = run(ours(MODULE, str(rows)), environment).answer
    return answer


def _work(rows: int, database: str) -> str:
    return f"while {rows:,} rows are previewed on {database}"


def lines_of(rows: int, database: str, answer: Mapping[str, Any]) -> list[Line]:
    """Return a line for each kind of request, in seconds on the clock, and one for all errors.

    Beside each is the wait for the same requests just before the import: on a machine that has
    other work too, everything waits for that as well.
    """
    work, requests, before = _work(rows, database), answer["requests"], answer["before"]
    if answer["stored"][0] != STORED:
        return [unmeasured(work, WAIT, "the file was not imported")]
    if not requests:
        return [unmeasured(work, WAIT, "it was over before anybody asked twice")]
    stored = answer.get("while_stored", {})
    both = [*requests.values(), *stored.values()]
    errors = sum(found["5xx"] for found in both)
    count = sum(found["count"] for found in both)
    waits = [
        Line(
            f"{work}: {kind}, 95 of 100 wait less than",
            found["p95"],
            WAIT,
            before[kind]["p95"] if kind in before else None,
            "without an import",
            "s of waiting",
        )
        for kind, found in requests.items()
    ]
    if stored:
        longest = max(found["max"] for found in stored.values())
        words = f"while they are stored on {database}: the longest wait of anybody"
        waits.append(Line(words, longest, PATIENCE, unit="s of waiting"))
    return [Line(f"{work}: 5xx among {count:,} answers", errors, NONE, unit="answers"), *waits]
