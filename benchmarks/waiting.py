"""How long everybody else waits while a large file is previewed and imported.

`benchmarks.under_import` serves, sends the file and asks meanwhile; here its answer becomes lines.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from benchmarks.bench import Bench
from benchmarks.costs import ours, run
from benchmarks.results import Goal, Line, unmeasured

MODULE = "benchmarks.under_import"
LONGER = 3  # times the rows of the import that is timed
WAIT, NONE = Goal(0.5, "s"), Goal(0, "answers")


def measure(bench: Bench) -> list[Line]:
    rows = bench.imported * LONGER
    if find_spec(MODULE) is None:
        return [unmeasured(f"while {rows:,} rows are previewed", WAIT, f"there is no {MODULE} yet")]
    return lines_of(rows, run(ours(MODULE, str(rows))).answer["requests"])


def lines_of(rows: int, requests: Mapping[str, Mapping[str, Any]]) -> list[Line]:
    """A line for each kind of request, of seconds on the clock, and one for all errors."""
    work = f"while {rows:,} rows are previewed"
    if not requests:
        return [unmeasured(work, WAIT, "it was over before anybody asked twice")]
    errors = sum(found["5xx"] for found in requests.values())
    count = sum(found["count"] for found in requests.values())
    waits = [
        Line(f"{work}: {kind}, 95 of 100 wait less than", found["p95"], WAIT, unit="s of waiting")
        for kind, found in requests.items()
    ]
    return [Line(f"{work}: 5xx among {count:,} answers", errors, NONE, unit="answers"), *waits]
