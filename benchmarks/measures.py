"""What a step costs: time on the wall, time of the processors, and the most memory so far."""

import gc
import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

EVERY = 0.2


class Measures:
    """Measures steps of this process and of the children it has waited for; on Linux only."""

    def __init__(self) -> None:
        gc.collect()  # on both sides, as `partyhub serve` does when it starts
        gc.freeze()
        self.steps: dict[str, dict[str, float]] = {}
        self.start_memory, self.child_memory = _peak("self"), 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), _cpu()
        with self._watching():
            yield
        self.steps[name] = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}

    def report(self, **more: Any) -> str:
        memory = {"start": self.start_memory, "parent": _peak("self"), "child": self.child_memory}
        return json.dumps({"steps": self.steps, "memory": memory, **more})

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """Look at the children's memory now and then: of their end the system tells too much."""
        done = Event()

        def watch() -> None:
            while not done.wait(EVERY):
                self.child_memory = max([self.child_memory, *map(_peak, _children())])

        thread = Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _children() -> list[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return [process for task in tasks for process in _children_of(task)]


def _children_of(task: Path) -> list[str]:
    """The processes that a thread started; none of one that ended meanwhile."""
    try:
        return task.read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _peak(process: str) -> float:
    """The most memory that a process has had, in MiB; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
