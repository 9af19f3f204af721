"""Every line of the table, by the subject that it belongs to."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from statistics import median

from benchmarks import figures, imports, lists, sheets, starting, throughput, writers
from benchmarks.bench import Bench
from benchmarks.results import Goal, Line, unmeasured

UNDER_IMPORT = "benchmarks.under_import"


def under_import(bench: Bench) -> list[Line]:
    """Pages and saves while an import is previewed; its module measures with a server."""
    if find_spec(UNDER_IMPORT) is None:
        why = "there is no benchmarks/under_import.py yet"
        return [unmeasured("pages and saves during a preview", Goal(0.5, "s"), why)]
    found: list[Line] = import_module(UNDER_IMPORT).measure(bench)
    return found


SUBJECTS: Mapping[str, Callable[[Bench], list[Line]]] = {
    "figures": figures.measure,
    "first-page": figures.first_page,
    "lists": lists.measure,
    "throughput": throughput.measure,
    "workbook": sheets.workbooks,
    "writing": writers.writing,
    "memory": writers.memory,
    "exports": sheets.lists,
    "imports": imports.measure,
    "starting": starting.measure,
    "under-import": under_import,
}


def measured(subject: str, bench: Bench) -> list[Line]:
    """Measure one subject; seconds come scaled by the loop that ran between its runs."""
    bench.loops.clear()
    lines = SUBJECTS[subject](bench)
    loop = median(bench.loops or [bench.now()])
    return [line.scaled(loop) for line in lines]
