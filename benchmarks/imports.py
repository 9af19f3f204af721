"""Lines for an import with its preview, beside django-import-export: same workbook and checks."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import people
from benchmarks.bench import Bench
from benchmarks.costs import ours, run, theirs
from benchmarks.instances import Instance, partyhub
from benchmarks.results import Goal, Line

PLAIN, TUNED = "django-import-export", "the same, tuned"
STEPS = ("preview", "apply")


def measure(bench: Bench) -> list[Line]:
    """Measure preview and apply together, as a person requests them on the pages.

    On both sides the server has started before. PartyHub previews the file in a process of its own,
    whose start and reading of the workbook are included.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        workbook = folder / "people.xlsx"
        people.write_workbook(workbook, bench.imported)
        sides: dict[str, Callable[[], float]] = {"PartyHub": partial(imported, folder, workbook)}
        if bench.has_peers:
            sides[PLAIN] = partial(imported_by_peer, folder, workbook, "plain")
            sides[TUNED] = partial(imported_by_peer, folder, workbook, "tuned")
        found = bench.alternate(sides)
    medians = {side: median(costs) for side, costs in found.items()}
    work = f"import of {bench.imported:,} rows with preview"
    own = medians["PartyHub"]
    return [
        Line(work, own, Goal(0.15), medians.get(PLAIN), PLAIN),
        Line(work, own, Goal(0.25), medians.get(TUNED), TUNED),
    ]


def imported(folder: Path, workbook: Path) -> float:
    """Import into a new instance through the pages; return the seconds of both steps."""
    with TemporaryDirectory(dir=folder) as name:
        instance = Instance(Path(name), None, {})
        prepare(instance, folder)
        found = run(ours("benchmarks.sides.importing", workbook), instance.environment).answer
    return float(sum(found[step] for step in STEPS))


def prepare(instance: Instance, folder: Path) -> None:
    """Create the committee, its branches and the workshops, which the workbook refers to."""
    partyhub(instance, "db", "upgrade")
    committee = folder / "committee.xlsx"
    people.write_committee(committee)
    partyhub(instance, "import", "--all", committee)


def imported_by_peer(folder: Path, workbook: Path, which: str) -> float:
    with TemporaryDirectory(dir=folder) as name:
        found = run(theirs("imports", Path(name) / "peer", workbook, which)).answer
    return float(sum(found["steps"][step]["cpu"] for step in STEPS))
