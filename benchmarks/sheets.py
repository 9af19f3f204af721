"""Lines for the yearly workbook and a list as a workbook: whole commands, beside other writers."""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.bench import Bench
from benchmarks.costs import ours, run, theirs
from benchmarks.data.sizes import Sizes
from benchmarks.figures import YEAR
from benchmarks.instances import Instance, partyhub
from benchmarks.results import Goal, Line

OPENPYXL, EXPORTING = "openpyxl", "django-import-export"
# A thirtieth of the full size makes some 17,000 rows, a third some 146,000.
WORKBOOKS = {30: Goal(0.30), 3: Goal(0.22)}
# A command that does little but start. It loads openpyxl, as the peer's subtracted run does.
START = "import openpyxl, sys; from partyhub.cli import main; sys.exit(main())", "list", "campaigns"


def workbooks(bench: Bench) -> list[Line]:
    """Return lines for the yearly workbook of two sizes, beside openpyxl writing the same cells."""
    return [workbook(bench, bench.sizes.of(part), goal) for part, goal in WORKBOOKS.items()]


def workbook(bench: Bench, sizes: Sizes, goal: Goal) -> Line:
    """Return a line without the time of the start, and for the peer without that of reading cells.

    Both load openpyxl, so that neither side pays for that.
    """
    instance, made = bench.filled(sizes), bench.folder / "year.xlsx"
    words = export_words(instance, made)
    partyhub(instance, *words)
    sides = {
        "start": lambda: start(instance),
        "export": lambda: command(instance, *words),
    }
    count = ""
    if bench.has_peers:
        cells, copy = bench.folder / "cells.pickle", bench.folder / "copy.xlsx"
        rows, filled = cells_of(made, cells)
        count = f", {rows:,} rows, {filled:,} cells"
        sides["load"] = lambda: run(theirs("workbook", "load", cells)).cpu
        sides["write"] = lambda: run(theirs("workbook", "write", cells, copy)).cpu
    found = bench.medians(sides)
    own = found["export"] - found["start"]
    peer = found["write"] - found["load"] if bench.has_peers else None
    return Line(f"yearly workbook{count}, start subtracted", own, goal, peer, OPENPYXL)


def export_words(instance: Instance, made: Path) -> list[str | Path]:
    """Return the command for the edition with all detail rows, however many editions there are."""
    full = ["--edition", "full"] if "--edition" in partyhub(instance, "export", "--help") else []
    return ["export", "--period", YEAR, *full, "--out", made]


def command(instance: Instance, *words: str | Path) -> float:
    return run(ours("partyhub.cli", *words), instance.environment).cpu


def start(instance: Instance) -> float:
    return run([sys.executable, "-c", *START], instance.environment).cpu


def lists(bench: Bench) -> list[Line]:
    return [list_of(bench, sizes) for sizes in (bench.small, bench.sizes)]


def list_of(bench: Bench, sizes: Sizes) -> Line:
    """Return a line for a thousand cells, start subtracted; the peer's is its export alone."""
    instance, made = bench.filled(sizes), bench.folder / "list.xlsx"
    words = ("list", "members", "--format", "xlsx", "--out", made)
    sides: dict[str, Callable[[], float]] = {
        "start": lambda: start(instance),
        "list": lambda: command(instance, *words),
    }
    if bench.has_peers:
        sides[EXPORTING] = lambda: cost_of_cell(bench, instance)
    found = {side: median(costs) for side, costs in bench.alternate(sides).items()}
    own, peer = found["list"] - found["start"], found.get(EXPORTING)
    count = cells_of(made, bench.folder / "cells.pickle")[1] if bench.has_peers else 1
    work = f"list of {sizes.members:,} members as a workbook, 1,000 cells"
    return Line(work, own / count * 1e6, Goal(0.10), peer and peer * 1e6, EXPORTING, "ms")


def cost_of_cell(bench: Bench, instance: Instance) -> float:
    """Return the seconds that the peer's export takes for each cell."""
    found = run(theirs("exporting", instance.peer_database, bench.folder / "copy.xlsx")).answer
    return float(found["cpu"] / found["cells"])


def cells_of(workbook: Path, cells: Path) -> tuple[int, int]:
    """Return the number of a workbook's rows and of its cells with a value.

    `cells` receives them.
    """
    rows, filled = run(theirs("workbook", "cells", workbook, cells)).answer
    return rows, filled
