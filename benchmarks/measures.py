"""The cost of a step: wall-clock time, CPU time, and the peak memory so far."""

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
    """Measurements of steps of this process and its finished children, on Linux only."""

    def __init__(self) -> None:
        gc.collect()  # on both sides, as `partyhub serve` does when it starts
        gc.freeze()
        self.steps: dict[str, dict[str, float]] = {}
        self.start_memory, self.child_memory = _peak("self"), 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure the block under a name."""
        wall, cpu = time.perf_counter(), _cpu()
        with self._watching():
            yield
        self.steps[name] = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}

    def report(self, **more: Any) -> str:
        """Return the measurements as JSON, with more values by name."""
        memory = {"start": self.start_memory, "parent": _peak("self"), "child": self.child_memory}
        return json.dumps({"steps": self.steps, "memory": memory, **more})

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """Sample the children's memory regularly: after their end the system reports too much."""
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
    """Return the processes that a thread started; none for a thread that has ended."""
    try:
        return task.read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _peak(process: str) -> float:
    """Return the peak memory of a process in MiB; 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
