"""Lines for the writer of workbooks alone, with the same rows as others, and for its memory."""

from collections.abc import Callable
from functools import partial

from benchmarks.bench import Bench
from benchmarks.costs import ours, run, theirs
from benchmarks.results import Goal, Line

# The peers, with the limit of PartyHub's time in terms of theirs.
GOALS = {"openpyxl": Goal(0.16), "xlsxwriter": Goal(0.25), "stream": Goal(1.35)}
NAMES = {
    "openpyxl": "openpyxl",
    "xlsxwriter": "XlsxWriter, constant memory",
    "stream": "a stream written by hand",
}
MOST_MEMORY = Goal(64, "MB")


def writing(bench: Bench) -> list[Line]:
    sides: dict[str, Callable[[], float]] = {"ours": partial(written, bench, bench.rows, "cpu")}
    for name in GOALS if bench.has_peers else ():
        sides[name] = partial(written_by_peer, bench, name)
    found = bench.medians(sides)
    work = f"writing alone, {bench.rows:,} rows"
    return [
        Line(work, found["ours"], goal, found.get(name), NAMES[name])
        for name, goal in GOALS.items()
    ]


def memory(bench: Bench) -> list[Line]:
    """Return lines for the additional peak memory of the application while it writes."""
    counts = (bench.rows // 10, bench.rows, bench.rows * 5)
    return [
        Line(
            f"memory of writing {count:,} rows, above the application's",
            more,
            MOST_MEMORY,
            unit="MB",
        )
        for count in counts
        for more in (written(bench, count, "above"),)
    ]


def written(bench: Bench, count: int, what: str) -> float:
    """Return the seconds, `cpu`, or the megabytes, `above`, of writing this many rows."""
    words = ours("benchmarks.sides.writing", str(count), bench.folder / "copy.xlsx")
    return float(run(words).answer[what])


def written_by_peer(bench: Bench, name: str) -> float:
    words = theirs("writing", name, str(bench.rows), bench.folder / "copy.xlsx")
    return float(run(words).answer["cpu"])
