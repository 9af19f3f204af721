"""Every line of the table, by its subject."""

from collections.abc import Callable, Mapping
from statistics import median

from benchmarks import figures, imports, lists, sheets, starting, throughput, waiting, writers
from benchmarks.bench import Bench
from benchmarks.results import Line

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
    "under-import": waiting.measure,
}


def measured(subject: str, bench: Bench) -> list[Line]:
    """Measure one subject; seconds are scaled by the loop that ran between its runs."""
    bench.loops.clear()
    lines = SUBJECTS[subject](bench)
    loop = median(bench.loops or [bench.now()])
    return [line.scaled(loop) for line in lines]
